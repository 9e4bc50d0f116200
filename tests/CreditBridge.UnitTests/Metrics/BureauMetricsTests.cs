using System.Diagnostics.Metrics;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Bureaus;
using CreditBridge.Worker.Hosting.Reports;
using CreditBridge.Worker.Metrics;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Metrics;

public sealed class BureauMetricsTests : IDisposable
{
    private static readonly CurrencyCode Eur = CurrencyCode.Parse("EUR");

    private readonly Meter _meter = new("Bureaus");

    public void Dispose() => _meter.Dispose();

    [Fact]
    public void Reports_AreCountedByWhatBecameOfThem_AndTheMoneyIsAddedUp()
    {
        using var text = new PrometheusText(_meter);
        ReportOrder[] orders = [Order("1", 9m, OrderState.Report), Order("2", 9m, OrderState.NotKept), Order("3", 0m, OrderState.Failed), Order("4", 4.5m, OrderState.UnderWay)];
        var metrics = new BureauMetrics(_meter, () => BureauStanding.Of(new BureauBudget(new Money(75m, Eur)), new DateOnly(2026, 11, 21), orders));
        metrics.Count(new BureauReport { Orders = orders, Counts = new Dictionary<BureauAction, int> { [BureauAction.Ordered] = 4, [BureauAction.NotWorth] = 7, [BureauAction.NoBudget] = 2 } });

        var lines = text.Write().Split('\n');
        lines.ShouldContain("creditbridge_bureau_orders_total{provider=\"dnb\",result=\"report\"} 1");
        lines.ShouldContain("creditbridge_bureau_orders_total{provider=\"dnb\",result=\"failed\"} 1");
        lines.ShouldContain("creditbridge_bureau_orders_total{provider=\"dnb\",result=\"not_kept\"} 1");
        lines.ShouldContain("creditbridge_bureau_orders_total{provider=\"dnb\",result=\"unknown\"} 1");
        lines.ShouldContain("creditbridge_bureau_unbought_total{reason=\"not_worth\"} 7");
        lines.ShouldContain("creditbridge_bureau_unbought_total{reason=\"no_budget\"} 2");
        lines.ShouldContain("creditbridge_bureau_cost_total{provider=\"dnb\",currency=\"EUR\"} 22.5");
        lines.ShouldContain("creditbridge_bureau_budget_spent{currency=\"EUR\"} 22.5");
        lines.ShouldContain("creditbridge_bureau_budget_allowed{currency=\"EUR\"} 75");
    }

    private static ReportOrder Order(string account, decimal cost, OrderState state) =>
        new(account, account, "dnb", "dnb", new DateOnly(2026, 11, 21), default, new Money(cost, Eur)) { State = state };
}
