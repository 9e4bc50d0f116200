using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Evaluation.Facts;

namespace CreditBridge.Core.Evaluation.Proposals;

/// <summary>What is asked of credit: an amount on terms.</summary>
/// <param name="Credit">What is delivered before it is paid, in the deal's currency.</param>
/// <param name="Terms">When it is paid.</param>
internal readonly record struct CreditRequest(decimal Credit, PaymentTerms Terms);

/// <summary>Why a request does not pass as it is.</summary>
internal enum Obstacle
{
    /// <summary>The account is on hold.</summary>
    Hold,

    /// <summary>No credit is granted to the account.</summary>
    NoCredit,

    /// <summary>It would exceed the limit on the day it closes.</summary>
    OverLimit,

    /// <summary>The terms are longer than the band allows.</summary>
    TermsTooLong,

    /// <summary>Nobody has set a limit.</summary>
    LimitNotSet,

    /// <summary>Something that is needed for an answer is missing: a score, an exchange rate.</summary>
    CannotTell,

    /// <summary>The account is not prequalified.</summary>
    NotPrequalified,

    /// <summary>Deals of this size are always reviewed.</summary>
    Large,
}

/// <summary>The answer to a request.</summary>
/// <param name="Obstacles">Why it does not pass; empty when it does.</param>
/// <param name="HeadroomAfter">What would be left of the limit, in the deal's currency; null when that cannot be told or there is no ceiling.</param>
internal sealed record Verdict(IReadOnlyList<Obstacle> Obstacles, decimal? HeadroomAfter)
{
    public bool Passes => Obstacles.Count == 0;

    public bool Meets(Obstacle obstacle) => Obstacles.Contains(obstacle);
}

/// <summary>One deal before the policy: answers what becomes of any amount on any terms. The deal itself and every counter-offer go through the same check.</summary>
internal sealed class DealCase
{
    private readonly Situation _situation;
    private readonly bool _isPrequalified;
    private readonly decimal? _exposureAtClose;

    public DealCase(Situation situation, OpportunityRecord deal, (decimal Owed, decimal OtherDeals) atClose, bool isPrequalified)
    {
        _situation = situation;
        _isPrequalified = isPrequalified;
        Deal = deal;
        Currency = deal.Amount?.Currency ?? deal.Currency ?? situation.Facts.Currency;
        Amount = deal.Amount is { Amount: > 0m } amount ? Bounded.Amount(amount.Amount, out _) : null;
        (Terms, TermsAssumed) = (deal.RequestedTerms, situation.Facts.AgreedTerms) switch
        {
            ({ } requested, _) => (requested, null),
            (null, { } agreed) => (agreed, "the terms agreed with the customer"),
            _ => (situation.Policy.Proposals.DefaultTerms, "the usual terms"),
        };
        _exposureAtClose = situation.Facts.IsComplete ? atClose.Owed + atClose.OtherDeals : null;
        ExposureAtClose = ToDeal(_exposureAtClose);
        OtherDeals = ToDeal(atClose.OtherDeals) ?? 0m;
    }

    public OpportunityRecord Deal { get; }

    /// <summary>Currency of the deal and of every amount given out.</summary>
    public CurrencyCode Currency { get; }

    /// <summary>Amount of the deal; null when sales has named none.</summary>
    public decimal? Amount { get; }

    /// <summary>Terms that the deal is checked with.</summary>
    public PaymentTerms Terms { get; }

    /// <summary>Where the terms come from when sales has named none; null when it has.</summary>
    public string? TermsAssumed { get; }

    /// <summary>What is owed on the day of closing without the deal, in the deal's currency.</summary>
    public decimal? ExposureAtClose { get; }

    /// <summary>What other deals of the account are expected to take of the limit until then, in the deal's currency.</summary>
    public decimal OtherDeals { get; }

    /// <summary>Longest terms that need no approval.</summary>
    public PaymentTerms AllowedTerms => _situation.Policy.LongestTerms(_situation.Band);

    /// <summary>An amount in the deal's currency.</summary>
    public Money Money(decimal amount) => new Money(amount, Currency).Round();

    /// <summary>The answer to a request.</summary>
    public Verdict Check(CreditRequest request)
    {
        var policy = _situation.Policy;
        var onHold = _situation.HoldReasons.Count > 0;
        if (request.Terms.IsPrepaid)
            return new Verdict(onHold && !policy.Hold.PrepaidMayProceed ? [Obstacle.Hold] : [], ToDeal(Left(0m)));

        var obstacles = new List<Obstacle>();
        void AddIf(bool applies, Obstacle obstacle)
        {
            if (applies)
                obstacles.Add(obstacle);
        }

        var credit = FromDeal(request.Credit);
        var left = credit is { } amount ? Left(amount) : null;
        var hasCeiling = _situation.Limit.Kind is CreditLimitKind.Amount;
        AddIf(onHold, Obstacle.Hold);
        AddIf(_situation.Limit.Kind == CreditLimitKind.None, Obstacle.NoCredit);
        AddIf(hasCeiling && left < 0m, Obstacle.OverLimit);
        AddIf(_situation.Band is not null && request.Terms > AllowedTerms, Obstacle.TermsTooLong);
        AddIf(_situation.Limit.Kind == CreditLimitKind.NotSet, Obstacle.LimitNotSet);
        AddIf(credit is null || _situation.Band is null || !_situation.Facts.IsComplete, Obstacle.CannotTell);
        AddIf(!_isPrequalified, Obstacle.NotPrequalified);
        AddIf(policy.Proposals.ReviewAbove is { } above && !(credit <= _situation.FromPolicy(above)), Obstacle.Large);
        return new Verdict(obstacles, ToDeal(left));
    }

    private decimal? Left(decimal credit) => _exposureAtClose is { } exposure ? _situation.Left(exposure + credit) : null;

    private decimal? FromDeal(decimal amount) =>
        _situation.Facts.Rates.Convert(amount, Currency, _situation.Facts.Currency) is { } converted ? Bounded.Amount(converted, out _) : null;

    private decimal? ToDeal(decimal? amount) => amount is { } a ? _situation.Facts.Rates.Convert(a, _situation.Facts.Currency, Currency) : null;
}
