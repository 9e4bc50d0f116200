using System.Collections.ObjectModel;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Decisions;

namespace CreditBridge.Core.CreditFiles;

/// <summary>
/// What an account's previous decision said, as far as it binds the next: without it a promised day would move on with every evaluation, a hold would flap, an
/// exception could be used without end.
/// </summary>
public sealed record PriorStanding
{
    /// <summary>There was no decision yet.</summary>
    public static PriorStanding None { get; } = new();

    /// <summary>Business date of the previous decision; null when there was none.</summary>
    public DateOnly? DecidedOn { get; init; }

    /// <summary>The band; null when there was none.</summary>
    public string? Band { get; init; }

    /// <summary>The limit before exceptions and the group's limit; not set when there was none.</summary>
    public CreditLimit Limit { get; init; }

    /// <summary>The holds in force or lifted: name of the rule and the day since when.</summary>
    public IReadOnlyDictionary<string, DateOnly> Holds { get; init; } = ReadOnlyDictionary<string, DateOnly>.Empty;

    /// <summary>Of these, the rules whose holds were lifted, in ascending order; null when none was.</summary>
    public IReadOnlyList<string>? LiftedHolds { get; init; }

    /// <summary>The holds that wait for their days of grace: name of the rule and the day since when it applies.</summary>
    public IReadOnlyDictionary<string, DateOnly> Pending { get; init; } = ReadOnlyDictionary<string, DateOnly>.Empty;

    /// <summary>Keys of the exceptions that a trigger has ended, in ascending order: they do not come back.</summary>
    public IReadOnlyList<string> EndedOverrides { get; init; } = [];

    /// <summary>Which trigger ended them and when, by key of the exception, as far as it was kept; null when nothing was.</summary>
    public IReadOnlyDictionary<string, EndedEarly>? EndedBy { get; init; }

    /// <summary>Days by which reviews were promised, by key of the deal.</summary>
    public IReadOnlyDictionary<string, DateOnly> PromisedReviews { get; init; } = ReadOnlyDictionary<string, DateOnly>.Empty;

    /// <summary>Deals that passed a checkpoint, by key of the deal.</summary>
    public IReadOnlyDictionary<string, PassedCheckpoint> Passed { get; init; } = ReadOnlyDictionary<string, PassedCheckpoint>.Empty;

    /// <summary>Keys of the deals that have used each exception, in ascending order, by key of the exception.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> OverrideUses { get; init; } = ReadOnlyDictionary<string, IReadOnlyList<string>>.Empty;

    /// <summary>What a decision hands on to the account's next one.</summary>
    public static PriorStanding Of(CreditDecision? decision) => decision is null ? None : new PriorStanding
    {
        DecidedOn = decision.AsOf.BusinessDate,
        Band = decision.Band,
        Limit = decision.StandingLimit ?? decision.Limit,
        Holds = ByKey(
            decision.HoldReasons.Select(h => (h.Rule, h.Since)).Concat(decision.LiftedHolds.Select(h => (h.Rule, h.Since))).Where(h => h.Since is not null),
            h => h.Rule, h => h.Since!.Value),
        LiftedHolds = decision.LiftedHolds.Count == 0 ? null : [.. decision.LiftedHolds.Select(h => h.Rule).Order(StringComparer.Ordinal)],
        Pending = ByKey(decision.PendingHolds, h => h.Rule, h => h.Since),
        EndedOverrides = [.. decision.Overrides.Where(o => o.State == OverrideState.Ended).Select(o => o.Key)],
        EndedBy = EndedIn(decision.Overrides),
        PromisedReviews = ByKey(decision.Deals.Where(d => d.ReviewDue is not null), d => d.OpportunityKey, d => d.ReviewDue!.Value),
        Passed = ByKey(decision.Deals.Where(d => d.Passed is not null), d => d.OpportunityKey, d => d.Passed!),
        OverrideUses = ByKey(decision.Overrides.Where(o => o.UsedBy.Count > 0), o => o.Key, o => o.UsedBy),
    };

    /// <summary>
    /// This standing together with that of an account that was merged into this one: a hold of either goes on from its earlier day, and promises and used exceptions of
    /// both stay. Band and limit are this one's own.
    /// </summary>
    public PriorStanding With(PriorStanding merged) => this with
    {
        Holds = Both(Holds, merged.Holds, (a, b) => a < b ? a : b),
        LiftedHolds = LiftedOf(this, merged),
        Pending = Both(Pending, merged.Pending, (a, b) => a < b ? a : b),
        EndedOverrides = [.. EndedOverrides.Union(merged.EndedOverrides, StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        EndedBy = merged.EndedBy is { } theirs ? Both(EndedBy ?? ReadOnlyDictionary<string, EndedEarly>.Empty, theirs, (a, _) => a) : EndedBy,
        PromisedReviews = Both(PromisedReviews, merged.PromisedReviews, (a, b) => a < b ? a : b),
        Passed = Both(Passed, merged.Passed, (a, _) => a),
        OverrideUses = Both(OverrideUses, merged.OverrideUses, (a, b) => [.. a.Union(b, StringComparer.Ordinal).Order(StringComparer.Ordinal)]),
    };

    /// <summary>What has ended exceptions early, by their keys; null when nothing has.</summary>
    internal static IReadOnlyDictionary<string, EndedEarly>? EndedIn(IEnumerable<OverrideStanding> overrides) =>
        ByKey(overrides.Where(o => o.Ended is not null), o => o.Key, o => o.Ended!) is { Count: > 0 } ended ? ended : null;

    // A hold that one of the two was under without its being lifted is no lifted one.
    private static List<string>? LiftedOf(PriorStanding a, PriorStanding b)
    {
        var lifted = LiftedIn(a).Concat(LiftedIn(b)).Distinct(StringComparer.Ordinal).Where(rule => IsLiftedIn(a, rule) && IsLiftedIn(b, rule)).Order(StringComparer.Ordinal).ToList();
        return lifted.Count > 0 ? lifted : null;

        static IReadOnlyList<string> LiftedIn(PriorStanding prior) => prior.LiftedHolds ?? [];
        static bool IsLiftedIn(PriorStanding prior, string rule) => !prior.Holds.ContainsKey(rule) || LiftedIn(prior).Contains(rule);
    }

    private static IReadOnlyDictionary<string, T> Both<T>(IReadOnlyDictionary<string, T> ours, IReadOnlyDictionary<string, T> theirs, Func<T, T, T> choose)
    {
        if (theirs.Count == 0)
            return ours;
        var both = new SortedDictionary<string, T>(ours.ToDictionary(), StringComparer.Ordinal);
        foreach (var (key, value) in theirs)
            both[key] = both.TryGetValue(key, out var own) ? choose(own, value) : value;
        return both;
    }

    // In the order of keys, so that equal content is written alike; the first of two equal keys counts.
    private static SortedDictionary<string, TValue> ByKey<T, TValue>(IEnumerable<T> items, Func<T, string> key, Func<T, TValue> value)
    {
        var result = new SortedDictionary<string, TValue>(StringComparer.Ordinal);
        foreach (var item in items)
            result.TryAdd(key(item), value(item));
        return result;
    }
}

/// <summary>A deal that passed the check, and for how long that holds.</summary>
/// <param name="Checkpoint">Name of the policy's checkpoint.</param>
/// <param name="On">Day on which it passed.</param>
/// <param name="Credit">Amount that passed; a higher one is checked anew.</param>
/// <param name="Terms">Terms that passed; longer ones are checked anew.</param>
/// <param name="CheckedAgainFrom">First day on which it is checked again although nothing about it has changed.</param>
public sealed record PassedCheckpoint(string Checkpoint, DateOnly On, Money? Credit, PaymentTerms Terms, DateOnly CheckedAgainFrom)
{
    /// <summary>Day on which the deal was to close when it passed; another day is checked anew. Null when it was not noted.</summary>
    public DateOnly? ClosesOn { get; init; }
}
