using System.Globalization;
using CreditBridge.Core.Policies.Replay;
using Spectre.Console;

namespace CreditBridge.Worker.Cli.Reports;

/// <summary>A replay for people: how sure it is, what changes, what that means in money, what came of it, whom it concerns. Fits 80 columns.</summary>
internal static class ReplayTables
{
    public static void Show(IAnsiConsole console, ReplayReport report)
    {
        ShowHeading(console, report);
        ShowDates(console, report);
        ShowBands(console, report.Dates[^1]);
        ShowCredit(console, report);
        ShowOutcome(console, report);
        ShowReviews(console, report);
        ShowAccounts(console, report);
        if (report.Defects.Count > 0)
            console.MarkupLineInterpolated($"[red]{report.Defects.Count} accounts could not be evaluated[/], first {report.Defects[0].AccountKey}: {report.Defects[0].Reason} [dim]→ this is a defect; please report it.[/]");
    }

    private static void ShowHeading(IAnsiConsole console, ReplayReport report)
    {
        console.Write(new Rule($"[bold]{Markup.Escape(report.Active)} → {Markup.Escape(report.Proposed)}[/]").LeftJustified());
        var (first, last) = (report.Dates[0].Date, report.Dates[^1].Date);
        console.MarkupLineInterpolated($"{report.Accounts:N0} accounts, {report.Dates.Count} dates from {first:yyyy-MM-dd} to {last:yyyy-MM-dd}; [bold]{report.ChangedAccounts:N0} accounts[/] would have differed.");
        var files = report.KnownFiles + report.ReconstructedFiles;
        if (report.ReconstructedFiles == 0)
            console.MarkupLine("[green]All files stand as they were known then.[/]");
        else
        {
            console.MarkupLineInterpolated($"[yellow]{Share(report.ReconstructedFiles, files)} of the files are reconstructed[/] from the dates on documents, {Share(report.KnownFiles, files)} stand as they were known then.");
            console.MarkupLine("[dim]Reconstructed: open and paid items. Limits, holds, attributes and deals' stages are as first read.[/]");
        }

        console.WriteLine();
    }

    private static void ShowDates(IAnsiConsole console, ReplayReport report)
    {
        var table = Numbers("date", "accounts", "changed", "band", "limit", "held", "freed", "prequal", "known");
        foreach (var date in report.Dates)
        {
            table.AddRow(
                $"{date.Date:yyyy-MM-dd}", Count(date.Accounts), Count(date.Changed), Count(date.BandChanged), Count(date.LimitChanged), Count(date.HoldsAdded, "red"),
                Count(date.HoldsLifted, "green"), Count(date.PrequalificationChanged), date.Accounts == 0 ? "" : Share(date.KnownFiles, date.Accounts));
        }

        console.Write(table);
    }

    private static void ShowBands(IAnsiConsole console, ReplayedDate date)
    {
        var rows = date.Bands.Select(b => b.Old).Distinct().ToList();
        var columns = rows.Concat(date.Bands.Select(b => b.New)).Distinct().ToList();
        if (columns.Count < 2)
            return;
        console.MarkupLineInterpolated($"[bold]Bands on {date.Date:yyyy-MM-dd}[/]  [dim]down: until now; across: new[/]");
        var table = Numbers([.. columns.Select(Band).Prepend("")]);
        foreach (var row in rows)
        {
            var cells = columns.Select(c => (Column: c, Accounts: date.Bands.Where(b => b.Old == row && b.New == c).Sum(b => b.Accounts)));
            table.AddRow([.. cells.Select(c => Count(c.Accounts, c.Column == row ? null : "yellow")).Prepend($"[bold]{Markup.Escape(Band(row))}[/]")]);
        }

        console.Write(table);
    }

    private static void ShowCredit(IAnsiConsole console, ReplayReport report)
    {
        var date = report.Dates[^1];
        var (old, current) = (date.Old, date.New);
        console.MarkupLineInterpolated($"[bold]Credit on {date.Date:yyyy-MM-dd}[/]  [dim]{report.Currency}[/]");
        var table = Numbers("", "until now", "new", "difference");
        Row("limits", old.Limits, current.Limits);
        Row("left of them", old.Headroom, current.Headroom);
        Row("exceeded by", old.OverLimit, current.OverLimit);
        Row("exposure", old.Exposure, current.Exposure);
        Row("of accounts on hold", old.ExposureOnHold, current.ExposureOnHold);
        Row("accounts on hold", old.OnHold, current.OnHold);
        Row("without credit", old.NoCredit, current.NoCredit);
        Row("unlimited", old.Unlimited, current.Unlimited);
        Row("limit not set", old.NotSet, current.NotSet);
        console.Write(table);
        if (date.NotConverted > 0)
            console.MarkupLineInterpolated($"[yellow]{date.NotConverted:N0} amounts are left out: no exchange rate of that day leads to {report.Currency}.[/]\n");

        void Row(string what, decimal before, decimal after)
        {
            if (before != 0m || after != 0m)
                table.AddRow(what, Amount(before), Amount(after), Difference(after - before));
        }
    }

    private static void ShowOutcome(IAnsiConsole console, ReplayReport report)
    {
        console.MarkupLineInterpolated($"[bold]What came of it[/]  [dim]{report.Currency}; invoices issued until the next date to accounts that one policy stops[/]");
        var table = Numbers("", "turned bad", "was paid", "not known yet");
        Row("stopped by the new policy only", report.StoppedOnlyByProposed);
        Row("stopped until now only", report.StoppedOnlyByActive);
        console.Write(table);
        console.MarkupLine("[dim]Bad: paid 90 days late or open 90 days past due. Invoices count in full. Orders that a hold really stopped never became invoices and do not show.[/]");
        console.WriteLine();

        void Row(string what, StoppedSales sales) => table.AddRow(
            what, Cell(sales.Bad, sales.BadInvoices), Cell(sales.Good, sales.GoodInvoices), Cell(sales.NotYetKnown, sales.NotYetKnownInvoices));

        static string Cell(decimal amount, long invoices) => invoices == 0 ? "[dim]–[/]" : $"{Amount(amount)} [dim]({invoices:N0})[/]";
    }

    private static void ShowReviews(IAnsiConsole console, ReplayReport report)
    {
        var (old, current) = (report.Dates.Select(d => d.Old).ToList(), report.Dates.Select(d => d.New).ToList());
        var saved = report.ReviewsSaved;
        console.MarkupLineInterpolated($"[bold]Reviews[/]  {(saved == 0 ? "as many as before" : saved > 0 ? $"{saved:N0} fewer" : $"{-saved:N0} more")} over all dates");
        var table = Numbers("", "until now", "new", "difference");
        Row("deals", s => s.DealReviews);
        Row("periodic", s => s.PeriodicReviews);
        Row("limits and other", s => s.OtherReviews);
        console.Write(table);

        void Row(string what, Func<ReplayedSide, long> count) => table.AddRow(
            what, Amount(old.Sum(count)), Amount(current.Sum(count)), Difference(current.Sum(count) - old.Sum(count)));
    }

    private static void ShowAccounts(IAnsiConsole console, ReplayReport report)
    {
        if (report.Changes.Count == 0)
            return;
        console.MarkupLineInterpolated($"[bold]Accounts with the most money[/]  [dim]{report.Changes.Count:N0} of {report.ChangedAccounts:N0}, each on the latest date on which it differs[/]");
        foreach (var change in report.Changes)
        {
            console.MarkupLineInterpolated($"  [bold]{change.Name}[/] [dim]{change.AccountKey}  {change.Date:yyyy-MM-dd}[/]  {report.Currency} {Amount(change.Money)}");
            foreach (var difference in change.Differences)
                console.Write(new Padder(new Markup($"{difference.What}: {Markup.Escape(difference.Old)} → [yellow]{Markup.Escape(difference.New)}[/]"), new Padding(4, 0, 0, 0)));
            console.Write(new Padder(new Markup($"[dim]{Markup.Escape(change.Reason)}[/]"), new Padding(4, 0, 0, 0)));
        }
    }

    private static Table Numbers(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn(new TableColumn(Markup.Escape(columns[0])).NoWrap().PadLeft(1).PadRight(1));
        foreach (var column in columns[1..])
            table.AddColumn(new TableColumn(Markup.Escape(column)).RightAligned().NoWrap().PadLeft(1).PadRight(1));
        return table;
    }

    private static string Band(string name) => name.Length == 0 ? "none" : name;

    private static string Amount(decimal amount) => amount.ToString("N0", CultureInfo.InvariantCulture);

    private static string Count(long value, string? colour = null) => value == 0 ? "[dim]–[/]" : colour is null ? $"{value:N0}" : $"[{colour}]{value:N0}[/]";

    private static string Difference(decimal amount) => amount == 0m ? "[dim]–[/]" : amount.ToString("+#,0;-#,0", CultureInfo.InvariantCulture);

    private static string Share(long part, long whole) => part == whole ? "100 %" : part == 0 ? "0 %" : string.Create(CultureInfo.InvariantCulture, $"{Math.Clamp(100m * part / whole, 0.1m, 99.9m):0.#} %");
}
