using System.Diagnostics.Metrics;
using CreditBridge.Core.Bureaus;
using CreditBridge.Worker.Hosting.Reports;

namespace CreditBridge.Worker.Metrics;

/// <summary>Figures about reports of credit bureaus: what was ordered and what became of it, what was not bought and why, and the money.</summary>
internal sealed class BureauMetrics
{
    private readonly Counter<long> _orders, _unbought;
    private readonly Counter<double> _cost;

    /// <summary>Adds the instruments to a meter.</summary>
    /// <param name="meter">The meter.</param>
    /// <param name="standing">The month's standing as of the last cycle; null when nothing may be spent.</param>
    public BureauMetrics(Meter meter, Func<BureauStanding?> standing)
    {
        _orders = meter.CreateCounter<long>("creditbridge.bureau.orders", "{order}", "Reports that were ordered, by bureau and result: report, no_opinion, not_found, not_kept when a report was paid for and is of no use, failed when the bureau refused, unknown.");
        _unbought = meter.CreateCounter<long>("creditbridge.bureau.unbought", "{account}", "Accounts looked at whose report was not bought, by reason: not_worth when no answer changes the decision, no_budget, waiting, nobody_left, no_leave.");
        _cost = meter.CreateCounter<double>("creditbridge.bureau.cost", null, "Money that this process spent on reports, by bureau and currency; an order of which nobody knows what became counts as paid.");
        meter.CreateObservableGauge("creditbridge.bureau.budget.spent", () => Money(standing(), s => s.Spent), null, "Of the month's budget for reports, what all processes together have spent.");
        meter.CreateObservableGauge("creditbridge.bureau.budget.allowed", () => Money(standing(), s => s.Budget.Amount), null, "The month's budget for reports.");
    }

    /// <summary>Counts what a cycle did.</summary>
    public void Count(BureauReport report)
    {
        foreach (var order in report.Orders)
        {
            var provider = new KeyValuePair<string, object?>("provider", order.Provider);
            _orders.Add(1, provider, new("result", Result(order.State)));
            if (!order.Cost.IsZero)
                _cost.Add((double)order.Cost.Amount, provider, new("currency", order.Cost.Currency.Code));
        }

        foreach (var (action, count) in report.Counts)
        {
            if (action != BureauAction.Ordered)
                _unbought.Add(count, new KeyValuePair<string, object?>("reason", Reason(action)));
        }
    }

    private static string Result(OrderState state) => state switch
    {
        OrderState.Answered or OrderState.Report => "report",
        OrderState.NoOpinion => "no_opinion",
        OrderState.NotFound => "not_found",
        OrderState.NotKept => "not_kept",
        OrderState.Failed => "failed",
        _ => "unknown",
    };

    private static string Reason(BureauAction action) => action switch
    {
        BureauAction.NotWorth => "not_worth",
        BureauAction.NoBudget => "no_budget",
        BureauAction.Waiting => "waiting",
        BureauAction.WouldOrder => "no_leave",
        _ => "nobody_left",
    };

    private static IEnumerable<Measurement<double>> Money(BureauStanding? standing, Func<BureauStanding, decimal?> figure) => standing is not null && figure(standing) is { } amount
        ? [new Measurement<double>((double)amount, new KeyValuePair<string, object?>("currency", standing.Budget.Currency.Code))]
        : [];
}
