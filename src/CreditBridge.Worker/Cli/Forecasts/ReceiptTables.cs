using System.Globalization;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Forecasting.Headroom;
using CreditBridge.Core.Forecasting.Payments;
using CreditBridge.Worker.Cli.Reports;
using Spectre.Console;

namespace CreditBridge.Worker.Cli.Forecasts;

/// <summary>Expected receipts, for people.</summary>
internal static class ReceiptTables
{
    private const int BarWidth = 20;

    public static void Show(IAnsiConsole console, DateOnly asOf, IReadOnlyList<CurrencyReceipts> currencies, IReadOnlyList<AccountReceipts> accounts)
    {
        console.MarkupLineInterpolated($"[bold]Expected receipts of today's open invoices[/], from {asOf.AddDays(1):yyyy-MM-dd} on");
        if (currencies.Count == 0)
            console.WriteLine("No invoice is open.");
        foreach (var currency in currencies)
        {
            console.WriteLine();
            ShowWeeks(console, currency.Currency, currency.Receipts, $"{currency.Invoices:N0} open");
        }

        if (accounts.Count == 0)
            return;
        console.WriteLine();
        var table = new FittedTable(new FittedColumn("account", MayBeCut: true), Figure("open"), Figure("by the last week"), Figure("later or never"), Figure("late"));
        foreach (var account in accounts)
            table.Add(
                account.Name, Display(account.Currency, account.Open), Display(account.Currency, account.ExpectedUntil), Display(account.Currency, account.Later), ShareBar.Percent(account.LateShare));
        table.Show(console);
        Passage.Indented(console, 0, $"[dim]The accounts that owe most. 'late' is the share of the amount that is late or expected to be. Money for invoices not yet issued is not in it.[/]");
    }

    public static void Show(IAnsiConsole console, string name, HeadroomCase own, ReceiptForecast receipts, IReadOnlyList<InvoiceReceipt> invoices, int limit)
    {
        console.MarkupLineInterpolated($"[bold]{name}[/]: expected receipts of today's open invoices, from {own.AsOf.AddDays(1):yyyy-MM-dd} on");
        var learned = own.PaceItems == 0
            ? "It has no invoices of its own to learn from: it is expected to pay like all customers together."
            : $"Learned from {own.PaceItems:N0} of its own invoices.{UsualDay(own.UsualDay)}";
        Passage.Indented(console, 0, $"[dim]{learned}[/]");
        console.WriteLine();
        if (invoices.Count == 0)
            console.WriteLine("No invoice is open.");
        else
            ShowWeeks(console, own.Currency, receipts, $"{invoices.Count:N0} open");
        if (invoices.Count > 0)
        {
            console.WriteLine();
            var table = new FittedTable(
                new FittedColumn("invoice", MayBeCut: true), new FittedColumn("due"), Figure("amount"), Figure("paid late"), new FittedColumn("even chance by"), new FittedColumn("9 in 10 by"), new FittedColumn("", Spare: 1));
            foreach (var invoice in invoices.Take(Math.Max(1, limit)))
            {
                table.Add(
                    invoice.Document, Day(invoice.DueOn), $"{invoice.Amount:N2}", invoice.IsLate ? "late" : ShareBar.Percent(invoice.LateProbability), Day(invoice.LikelyOn), Day(invoice.LateOn),
                    invoice.Disputed ? "disputed" : "");
            }

            table.Show(console);
            if (invoices.Count > limit)
                console.MarkupLineInterpolated($"[dim]and {invoices.Count - limit:N0} more: --limit shows them[/]");
        }

        foreach (var warning in own.Warnings.Where(w => w.StartsWith("Invoice", StringComparison.Ordinal)))
            Passage.Indented(console, 0, $"[yellow]![/] {warning}");
    }

    private static void ShowWeeks(IAnsiConsole console, CurrencyCode currency, ReceiptForecast receipts, string what)
    {
        var scale = receipts.Weeks.Max(w => w.Expected);
        var table = new FittedTable(new FittedColumn("week to"), Figure("expected"), Figure("P10 to P90"), Figure("until then"), new FittedColumn("expected", Spare: 1));
        foreach (var week in receipts.Weeks)
            table.Add(Day(week.Last), $"{week.Expected:N0}", $"{week.Low:N0} to {week.High:N0}", $"{week.ExpectedUntil:N0}", ShareBar.Of(scale > 0m ? (double)(week.Expected / scale) : 0d, BarWidth));
        table.Show(console);
        foreach (var week in receipts.Weeks.Where(w => w.Seldom is not null))
            Passage.Indented(console, 0, $"[dim]{Seldom(week)}[/]");
        console.MarkupLineInterpolated($"[dim]{what}, {Display(currency, receipts.Open)}; {Display(currency, receipts.Later)} of it later than these weeks, or never.[/]");
    }

    /// <summary>Why the expected amount of a week lies outside of its range; empty when it does not.</summary>
    internal static string Seldom(ReceiptWeek week) => week.Seldom is not { } seldom ? "" : string.Create(
        CultureInfo.InvariantCulture,
        $"Week to {week.Last:yyyy-MM-dd}: {(week.High <= 0m ? "mostly nothing" : week.Expected > week.High ? $"mostly at most {week.High:N0}" : $"mostly at least {week.Low:N0}")}; "
        + $"in 1 case of {1 / seldom.Chance:0} {(week.Expected > week.High ? "" : "only ")}{seldom.Amount:N0} is paid. That makes {week.Expected:N0} in the mean.");

    private static string UsualDay(double? usual) => usual is not { } days ? " Judged by its share of late invoices, which foresaw the last weeks better than usual days." : Math.Round(days) switch
    {
        0d => " It usually pays on the due day.",
        1d => " It usually pays a day late.",
        -1d => " It usually pays a day early.",
        > 0d and var late => $" It usually pays {late:0} days late.",
        var early => $" It usually pays {-early:0} days early.",
    };

    private static FittedColumn Figure(string heading) => new(heading, IsRight: true);

    private static string Display(CurrencyCode currency, decimal amount) => new Money(Math.Round(amount), currency).ToDisplay();

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "not in a year";
}
