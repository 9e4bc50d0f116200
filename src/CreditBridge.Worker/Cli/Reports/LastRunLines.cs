using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Worker.Hosting.Reports;
using Spectre.Console;

namespace CreditBridge.Worker.Cli.Reports;

/// <summary>The last cycle for people: when, what it cost, how its systems stood.</summary>
internal static class LastRunLines
{
    public static void Show(IAnsiConsole console, LastRun? run, DateTimeOffset now)
    {
        if (run is null)
        {
            console.MarkupLine("[dim]No cycle has ended yet.[/]");
            return;
        }

        var rate = run.CallsPerThousand is { } perThousand ? $" ({perThousand:0.#} calls per 1,000)" : "";
        console.MarkupLineInterpolated($"\n[bold]Last cycle[/]  {Moment(run.At)}, {(now - run.At).TotalMinutes:N0} minutes ago: {Texts.Count(run.Calls, "counted call")}, {Texts.Count(run.Written, "record")} written{rate}");
        foreach (var connection in run.Connections)
        {
            foreach (var line in Lines(connection))
                console.MarkupLineInterpolated($"  {connection.Name}: {line}");
        }

        if (run.Verification is { } found)
        {
            console.MarkupLineInterpolated(found.Missed == 0
                ? (FormattableString)$"  verified {Moment(found.At)}: {Texts.Count(found.Read, "record")} back to {Moment(found.Since)} looked at again, none had been missed"
                : (FormattableString)$"  [yellow]verified {Moment(found.At)}: {Texts.Count(found.Missed, "record")} of {found.Read:N0} had been missed and made up for[/]");
            if (found.Trouble is { } trouble)
                console.MarkupLineInterpolated($"  [yellow]verification stopped early: {trouble}[/]");
        }
    }

    private static IEnumerable<string> Lines(ConnectionStanding connection)
    {
        foreach (var trouble in connection.Troubles)
            yield return trouble;
        if (connection.Usage is { UsedInPeriod: { } used, AllowedInPeriod: > 0 and var allowed })
            yield return $"{used:N0} of the org's {allowed:N0} calls used ({100m * used / allowed:0.#} %)";
        if (connection.Usage is { OwnBudget: > 0 and var budget })
            yield return Own(connection.Usage, budget);
        if (connection.Feed is { } feed)
            yield return Feed(feed);
    }

    private static string Own(ConnectionUsage usage, long budget) =>
        $"{usage.OwnInPeriod ?? 0:N0} of CreditBridge's own {budget:N0} calls of the day used, {usage.ReservedForHolds ?? 0:N0} kept for holds";

    private static string Feed(ChangeFeedStatus feed) => feed.State == ChangeFeedState.Listening
        ? $"listening to changes{(feed.Since is { } since ? $" since {Moment(since)}" : "")}, {feed.Signals:N0} heard of"
        : $"changes are found by polling only{(feed.Problem is { } problem ? $": {problem.Message} {problem.NextStep}" : "")}";

    private static string Moment(DateTimeOffset at) => $"{at.UtcDateTime:yyyy-MM-dd HH:mm} UTC";
}
