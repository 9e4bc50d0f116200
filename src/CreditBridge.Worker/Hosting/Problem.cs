namespace CreditBridge.Worker.Hosting;

/// <summary>Something that is wrong.</summary>
/// <param name="Where">File and line, option key, record or field.</param>
/// <param name="What">What is wrong with it.</param>
/// <param name="NextStep">What to do; null when the text says it.</param>
internal sealed record Problem(string Where, string What, string? NextStep = null);
