using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Evaluation;
using CreditBridge.Core.Evaluation.Facts;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Policies.Expressions;

namespace CreditBridge.Core.Reviews;

/// <summary>One planning in progress: what is known of the account, and the questions that the rules of the policy ask. Every question about time leaves behind the day on which its answer changes.</summary>
internal sealed class ReviewContext
{
    private readonly ExchangeRates _rates;
    private FactSheet? _facts;
    private Situation? _evaluated;
    private bool _usesConditions;

    public ReviewContext(ReviewSituation situation)
    {
        Given = situation;
        Time = new Horizon(situation.Now);
        _rates = new ExchangeRates(situation.File.Rates, situation.Policy.Currency, Time);
        Zone = ZoneOf(situation.Now);
        Hours = BusinessHours.Of(situation.Policy, Zone);
        Deals = situation.File.Opportunities.ToDictionary(o => o.Key, StringComparer.Ordinal);
        Records = situation.InCrm.DistinctBy(r => r.Key, StringComparer.Ordinal).ToDictionary(r => r.Key, StringComparer.Ordinal);
        Band = situation.Policy.Bands.FirstOrDefault(b => b.Name == situation.Decision.Band);
    }

    public ReviewSituation Given { get; }

    public CreditPolicy Policy => Given.Policy;

    public ReviewPolicy Rules => Given.Policy.Reviews;

    public DateTimeOffset Now => Given.Now.Instant;

    public DateOnly Today => Given.Now.BusinessDate;

    public TimeZoneInfo Zone { get; }

    public BusinessHours Hours { get; }

    /// <summary>Time as the rules ask for it.</summary>
    public Horizon Time { get; }

    /// <summary>Open deals by key.</summary>
    public IReadOnlyDictionary<string, OpportunityRecord> Deals { get; }

    /// <summary>The account's reviews as they stand in the CRM, by key of the record.</summary>
    public IReadOnlyDictionary<string, ReviewRecord> Records { get; }

    /// <summary>The account's band; null without one.</summary>
    public Band? Band { get; }

    /// <summary>The prepared file as of now.</summary>
    public FactSheet Facts => _facts ??= new FactSheet((Given.File with { AsOf = Given.Now }).InOrder(), Policy);

    /// <summary>The earliest moment at which time alone changes the answer to something that was asked.</summary>
    public DateTimeOffset? NextMoment => _usesConditions && _facts?.Time.NextMoment is { } own && !(own > Time.NextMoment) ? own : Time.NextMoment;

    /// <summary>The account evaluated as of now, for what is asked of its results.</summary>
    public Situation Evaluated
    {
        get
        {
            if (_evaluated is null)
            {
                _evaluated = new Situation(Facts, Policy) { IsTrial = true };
                CreditEvaluator.Decide(_evaluated);
            }

            return _evaluated;
        }
    }

    /// <summary>Whether a condition holds; one that cannot be told, because figures are unknown, does.</summary>
    public bool Holds(Expression? when)
    {
        if (when is null)
            return true;
        _usesConditions = true;
        var unknown = Evaluated.UnknownReads;
        var flag = when.Evaluate(Evaluated).Flag;
        return flag ?? Evaluated.UnknownReads > unknown;
    }

    /// <summary>Whether a rule is about a review.</summary>
    /// <param name="selection">The reviews that the rule is about.</param>
    /// <param name="causes">The kinds of reasons that the review has.</param>
    /// <param name="amount">What is at stake; null when unknown.</param>
    /// <param name="effort">Its class of effort; null while it has none.</param>
    public bool IsFor(ReviewSelection selection, IEnumerable<ReviewCause> causes, Money? amount, string? effort)
    {
        if (selection.Causes.Count > 0 && !causes.Any(selection.Causes.Contains))
            return false;
        if (selection.Effort.Count > 0 && (effort is null || !selection.Effort.Contains(effort, StringComparer.Ordinal)))
            return false;
        if (selection.Regions.Count > 0 && (Region is not { } region || !selection.Regions.Contains(region, StringComparer.OrdinalIgnoreCase)))
            return false;
        if (selection.AmountUpTo is not null || selection.AmountAbove is not null)
        {
            var known = amount is { } money ? InPolicy(money) : null;
            if (selection.AmountUpTo is { } most && !(known <= most))
                return false;
            if (selection.AmountAbove is { } least && known <= least)
                return false;
        }

        return Holds(selection.When);
    }

    /// <summary>The amount in the policy's currency; null when no rate leads there.</summary>
    public decimal? InPolicy(Money money) => _rates.ConvertQuietly(Bounded.Amount(money.Amount, out _), money.Currency, Policy.Currency);

    /// <summary>The amount in another currency; null when no rate leads there.</summary>
    public decimal? In(Money money, CurrencyCode currency) => _rates.ConvertQuietly(Bounded.Amount(money.Amount, out _), money.Currency, currency);

    /// <summary>Whether a person has put another deal on the record of a review, or taken its open deal off.</summary>
    public bool IsOfAnotherDeal(CreditReview review, ReviewRecord record) =>
        record.OpportunityKey != review.OpportunityKey && (record.OpportunityKey is not null || Deals.ContainsKey(review.OpportunityKey!));

    /// <summary>What a review is of: the deal by its name and key, or the account.</summary>
    public string DealInWords(string? deal) => deal is null ? "the account" : Deals.TryGetValue(deal, out var open) && open.Name is { Length: > 0 } name ? $"the deal '{name}' ({deal})" : $"the deal {deal}";

    /// <summary>
    /// That the deal of a review belongs to another account, in a sentence without its end; null when it does not. Only what is known to have been this account's belongs there "now": a person
    /// may have chosen the deal of another account from the start, and of that no amount was ever known here.
    /// </summary>
    public string? BelongsElsewhere(CreditReview review) => review.OpportunityKey is { } deal && Given.MovedDeals.TryGetValue(deal, out var account)
        ? $"The deal belongs to {account}{(PersonsReview.RecordOf(review.Key) is null || review.Amount is not null ? " now" : "")}" : null;

    /// <summary>Region of the account; null when unknown.</summary>
    public string? Region => Rules.RegionAttribute is not { } attribute ? Given.File.Account.Country
        : Attribute(Given.File.Account.Attributes, attribute) ?? Given.File.Customers.Select(c => Attribute(c.Attributes, attribute)).FirstOrDefault(v => v is not null);

    /// <summary>The user that a text names by key, e-mail address or name; null when there is none.</summary>
    public UserRecord? User(string text) => Given.Users.Named(text).FirstOrDefault();

    private static string? Attribute(IReadOnlyDictionary<string, string>? attributes, string name) =>
        attributes is not null && attributes.TryGetValue(name, out var value) && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    private static TimeZoneInfo ZoneOf(AsOf now) => TimeZoneInfo.TryFindSystemTimeZoneById(now.TimeZone, out var zone) ? zone : TimeZoneInfo.Utc;
}
