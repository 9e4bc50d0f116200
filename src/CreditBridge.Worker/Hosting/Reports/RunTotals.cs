using CreditBridge.Core.Runs;

namespace CreditBridge.Worker.Hosting.Reports;

/// <summary>What the cycles of this process came to, all together.</summary>
internal sealed record RunTotals
{
    /// <summary>Cycles that ended.</summary>
    public long Cycles { get; init; }

    /// <summary>Counted calls, reading and writing.</summary>
    public long Calls { get; init; }

    /// <summary>Records that were written.</summary>
    public long Written { get; init; }

    /// <summary>Records that were refused for good.</summary>
    public long Refused { get; init; }

    /// <summary>Credit fields that somebody typed over.</summary>
    public long Drifted { get; init; }

    /// <summary>Records that reading had missed and a verification found.</summary>
    public long Missed { get; init; }

    /// <summary>Counted calls, polls included, for every 1,000 records that were written; null when none was.</summary>
    public decimal? CallsPerThousand => Written > 0 ? Math.Round(1000m * Calls / Written, 1) : null;

    /// <summary>With one cycle more.</summary>
    public RunTotals With(CycleReport report) => new()
    {
        Cycles = Cycles + 1,
        Calls = Calls + report.Calls,
        Written = Written + (report.Dispatch?.Delivered ?? 0),
        Refused = Refused + (report.Dispatch?.ParkedCount ?? 0),
        Drifted = Drifted + report.Sync.Total.Drifted,
        Missed = Missed + (report.Verification?.Missed ?? 0),
    };
}
