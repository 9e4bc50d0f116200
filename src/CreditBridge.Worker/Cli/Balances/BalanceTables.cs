using CreditBridge.Core.Receivables;
using CreditBridge.Worker.Hosting.Reports;
using Spectre.Console;

namespace CreditBridge.Worker.Cli.Balances;

/// <summary>Balances and their comparison for people.</summary>
internal static class BalanceTables
{
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
        // Amounts are never broken: what does not fit beside them is left to --csv and --json.
        var isWide = console.Profile.Width >= 100;
        var table = new Table().Border(TableBorder.Simple).AddColumn("customer").AddColumn(Right("items")).AddColumn(Right("open"));
        if (isWide)
            table.AddColumn(Right("of it credits"));
        table.AddColumn(Right("past due")).AddColumn(Right("net of credits"));
        foreach (var line in lines.OrderByDescending(l => l.PastDue.Gross).ThenByDescending(l => l.Open).ThenBy(l => l.Customer.ToString(), StringComparer.Ordinal).Take(limit))
        {
            List<string> cells = [$"[bold]{Markup.Escape(line.Customer.ToString())}[/]\n[dim]{Markup.Escape(line.Name ?? "unknown")}[/]", $"{line.Items:N0}", Markup.Escape($"{line.Open:N2} {line.Currency}")];
            if (isWide)
                cells.Add($"{line.Credits:N2}");
            table.AddRow([.. cells, $"{line.PastDue.Gross:N2}", $"{line.PastDue.Net:N2}"]);
        }

        console.Write(table);
        if (lines.Count > limit)
            console.MarkupLineInterpolated($"[dim]… and {lines.Count - limit:N0} more; --limit shows more, --csv and --json are complete.[/]");
        foreach (var total in lines.GroupBy(l => l.Currency).OrderBy(g => g.Key.Code, StringComparer.Ordinal))
        {
            console.MarkupLineInterpolated(
                $"[bold]{total.Key}[/]  {Texts.Count(total.Count(), "customer")}, {Texts.Count(total.Sum(l => l.Items), "item")}: open {total.Sum(l => l.Open):N2}, past due {total.Sum(l => l.PastDue.Gross):N2}, net of credits {total.Sum(l => l.PastDue.Net):N2}");
        }
    }

    public static void Show(IAnsiConsole console, BalanceComparison comparison, int limit)
    {
        var agrees = comparison.Differences.Count == 0;
        console.MarkupLineInterpolated($"[bold]Open balance[/]  agrees to the last digit for {comparison.OpenAgrees:N0} of {Texts.Count(comparison.Stated, "balance")} of the list.");
        if (comparison.AddedUp > 0)
            console.MarkupLineInterpolated($"              [dim]{Texts.Count(comparison.AddedUp, "line")} of customers that the list names more than once {(comparison.AddedUp == 1 ? "was" : "were")} added up.[/]");
        if (comparison.Count is { } count)
            console.MarkupLineInterpolated($"[bold]Past due[/]      agrees for {comparison.PastDueAgrees:N0} of {comparison.PastDueStated:N0}, counted as the list seems to count it: {InWords(count)}.");
        if (comparison.Count is { } way && InPolicy(way) is { } policy)
            console.MarkupLineInterpolated($"              [dim]→ sales would see the same figure with {policy} under 'receivables:' in the policy, and no 'ignore_up_to'[/]");
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
            console.MarkupLineInterpolated($"[yellow]{doubt}[/]");
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

    private static TableColumn Right(string heading) => new TableColumn(heading).RightAligned().NoWrap();
}
