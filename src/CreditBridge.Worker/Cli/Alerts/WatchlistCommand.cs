using System.CommandLine;
using System.Globalization;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Reviews;
using CreditBridge.Core.Watch;
using CreditBridge.Worker.Cli.Reports;
using CreditBridge.Worker.Hosting.Reports;
using Spectre.Console;

namespace CreditBridge.Worker.Cli.Alerts;

/// <summary><c>creditbridge watchlist</c>: accounts that get worse while deals are open, and good risks with room to sell into.</summary>
internal static class WatchlistCommand
{
    private const string Sales = "sales";
    private const string Credit = "credit";

    public static Command Create()
    {
        var config = CommonOptions.Config();
        var json = CommonOptions.Json();
        var csv = new Option<bool>("--csv") { Description = "Print it as CSV, one line per account." };
        var audience = new Option<string>("--for") { Description = "For whom: credit, with figures, or sales, in the words of a rep.", DefaultValueFactory = _ => Credit };
        audience.AcceptOnlyFromAmong(Sales, Credit);
        var owner = new Option<string?>("--owner") { Description = "Only accounts of this user, or with open deals of this user: name, mail address or key." };
        var limit = new Option<int>("--limit") { Description = "The most accounts of each sort that the table lists.", DefaultValueFactory = _ => 25 }.Within(1, NumberOption.MostLines);
        var command = new Command("watchlist", "Accounts that get worse while deals are open, and good risks with room to sell into.") { config, json, csv, audience, owner, limit };
        command.Validators.Add(result =>
        {
            if (result.GetValue(json) && result.GetValue(csv))
                result.AddError("Name one format: --json or --csv.");
        });
        command.SetAction((parse, cancellationToken) => CommandRunner.WithBridgeAsync(
            parse.GetValue(config), parse.GetValue(json), async (bridge, output) =>
            {
                var forSales = parse.GetValue(audience) == Sales;
                var users = await CrmUsers.ReadAsync(bridge.Database.SnapshotReader, cancellationToken);
                HashSet<string>? owners = null;
                if (parse.GetValue(owner) is { } name)
                {
                    owners = users.Named(name).Select(u => u.Key).ToHashSet(StringComparer.Ordinal);
                    if (owners.Count == 0)
                    {
                        output.Fail($"No user has the name, mail address or key '{name}'.", []);
                        return ExitCodes.WrongInput;
                    }
                }

                // What the service has not come to yet; while it is at it, what it has found so far is shown.
                if ((await bridge.FindNeverReadAsync(cancellationToken)).Count == 0)
                    await bridge.Alerts.RaiseAsync(bridge.ActivePolicy, [], cancellationToken);
                var convert = await WatchRates.ReadAsync(bridge.Database.SnapshotReader, bridge.ActivePolicy, AsOf.At(bridge.Clock.GetUtcNow(), bridge.Zone), cancellationToken);
                var worse = await ListAsync(WatchSide.Deteriorating);
                var room = await ListAsync(WatchSide.Room);
                var leftOut = forSales ? null : RoomObstacles.Count(await ListAsync(WatchSide.LeftOut));
                if (parse.GetValue(csv))
                    await WatchlistCsv.WriteAsync(Console.Out, [.. worse, .. room], users, forSales);
                else
                {
                    output.Write(
                        new
                        {
                            Deteriorating = worse.Select(e => Json(e, users, forSales)),
                            Room = room.Select(e => Json(e, users, forSales)),
                            LeftOut = leftOut?.Select(l => new { Cause = l.Code, l.Accounts, Words = RoomObstacles.Words(l.Code) }),
                        },
                        console => Show(console, worse, room, leftOut ?? [], users, forSales, parse.GetValue(limit)));
                }

                return ExitCodes.Done;

                async Task<IReadOnlyList<WatchEntry>> ListAsync(WatchSide side) => WatchList.Ranked(
                    (await bridge.Database.Watch.ListAsync(side, cancellationToken))
                        .Where(e => owners is null || (e.OwnerKey is { } key && owners.Contains(key)) || e.Pipeline.Owners.Any(owners.Contains)),
                    convert);
            },
            cancellationToken));
        return command;
    }

    private static object Json(WatchEntry entry, Dictionary<string, UserRecord> users, bool forSales) => new
    {
        AccountId = entry.AccountKey,
        entry.AccountName,
        Owner = WatchlistCsv.Owner(entry, users),
        entry.Since,
        Words = forSales ? entry.ForSales : entry.ForCredit,
        WordsForSales = forSales ? null : entry.ForSales,
        Causes = forSales ? null : entry.Causes.Select(c => new { c.Code, c.Since, c.Weight, Words = c.ForCredit }),
        Before = forSales ? null : entry.Before,
        entry.CalmSince,
        OpenDeals = entry.Pipeline.Deals,
        Pipeline = entry.Pipeline.Amount,
        entry.Pipeline.NextClose,
        entry.Pipeline.NextDeal,
        Room = forSales && entry.Room is { } room ? RoomToSell.RoundDown(room) : entry.Room,
        entry.DecisionId,
    };

    private static void Show(
        IAnsiConsole console, IReadOnlyList<WatchEntry> worse, IReadOnlyList<WatchEntry> room, IReadOnlyList<(string Code, int Accounts)> leftOut,
        Dictionary<string, UserRecord> users, bool forSales, int limit)
    {
        console.MarkupLineInterpolated($"[bold]Getting worse while deals are open[/]  {Texts.Count(worse.Count, "account")}");
        List(console, worse, limit, e => e.Pipeline.Amount?.ToDisplay() ?? "not known", "open deals", users, forSales);
        console.WriteLine();
        console.MarkupLineInterpolated($"[bold]Room to sell into[/]  {Texts.Count(room.Count, "account")}");
        List(console, room, limit, e => e.Room is { } left ? (forSales ? RoomToSell.RoundDown(left) : left).ToDisplay() : "no limit", "room", users, forSales);
        ShowLeftOut(console, leftOut);
        if (worse.Count > limit || room.Count > limit)
            console.MarkupLine("[dim]--limit shows more; --json and --csv are complete.[/]");
    }

    internal static void ShowLeftOut(IAnsiConsole console, IReadOnlyList<(string Code, int Accounts)> leftOut)
    {
        if (leftOut.Count == 0)
            return;
        console.WriteLine();
        console.MarkupLineInterpolated($"Prequalified and left out: {Texts.Count(leftOut.Sum(l => l.Accounts), "account")}");
        foreach (var (code, accounts) in leftOut)
            Passage.Indented(console, 2, $"{accounts.ToString("N0", CultureInfo.InvariantCulture)} left out: {RoomObstacles.Words(code)}.");
    }

    private static void List(IAnsiConsole console, IReadOnlyList<WatchEntry> entries, int limit, Func<WatchEntry, string> amount, string heading, Dictionary<string, UserRecord> users, bool forSales)
    {
        if (entries.Count == 0)
        {
            console.MarkupLine("[dim]None.[/]");
            return;
        }

        var shown = entries.Take(limit).ToList();
        var table = new FittedTable(
            new FittedColumn("account", MayBeCut: true), new FittedColumn("since"), new FittedColumn(heading, IsRight: true), new FittedColumn("next close", Spare: 2), new FittedColumn("owner", Spare: 1));
        foreach (var entry in shown)
            table.Add(entry.AccountName, Day(entry.Since), amount(entry), entry.Pipeline.NextClose is { } close ? Day(close) : "", WatchlistCsv.Owner(entry, users));
        table.Show(console);
        console.WriteLine();
        foreach (var entry in shown)
        {
            console.MarkupLineInterpolated($"[bold]{entry.AccountName}[/]");
            Passage.Indented(console, 2, $"{(forSales ? entry.ForSales : entry.ForCredit)}");
        }
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
