using System.CommandLine;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Reviews;
using CreditBridge.Worker.Hosting;
using CreditBridge.Worker.Hosting.Reviews;

namespace CreditBridge.Worker.Cli.Reviews;

/// <summary><c>creditbridge reviews list|show|report</c>: the work of the credit team, its clocks, and how both sides kept their word. Reads the database only.</summary>
internal static class ReviewsCommand
{
    private const int PageSize = 500;
    private const int DefaultWeeks = 13;

    public static Command Create()
    {
        var list = List("list");
        // Without a verb, the queue.
        var command = List("reviews");
        command.Description = "The work of the credit team: the queue with its clocks, one review in full, and how both sides kept their word.";
        command.Add(list);
        command.Add(Show());
        command.Add(Report());
        return command;
    }

    private static Command List(string name)
    {
        var state = new Option<ReviewState?>("--state") { Description = "open, decided or withdrawn. Default: open." }.InWords();
        var account = new Option<string?>("--account") { Description = "Only of this account (key or name)." };
        var team = new Option<string?>("--team") { Description = "Only of this team." };
        var analyst = new Option<string?>("--analyst") { Description = "Only given to this person (key, e-mail address or name)." };
        var limit = new Option<int>("--limit") { Description = "The most reviews to list; --csv and --json list all of them unless it is named.", DefaultValueFactory = _ => 50 }.Within(1, NumberOption.MostLines);
        var csv = new Option<bool>("--csv") { Description = "Print them as CSV, one line each." };
        var config = CommonOptions.Config();
        var json = CommonOptions.Json();
        var command = new Command(name, "The queue: open reviews by when they are due, with what is left of the promised time. Exit code 3 when one of them is late.")
        {
            state, account, team, analyst, limit, csv, config, json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(json) && result.GetValue(csv))
                result.AddError("Name one format: --json or --csv.");
        });
        command.SetAction((parse, cancellationToken) => CommandRunner.WithBridgeAsync(
            parse.GetValue(config), parse.GetValue(json), async (bridge, output) =>
            {
                var desk = new ReviewDesk(bridge);
                var wanted = parse.GetValue(state) ?? ReviewState.Open;
                var (filter, problem) = await FilterAsync(bridge, desk, wanted, parse.GetValue(account), parse.GetValue(team), parse.GetValue(analyst), cancellationToken);
                if (problem is not null)
                {
                    output.Fail("No reviews to list.", [problem]);
                    return ExitCodes.WrongInput;
                }

                var isForMachines = parse.GetValue(csv) || output.IsJson;
                var most = isForMachines && parse.GetResult(limit) is null or { Implicit: true } ? int.MaxValue : parse.GetValue(limit);
                return await ListAsync(bridge, output, desk, filter, most, parse.GetValue(csv), cancellationToken);
            },
            cancellationToken));
        return command;
    }

    private static async Task<int> ListAsync(Bridge bridge, CommandOutput output, ReviewDesk desk, ReviewFilter filter, int most, bool csv, CancellationToken cancellationToken)
    {
        if (csv)
            await Console.Out.WriteAsync(ReviewCsv.Heading);
        var kept = new List<ListedReview>();
        var (count, late, next) = (0, false, (string?)null);
        do
        {
            (var page, next) = await desk.ListAsync(filter, next, Math.Min(PageSize, most - count), cancellationToken);
            count += page.Count;
            late |= page.Any(r => r.IsLate);
            if (csv)
                await Console.Out.WriteAsync(string.Concat(page.Select(ReviewCsv.Line)));
            else
                kept.AddRange(page);
        }
        while (next is not null && count < most);

        if (!csv)
            output.Write(kept, console => ReviewTables.ShowQueue(console, kept, filter.State, next is not null, bridge.Clock.GetUtcNow(), bridge.Zone));
        return late ? ExitCodes.NeedsAttention : ExitCodes.Done;
    }

    private static async Task<(ReviewFilter Filter, Problem? Problem)> FilterAsync(
        Bridge bridge, ReviewDesk desk, ReviewState state, string? account, string? team, string? analyst, CancellationToken cancellationToken)
    {
        var filter = new ReviewFilter { State = state, Team = team };
        if (team is not null && await desk.TeamsAsync(cancellationToken) is var teams && !teams.Contains(team, StringComparer.OrdinalIgnoreCase))
        {
            return (filter, new Problem("--team", $"There is no team '{team}'.", teams.Count == 0
                ? "The policy names no teams (reviews.teams): leave the option out."
                : $"Name one of: {string.Join(", ", teams)}."));
        }

        if (account is not null)
        {
            var found = await OverrideDesk.FindAccountAsync(bridge, account, cancellationToken);
            if (found.Account is null)
                return (filter, found.Problems[^1]);
            filter = filter with { AccountKey = found.Account.Key };
        }

        if (analyst is null)
            return (filter, null);
        return await desk.FindUsersAsync(analyst, cancellationToken) switch
        {
            [var one] => (filter with { Analyst = one }, null),
            [] => (filter, new Problem("--analyst", $"No user of the CRM has the key, e-mail address or name '{analyst}'.", "Name one of them as the CRM does.")),
            var several => (filter, new Problem("--analyst", $"Several users are called '{analyst}': {string.Join(", ", several.Take(5))}.", "Name one by its key.")),
        };
    }

    private static Command Show()
    {
        var key = new Argument<string>("key") { Description = "Key of the review, as 'reviews list' shows it." };
        var config = CommonOptions.Config();
        var json = CommonOptions.Json();
        var command = new Command("show", "One review in full: every reason, documents, the history of its clock, what was decided.") { key, config, json };
        command.SetAction((parse, cancellationToken) => CommandRunner.WithBridgeAsync(
            parse.GetValue(config), parse.GetValue(json), async (bridge, output) =>
            {
                var desk = new ReviewDesk(bridge);
                if (await desk.FindAsync(parse.GetValue(key)!, cancellationToken) is not { } listed)
                {
                    output.Fail("There is nothing to show.", [new Problem(parse.GetValue(key)!, "No review has this key.", "'creditbridge reviews list' shows the open ones, --state decided or withdrawn the others.")]);
                    return ExitCodes.WrongInput;
                }

                var by = listed.Review.Outcome is { By.Length: > 0 } outcome ? await desk.NameOfAsync(outcome.By, cancellationToken) : null;
                IReadOnlyList<ListedOverride> became = ReviewTables.ExceptionsOf(listed.Review) is { Count: > 0 } keys ? await OverrideDesk.FindAsync(bridge, keys, cancellationToken) : [];
                output.Write(listed, console => ReviewTables.ShowOne(console, listed, by, became, bridge.ActivePolicy, bridge.Zone));
                return ExitCodes.Done;
            },
            cancellationToken));
        return command;
    }

    private static Command Report()
    {
        var weeks = new Option<int>("--weeks") { Description = $"How many weeks back. Default: {DefaultWeeks}.", DefaultValueFactory = _ => DefaultWeeks }.Within(1, 520);
        var config = CommonOptions.Config();
        var json = CommonOptions.Json();
        var command = new Command("report", "How both sides kept their word: credit's time, and sales' completeness, by week and team.") { weeks, config, json };
        command.SetAction((parse, cancellationToken) => CommandRunner.WithBridgeAsync(
            parse.GetValue(config), parse.GetValue(json), async (bridge, output) =>
            {
                var asOf = AsOf.At(bridge.Clock.GetUtcNow(), bridge.Zone);
                var since = asOf.BusinessDate.AddDays(-7 * parse.GetValue(weeks));
                var report = await new ReviewDesk(bridge).ReportAsync(asOf.StartOf(since), cancellationToken);
                var open = await ReviewStanding.ReadAsync(bridge.Database.Reviews, bridge.ActivePolicy, asOf, cancellationToken);
                output.Write(new { since, open, report.All, report.ByWeek, report.ByTeam }, console => ReviewTables.ShowReport(console, report, since, open));
                return ExitCodes.Done;
            },
            cancellationToken));
        return command;
    }
}
