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
    private const int WidestName = 30;
    private const int WidestCause = 24;

    public static void Show(IAnsiConsole console, HeadroomList list)
    {
        console.MarkupLineInterpolated($"[bold]Headroom over the next {list.Weeks} weeks[/], from {list.AsOf:yyyy-MM-dd} on");
        console.WriteLine();
        ShowPart(console, list, "Expected to be used up", f => f.Outlook == HeadroomOutlook.Breaks && f.Limit.Kind != CreditLimitKind.None, f => f.Expected);
        ShowPart(console, list, "No credit is granted: any deal on credit is too much", f => f.Outlook == HeadroomOutlook.Breaks && f.Limit.Kind == CreditLimitKind.None, f => f.Worst);
        ShowPart(console, list, "Used up if more deals are won or less is paid than expected", f => f.Outlook == HeadroomOutlook.MayBreak, f => f.Worst);
        ShowOver(console, list);
        foreach (var unknown in list.Unknown)
            Passage.Indented(console, 0, $"[yellow]{unknown.Name}[/]: {unknown.Why}");
        int Count(HeadroomOutlook outlook) => list.Outlooks.GetValueOrDefault(outlook);
        var further = Count(HeadroomOutlook.Breaks) + Count(HeadroomOutlook.MayBreak) + Count(HeadroomOutlook.Over) - list.Breaking.Count;
        if (further > 0)
            console.MarkupLineInterpolated($"[dim]and {further:N0} more: --limit shows them[/]");
        Passage.Indented(console, 0, $"[dim]{Texts.Count(list.Accounts, "account")}, {Texts.Count(list.Groups, "group")} with a limit: {Count(HeadroomOutlook.Holds):N0} hold also at worst, {Count(HeadroomOutlook.NoCeiling):N0} have no ceiling, {Count(HeadroomOutlook.Unknown):N0} cannot be told{(list.Undecided > 0 ? $"; {list.Undecided:N0} are not decided about yet" : "")}. 'creditbridge forecast headroom ACCOUNT' shows one week by week.[/]");
    }

    /// <summary>The name of a deal without that of its account, with which sales often begins it and which stands beside it already.</summary>
    internal static string Shortened(string deal, string account) =>
        deal.StartsWith(account.Split(' ')[0], StringComparison.OrdinalIgnoreCase)
        && deal.IndexOfAny(['—', '–', '-', ':']) is > 0 and var dash && deal[(dash + 1)..].Trim() is { Length: > 0 } rest ? rest : deal;

    private static void ShowPart(IAnsiConsole console, HeadroomList list, string heading, Func<HeadroomForecast, bool> belongs, Func<HeadroomForecast, HeadroomBreak?> of)
    {
        var rows = list.Breaking.Where(belongs).ToList();
        if (rows.Count == 0)
            return;
        console.MarkupLineInterpolated($"[bold]{heading}[/]");
        var table = new FittedTable(
            new FittedColumn("day"), new FittedColumn("account", MayBeCut: true), new FittedColumn("by"), new FittedColumn("over", IsRight: true), new FittedColumn("likely", IsRight: true));
        foreach (var row in rows)
        {
            var found = of(row);
            table.Add(
                found is null ? "" : Day(found.On), Name(row), found is null ? "later payment" : Cut(Shortened(found.By, row.Name), WidestCause),
                found is null ? "" : Amount(found.Over, row), ShareBar.Percent(row.BreakProbability ?? 0d));
        }

        table.Show(console);
        console.WriteLine();
    }

    private static void ShowOver(IAnsiConsole console, HeadroomList list)
    {
        var rows = list.Breaking.Where(f => f.Outlook == HeadroomOutlook.Over).ToList();
        if (rows.Count == 0)
            return;
        console.MarkupLine("[bold]Used up today[/]");
        var table = new FittedTable(new FittedColumn("account", MayBeCut: true), new FittedColumn("limit", IsRight: true), new FittedColumn("over", IsRight: true), new FittedColumn("within it again"));
        foreach (var row in rows)
            table.Add(Name(row), row.Limit.ToDisplay(), Amount(row.Expected?.Over ?? 0m, row), row.Weeks.FirstOrDefault(w => w.Exposure <= w.Limit) is { } back ? $"by {Day(back.Last)}" : "not in these weeks");
        table.Show(console);
        console.WriteLine();
    }

    private static string Name(HeadroomForecast of) => of.IsGroup ? $"{Cut(of.Name, WidestName - 8)} (group)" : Cut(of.Name, WidestName);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Amount(decimal amount, HeadroomForecast of) => new Money(Math.Round(amount), of.Currency).ToDisplay();

    private static string Cut(string text, int width) => text.Length > width ? text[..(width - 1)] + "…" : text;
}
