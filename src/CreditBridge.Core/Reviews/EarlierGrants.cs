using System.Globalization;
using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Evaluation.Overrides;

namespace CreditBridge.Core.Reviews;

/// <summary>What a decision has granted and does not count any more.</summary>
/// <param name="Words">What it was.</param>
/// <param name="Why">Why it does not count, in a sentence.</param>
/// <param name="Scope">What it covered; null when it is gone.</param>
/// <param name="IsForGood">Whether the same review cannot grant it once more.</param>
internal sealed record VoidGrant(string Words, string Why, OverrideScope? Scope, bool IsForGood);

/// <summary>
/// What people have granted before: by decisions on reviews, which a newer decision on the same matter replaces, and otherwise (by hand, in a file), which no decision on a review ends.
/// </summary>
internal sealed class EarlierGrants(ReviewContext context)
{
    private const int MostOfConditions = 200;

    private readonly Dictionary<string, OverrideRecord> _granted = new(StringComparer.Ordinal);
    private readonly ILookup<string?, OverrideRecord> _given = context.Given.File.Overrides.ToLookup(o => o.ReviewKey, StringComparer.Ordinal);
    private readonly Dictionary<string, OverrideStanding> _standings =
        context.Given.Decision.Overrides.DistinctBy(s => s.Key, StringComparer.Ordinal).ToDictionary(s => s.Key, StringComparer.Ordinal);

    // In order of their keys, as they are after what was noted last.
    private Grants? _all;

    /// <summary>Notes what a decision has granted or ended, for the decisions that are read after it.</summary>
    public void Note(IEnumerable<OverrideRecord> granted)
    {
        foreach (var record in granted)
            _granted[record.Key] = record;
        _all = null;
    }

    /// <summary>What the decisions on a review have granted and still counts.</summary>
    public IEnumerable<OverrideRecord> InForceOf(CreditReview review) => All.OfReview[review.Key].Where(IsInForce);

    /// <summary>What the decisions on a review have granted and nobody has ended, whether the policy lets it count or not, by what was known before this planning.</summary>
    public IReadOnlyList<StandingGrant> GivenOf(CreditReview review) => [.. _given[review.Key].Where(o => o.EndedOn is null && !(o.ExpiresOn < context.Today)).Select(Standing)];

    /// <summary>What the decisions on a review have granted and still counts, in words.</summary>
    public IReadOnlyList<StandingGrant> StandingOf(CreditReview review) => [.. InForceOf(review).Select(Standing)];

    /// <summary>Whether the exception that the decision on a review became is gone.</summary>
    public bool IsRevoked(CreditReview review) => review.Outcome is { Refusal: null, OverrideKey: { } key } && !All.OfReview[review.Key].Any(o => o.Key == key);

    /// <summary>Why what an earlier decision has granted does not count any more.</summary>
    public string WhyGone(string key) => WhyGone(key, All.InOrder.FirstOrDefault(o => o.Key == key));

    /// <summary>What the decisions on a review have granted for its deal and nobody has ended.</summary>
    public IEnumerable<OverrideRecord> OfItsDeal(CreditReview review) => All.OfReview[review.Key].Where(o => o is { Scope: OverrideScope.Deal, EndedOn: null } && !(o.ExpiresOn < context.Today));

    /// <summary>
    /// What the decision on a review has granted and did not count any more before its last day: the policy has changed since, a trigger or a person ended it, or a decision on another review
    /// replaced it. What its own earlier decisions had granted is history.
    /// </summary>
    public IEnumerable<VoidGrant> VoidOf(CreditReview review) =>
        from grant in GrantedBy(review)
        let record = All.OfReview[review.Key].FirstOrDefault(o => o.Key == grant.Key)
        where record is null ? !IsOver(grant.Until, review)
            : record.EndedOn is { } ended ? !(record.ExpiresOn < ended)
            : StateOf(record) is OverrideState.Ended || (StateOf(record) is OverrideState.OutOfBounds && !IsOver(record.ExpiresOn, review))
        select new VoidGrant(grant.Words, WhyGone(grant.Key, record), record?.Scope, record is not null && StateOf(record) is OverrideState.Ended);

    /// <summary>What people have granted or ordered and counts for what a review is about: its deal, or the account. In words with the keys.</summary>
    public IReadOnlyList<string> CountingFor(CreditReview review)
    {
        var counts = InForce().Where(o => StateOf(o) is null or OverrideState.Active or OverrideState.UsedUp && IsOfAccount(o) && IsAbout(review, o) && HasEffect(o)).ToList();
        var lowest = counts.Where(o => o.Effect == OverrideEffect.LowerLimit).Select(o => o.AmountCap is { } cap ? context.InPolicy(cap) : null).Min();
        return [.. counts.Where(o => !(o is { Effect: OverrideEffect.RaiseLimit, AmountCap: { } cap } && context.InPolicy(cap) > lowest)).Select(o => $"{Words(o)} ({o.Key})")];
    }

    /// <summary>What a decision ends of what its own review has granted before and counted, in words.</summary>
    /// <param name="review">The review.</param>
    /// <param name="ended">What the decision ends.</param>
    /// <param name="grants">What the decision grants: that another decision about a deal takes the place of the earlier one says itself.</param>
    public IReadOnlyList<string> OwnThatEnd(CreditReview review, IReadOnlyList<OverrideRecord> ended, IReadOnlyList<OverrideRecord> grants) =>
        [.. Counted(ended).Where(e => IsOf(review, e) && !(e.Scope == OverrideScope.Deal && grants.Any(g => Matter(g) == Matter(e)))).Select(AsNoun)];

    /// <summary>Terms and conditions of what a decision's own review has granted before and counted, and that end with the decision or get longer or other ones, in sentences.</summary>
    /// <param name="review">The review.</param>
    /// <param name="ended">What the decision ends.</param>
    /// <param name="grants">What the decision grants.</param>
    public IReadOnlyList<string> OwnTermsThatEnd(CreditReview review, IReadOnlyList<OverrideRecord> ended, IReadOnlyList<OverrideRecord> grants) =>
    [
        .. from old in InForceOf(review)
           let isLimit = old.Effect is OverrideEffect.RaiseLimit or OverrideEffect.LowerLimit
           let next = grants.FirstOrDefault(g => g.Key == old.Key || (isLimit && Matter(g) == Matter(old)))
           where next is not null || (isLimit && ended.Any(e => e.Key == old.Key))
           from sentence in TermsThatEnd(old, next)
           select sentence,
    ];

    /// <summary>What a decision ends of what other reviews have granted and counted, in words with the keys.</summary>
    /// <param name="review">The review.</param>
    /// <param name="ended">What the decision ends.</param>
    public IReadOnlyList<string> OthersThatEnd(CreditReview review, IReadOnlyList<OverrideRecord> ended) => [.. Counted(ended).Where(e => !IsOf(review, e)).Select(e => $"{Words(e)} ({e.Key})")];

    /// <summary>A grant as it is kept with the decision.</summary>
    public static StandingGrant Kept(OverrideRecord grant) => new(grant.Key, Words(grant)) { Until = grant.ExpiresOn };

    /// <summary>What people have granted, with what is changed by a decision.</summary>
    public IReadOnlyList<OverrideRecord> With(IReadOnlyList<OverrideRecord> changed) => [.. All.InOrder.Where(o => changed.All(c => c.Key != o.Key)), .. changed];

    /// <summary>What the decisions on all reviews of the account have granted and still counts.</summary>
    public IEnumerable<OverrideRecord> InForceOfReviews() => InForce().Where(IsOfAnyReview);

    /// <summary>What a decision ends: what its review led to before and is no longer part of it, and what other reviews have granted on the same matter.</summary>
    /// <param name="review">The review.</param>
    /// <param name="grants">What the decision grants.</param>
    /// <param name="who">Who decided.</param>
    public IReadOnlyList<OverrideRecord> EndedBy(CreditReview review, IReadOnlyList<OverrideRecord> grants, string who) =>
    [
        .. from old in All.InOrder.Where(o => o.EndedOn is null && !(o.ExpiresOn < context.Today) && grants.All(g => g.Key != o.Key))
           where StateOf(old) is not OverrideState.Ended
           let successor = grants.FirstOrDefault(g => Matter(g) == Matter(old))
           where IsOf(review, old) || (successor is not null && IsOfAnyReview(old))
           select old with { EndedOn = context.Today, EndedBy = who, ReplacedBy = successor?.Key ?? review.Key },
    ];

    /// <summary>The restrictions that a decision ends or shortens: on the limit, or on a deal, and not replaced by one that is as strict and lasts as long, nor by a grant that needs the authority itself.</summary>
    /// <param name="ended">What the decision ends.</param>
    /// <param name="grants">What the decision grants.</param>
    public IReadOnlyList<OverrideRecord> Freed(IReadOnlyList<OverrideRecord> ended, IReadOnlyList<OverrideRecord> grants) =>
    [
        .. from old in All.InOrder.Where(o => o.Effect is OverrideEffect.LowerLimit or OverrideEffect.DeclineDeals && (IsInForce(o) || StateOf(o) is OverrideState.DealGone))
           where ended.Any(e => e.Key == old.Key) || (old.EndedOn is null && grants.Any(g => g.Key == old.Key))
           where !grants.Any(g => Matter(g) == Matter(old) && (!g.Effect.Restricts() || (Lasts(g, old) && KeepsTerms(g, old))))
           select old,
    ];

    /// <summary>Whether a grant lasts as long as an earlier one.</summary>
    public static bool Lasts(OverrideRecord grant, OverrideRecord old) => grant.ExpiresOn is null || grant.ExpiresOn >= old.ExpiresOn;

    // Whether the terms are as short, and the conditions the same.
    private static bool KeepsTerms(OverrideRecord grant, OverrideRecord old) =>
        (old.LongestTerms is not { } were || (grant.LongestTerms is { } are && are.CompareTo(were) <= 0)) && (string.IsNullOrWhiteSpace(old.Conditions) || grant.Conditions == old.Conditions);

    /// <summary>Whether a lower limit is more than what a person's decision lets the limit be now.</summary>
    public bool Loosens(OverrideRecord grant) => grant is { Effect: OverrideEffect.LowerLimit, AmountCap: { } cap }
        && InForceOfReviews().Any(o => o is { Effect: OverrideEffect.LowerLimit, AmountCap: { } was } && context.InPolicy(was) < context.InPolicy(cap));

    /// <summary>The exception that was granted otherwise and by which a grant would change nothing; null when there is none.</summary>
    public OverrideRecord? InTheWayOf(OverrideRecord grant) => InForce().Where(o => !IsOfAnyReview(o) && StateOf(o) is OverrideState.Active).FirstOrDefault(o => (grant.Effect, o.Effect) switch
    {
        (OverrideEffect.RaiseLimit, OverrideEffect.RaiseLimit) => IsMore(o, grant),
        (OverrideEffect.RaiseLimit or OverrideEffect.LowerLimit, OverrideEffect.LowerLimit) => IsMore(grant, o),
        (OverrideEffect.ClearDeals, OverrideEffect.DeclineDeals) => o.Scope != OverrideScope.Deal || o.OpportunityKey == grant.OpportunityKey,
        _ => false,
    });

    /// <summary>A grant in words: what, on which terms, until when, under which conditions.</summary>
    public static string Words(OverrideRecord grant)
    {
        var (isOfDeal, upTo) = (grant.Scope == OverrideScope.Deal, UpTo(grant));
        var what = grant.Effect switch
        {
            OverrideEffect.RaiseLimit => $"a limit of at least {grant.AmountCap?.ToDisplay()}",
            OverrideEffect.LowerLimit => $"a limit of at most {grant.AmountCap?.ToDisplay()}",
            OverrideEffect.ClearDeals => $"the approval of {(isOfDeal ? "the deal" : "deals")}{upTo}",
            OverrideEffect.DeclineDeals => $"the decline of {(isOfDeal ? "the deal" : "all deals")}",
            OverrideEffect.Hold => "the hold on the account",
            _ => $"the lifting of the hold{upTo}",
        };
        var terms = grant.LongestTerms is { } longest ? $" on {longest} or shorter" : "";
        return $"{what}{terms}, {(grant.ExpiresOn is { } last ? $"until {Day(last)}" : "until a person ends it")}{Conditions(grant)}";
    }

    private static IEnumerable<string> TermsThatEnd(OverrideRecord old, OverrideRecord? next)
    {
        if (old.LongestTerms is { } were && next?.LongestTerms is null)
            yield return $"The terms {were} of the earlier decision end.";
        else if (next?.LongestTerms > old.LongestTerms)
            yield return $"The terms of the earlier decision change from {old.LongestTerms} to {next!.LongestTerms}.";
        if (InShort(old.Conditions) is not { } before || old.Conditions == next?.Conditions)
            yield break;
        yield return InShort(next?.Conditions) is { } now ? $"The conditions of the earlier decision change from '{before}' to '{now}'." : $"The conditions '{before}' of the earlier decision end.";
    }

    private static string Conditions(OverrideRecord grant) => InShort(grant.Conditions) is { } text ? $", on the conditions '{text}'" : "";

    // A message is read line by line and has an end; the whole conditions stand on the record.
    private static string? InShort(string? conditions)
    {
        if (string.IsNullOrWhiteSpace(conditions))
            return null;
        var text = string.Join(' ', conditions.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return text.Length > MostOfConditions ? text[..MostOfConditions].TrimEnd() + "…" : text;
    }

    private static string UpTo(OverrideRecord grant) => grant.AmountCap is { } amount ? $" up to {amount.ToDisplay()}" : "";

    private static string AsNoun(OverrideRecord grant) => grant.Effect switch
    {
        OverrideEffect.RaiseLimit => $"The limit of at least {grant.AmountCap?.ToDisplay()}",
        OverrideEffect.LowerLimit => $"The limit of at most {grant.AmountCap?.ToDisplay()}",
        OverrideEffect.ClearDeals => $"The approval of the deal{UpTo(grant)}",
        OverrideEffect.DeclineDeals => "The decline of the deal",
        _ => $"The lifting of the hold{UpTo(grant)}",
    };

    private Grants All => _all ??= new Grants([.. context.Given.File.Overrides.Where(o => !_granted.ContainsKey(o.Key)).Concat(_granted.Values).OrderBy(o => o.Key, StringComparer.Ordinal)]);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static StandingGrant Standing(OverrideRecord grant) => new(grant.Key, Words(grant));

    // Of a decision that was kept without what it became: what nobody has ended is of it, and the first is known by its key.
    private IReadOnlyList<StandingGrant> GrantedBy(CreditReview review)
    {
        if (review.Outcome is not { Refusal: null, OverrideKey: { } first } outcome)
            return [];
        if (outcome.Granted is { } granted)
            return granted;
        var known = All.OfReview[review.Key].Where(o => o.EndedOn is null || o.Key == first).Select(Kept).ToList();
        return known.Exists(g => g.Key == first) ? known : [new StandingGrant(first, "what was granted") { Until = outcome.HoldsUntil }, .. known];
    }

    // What was right to be said is not taken back when the last day has come; that it did not count after that says itself.
    private bool IsOver(DateOnly? last, CreditReview review) => last < context.Today && review.NoLongerCounts is null;

    private string WhyGone(string key, OverrideRecord? grant) => grant switch
    {
        null => $"It was revoked ({key}).",
        _ when StateOf(grant) is OverrideState.Ended => ByTrigger(_standings[key].Ended),
        { EndedOn: not null, ReplacedBy: { } next } => $"A later decision replaced it ({next}).",
        { EndedOn: { } ended } => $"It was ended on {Day(ended)} by {grant.EndedBy ?? "a person"}.",
        { ExpiresOn: { } last } when last < context.Today && StateOf(grant) is not OverrideState.OutOfBounds => $"Its last day was {Day(last)}.",
        _ => _standings.GetValueOrDefault(key)?.Why ?? "It has no effect.",
    };

    private static string ByTrigger(EndedEarly? ended) => ended is null ? "One of the triggers in 'overrides.end_when' ended it."
        : $"It was ended {(ended.On is { } day ? $"on {Day(day)} " : "")}by {ended.Trigger}, a trigger in 'overrides.end_when'.";

    // What did not count any more does not end with a decision.
    private IEnumerable<OverrideRecord> Counted(IEnumerable<OverrideRecord> ended) => ended.Where(e => IsInForce(e with { EndedOn = null }));

    private bool IsOfAccount(OverrideRecord record) => record.Scope == OverrideScope.Group || record.AccountKey == context.Given.File.Account.Key;

    private static bool IsAbout(CreditReview review, OverrideRecord record) => review.OpportunityKey is not { } deal ? record.Scope != OverrideScope.Deal
        : record.Effect is OverrideEffect.ClearDeals or OverrideEffect.DeclineDeals && (record.Scope != OverrideScope.Deal || record.OpportunityKey == deal);

    // One that lifts no hold counts for nothing at the moment.
    private bool HasEffect(OverrideRecord record) =>
        record.Effect != OverrideEffect.ReleaseHold || StateOf(record) is null || context.Given.Decision.LiftedHolds.Any(h => h.LiftedBy == record.Key);

    private IEnumerable<OverrideRecord> InForce() => All.InOrder.Where(IsInForce);

    private bool IsInForce(OverrideRecord record) =>
        record.EndedOn is null && !(record.ExpiresOn < context.Today) && StateOf(record) is null or OverrideState.Active or OverrideState.NotYet or OverrideState.UsedUp;

    // What was granted in this planning has no standing yet; that of the same key is of what it was before.
    private OverrideState? StateOf(OverrideRecord record) => _granted.ContainsKey(record.Key) ? null : _standings.GetValueOrDefault(record.Key)?.State;

    private static bool IsOfAnyReview(OverrideRecord record) => record.ReviewKey is not null;

    private static bool IsOf(CreditReview review, OverrideRecord record) => record.ReviewKey == review.Key;

    private bool IsMore(OverrideRecord a, OverrideRecord b) => a.AmountCap is { } more && b.AmountCap is { } less && context.InPolicy(more) > context.InPolicy(less);

    // What a decision is about: the account's limit, its hold, or one deal.
    private static (string, string?) Matter(OverrideRecord record) => record.Effect switch
    {
        OverrideEffect.RaiseLimit or OverrideEffect.LowerLimit => ("limit", null),
        OverrideEffect.ClearDeals or OverrideEffect.DeclineDeals => ("deal", record.OpportunityKey),
        _ => (record.Effect.ToString(), record.OpportunityKey),
    };

    private sealed class Grants(IReadOnlyList<OverrideRecord> inOrder)
    {
        public IReadOnlyList<OverrideRecord> InOrder => inOrder;

        public ILookup<string?, OverrideRecord> OfReview { get; } = inOrder.ToLookup(o => o.ReviewKey, StringComparer.Ordinal);
    }
}
