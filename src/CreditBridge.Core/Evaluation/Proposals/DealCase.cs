using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Evaluation.Facts;
using CreditBridge.Core.Evaluation.Inputs;

namespace CreditBridge.Core.Evaluation.Proposals;

/// <summary>One deal before the policy: answers what becomes of any amount on any terms. The deal itself and every counter-offer go through the same check.</summary>
internal sealed class DealCase
{
    private readonly Situation _situation;
    private readonly bool _isPrequalified;
    private readonly ExposureAtClose _exposure;
    private readonly AtClose _atClose;

    public DealCase(Situation situation, OpportunityRecord deal, ExposureAtClose exposure, bool isPrequalified)
    {
        _situation = situation;
        _isPrequalified = isPrequalified;
        _exposure = exposure;
        _atClose = exposure.For(deal);
        Deal = deal;
        AllowedTerms = situation.LongestTerms;
        Currency = deal.Amount?.Currency ?? deal.Currency ?? situation.Facts.Currency;
        Amount = deal.Amount is { Amount: > 0m } amount ? Bounded.Amount(amount.Amount, out _) : null;
        (Terms, TermsAssumed) = (deal.RequestedTerms, situation.Facts.AgreedTerms) switch
        {
            ({ } requested, _) => (requested, null),
            (null, { } agreed) => (agreed, "the terms agreed with the customer"),
            _ => (situation.Policy.Proposals.DefaultTerms, "the usual terms"),
        };
        ExposureAtClose = ToDeal(Exposure(_atClose));
        OtherDeals = ToDeal(_atClose.TakenByDeals) ?? 0m;
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

    /// <summary>The other deals that use the same limit until then, those that take most first. Amounts are in the decision's currency.</summary>
    public IReadOnlyList<CompetingDeal> Competing => [.. _atClose.OtherDeals.OrderByDescending(d => d.Weighted).ThenBy(d => d.Name, StringComparer.Ordinal)];

    /// <summary>How much more the other deals take when they are won in full, in the deal's currency.</summary>
    public decimal AtWorst => ToDeal(_atClose.OtherDeals.Sum(d => d.Amount - d.Weighted)) ?? 0m;

    /// <summary>Day on which it closes, today at the earliest.</summary>
    public DateOnly ClosesOn => _atClose.Day;

    /// <summary>Day by which the customer is expected to have paid for what is delivered on a day.</summary>
    public DateOnly ExpectedPaid(DateOnly delivered, PaymentTerms terms) => _exposure.ExpectedPaid(delivered, terms);

    /// <summary>Days after it closes, up to another day, on which receipts are expected that free something of the limit.</summary>
    public IEnumerable<DateOnly> ReceiptDays(DateOnly until) => _exposure.ReceiptDays(ClosesOn, until);

    /// <summary>Whether an exception lifts the hold for this deal.</summary>
    public bool HoldIsLifted { get; set; }

    /// <summary>Amount of the deal in the decision's currency; null when there is none or no rate leads there.</summary>
    public decimal? AmountInDecision => Amount is { } amount ? FromDeal(amount) : null;

    /// <summary>Longest terms that need no approval.</summary>
    public PaymentTerms AllowedTerms { get; }

    /// <summary>An amount in the deal's currency.</summary>
    public Money Money(decimal amount) => new Money(amount, Currency).Round();

    /// <summary>The answer to a request on the day on which the deal closes.</summary>
    public Verdict Check(CreditRequest request) => Check(request, _atClose, 0m);

    /// <summary>The answer to a request on a later day.</summary>
    /// <param name="request">The request.</param>
    /// <param name="day">The day.</param>
    /// <param name="outstanding">What earlier parts of the deal have taken and is not expected to be paid by then, in the deal's currency.</param>
    public Verdict Check(CreditRequest request, DateOnly day, decimal outstanding) =>
        FromDeal(outstanding) is { } taken ? Check(request, _exposure.On(day, Deal), taken) : new Verdict([Obstacle.CannotTell], null);

    private Verdict Check(CreditRequest request, AtClose at, decimal outstanding)
    {
        var policy = _situation.Policy;
        var onHold = _situation.HoldReasons.Count > 0 && !HoldIsLifted;
        var exposure = Exposure(at) + outstanding;
        if (request.Terms.IsPrepaid)
            return new Verdict(onHold && !policy.Hold.PrepaidMayProceed ? [Obstacle.Hold] : [], ToDeal(Left(exposure, 0m)));

        List<Obstacle>? obstacles = null;
        void AddIf(bool applies, Obstacle obstacle)
        {
            if (applies)
                (obstacles ??= []).Add(obstacle);
        }

        var credit = FromDeal(request.Credit);
        var left = credit is { } amount ? Left(exposure, amount) : null;
        var hasCeiling = _situation.Limit.Kind == CreditLimitKind.Amount || _situation.IsBoundByGroup;
        var isOver = left < 0m && hasCeiling && !request.IsSecured;
        var groupIsTighter = isOver && IsGroupTighter(exposure ?? 0m);
        AddIf(onHold, Obstacle.Hold);
        AddIf(_situation.Limit.Kind == CreditLimitKind.None && !request.IsSecured, Obstacle.NoCredit);
        AddIf(isOver && !groupIsTighter && _situation.Limit.Kind == CreditLimitKind.Amount, Obstacle.OverLimit);
        AddIf(isOver && groupIsTighter, Obstacle.OverGroupLimit);
        AddIf(_situation.Band is not null && request.Terms > AllowedTerms, Obstacle.TermsTooLong);
        AddIf(_situation.Limit.Kind == CreditLimitKind.NotSet && !_situation.LimitIsUnknown && !request.IsSecured, Obstacle.LimitNotSet);
        AddIf(credit is null || _situation.Band is null || !_situation.Facts.IsComplete || _situation.LacksRates || (hasCeiling && left is null), Obstacle.CannotTell);
        AddIf(HoldIsLifted ? !IsPrequalifiedBesideHold() : !_isPrequalified, Obstacle.NotPrequalified);
        AddIf(policy.Proposals.ReviewAbove is { } above && !(credit <= _situation.FromPolicy(above)), Obstacle.Large);
        return new Verdict(obstacles is null ? [] : obstacles, ToDeal(left));
    }

    // A criterion that asks for the hold itself is met when an exception lifts it; the others are what they are.
    private bool IsPrequalifiedBesideHold()
    {
        foreach (var criterion in _situation.Policy.Prequalification)
        {
            var asksForHold = criterion.Require.Inputs.Any(i => i.Stage == InputStage.Hold);
            if (!asksForHold && criterion.Require.Evaluate(_situation).Flag != true)
                return false;
        }

        return true;
    }

    private bool IsGroupTighter(decimal exposure) => _situation.IsBoundByGroup && _situation.GroupHeadroom is { } group
        && (!_situation.Limit.TryGetAmount(out var own) || group - (exposure - _situation.ExposureTotal) < own.Amount - exposure);

    private decimal? Exposure(AtClose at) => _situation.Facts.IsComplete && at.IsKnown ? at.Owed + at.TakenByDeals : null;

    private decimal? Left(decimal? exposure, decimal credit) => exposure is { } owed ? _situation.Left(owed + credit) : null;

    private decimal? FromDeal(decimal amount) =>
        _situation.Facts.Rates.Convert(amount, Currency, _situation.Facts.Currency) is { } converted ? Bounded.Amount(converted, out _) : null;

    private decimal? ToDeal(decimal? amount) => amount is { } a ? _situation.Facts.Rates.Convert(a, _situation.Facts.Currency, Currency) : null;
}
