using System.Globalization;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Receivables;
using CreditBridge.Worker.Cli.Reports;
using CreditBridge.Worker.Hosting.Reports;
using Spectre.Console;

namespace CreditBridge.Worker.Cli.Balances;

/// <summary>Balances and their comparison for people.</summary>
internal static class BalanceTables
{
    private const int AgreementIndent = 14;

    // Keys up to this length are not broken.
    private const int LongestWhole = 20;

    public static void Show(IAnsiConsole console, IReadOnlyList<CustomerBalance> lines, DateOnly today, int limit)
    {
        if (lines.Count == 0)
        {
            console.MarkupLine("[dim]Not one customer and not one open item has been read yet. Run 'creditbridge plan' or 'creditbridge sync' first; both read, and only the second writes to the CRM.[/]");
            return;
        }

        console.MarkupLineInterpolated($"[bold]Open balances[/] as last read, as the ERPs' documents add up (no policy, no conversion); past due as of {today:yyyy-MM-dd}.");
        // One line per customer; of what does not fit, --csv and --json have everything.
        var table = new FittedTable(
            new FittedColumn("customer"), new FittedColumn("name", MayBeCut: true, Spare: 3), new FittedColumn("items", IsRight: true, Spare: 2), new FittedColumn("open", IsRight: true),
            new FittedColumn("of it credits", IsRight: true, Spare: 1), new FittedColumn("past due", IsRight: true), new FittedColumn("net of credits", IsRight: true, Spare: 4));
        foreach (var line in lines.OrderByDescending(l => l.PastDue.Gross).ThenByDescending(l => l.Open).ThenBy(l => l.Customer.ToString(), StringComparer.Ordinal).Take(limit))
        {
            string Amount(decimal amount) => Figure(amount, line.Currency);
            table.Add($"{line.Customer}", line.Name ?? "unknown", $"{line.Items:N0}", $"{Amount(line.Open)} {line.Currency}", Amount(line.Credits), Amount(line.PastDue.Gross), Amount(line.PastDue.Net));
        }

        console.WriteLine();
        table.Show(console);
        console.WriteLine();
        if (lines.Count > limit)
            console.MarkupLineInterpolated($"[dim]… and {lines.Count - limit:N0} more; --limit shows more, --csv and --json are complete.[/]");
        foreach (var total in lines.GroupBy(l => l.Currency).OrderBy(g => g.Key.Code, StringComparer.Ordinal))
        {
            string Sum(Func<CustomerBalance, decimal> of) => Figure(total.Sum(of), total.Key);
            Passage.Labelled(console, total.Key.Code,
                $"{Texts.Count(total.Count(), "customer")}, {Texts.Count(total.Sum(l => l.Items), "item")}: open {Sum(l => l.Open)}, past due {Sum(l => l.PastDue.Gross)}, net of credits {Sum(l => l.PastDue.Net)}");
        }

        if (lines.Any(l => l.PastDue.Net < 0))
            Passage.Indented(console, 0, $"[dim]Net of credits may be below zero here; the past due amount in the CRM never is: it is 0 then.[/]");
        ShowOdd(console, lines);
    }

    public static void Show(IAnsiConsole console, BalanceComparison comparison, int limit)
    {
        var agrees = comparison.Differences.Count == 0;
        Passage.Labelled(console, "Open balance", $"agrees to the last digit for {comparison.OpenAgrees:N0} of {Texts.Count(comparison.Stated, "balance")} of the list.");
        if (comparison.AddedUp > 0)
            Passage.Indented(console, AgreementIndent, $"[dim]{Texts.Count(comparison.AddedUp, "line")} of customers that the list names more than once {(comparison.AddedUp == 1 ? "was" : "were")} added up.[/]");
        if (comparison.Count is { } count)
            Passage.Labelled(console, "Past due    ", $"agrees for {comparison.PastDueAgrees:N0} of {comparison.PastDueStated:N0}, counted as the list seems to count it: {InWords(count)}.");
        if (comparison.Count is { } way && InPolicy(way) is { } policy)
            Passage.Indented(console, AgreementIndent, $"[dim]→ sales would see the same figure with {policy} under 'receivables:' in the policy, and no 'ignore_up_to'{(way is PastDueCount.Net or PastDueCount.NetWithToday ? "; where credits exceed what is past due, the CRM shows 0 and nothing below" : "")}[/]");
        if (agrees)
        {
            console.MarkupLine("[green]Nothing differs.[/]");
            return;
        }

        var customer = new TableColumn("customer") { NoWrap = comparison.Differences.Take(limit).All(d => d.Customer.Length <= LongestWhole) };
        var table = new Table().Border(TableBorder.Simple).AddColumn("line").AddColumn(customer).AddColumn("what differs").AddColumn(Right("read")).AddColumn(Right("stated")).AddColumn(Right("difference"));
        foreach (var difference in comparison.Differences.Take(limit))
        {
            table.AddRow(
                string.Join(", ", difference.Lines.Take(5)) + (difference.Lines.Count > 5 ? ", …" : ""), Markup.Escape(difference.Customer), Markup.Escape(InWords(difference)), $"{difference.Ours:N2}", $"{difference.Theirs:N2}",
                difference is { Ours: { } ours, Theirs: { } theirs } ? $"{ours - theirs:N2}" : "");
        }

        console.Write(table);
        if (comparison.Differences.Count > limit)
            console.MarkupLineInterpolated($"[dim]… and {comparison.Differences.Count - limit:N0} more; --limit shows more.[/]");
    }

    public static void Show(IAnsiConsole console, IReadOnlyList<string> doubts)
    {
        foreach (var doubt in doubts)
            Passage.Indented(console, 0, $"[yellow]{doubt}[/]");
    }

    /// <summary>Says once for each system that its amounts have fractions of a minor unit.</summary>
    public static void ShowOdd(IAnsiConsole console, IReadOnlyList<CustomerBalance> lines)
    {
        foreach (var system in lines.Where(l => l.Odd is not null).GroupBy(l => l.Customer.System))
        {
            var (line, odd) = (system.First(), system.First().Odd!);
            Passage.Indented(console, 0,
                $"[yellow]Fractions of a cent[/] in {system.Key}: {odd.Item} is {odd.Amount.ToString(CultureInfo.InvariantCulture)} {line.Currency}. Its column is probably a floating-point one; the sums are rounded. [dim]→ let the mapping's query give exact amounts, such as CAST(amount AS numeric(14,2)) or ROUND(amount, 2)[/]");
        }
    }

    private static string InWords(PastDueCount count) => count switch
    {
        PastDueCount.Gross => "invoices whose due date is over, credits left aside",
        PastDueCount.Net => "everything whose due date is over, credits taken off",
        PastDueCount.GrossWithToday => "invoices due until today, today included, credits left aside",
        _ => "everything due until today, today included, credits taken off",
    };

    private static string? InPolicy(PastDueCount count) => count switch
    {
        PastDueCount.Net => "'credits_reduce_past_due: yes'",
        PastDueCount.GrossWithToday => "'past_due_after_days: -1'",
        PastDueCount.NetWithToday => "'credits_reduce_past_due: yes' and 'past_due_after_days: -1'",
        _ => null,
    };

    private static string InWords(BalanceDifference difference) => difference.Kind switch
    {
        BalanceDifferenceKind.Open => "open balance",
        BalanceDifferenceKind.PastDue => "past due",
        BalanceDifferenceKind.Unknown => "nothing was read of this customer",
        BalanceDifferenceKind.Elsewhere => $"read otherwise than stated: {difference.Detail}",
        BalanceDifferenceKind.NotInTheList => "the list lacks this customer",
        _ => "fits several systems, companies or currencies: name the --connection, or give the list a column system, company or currency",
    };

    private static string Figure(decimal amount, CurrencyCode currency) => amount.ToString($"N{currency.MinorUnits}", CultureInfo.InvariantCulture);

    private static TableColumn Right(string heading) => new TableColumn(heading).RightAligned().NoWrap();
}
