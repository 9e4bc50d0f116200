using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Snapshots;

namespace CreditBridge.Core.Runs;

/// <summary>What reading a longer past again found: the proof that nothing was missed, or what was.</summary>
/// <param name="Sources">Outcome by source.</param>
/// <param name="Since">How far back it looked.</param>
/// <param name="Calls">Counted calls.</param>
public sealed record VerificationReport(IReadOnlyList<VerifiedSource> Sources, DateTimeOffset Since, long Calls)
{
    /// <summary>Records that incremental reading had missed.</summary>
    public long Missed => Sources.Sum(s => s.Missed);
}

/// <summary>What verifying one source came to.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="Kind">The kind of record.</param>
/// <param name="Found">What was looked at, and what of it was new.</param>
/// <param name="Failure">Why it stopped early; null when it did not.</param>
public sealed record VerifiedSource(string Connection, RecordKind Kind, IngestResult Found, Failure? Failure)
{
    /// <summary>Records that incremental reading had missed.</summary>
    public long Missed => Found.Added + Found.Changed + Found.Removed;
}
