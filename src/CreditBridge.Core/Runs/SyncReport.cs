using System.Text.Json.Serialization;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Snapshots;

namespace CreditBridge.Core.Runs;

/// <summary>What reading came to.</summary>
/// <param name="Sources">Outcome of every source, in reading order.</param>
/// <param name="Calls">Counted calls by connection.</param>
public sealed record SyncReport(IReadOnlyList<SourceReport> Sources, IReadOnlyDictionary<string, long> Calls)
{
    /// <summary>The sources that are of interest to people: those that the set-up asks for, and any that gave something.</summary>
    [JsonIgnore]
    public IEnumerable<SourceReport> Told => Sources.Where(s => s.IsDeclared || s.Result != IngestResult.Nothing);

    /// <summary>All sources together.</summary>
    public IngestResult Total => Sources.Aggregate(IngestResult.Nothing, (sum, s) => sum + s.Result);
}

/// <summary>What reading one source came to.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="Kind">The kind of record.</param>
/// <param name="Result">What was stored, up to a failure if there was one.</param>
/// <param name="Failure">Why reading stopped early; null when it did not.</param>
public sealed record SourceReport(string Connection, RecordKind Kind, IngestResult Result, Failure? Failure)
{
    /// <summary>The process that is reading the connection, so that this one left it alone; null when this one read it. No failure: the work is being done.</summary>
    public string? ReadBy { get; init; }

    /// <summary>
    /// Whether the set-up asks for this kind at all; what it does not ask for is of no interest to people. Where that cannot be told now, because another process reads or the
    /// mapping is broken, what was last known counts.
    /// </summary>
    public bool IsDeclared { get; init; } = true;
}
