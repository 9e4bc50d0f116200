using System.Globalization;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Forecasting.Headroom;
using CreditBridge.Worker.Cli.Reports;
using CreditBridge.Worker.Hosting.Reports;
using Spectre.Console;

namespace CreditBridge.Worker.Cli.Forecasts;

/// <summary>The accounts and groups whose headroom breaks, for people.</summary>
internal static class HeadroomTables
{
    private const int WidestName = 24;
    private const int WidestCause = 22;

    public static void Show(IAnsiConsole console, HeadroomList list)
    {
        console.MarkupLineInterpolated($"[bold]Headroom over the next {list.Weeks} weeks[/], from {list.AsOf:yyyy-MM-dd} on");
        console.WriteLine();
        ShowPart(console, list, HeadroomOutlook.Breaks, "Expected to be used up", f => f.Expected);
        ShowPart(console, list, HeadroomOutlook.MayBreak, "Used up if more deals are won or less is paid than expected", f => f.Worst);
        ShowPart(console, list, HeadroomOutlook.Over, "Used up today", f => f.Expected);
        foreach (var unknown in list.Unknown)
            Passage.Indented(console, 0, $"[yellow]{unknown.Name}[/]: {unknown.Why}");
        int Count(HeadroomOutlook outlook) => list.Outlooks.GetValueOrDefault(outlook);
        var further = Count(HeadroomOutlook.Breaks) + Count(HeadroomOutlook.MayBreak) + Count(HeadroomOutlook.Over) - list.Breaking.Count;
        if (further > 0)
            console.MarkupLineInterpolated($"[dim]and {further:N0} more: --limit shows them[/]");
        Passage.Indented(console, 0, $"[dim]{Texts.Count(list.Accounts, "account")}, {Texts.Count(list.Groups, "group")} with a limit: {Count(HeadroomOutlook.Holds):N0} hold in any case, {Count(HeadroomOutlook.NoCeiling):N0} have no ceiling, {Count(HeadroomOutlook.Unknown):N0} cannot be told{(list.Undecided > 0 ? $"; {list.Undecided:N0} are not decided about yet" : "")}. 'creditbridge forecast headroom ACCOUNT' shows one week by week.[/]");
    }

    private static void ShowPart(IAnsiConsole console, HeadroomList list, HeadroomOutlook outlook, string heading, Func<HeadroomForecast, HeadroomBreak?> of)
    {
        var rows = list.Breaking.Where(f => f.Outlook == outlook).ToList();
        if (rows.Count == 0)
            return;
        console.MarkupLineInterpolated($"[bold]{heading}[/]");
        var table = new FittedTable(
            new FittedColumn("day"), new FittedColumn("account", MayBeCut: true), new FittedColumn("by"), new FittedColumn("over", IsRight: true), new FittedColumn("headroom now", IsRight: true, Spare: 1), new FittedColumn("likely", IsRight: true));
        foreach (var row in rows)
        {
            var found = of(row);
            table.Add(
                found?.On.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "", Cut(row.Name, row.IsGroup ? WidestName - 8 : WidestName) + (row.IsGroup ? " (group)" : ""), Cut(found?.By ?? "less is paid", WidestCause),
                found is null ? "" : Amount(found.Over, row), row.Headroom is { } left ? Amount(left, row) : "", ShareBar.Percent(row.BreakProbability ?? 0d));
        }

        table.Show(console);
        console.WriteLine();
    }

    private static string Amount(decimal amount, HeadroomForecast of) => new Money(Math.Round(amount), of.Currency).ToDisplay();

    private static string Cut(string text, int width) => text.Length > width ? text[..(width - 1)] + "…" : text;
}
