using System.Text.Json.Serialization;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Core.Accounts.Links;
using CreditBridge.Core.Bureaus;
using CreditBridge.Core.Engine;
using CreditBridge.Core.Findings;
using CreditBridge.Core.Outbox;
using CreditBridge.Core.Reviews;

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
    /// <summary>What was done about reports of bureaus.</summary>
    public BureauReport Bureaus { get; init; } = BureauReport.Nothing;

    /// <summary>Where the open reviews stand.</summary>
    public ReviewStanding Reviews { get; init; } = ReviewStanding.None;

    /// <summary>Open reviews that nobody could take, by team.</summary>
    public IReadOnlyList<ReviewsOfNobody> ReviewsOfNobody { get; init; } = [];

    /// <summary>What the outbox holds at the end of the cycle.</summary>
    public OutboxCounts Outbox { get; init; } = new(0, 0, 0);

    /// <summary>What reading a longer past again found; null when it was not due.</summary>
    public VerificationReport? Verification { get; init; }

    /// <summary>What was made of the link file; null when there is none.</summary>
    public LinkReport? Links { get; init; }

    /// <summary>Sources that have never been read to their end, so that nothing was decided and nothing written; empty in normal operation.</summary>
    public IReadOnlyList<NeverRead> NeverRead { get; init; } = [];

    /// <summary>Records that could not be read, now or earlier, and have not arrived well since; counted up to a hundred.</summary>
    public int OpenRejections { get; init; }

    /// <summary>The first of the newest of these; null when there is none.</summary>
    public Rejection? FirstUnreadable { get; init; }

    /// <summary>What is wrong with the data behind the decisions, found now or earlier.</summary>
    public FindingSummary Findings { get; init; } = FindingSummary.Nothing;

    /// <summary>ERP customers that no account claims; null when they were not counted.</summary>
    public long? Unclaimed { get; init; }

    /// <summary>Counted calls of all connections, reading and writing.</summary>
    public long Calls => Sync.Calls.Values.Sum() + (Verification?.Calls ?? 0) + (Dispatch?.Calls ?? 0);

    /// <summary>Counted calls of writing for every 1,000 records that were written; null when none was, because reading costs its calls either way.</summary>
    public decimal? CallsPerThousand => Dispatch is { Delivered: > 0 } written ? Math.Round(1000m * written.Calls / written.Delivered, 1) : null;

    /// <summary>How many records could not be read, now or earlier. That a listing removed nothing is kept beside them and is said by itself.</summary>
    [JsonIgnore]
    public long Unreadable => Math.Max(OpenRejections - Sync.Sources.Count(s => s.Result.RemovalWithheld is not null), Sync.Total.Rejected);

    /// <summary>How many of these are whole files.</summary>
    public int UnreadableFiles { get; init; }

    /// <summary>What was never read to its end; of a connection of which nothing was, its name says enough.</summary>
    [JsonIgnore]
    public string NeverReadInWords => string.Join(", ", NeverRead.GroupBy(n => n.Connection).SelectMany(c =>
        c.Count() > 1 && c.Count() >= Sync.Told.Count(s => s.Connection == c.Key) ? [$"everything of {c.Key}"] : c.Select(n => $"{n.Connection} {KindWords.Plural(n.Kind)}")));

    /// <summary>Everything that needs a person; empty when nothing does.</summary>
    public IReadOnlyList<AttentionLine> Attention => CycleAttention.Of(this);

    /// <summary>Whether something needs a person.</summary>
    public bool NeedsAttention => Attention.Count > 0;
}
