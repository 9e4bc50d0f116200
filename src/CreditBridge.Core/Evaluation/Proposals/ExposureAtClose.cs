using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Evaluation.Exposures;
using CreditBridge.Core.Evaluation.Facts;
using CreditBridge.Core.Evaluation.Inputs;
using CreditBridge.Core.Policies;

namespace CreditBridge.Core.Evaluation.Proposals;

/// <summary>
/// What will be owed on the day on which a deal closes, without it: what counts today, less what will have been paid by then if the customer keeps its own pace, plus
/// the other deals that close until then, weighted by probability. An invoice is paid its due day plus the pace; an order is invoiced on the day of its delivery, due by
/// its terms (else the agreed, else the usual ones), and paid at the same pace; one without a day of delivery is never paid until then. Orders that are delivered too late
/// to count today count once that day is near enough. What has outlived its expected day is not expected any more, and neither is a disputed invoice. The pipeline bucket
/// is left out: deals are counted here by their own close dates.
/// </summary>
internal sealed class ExposureAtClose
{
    private readonly Situation _situation;
    private readonly DealSelector _stages;
    private readonly List<ExpectedReceipt> _receipts;
    private readonly List<LaterOrder> _laterOrders = [];
    private readonly decimal _today;

    public ExposureAtClose(Situation situation, DealSelector stages)
    {
        _situation = situation;
        _stages = stages;
        var pace = InputCatalogue.TryGet("average_days_beyond_terms", out var input) ? situation.Read(input).Number : null;
        PaceDays = pace is { } days ? (int)Math.Ceiling(Math.Clamp(days, -3650m, 3650m)) : situation.Policy.Proposals.PaceWithoutHistoryDays;
        // Zero stands in for what cannot be told: without every amount nothing is made of it.
        _today = situation.ExposureTotal - (situation.Exposure.Total ?? 0m) + (situation.Exposure.TotalWithoutPipeline ?? 0m);
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
        var owed = _today;
        foreach (var receipt in _receipts)
        {
            if (IsReceivedBy(receipt, day))
                owed -= receipt.Amount;
        }

        foreach (var order in _laterOrders)
        {
            if (order.CountsFrom <= day && !(order.PaidOn <= day))
                owed += order.Amount;
        }

        var others = new List<CompetingDeal>();
        var isKnown = true;
        foreach (var other in _situation.Facts.File.Opportunities)
        {
            if (other.Key == deal.Key || !Competes(other, day, out var probability))
                continue;
            if (Converted(other) is { } amount)
                others.Add(new CompetingDeal(other.Name, amount, probability));
            else
                isKnown = false;
        }

        return new AtClose(day, owed, others) { IsKnown = isKnown };
    }

    /// <summary>Days after one day, up to another, on which receipts are expected; each once, in order.</summary>
    public IEnumerable<DateOnly> ReceiptDays(DateOnly after, DateOnly until) =>
        _receipts.Where(r => r.On > after && r.On <= until && IsReceivedBy(r, until)).Select(r => r.On).Distinct().Order();

    private List<ExpectedReceipt> Receipts()
    {
        var exposure = _situation.Policy.Exposure;
        var receipts = new List<ExpectedReceipt>();
        foreach (var item in _situation.Facts.Owed)
        {
            if (!item.Disputed && exposure.Counts(_situation.Facts.IsPastDue(item) ? BucketKind.PastDue : BucketKind.NotDue))
                receipts.Add(new ExpectedReceipt(Bounded.AddDays(item.DueOn, PaceDays), item.Amount));
        }

        foreach (var entry in _situation.Orders.Entries)
        {
            if (entry.Amount is not { } amount || entry.Order.DeliveryOn is not { } delivery || PaidOn(entry, delivery) is not { } paid)
                continue;
            if (entry.Use == OrderUse.Later && exposure is { OrdersWithinDays: { } within } && exposure.Counts(BucketKind.OpenOrders))
                _laterOrders.Add(new LaterOrder(Bounded.AddDays(delivery, -within), paid, amount));
            else if ((entry.Use == OrderUse.Open && exposure.Counts(BucketKind.OpenOrders)) || (entry.Use == OrderUse.Unbilled && exposure.Counts(BucketKind.Unbilled)))
                receipts.Add(new ExpectedReceipt(paid, amount));
        }

        return receipts;
    }

    // Invoiced on the day of delivery, due by its terms, paid at the customer's pace. When an order that should have been delivered by now will be, nobody knows.
    private DateOnly? PaidOn(OrderEntry entry, DateOnly delivery) => entry.Use != OrderUse.Unbilled && _situation.Facts.Time.IsOver(delivery)
        ? null
        : ExpectedPaid(delivery, entry.Order.Terms ?? _situation.Facts.AgreedTerms ?? _situation.Policy.Proposals.DefaultTerms);

    private bool IsReceivedBy(ExpectedReceipt receipt, DateOnly day) => receipt.On <= day && !_situation.Facts.Time.IsOver(receipt.On);

    private bool Competes(OpportunityRecord other, DateOnly until, out decimal probability)
    {
        probability = 0m;
        if (other.IsClosed || other.Amount is not { Amount: > 0m } || other.RequestedTerms is { IsPrepaid: true } || other.CloseDate > until)
            return false;
        probability = _stages.Probability(other);
        return probability >= _situation.Policy.Proposals.OtherDealsFromProbability;
    }

    private decimal? Converted(OpportunityRecord deal) => deal.Amount is { } amount
        && _situation.Facts.Rates.Convert(Bounded.Amount(amount.Amount, out _), amount.Currency, _situation.Facts.Currency) is { } converted ? Bounded.Amount(converted, out _) : null;

    private readonly record struct ExpectedReceipt(DateOnly On, decimal Amount);

    private readonly record struct LaterOrder(DateOnly CountsFrom, DateOnly PaidOn, decimal Amount);
}

/// <summary>What is owed on a day without the deal in question, in the decision's currency.</summary>
/// <param name="Day">The day.</param>
/// <param name="Owed">What is still open of today's items.</param>
/// <param name="OtherDeals">Deals that are expected to take something of the limit by then.</param>
internal sealed record AtClose(DateOnly Day, decimal Owed, IReadOnlyList<CompetingDeal> OtherDeals)
{
    /// <summary>Whether the amounts of all the other deals could be converted.</summary>
    public bool IsKnown { get; init; } = true;

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
