using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Sinks;

namespace CreditBridge.Core.Runs;

/// <summary>What writing came to.</summary>
public sealed record DispatchReport
{
    /// <summary>Records that were written.</summary>
    public long Delivered { get; init; }

    /// <summary>How often each field was written.</summary>
    public IReadOnlyDictionary<CreditField, long> Fields { get; init; } = new Dictionary<CreditField, long>();

    /// <summary>Records that will be tried again.</summary>
    public long Retrying { get; init; }

    /// <summary>Records that were refused for good, and why; the first hundred.</summary>
    public IReadOnlyList<(TargetRecord Target, Failure Failure)> Parked { get; init; } = [];

    /// <summary>How many records were refused for good.</summary>
    public long ParkedCount { get; init; }

    /// <summary>Records that turned out to be deleted or merged away.</summary>
    public long Gone { get; init; }

    /// <summary>Records that somebody changed between our reading and our writing, so that they are looked at again first.</summary>
    public long Conflicts { get; init; }

    /// <summary>Records that are still being written beside the cycle, by a slow way for many.</summary>
    public long UnderWay { get; init; }

    /// <summary>Why less urgent records were not written; null when nothing was held back.</summary>
    public Failure? HeldBack { get; init; }

    /// <summary>Why writing stopped early; null when it did not.</summary>
    public Failure? Stopped { get; init; }

    /// <summary>Counted calls.</summary>
    public long Calls { get; init; }
}
