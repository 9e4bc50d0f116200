using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Evaluation.Facts;
using CreditBridge.Core.Evaluation.Inputs;

namespace CreditBridge.Core.Evaluation.Proposals;

/// <summary>
/// What will be owed on the day on which a deal closes, without it: today's open items, less those that will have been paid by then if the customer keeps its own
/// pace, plus the other deals that close until then, weighted by probability. An item that has outlived its expected day is not expected any more, and neither is a
/// disputed one.
/// </summary>
internal sealed class ExposureAtClose
{
    private readonly Situation _situation;
    private readonly DealSelector _stages;
    private readonly int _paceDays;

    public ExposureAtClose(Situation situation, DealSelector stages)
    {
        _situation = situation;
        _stages = stages;
        var pace = InputCatalogue.TryGet("average_days_beyond_terms", out var input) ? situation.Read(input).Number : null;
        _paceDays = pace is { } days ? (int)Math.Ceiling(Math.Clamp(days, -3650m, 3650m)) : situation.Policy.Proposals.PaceWithoutHistoryDays;
    }

    /// <summary>What is owed then of today's items, and what other deals are expected to take, in the decision's currency.</summary>
    public (decimal Owed, decimal OtherDeals) For(OpportunityRecord deal)
    {
        var facts = _situation.Facts;
        var close = facts.Time.NotBeforeToday(deal.CloseDate);
        var owed = _situation.Exposure.TotalWithoutPipeline - facts.Owed.Where(i => Counts(i) && IsReceivedBy(i, close)).Sum(i => i.Amount);
        return (owed, facts.File.Opportunities.Where(o => o.Key != deal.Key).Sum(o => Expected(o, close)));
    }

    private bool Counts(OpenItem item) => !item.Disputed || _situation.Policy.Receivables.DisputedCounts;

    private bool IsReceivedBy(OpenItem item, DateOnly day)
    {
        var expected = Bounded.AddDays(item.DueOn, _paceDays);
        return !item.Disputed && expected <= day && !_situation.Facts.Time.IsOver(expected);
    }

    private decimal Expected(OpportunityRecord other, DateOnly until)
    {
        if (other.IsClosed || other.Amount is not { Amount: > 0m } amount || other.RequestedTerms is { IsPrepaid: true } || other.CloseDate > until)
            return 0m;
        var probability = _stages.Probability(other);
        if (probability < _situation.Policy.Proposals.OtherDealsFromProbability)
            return 0m;
        var bounded = Bounded.Amount(amount.Amount, out _);
        return _situation.Facts.Rates.Convert(bounded, amount.Currency, _situation.Facts.Currency) is { } converted ? Bounded.Amount(converted, out _) * probability / 100m : 0m;
    }
}
