using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Evaluation;
using CreditBridge.Core.Evaluation.Exposures;
using CreditBridge.Core.Evaluation.Facts;
using CreditBridge.Core.Forecasting.Payments;
using CreditBridge.Core.Policies;

namespace CreditBridge.Core.Forecasting.Headroom;

/// <summary>
/// What is known of one account: its newest decision says what is owed and up to which limit, its records say what is to come. What the policy does not count is not
/// counted here either.
/// </summary>
public sealed class AccountCase
{
    private readonly Situation _situation;
    private readonly CreditDecision _decision;
    private readonly CustomerPace _pace;
    private readonly DateOnly _today;
    private readonly List<string> _unknown = [];
    private readonly List<string> _warnings = [];
    private int _dealsLeftOut;
    private readonly List<ExpectedReceipt> _receipts = [];
    private readonly List<OpenInvoice> _invoices = [];
    private readonly List<ExpectedOrder> _orders = [];
    private readonly List<ExpectedDeal> _deals = [];

    private AccountCase(CreditFile file, CreditDecision decision, CreditPolicy policy, CustomerPace pace)
    {
        _situation = new Situation(new FactSheet(file, policy), policy);
        (_decision, _pace, _today) = (decision, pace, file.AsOf.BusinessDate);
    }

    /// <summary>Puts an account's case together.</summary>
    /// <param name="file">Its records as they are known now.</param>
    /// <param name="decision">Its newest decision.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="model">How customers pay.</param>
    /// <param name="wins">When deals are won.</param>
    public static HeadroomCase Of(CreditFile file, CreditDecision decision, CreditPolicy policy, PaymentModel model, IWinForecast wins)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(decision);
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(wins);
        return new AccountCase(file, decision, policy, model.PaceOf(PaymentLessons.Of(file))).Build(wins);
    }

    private HeadroomCase Build(IWinForecast wins)
    {
        var file = _situation.Facts.File;
        var (limit, changes) = (_decision.Limit, LimitPath.ChangesOf(_decision, file.Overrides, _situation));
        if (_decision.LimitIsUnknown == true)
            _unknown.Add("The limit cannot be told, because an exchange rate is missing.");
        if (_decision.Exposure.Total is null)
            _unknown.Add($"What is owed today cannot be told: {Missing()}.");
        if (_decision.Currency != _situation.Facts.Currency)
            _unknown.Add($"The newest decision is in {_decision.Currency}, the account in {_situation.Facts.Currency}: run 'creditbridge sync' first.");
        foreach (var item in file.OpenItems)
            Take(item);
        foreach (var entry in _situation.Orders.Entries)
            Take(entry);
        foreach (var deal in file.Opportunities)
            Take(deal, wins);
        return new HeadroomCase(file.Account.Key, file.Account.Name, _today, _decision.Currency, limit, ExposureToday())
        {
            LimitChanges = changes,
            Receipts = _receipts,
            Invoices = _invoices,
            PaceItems = _pace.Items,
            UsualDay = _pace.UsualDay,
            Orders = _orders,
            Deals = _deals,
            Unknown = _unknown,
            Warnings = _warnings,
            DealsLeftOut = _dealsLeftOut,
        };
    }

    // Deals are counted by their own close dates, so the pipeline's part is taken out.
    private decimal? ExposureToday() => _decision.Exposure.Total is not { } total ? null
        : total.Amount - _decision.Exposure.Buckets.Where(b => b.Counts && b.Name == BucketPolicy.NameOf(BucketKind.Pipeline)).Sum(b => b.Amount?.Amount ?? 0m);

    private string Missing() => _decision.MissingRates is { Count: > 0 } rates ? $"there is no exchange rate {string.Join(", ", rates)}"
        : _decision.Unreadable is { Count: > 0 } ? "records of the ERP cannot be read" : "an amount or a customer of it is not known ('creditbridge explain' says which)";

    private void Take(ReceivableRecord item)
    {
        // Credits stay as they are: they bring no money, and what they are set against is not known yet.
        if (item.OpenAmount.Amount <= 0m)
            return;
        if (_situation.Facts.InCurrency(item.OpenAmount, null) is not { } amount)
        {
            _warnings.Add($"Invoice {item.Document} ({item.OpenAmount.ToDisplay()}) is left out: there is no exchange rate to {_situation.Facts.Currency}.");
            return;
        }

        var payment = _pace.Forecast(PaymentLessons.Of(item));
        _invoices.Add(new OpenInvoice(item.Key, item.Document, amount, item.Disputed, payment));
        if (Counts(item.Disputed ? BucketKind.Disputed : item.DueOn < _today ? BucketKind.PastDue : BucketKind.NotDue))
            _receipts.Add(new ExpectedReceipt(item.Key, amount, payment));
    }

    private void Take(OrderEntry entry)
    {
        if (entry.Use == OrderUse.Prepaid || entry.Amount is <= 0m)
            return;
        var order = entry.Order;
        if (entry.Amount is not { } amount)
        {
            _warnings.Add($"Order {order.Order} ({order.OpenAmount.ToDisplay()}) is left out: there is no exchange rate to {_situation.Facts.Currency}. More may be owed than is shown.");
            return;
        }

        var countsToday = entry.Use != OrderUse.Later && Counts(entry.Use == OrderUse.Unbilled ? BucketKind.Unbilled : BucketKind.OpenOrders);
        var invoiced = entry.Use == OrderUse.Unbilled ? _today : order.DeliveryOn;
        if (invoiced is not { } delivery || (entry.Use != OrderUse.Unbilled && delivery < _today))
        {
            // When it is delivered nobody knows: what counts today stays, what does not never will.
            if (!countsToday)
                _warnings.Add($"Order {order.Order} ({new Money(amount, _situation.Facts.Currency).ToDisplay()}) is left out: its day of delivery is unknown or over.");
            return;
        }

        var terms = order.Terms ?? _situation.Facts.AgreedTerms ?? _situation.Policy.Proposals.DefaultTerms;
        var invoice = Bounded.AddDays(delivery, delivery <= _today ? 1 : 0);
        var payment = _pace.Forecast(new PaymentItem(order.Key, order.Customer.ToString(), invoice, Bounded.AddDays(invoice, terms.Days), null, amount) { Traits = PaymentLessons.Undisputed });
        if (countsToday)
            _receipts.Add(new ExpectedReceipt(order.Key, amount, payment));
        else if (entry.Use == OrderUse.Later && Counts(BucketKind.OpenOrders) && _situation.Policy.Exposure.OrdersWithinDays is { } within)
            _orders.Add(new ExpectedOrder(order.Key, order.Order, amount, Bounded.AddDays(delivery, -within), payment));
        else
            _orders.Add(new ExpectedOrder(order.Key, order.Order, amount, invoice, payment));
    }

    private void Take(OpportunityRecord deal, IWinForecast wins)
    {
        if (deal.IsClosed || deal.RequestedTerms is { IsPrepaid: true })
            return;
        if (deal.Amount is not { Amount: > 0m } money)
        {
            _warnings.Add($"Deal '{deal.Name}' is left out: {(deal.Amount is { Amount: < 0m } below ? $"its amount of {below.ToDisplay()} is below zero" : "sales has named no amount")}. Headroom may be used up sooner than is shown.");
            _dealsLeftOut++;
            return;
        }

        if (_situation.Facts.InCurrency(money, null) is not { } amount)
        {
            _warnings.Add($"Deal '{deal.Name}' ({money.ToDisplay()}) is left out: there is no exchange rate to {_situation.Facts.Currency}. Headroom may be used up sooner than is shown.");
            _dealsLeftOut++;
            return;
        }

        var steps = wins.WinsOf(deal, _situation.Deals, _today);
        if (steps.Count == 0)
            return;
        if (deal.CloseDate < _today)
            _warnings.Add($"Deal '{deal.Name}' should have closed on {deal.CloseDate:yyyy-MM-dd} and is still open: it counts as if it closed today.");
        _deals.Add(new ExpectedDeal(deal.Key, deal.Name, _situation.Facts.File.Account.Key, amount, deal.CloseDate < _today ? _today : deal.CloseDate, steps));
    }

    private bool Counts(BucketKind kind)
    {
        var name = BucketPolicy.NameOf(kind);
        foreach (var bucket in _decision.Exposure.Buckets)
        {
            if (bucket.Name == name)
                return bucket.Counts;
        }

        return _situation.Policy.Exposure.Counts(kind);
    }
}
