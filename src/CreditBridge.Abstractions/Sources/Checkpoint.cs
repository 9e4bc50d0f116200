namespace CreditBridge.Abstractions.Sources;

/// <summary>
/// How far a source has been read: text that only the source understands. It must survive a restart and a new version of the source
/// (an unreadable one is answered with a full read, never with an error for ever).
/// </summary>
/// <param name="Value">Text of at most 4,000 characters; no secrets.</param>
public sealed record Checkpoint(string Value);
