namespace CreditBridge.Abstractions.Sources;

/// <summary>
/// Proof that a closed piece of input, such as a file, has been read to its end. It is stored together with the page that carries it and never read again
/// under the same identity: <see cref="Connections.ConnectionContext.HasReceipt"/> answers whether it was.
/// </summary>
/// <param name="Id">Identity by content, such as "sha256:…" of the file.</param>
/// <param name="Name">Name for people, such as the file's name.</param>
/// <param name="Records">Records that were read from it.</param>
/// <param name="Rejected">Records that were rejected.</param>
public sealed record Receipt(string Id, string Name, long Records, long Rejected);
