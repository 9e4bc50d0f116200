using CreditBridge.Core.Bureaus;
using CreditBridge.Core.Decisions;
using CreditBridge.Worker.Hosting;
using CreditBridge.Worker.Hosting.Reports;
using Spectre.Console;

namespace CreditBridge.Worker.Demo;

/// <summary>What came of the reports of credit bureaus: which were bought and for how much, which were not, and what the bought ones changed.</summary>
internal sealed class DemoReports
{
    private const int MostChanges = 3;

    private readonly BureauReport _report;
    private readonly BureauBudget _budget;
    private readonly IReadOnlyList<ReportOrder> _orders;
    private readonly List<string> _changes = [];

    private DemoReports(BureauReport report, BureauBudget budget, IReadOnlyList<ReportOrder> orders) => (_report, _budget, _orders) = (report, budget, orders);

    /// <summary>Looks them up; null when no report was wanted.</summary>
    public static async Task<DemoReports?> FindAsync(Bridge bridge, BureauReport report, CancellationToken cancellationToken)
    {
        if (report.Lines.Count == 0 || bridge.Budget is not { } budget)
            return null;
        var found = new DemoReports(report, budget, await bridge.Database.ReportOrders.ListMonthAsync(DateOnly.FromDateTime(bridge.Clock.GetUtcNow().UtcDateTime), cancellationToken));
        foreach (var order in found._orders.Where(o => o is { State: OrderState.Report, DecisionId: not null }))
        {
            var before = await DecisionLookup.FindAsync(bridge, order.DecisionId!, cancellationToken);
            var after = await DecisionLookup.FindAsync(bridge, order.AccountKey, cancellationToken);
            if (before.Decision is { } then && after.Decision is { } now && then.Band != now.Band)
                found._changes.Add($"{after.File!.Account.Name}: {order.Provider} says {order.Result}; {then.Band} became {now.Band}{LimitInWords(then, now)}.");
        }

        return found;
    }

    /// <summary>Tells it.</summary>
    public void Tell(IAnsiConsole console, string configFile)
    {
        console.Write(new Rule("[bold]Reports of credit bureaus[/]").LeftJustified());
        console.MarkupLineInterpolated($"{Texts.Count(_report.Reports, "report")} bought for {new Abstractions.Values.Money(_budget.Spent(_orders) ?? 0m, _budget.Monthly.Currency).ToDisplay()} of the month's budget of {_budget.Monthly.ToDisplay()}, where the deals are largest.");
        Not(BureauAction.NotWorth, "not bought, because no possible answer would change the decision.");
        Not(BureauAction.NoBudget, "not bought, because the budget does not suffice.");
        Not(BureauAction.NobodyLeft, "not bought, because nobody is left to ask.");
        if (_changes.Count > 0)
        {
            console.MarkupLine($"[dim]What {(_changes.Count == 1 ? "one of them" : $"{_changes.Count:N0} of them")} changed{(_changes.Count > MostChanges ? ", for example" : "")}[/]");
            foreach (var change in _changes.Take(MostChanges))
                console.Write(new Padder(new Markup($"[green]•[/] {Markup.Escape(change)}"), new Padding(2, 0, 0, 0)));
        }

        console.MarkupLineInterpolated($"[dim]'creditbridge bureaus --config {configFile}' shows each order with its reason, and what would be bought next.[/]\n");

        void Not(BureauAction action, string why)
        {
            if (_report.Counts.GetValueOrDefault(action) is > 0 and var count)
                console.MarkupLineInterpolated($"{count:N0} {why}");
        }
    }

    private static string LimitInWords(CreditDecision then, CreditDecision now) => then.Limit == now.Limit ? "" : $", the limit {now.Limit.ToDisplay()} instead of {then.Limit.ToDisplay()}";
}
