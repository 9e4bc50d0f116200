namespace CreditBridge.Core.Snapshots;

/// <summary>What storing a page, or many, changed. Results add up.</summary>
/// <param name="Read">Records that the source gave, repeated ones included.</param>
/// <param name="Added">Records that were not known before.</param>
/// <param name="Changed">Records whose content changed.</param>
/// <param name="Removed">Records that went away.</param>
/// <param name="Rejected">Records that could not be read.</param>
public sealed record IngestResult(long Read, long Added, long Changed, long Removed, long Rejected)
{
    /// <summary>Nothing was read.</summary>
    public static IngestResult Nothing { get; } = new(0, 0, 0, 0, 0);

    /// <summary>Why a complete listing removed nothing although records were absent from it; null when nothing was withheld.</summary>
    public string? RemovalWithheld { get; init; }

    /// <summary>Credit fields that showed something else in the CRM than what was written: somebody typed over them.</summary>
    public long Drifted { get; init; }

    /// <summary>Whether any record was added, changed or removed.</summary>
    public bool ChangedAnything => Added + Changed + Removed > 0;

    /// <summary>Both together.</summary>
    public static IngestResult operator +(IngestResult a, IngestResult b) =>
        new(a.Read + b.Read, a.Added + b.Added, a.Changed + b.Changed, a.Removed + b.Removed, a.Rejected + b.Rejected)
        {
            RemovalWithheld = b.RemovalWithheld ?? a.RemovalWithheld,
            Drifted = a.Drifted + b.Drifted,
        };
}
