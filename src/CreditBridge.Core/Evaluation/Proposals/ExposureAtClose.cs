using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Evaluation.Facts;
using CreditBridge.Core.Evaluation.Inputs;

namespace CreditBridge.Core.Evaluation.Proposals;

/// <summary>
/// What will be owed on the day on which a deal closes, without it: what counts today, less the open items that will have been paid by then if the customer keeps its
/// own pace, plus the other deals that close until then, weighted by probability. An item that has outlived its expected day is not expected any more, and neither is
/// a disputed one.
/// </summary>
internal sealed class ExposureAtClose
{
    private readonly Situation _situation;
    private readonly DealSelector _stages;
    private readonly List<ExpectedReceipt> _receipts;

    public ExposureAtClose(Situation situation, DealSelector stages)
    {
        _situation = situation;
        _stages = stages;
        var pace = InputCatalogue.TryGet("average_days_beyond_terms", out var input) ? situation.Read(input).Number : null;
        PaceDays = pace is { } days ? (int)Math.Ceiling(Math.Clamp(days, -3650m, 3650m)) : situation.Policy.Proposals.PaceWithoutHistoryDays;
        _receipts = Receipts();
    }

    /// <summary>How many days after the due date the customer is expected to pay; negative when it pays early.</summary>
    public int PaceDays { get; }

    /// <summary>Day by which the customer is expected to have paid for what is delivered and invoiced on a day.</summary>
    public DateOnly ExpectedPaid(DateOnly delivered, PaymentTerms terms)
    {
        var paid = Bounded.AddDays(Bounded.AddDays(delivered, terms.Days), PaceDays);
        return paid < delivered ? delivered : paid;
    }

    /// <summary>What is owed on a day of today's items, and which other deals are expected to take something of the limit by then. In the decision's currency.</summary>
    public AtClose For(OpportunityRecord deal)
    {
        var close = _situation.Facts.Time.NotBeforeToday(deal.CloseDate);
        return On(close, deal);
    }

    /// <summary>The same for any day, today or later.</summary>
    public AtClose On(DateOnly day, OpportunityRecord deal)
    {
        var owed = _situation.Exposure.TotalWithoutPipeline;
        foreach (var receipt in _receipts)
        {
            if (IsReceivedBy(receipt, day))
                owed -= receipt.Amount;
        }

        var others = new List<CompetingDeal>();
        foreach (var other in _situation.Facts.File.Opportunities)
        {
            if (other.Key != deal.Key && Competing(other, day) is { } competing)
                others.Add(competing);
        }

        return new AtClose(day, owed, others);
    }

    /// <summary>Days after one day, up to another, on which receipts are expected; each once, in order.</summary>
    public IEnumerable<DateOnly> ReceiptDays(DateOnly after, DateOnly until) =>
        _receipts.Where(r => r.On > after && r.On <= until && IsReceivedBy(r, until)).Select(r => r.On).Distinct().Order();

    private List<ExpectedReceipt> Receipts()
    {
        var receipts = new List<ExpectedReceipt>();
        foreach (var item in _situation.Facts.Owed)
        {
            if (!item.Disputed)
                receipts.Add(new ExpectedReceipt(Bounded.AddDays(item.DueOn, PaceDays), item.Amount));
        }

        return receipts;
    }

    private bool IsReceivedBy(ExpectedReceipt receipt, DateOnly day) => receipt.On <= day && !_situation.Facts.Time.IsOver(receipt.On);

    private CompetingDeal? Competing(OpportunityRecord other, DateOnly until)
    {
        if (other.IsClosed || other.Amount is not { Amount: > 0m } amount || other.RequestedTerms is { IsPrepaid: true } || other.CloseDate > until)
            return null;
        var probability = _stages.Probability(other);
        if (probability < _situation.Policy.Proposals.OtherDealsFromProbability)
            return null;
        var bounded = Bounded.Amount(amount.Amount, out _);
        return _situation.Facts.Rates.Convert(bounded, amount.Currency, _situation.Facts.Currency) is { } converted
            ? new CompetingDeal(other.Name, Bounded.Amount(converted, out _), probability)
            : null;
    }

    private readonly record struct ExpectedReceipt(DateOnly On, decimal Amount);
}

/// <summary>What is owed on a day without the deal in question, in the decision's currency.</summary>
/// <param name="Day">The day.</param>
/// <param name="Owed">What is still open of today's items.</param>
/// <param name="OtherDeals">Deals that are expected to take something of the limit by then.</param>
internal sealed record AtClose(DateOnly Day, decimal Owed, IReadOnlyList<CompetingDeal> OtherDeals)
{
    /// <summary>What the other deals are expected to take, each weighted by its probability.</summary>
    public decimal TakenByDeals { get; } = OtherDeals.Sum(d => d.Weighted);
}

/// <summary>Another deal that uses the same limit.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Amount">Its whole amount in the decision's currency.</param>
/// <param name="Probability">Probability of winning it in percent.</param>
internal sealed record CompetingDeal(string Name, decimal Amount, decimal Probability)
{
    /// <summary>The amount that it is expected to take.</summary>
    public decimal Weighted => Amount * Probability / 100m;
}
