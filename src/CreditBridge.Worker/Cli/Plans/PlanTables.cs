using System.Globalization;
using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Drift;
using CreditBridge.Core.Plans;
using CreditBridge.Core.Runs;
using CreditBridge.Worker.Cli.Reports;
using CreditBridge.Worker.Hosting.Reports;
using Spectre.Console;

namespace CreditBridge.Worker.Cli.Plans;

/// <summary>A plan for people: how far it reaches first, then the fields, then account by account, then what stays as it is.</summary>
internal static class PlanTables
{
    private const int MostFieldsShown = 12;
    private const int LongestReason = 320;

    public static void Show(
        IAnsiConsole console, CycleReport report, PlanSummary summary, IReadOnlyList<PlannedAccount> listed, DriftCounts drift, IReadOnlyList<DriftedField> drifted, string? file)
    {
        ShowReach(console, summary, isKnown: report.NeverRead.Count == 0);
        CycleTables.ShowRead(console, report.Sync);
        CycleTables.ShowDecided(console, report);
        CycleTables.ShowReviews(console, report);
        CycleTables.ShowUnclaimed(console, report);
        ShowFields(console, summary);
        ShowAccounts(console, summary, listed);
        ShowLeft(console, summary, drift, drifted);
        CycleTables.ShowAttention(console, report);
        CycleTables.ShowCost(console, report);
        if (file is not null)
            console.MarkupLineInterpolated($"[bold]File[/]  {file}");
        if (file is not null && !file.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) && summary.Records > 0)
            console.MarkupLineInterpolated($"  [dim]'creditbridge sync --plan {file}' writes exactly this, as long as nothing has changed.[/]");
    }

    private static void ShowReach(IAnsiConsole console, PlanSummary summary, bool isKnown)
    {
        if (summary.Withheld > 0)
            Passage.Labelled(console, "Plan", $"[yellow]nothing would be written: {Texts.Count(summary.Withheld, "record")} {(summary.Withheld == 1 ? "is" : "are")} withheld, because sources have never been read to their end[/]\n");
        else if (!isKnown)
            Passage.Labelled(console, "Plan", $"[yellow]nothing can be said yet: not every source has been read to its end once[/]\n");
        else if (summary.Records == 0)
            console.MarkupLine("[bold]Plan[/]  [dim]nothing to write: the CRM shows what it should[/]\n");
        if (summary.Records == 0)
            return;
        Passage.Labelled(console, "Plan", $"{Texts.Count(summary.HoldsToSet, "account")} would go on hold ({summary.HeldPercent:0.#} % of {summary.KnownAccounts:N0}), {summary.HoldsToRelease:N0} would be released");
        Passage.Indented(console, 2, $"{summary.Pipeline.ToDisplay()} of pipeline touched: {Texts.Count(summary.PipelineDeals, "open deal")} of accounts whose hold or deal checks change{(summary.PipelineWithoutAmount > 0 ? $", {summary.PipelineWithoutAmount:N0} of them without an amount that can be added" : "")}");
        var accompanying = summary.Accompanying > 0 ? $" and {summary.Accompanying:N0} that say when it was checked and by which decision" : "";
        var waiting = summary.Waiting > 0 ? $"; {summary.Waiting:N0} of them later, because an attempt has failed" : "";
        var written = $"{Texts.Count(summary.Records, "record")} of {Texts.Count(summary.Accounts, "account")} would be written, {Texts.Count(summary.FieldCounts.Values.Sum(), "field")}";
        Passage.Indented(console, 2, $"{written}{accompanying}{waiting}\n");
    }

    private static void ShowFields(IAnsiConsole console, PlanSummary summary)
    {
        if (summary.Records == 0)
            return;
        console.MarkupLine("[bold]Fields[/]");
        foreach (var group in summary.FieldCounts.GroupBy(f => f.Key.Split('.')[0], StringComparer.Ordinal))
        {
            foreach (var alike in group.GroupBy(f => f.Value).OrderByDescending(g => g.Key))
                console.Write(new Padder(new Markup($"[bold]{alike.Key:N0}[/] {Markup.Escape(group.Key)}  [dim]{Markup.Escape(string.Join(", ", alike.Select(f => f.Key.Split('.')[1])))}[/]"), new Padding(2, 0, 0, 0)));
        }

        console.WriteLine();
    }

    private static void ShowAccounts(IAnsiConsole console, PlanSummary summary, IReadOnlyList<PlannedAccount> listed)
    {
        foreach (var account in listed)
        {
            var hold = account.Hold switch { HoldChange.Set => "  [red]goes on hold[/]", HoldChange.Release => "  [green]is released[/]", _ => "" };
            console.MarkupLine($"[bold]{Markup.Escape(account.Name)}[/] [dim]{Markup.Escape(account.Key)}[/]{hold}");
            foreach (var cause in account.Causes)
                console.Write(new Padder(new Markup($"[dim]{Markup.Escape(cause)}[/]"), new Padding(2, 0, 0, 0)));
            var width = account.Records.SelectMany(r => r.Fields.Take(MostFieldsShown)).Select(f => f.Field.Name.Length).DefaultIfEmpty(0).Max();
            foreach (var record in account.Records)
                ShowRecord(console, record, isAccount: record.Target.Key == account.Key, width);
            console.WriteLine();
        }

        if (summary.Accounts > listed.Count)
            console.MarkupLineInterpolated($"[dim]… and {summary.Accounts - listed.Count:N0} more accounts. --limit shows more; --out FILE, --json and --csv are complete.[/]\n");
    }

    // What one reason explains stands together above it, so that no reason is read twice.
    private static void ShowRecord(IAnsiConsole console, PlannedRecord record, bool isAccount, int width)
    {
        if (!isAccount)
            Passage.Indented(console, 2, $"[bold]{Short(record.Name, 80)}[/] [dim]{record.Target.Key}{(record.IsNew ? ", created" : "")}[/]");
        if (record.Refused is { } refused)
            Passage.Indented(console, 2, $"[yellow]refused:[/] {Short(refused.Message, LongestReason)}");
        foreach (var alike in record.Fields.Take(MostFieldsShown).GroupBy(f => Short(f.Reason, LongestReason), StringComparer.Ordinal))
        {
            var fields = new Grid().AddColumn(new GridColumn().NoWrap().Width(width).PadLeft(2).PadRight(2)).AddColumn(new GridColumn().PadLeft(0).PadRight(0));
            foreach (var field in alike)
                fields.AddRow(new Markup(Markup.Escape(field.Field.Name)), new Markup($"{Value(field.Field, field.Shown)} [dim]→[/] {Value(field.Field, field.Wanted)}"));
            console.Write(fields);
            Passage.Indented(console, 4, $"[dim]{alike.Key}[/]");
        }

        if (record.Fields.Count > MostFieldsShown)
            Passage.Indented(console, 2, $"[dim]… and {Texts.Count(record.Fields.Count - MostFieldsShown, "more field")}[/]");
    }

    private static void ShowLeft(IAnsiConsole console, PlanSummary summary, DriftCounts drift, IReadOnlyList<DriftedField> drifted)
    {
        if (summary.Refused > 0)
            Passage.Labelled(console, "Not written", $"[yellow]{Texts.Count(summary.Refused, "record")} that the CRM refused[/] [dim]→ 'creditbridge outbox list --refused'[/]");
        if (drift.Total == 0)
            return;
        Passage.Labelled(console, "Typed over", $"{Texts.Count(drift.Total, "field")}: {drift.Reasserted:N0} written again, {drift.Respected:N0} left as they are, {drift.GivenUp:N0} left after writing them again in vain [dim]→ 'creditbridge drift list'[/]");
        foreach (var field in drifted.Take(10))
            Passage.Indented(console, 2, $"{field.Target.Key} {field.Field.Name}: shows {Short(field.Theirs.ToString(), 40)} instead of {Short(field.Ours.ToString(), 40)}; {field.InWords}");
        console.WriteLine();
    }

    private static string Value(CreditField field, FieldValue? value) => value switch
    {
        null => field.Target is RecordKind.Account or RecordKind.Opportunity ? "[dim]not read[/]" : "[dim]new[/]",
        { IsEmpty: true } => "[dim]empty[/]",
        { Content: decimal amount } when field.Type == FieldType.Amount => amount.ToString("N2", CultureInfo.InvariantCulture),
        { } known => Markup.Escape(Short(known.ToString(), 200)),
    };

    private static string Short(string text, int length)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= length ? line : line[..(length - 1)] + "…";
    }
}
