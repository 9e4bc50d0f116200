using CreditBridge.Core.Runs;

namespace CreditBridge.Worker.Hosting.Plans;

/// <summary>What applying a plan came to.</summary>
/// <param name="Report">The cycle that read, evaluated and wrote.</param>
internal sealed record AppliedPlan(CycleReport Report)
{
    /// <summary>Records of the plan.</summary>
    public long Planned { get; init; }

    /// <summary>Records that the CRM showed as planned already: somebody or an earlier attempt has written them.</summary>
    public long Shown { get; init; }

    /// <summary>Records that the CRM had refused since the plan was made.</summary>
    public long Refused { get; init; }

    /// <summary>Records that differ from the plan; nothing was written when there is one.</summary>
    public long Moved { get; init; }

    /// <summary>The first of the records that differ.</summary>
    public IReadOnlyList<MovedRecord> MovedRecords { get; init; } = [];

    /// <summary>Records of the plan that could not be sent yet: writing stopped, the budget of calls holds them back, or another process has them.</summary>
    public long NotSent { get; init; }

    /// <summary>Why nothing may be written, whatever the records say; null when nothing stands against it.</summary>
    public Problem? WhyNot { get; init; }

    /// <summary>Whether the plan was refused as a whole.</summary>
    public bool IsRefused => Moved > 0 || WhyNot is not null;
}

/// <summary>A record that differs from the plan.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Key">Its key.</param>
/// <param name="Name">Its name when the plan was made.</param>
/// <param name="Why">What differs.</param>
internal sealed record MovedRecord(Abstractions.Records.RecordKind Kind, string Key, string Name, string Why);
