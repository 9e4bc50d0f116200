using CreditBridge.Connectors.Salesforce.Soql;

namespace CreditBridge.Connectors.Salesforce.Reading;

/// <summary>A stretch of an object in the order (SystemModstamp, Id).</summary>
/// <param name="From">Records changed then or later; null from the beginning.</param>
/// <param name="AfterId">Of the records changed at that very moment, only those with a higher id; null all of them.</param>
/// <param name="Until">Records changed then or earlier; null to the end.</param>
internal sealed record ReadRange(DateTimeOffset? From, string? AfterId = null, DateTimeOffset? Until = null)
{
    /// <summary>Before Salesforce there was nothing.</summary>
    private static readonly DateTimeOffset Beginning = new(1999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);

    /// <summary>Everything.</summary>
    public static ReadRange Everything { get; } = new((DateTimeOffset?)null);

    /// <summary>The condition of a query for it; null for everything.</summary>
    public SoqlCondition? Condition => SoqlCondition.Both(
        From is not { } from ? null : AfterId is { } id ? SoqlCondition.After(from, id) : SoqlCondition.ChangedSince(from),
        Until is { } until ? SoqlCondition.ChangedUntil(until) : null);

    /// <summary>What is left of it behind a record.</summary>
    public ReadRange Behind(DateTimeOffset stamp, string id) => this with { From = stamp, AfterId = id };

    /// <summary>What is left of it behind a part that ended at a moment. What changed at that very moment is in both.</summary>
    public ReadRange BehindPart(DateTimeOffset end) => this with { From = end, AfterId = null };

    /// <summary>Its earlier half, for an org that takes too long over the whole; null when it is too short to be divided.</summary>
    public ReadRange? EarlierHalf(DateTimeOffset now)
    {
        var from = From ?? Beginning;
        var half = ((Until ?? now) - from) / 2;
        return half >= Shortest ? UpTo(from + half) : null;
    }

    /// <summary>Its first part of a length.</summary>
    public ReadRange FirstPart(TimeSpan length, DateTimeOffset now)
    {
        var end = (From ?? Beginning) + (length > Shortest ? length : Shortest);
        return end < (Until ?? now) ? UpTo(end) : this;
    }

    /// <summary>How long a part that begins like this one lasts.</summary>
    public TimeSpan Length => (Until ?? From ?? Beginning) - (From ?? Beginning);

    // Stamps are whole seconds.
    private ReadRange UpTo(DateTimeOffset end) => this with { Until = end.AddTicks(-(end.UtcTicks % TimeSpan.TicksPerSecond)) };
}
