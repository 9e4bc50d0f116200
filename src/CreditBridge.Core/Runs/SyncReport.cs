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

    /// <summary>What stopped reading, each trouble once, however many sources it stopped.</summary>
    [JsonIgnore]
    public IEnumerable<ReadingStop> Stops => Sources.Where(s => s.Failure is not null).GroupBy(s => (s.Connection, s.Failure!.Where, s.Failure.Message, s.Failure.NextStep)).Select(s =>
    {
        // What stops all of a connection is its own trouble, and no kind's.
        var isAll = s.Count() > 1 && s.Count() == Told.Count(t => t.Connection == s.Key.Connection);
        return new ReadingStop(s.Key.Connection, isAll ? [] : [.. s.Select(r => r.Kind)], s.First().Failure!);
    });

    /// <summary>All sources together.</summary>
    public IngestResult Total => Sources.Aggregate(IngestResult.Nothing, (sum, s) => sum + s.Result);
}

/// <summary>Why reading stopped.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="Kinds">The kinds of record that were not read to their end; empty when it stopped everything of the connection.</param>
/// <param name="Failure">What happened.</param>
public sealed record ReadingStop(string Connection, IReadOnlyList<RecordKind> Kinds, Failure Failure)
{
    /// <summary>The kinds for people: "open items, paid items"; empty when it stopped everything.</summary>
    public string KindsInWords => string.Join(", ", Kinds.Select(KindWords.Plural));

    /// <summary>Where it happened and what.</summary>
    public string What => Failure.Where is null ? Failure.Message : $"{Failure.Where}: {Failure.Message}";
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
