using CreditBridge.Abstractions.Connections;

namespace CreditBridge.Core.Runs;

/// <summary>What a whole cycle came to: reading, evaluating, writing.</summary>
/// <param name="Sync">Reading.</param>
/// <param name="Evaluation">Evaluating.</param>
/// <param name="Dispatch">Writing; null when the cycle was not to write.</param>
/// <param name="FieldProblems">What a person must repair for all mapped fields to be written.</param>
/// <param name="Duration">How long it took.</param>
public sealed record CycleReport(
    SyncReport Sync, EvaluationReport Evaluation, DispatchReport? Dispatch, IReadOnlyList<CheckFinding> FieldProblems, TimeSpan Duration)
{
    /// <summary>Counted calls of all connections, reading and writing.</summary>
    public long Calls => Sync.Calls.Values.Sum() + (Dispatch?.Calls ?? 0);

    /// <summary>Whether something needs a person: a source that stopped, a rejected record, a parked write, a defect.</summary>
    public bool NeedsAttention => Sync.Sources.Any(s => s.Failure is not null) || Sync.Total.Rejected > 0 || Sync.Total.RemovalWithheld is not null
        || Evaluation.Defects.Count > 0 || Dispatch is { ParkedCount: > 0 } or { Stopped: not null } || FieldProblems.Count > 0;
}
