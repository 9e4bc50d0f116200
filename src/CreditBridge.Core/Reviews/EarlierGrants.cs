using System.Globalization;
using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Evaluation.Overrides;

namespace CreditBridge.Core.Reviews;

/// <summary>
/// What people have granted before: by decisions on reviews, which a newer decision on the same matter replaces, and otherwise (by hand, in a file), which no decision on a review ends.
/// </summary>
internal sealed class EarlierGrants(ReviewContext context)
{
    private readonly Dictionary<string, OverrideRecord> _granted = new(StringComparer.Ordinal);

    /// <summary>Notes what a decision has granted or ended, for the decisions that are read after it.</summary>
    public void Note(IEnumerable<OverrideRecord> granted)
    {
        foreach (var record in granted)
            _granted[record.Key] = record;
    }

    /// <summary>What the decisions on a review have granted and still counts.</summary>
    public IEnumerable<OverrideRecord> InForceOf(CreditReview review) => InForce().Where(o => IsOf(review, o));

    /// <summary>The same by what was known before this planning.</summary>
    public IEnumerable<OverrideRecord> GivenInForceOf(CreditReview review) => context.Given.File.Overrides.Where(o => IsOf(review, o) && IsInForce(o));

    /// <summary>What the decisions on a review have granted and nobody has ended, whether the policy lets it count or not, by what was known before this planning.</summary>
    public IReadOnlyList<StandingGrant> GivenOf(CreditReview review) =>
        [.. context.Given.File.Overrides.Where(o => IsOf(review, o) && o.EndedOn is null && !(o.ExpiresOn < context.Today)).Select(Standing)];

    /// <summary>What the decisions on a review have granted and counts, by what was known before this planning.</summary>
    public IReadOnlyList<StandingGrant> StandingOf(CreditReview review) => [.. GivenInForceOf(review).Select(Standing)];

    /// <summary>Why what an earlier decision has granted does not count any more.</summary>
    public string WhyGone(string key)
    {
        if (context.Given.File.Overrides.FirstOrDefault(o => o.Key == key) is not { } grant)
            return $"It was revoked ({key}).";
        return grant.EndedOn is { } ended ? grant.ReplacedBy is { } next ? $"A later decision replaced it ({next})." : $"It was ended on {Day(ended)} by {grant.EndedBy ?? "a person"}."
            : grant.ExpiresOn is { } last && last < context.Today ? $"Its last day was {Day(last)}."
            : context.Given.Decision.Overrides.FirstOrDefault(s => s.Key == key)?.Why ?? "It has no effect.";
    }

    /// <summary>What the decisions on a review have granted for its deal and nobody has ended.</summary>
    public IEnumerable<OverrideRecord> OfItsDeal(CreditReview review) => All().Where(o => IsOf(review, o) && o is { Scope: OverrideScope.Deal, EndedOn: null } && !(o.ExpiresOn < context.Today));

    /// <summary>What the decisions on a review have granted and does not count any more before its last day, and why: the policy has changed since, or a decision on another review replaced it.</summary>
    public IEnumerable<(OverrideRecord Grant, string Why)> VoidOf(CreditReview review) =>
        from grant in review.Outcome?.OverrideKey is null ? [] : All().Where(o => IsOf(review, o) && !(o.ExpiresOn < context.Today))
        let why = grant.EndedOn is null ? WhyVoid(grant) : grant.ReplacedBy is { } next && IsOfAnother(review, next) ? $"A later decision replaced it ({next})." : null
        where why is not null
        select (grant, why);

    /// <summary>What the decisions on all reviews of the account have granted and still counts.</summary>
    public IEnumerable<OverrideRecord> InForceOfReviews() => InForce().Where(IsOfAnyReview);

    /// <summary>What a decision ends: what its review led to before and is no longer part of it, and what other reviews have granted on the same matter.</summary>
    /// <param name="review">The review.</param>
    /// <param name="grants">What the decision grants.</param>
    /// <param name="who">Who decided.</param>
    public IReadOnlyList<OverrideRecord> EndedBy(CreditReview review, IReadOnlyList<OverrideRecord> grants, string who) =>
    [
        .. from old in All().Where(o => o.EndedOn is null && !(o.ExpiresOn < context.Today) && grants.All(g => g.Key != o.Key))
           let successor = grants.FirstOrDefault(g => Matter(g) == Matter(old))
           where IsOf(review, old) || (successor is not null && IsOfAnyReview(old))
           select old with { EndedOn = context.Today, EndedBy = who, ReplacedBy = successor?.Key ?? review.Key },
    ];

    /// <summary>The restrictions that a decision ends or shortens: on the limit, or on a deal, and not replaced by one that is as strict and lasts as long, nor by a grant that needs the authority itself.</summary>
    /// <param name="ended">What the decision ends.</param>
    /// <param name="grants">What the decision grants.</param>
    public IReadOnlyList<OverrideRecord> Freed(IReadOnlyList<OverrideRecord> ended, IReadOnlyList<OverrideRecord> grants) =>
    [
        .. from old in All().Where(o => o.Effect is OverrideEffect.LowerLimit or OverrideEffect.DeclineDeals && (IsInForce(o) || StateOf(o) is OverrideState.DealGone))
           where ended.Any(e => e.Key == old.Key) || (old.EndedOn is null && grants.Any(g => g.Key == old.Key))
           where !grants.Any(g => Matter(g) == Matter(old) && (!g.Effect.Restricts() || g.ExpiresOn is null || g.ExpiresOn >= old.ExpiresOn))
           select old,
    ];

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

    /// <summary>A grant in words: what, and until when.</summary>
    public static string Words(OverrideRecord grant)
    {
        var amount = grant.AmountCap?.ToDisplay();
        var what = grant.Effect switch
        {
            OverrideEffect.RaiseLimit => $"a limit of at least {amount}",
            OverrideEffect.LowerLimit => $"a limit of at most {amount}",
            OverrideEffect.ClearDeals => $"the deal passes up to {amount}",
            OverrideEffect.DeclineDeals => "the deal does not pass",
            _ => amount is null ? "the hold is lifted" : $"the hold is lifted up to {amount}",
        };
        return $"{what}, {(grant.ExpiresOn is { } last ? $"until {Day(last)}" : "until a person ends it")}";
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static StandingGrant Standing(OverrideRecord grant) => new(grant.Key, Words(grant));

    private IEnumerable<OverrideRecord> All() =>
        context.Given.File.Overrides.Where(o => !_granted.ContainsKey(o.Key)).Concat(_granted.Values).OrderBy(o => o.Key, StringComparer.Ordinal);

    private IEnumerable<OverrideRecord> InForce() => All().Where(IsInForce);

    private bool IsInForce(OverrideRecord record) =>
        record.EndedOn is null && !(record.ExpiresOn < context.Today) && StateOf(record) is null or OverrideState.Active or OverrideState.NotYet or OverrideState.UsedUp;

    private string? WhyVoid(OverrideRecord grant) => context.Given.Decision.Overrides.FirstOrDefault(s => s.Key == grant.Key) is { State: OverrideState.OutOfBounds } standing ? standing.Why : null;

    // What replaced a grant is a grant of another review, or that review, whose decision ended it without a grant of its own.
    private bool IsOfAnother(CreditReview review, string replacedBy) =>
        replacedBy != review.Key && (All().FirstOrDefault(o => o.Key == replacedBy) is not { } grant || grant.ReviewKey != review.Key);

    private OverrideState? StateOf(OverrideRecord record) => context.Given.Decision.Overrides.FirstOrDefault(s => s.Key == record.Key)?.State;

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
}
