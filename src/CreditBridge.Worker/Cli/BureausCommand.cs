using System.CommandLine;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Bureaus;
using CreditBridge.Worker.Cli.Reports;
using CreditBridge.Worker.Hosting;
using CreditBridge.Worker.Hosting.Reports;
using Spectre.Console;

namespace CreditBridge.Worker.Cli;

/// <summary>
/// <c>creditbridge bureaus</c>: the budget, the orders of the month, what would be ordered next and why not. Looking orders nothing; reports are bought by the cycles of
/// <c>run</c> and <c>sync</c>.
/// </summary>
internal static class BureausCommand
{
    public static Command Create()
    {
        var config = CommonOptions.Config();
        var json = CommonOptions.Json();
        var limit = new Option<int>("--limit") { Description = "The most lines to list.", DefaultValueFactory = _ => 50 }.Within(1, NumberOption.MostLines);
        var dryRun = new Option<bool>("--dry-run") { Description = "Also work out what would be ordered next, and why not. Nothing is ordered by looking; on unless --dry-run false.", DefaultValueFactory = _ => true };
        var account = new Option<string?>("--account") { Description = "Key or name of the one account to look at." };
        var command = new Command("bureaus", "Reports of credit bureaus: the month's budget and orders, and what would be ordered next. Nothing is ordered by looking.") { config, json, limit, dryRun, account };
        command.SetAction((parse, cancellationToken) => CommandRunner.WithBridgeAsync(
            parse.GetValue(config), parse.GetValue(json), (bridge, output) => ShowAsync(bridge, output, parse.GetValue(limit), parse.GetValue(dryRun), parse.GetValue(account), cancellationToken),
                cancellationToken));
        command.Add(Settle());
        return command;
    }

    private static async Task<int> ShowAsync(Bridge bridge, CommandOutput output, int limit, bool dryRun, string? account, CancellationToken cancellationToken)
    {
        var asOf = AsOf.At(bridge.Clock.GetUtcNow(), bridge.Zone);
        IReadOnlyList<string>? keys = null;
        if (account is not null)
        {
            keys = [.. (await bridge.Database.SnapshotReader.FindAccountsAsync(account, limit, cancellationToken)).Select(a => a.Key)];
            if (keys.Count == 0)
            {
                output.Fail($"No account has the key or name '{account}'.", []);
                return ExitCodes.WrongInput;
            }
        }

        var orders = await bridge.Database.ReportOrders.ListMonthAsync(asOf.BusinessDate, cancellationToken);
        var open = await bridge.Database.ReportOrders.ListOpenAsync(cancellationToken);
        var next = dryRun ? await bridge.Bureaus.PreviewAsync(bridge.Connections, bridge.ActivePolicy, bridge.Budget, asOf, keys, cancellationToken) : null;
        var standing = new
        {
            Month = $"{asOf.BusinessDate:yyyy-MM}",
            Budget = bridge.Budget?.Monthly,
            Spent = bridge.Budget?.Spent(orders),
            Providers = bridge.Budget is { } budget ? BureauStanding.Of(budget, asOf.BusinessDate, orders).Providers : [],
            Orders = orders.Reverse().Take(limit).Select(o => new { o.Key, o.AccountKey, o.Provider, o.OrderedAt, o.Cost, o.State, o.Why, o.Result, o.DecisionId }),
            Open = open.Where(o => o.State == OrderState.UnderWay).Select(o => o.Key).ToList(),
            Next = next,
        };
        output.Write(standing, console =>
        {
            console.MarkupLineInterpolated($"[bold]{standing.Month}[/]  {MoneyInWords(bridge.Budget, standing.Spent)}, {Texts.Count(orders.Count, "order")}");
            foreach (var provider in standing.Providers)
                console.MarkupLineInterpolated($"  {provider.Provider}  {Texts.Count(provider.Orders, "order")}, {provider.Spent:N2}{(provider.Budget is { } own ? $" of {own:N2}" : "")}{(provider.LastFailure is { } failure ? $"; last failure {provider.FailedAt:yyyy-MM-dd HH:mm} UTC: {failure}" : "")}");
            ShowOrders(console, orders, limit);
            foreach (var key in standing.Open)
                console.MarkupLineInterpolated($"[yellow]Nobody knows what became of order {key}; it counts as paid.[/] [dim]→ look it up with the bureau, then 'creditbridge bureaus settle {key} --charged true|false'[/]");
            if (next is not null)
                ShowNext(console, next, limit);
        });
        return standing.Open.Count > 0 ? ExitCodes.NeedsAttention : ExitCodes.Done;
    }

    private static string MoneyInWords(BureauBudget? budget, decimal? spent)
    {
        if (budget is null)
            return "no budget: nothing is ordered (Bureaus:MonthlyBudget)";
        var sum = spent is { } amount ? new Money(amount, budget.Monthly.Currency).ToDisplay() : "unknown: an order is in another currency";
        return $"budget {budget.Monthly.ToDisplay()}, spent {sum}";
    }

    private static void ShowOrders(IAnsiConsole console, IReadOnlyList<ReportOrder> orders, int limit)
    {
        if (orders.Count == 0)
            return;
        foreach (var order in orders.Reverse().Take(limit))
        {
            var result = order.Result ?? (order.State == OrderState.UnderWay ? "under way" : $"{order.State}");
            Passage.Indented(console, 2, $"{order.OrderedAt:yyyy-MM-dd HH:mm}  [bold]{order.AccountKey}[/] [dim]{order.DecisionId ?? ""}[/]  {order.Provider} {order.Cost.ToDisplay()}: {result}");
            Passage.Indented(console, 4, $"[dim]{order.Why}[/]");
        }

        if (orders.Count > limit)
            Passage.Indented(console, 2, $"[dim]… and {orders.Count - limit:N0} earlier; --limit shows more.[/]");
        console.WriteLine();
    }

    private static void ShowNext(IAnsiConsole console, BureauReport next, int limit)
    {
        foreach (var obstacle in next.Troubles.Concat(next.Obstacles))
            console.MarkupLineInterpolated($"[yellow]{obstacle}[/]");
        if (next.Lines.Count == 0)
        {
            console.MarkupLineInterpolated($"[dim]{Texts.Count(next.Accounts, "account")} looked at; no report is wanted.[/]");
            return;
        }

        console.MarkupLineInterpolated($"[bold]Next[/]  {Texts.Count(next.Accounts, "account")} looked at, the most valuable first");
        foreach (var line in next.Lines.Take(limit))
        {
            var offer = line.Provider is null ? "" : $": {line.Provider}{(line.Price is { } price ? $", {price.ToDisplay()}" : "")}";
            Passage.Indented(console, 2, $"[bold]{line.Name}[/] [dim]{line.AccountKey}[/]  {Words(line.Action)}{offer}");
            Passage.Indented(console, 4, $"[dim]{line.Why}[/]");
        }

        if (next.Lines.Count > limit)
            console.MarkupLineInterpolated($"[dim]… and {next.Lines.Count - limit:N0} more; --limit shows more.[/]");
    }

    /// <summary>What was done, or would be, in words.</summary>
    internal static string Words(BureauAction action) => action switch
    {
        BureauAction.Ordered => "ordered",
        BureauAction.WouldOrder => "would be ordered",
        BureauAction.NotWorth => "not worth it",
        BureauAction.NoBudget => "no budget",
        BureauAction.Waiting => "waits",
        _ => "nobody left",
    };

    private static Command Settle()
    {
        var config = CommonOptions.Config();
        var json = CommonOptions.Json();
        var key = new Argument<string>("order") { Description = "Key of the order, as 'bureaus' lists it." };
        var charged = new Option<bool>("--charged") { Description = "Whether the bureau charged for it: then the money stays spent, else it is free again.", Required = true };
        var command = new Command("settle", "Say what became of an order whose outcome is not known, or whose report was paid for and not kept. The company may then be asked about again from the next day on.") { key, charged, config, json };
        command.SetAction((parse, cancellationToken) => CommandRunner.WithBridgeAsync(
            parse.GetValue(config), parse.GetValue(json), async (bridge, output) =>
            {
                var ledger = bridge.Database.ReportOrders;
                if (await ledger.FindAsync(parse.GetValue(key)!, cancellationToken) is not { State: OrderState.UnderWay or OrderState.NotKept } order)
                {
                    output.Fail($"There is no order '{parse.GetValue(key)}' whose outcome is not known, or whose report was not kept.", [new Problem("", "'creditbridge bureaus' lists such orders.", null)]);
                    return ExitCodes.WrongInput;
                }

                var settled = order with
                {
                    State = OrderState.Cleared,
                    Cost = parse.GetValue(charged) ? order.Cost : Money.Zero(order.Cost.Currency),
                    Result = parse.GetValue(charged) ? "Looked up: it was charged." : "Looked up: it was not charged.",
                    SettledAt = bridge.Clock.GetUtcNow(),
                };
                await ledger.SettleAsync(settled, cancellationToken);
                output.Write(settled, console => console.MarkupLineInterpolated($"{settled.Result} {settled.Provider} may be asked about {settled.AccountKey} again tomorrow."));
                return ExitCodes.Done;
            },
            cancellationToken,
            needsPolicy: false));
        return command;
    }
}
