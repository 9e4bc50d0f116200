namespace CreditBridge.Abstractions.Sources;

/// <summary>A record that could not be read. It is kept, counted and shown; it never hides the others.</summary>
/// <param name="Where">Where it stands: file, line and column, or object, record and field.</param>
/// <param name="Reason">What is wrong with it and what would be right, in one or two sentences.</param>
public sealed record RejectedRecord(string Where, string Reason)
{
    /// <summary>The record as it came, cut to 2,000 characters; null when it cannot be shown.</summary>
    public string? Raw { get; init; }
}
