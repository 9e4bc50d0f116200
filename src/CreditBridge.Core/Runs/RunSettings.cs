using CreditBridge.Abstractions.Connections;
using CreditBridge.Core.Drift;

namespace CreditBridge.Core.Runs;

/// <summary>How much a run takes at a time, how long it keeps it from others, and how it repeats what failed.</summary>
/// <param name="Holder">Name of this process towards others that share the database; unique among the processes that run.</param>
public sealed record RunSettings(string Holder)
{
    /// <summary>Accounts held in memory at a time. Default: 200.</summary>
    public int EvaluationBatchSize { get; init; } = 200;

    /// <summary>How long leased accounts stay with one process. Default: 5 minutes.</summary>
    public TimeSpan EvaluationLease { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long leased outbox entries stay with one process; longer than the slowest call. Default: 10 minutes.</summary>
    public TimeSpan DispatchLease { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long the right to read a connection stays with one process after its last sign of life. Default: 10 minutes.</summary>
    public TimeSpan ReadLease { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Whether a source is asked for its next page while one is being stored. Default: no, one thing after the other, so that a run can be driven step by step.</summary>
    public bool ReadsAhead { get; init; }

    /// <summary>The wait after the first failed write; it doubles with every further one. Default: 30 seconds.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest wait between two attempts at a write. Default: 1 hour.</summary>
    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromHours(1);

    /// <summary>What is done about credit fields that somebody typed over in the CRM. Default: they are written again.</summary>
    public DriftPolicy Drift { get; init; } = DriftPolicy.Default;

    /// <summary>How the pages of a connection are looked through for drift; null when nothing is written to it.</summary>
    public DriftRules? DriftOf(IConnection connection) => connection.Sink is { } sink ? new DriftRules(Drift, sink.IsShownAs) : null;

    /// <summary>How long to wait after a number of failed attempts: doubling from the first to the longest, spread over half to the whole of it.</summary>
    /// <param name="attempts">How often it failed; at least 1.</param>
    /// <param name="jitter">A number from 0 to 1.</param>
    public TimeSpan RetryAfter(int attempts, double jitter)
    {
        var doubled = FirstRetry * Math.Pow(2, Math.Clamp(attempts - 1, 0, 20));
        return (doubled < LongestRetry ? doubled : LongestRetry) * (0.5 + (jitter / 2));
    }
}
