using CreditBridge.Abstractions.Connections;
using CreditBridge.Worker.Hosting.Reports;
using Spectre.Console;

namespace CreditBridge.Worker.Cli.Reports;

/// <summary>The result of a check for people and for machines.</summary>
internal static class CheckPage
{
    // The longest mark is "question": text and tables begin behind it.
    private const int MarkWidth = 8;
    private const int Indent = 2 + MarkWidth + 2;

    public static object ForMachines(CheckedParts parts, int rows) => new
    {
        Rows = rows,
        Failed = parts.All.Sum(p => p.Failed),
        Warnings = parts.All.Sum(p => p.Warnings),
        Questions = parts.All.Sum(p => p.Questions),
        Parts = parts.All.Select(p => new
        {
            p.Name,
            p.Verdict,
            p.Summary,
            Findings = p.Findings.Select(f => new { f.Subject, f.Status, Question = f.IsQuestion ? true : (bool?)null, f.Message, f.NextStep, f.Table }),
        }),
    };

    public static void Show(IAnsiConsole console, CheckedParts parts)
    {
        foreach (var part in parts.All)
        {
            console.MarkupLineInterpolated($"[bold]{part.Name}[/]");
            foreach (var finding in part.Findings)
                Show(console, finding);
            var color = part.Failed > 0 ? "red" : part.Warnings > 0 ? "yellow" : "green";
            console.Write(new Padder(new Markup($"[{color}]{Markup.Escape(part.Summary)}[/]"), new Padding(2, 0, 0, 1)));
        }

        var all = parts.All;
        console.MarkupLineInterpolated(
            $"{Texts.Count(all.Sum(p => p.Findings.Count), "thing")} checked: {all.Sum(p => p.Failed):N0} failed, {all.Sum(p => p.Warnings):N0} with a warning, {Texts.Count(all.Sum(p => p.Questions), "question")}.");
    }

    private static void Show(IAnsiConsole console, CheckFinding finding)
    {
        var mark = finding switch
        {
            { Status: CheckStatus.Failed } => "[red]failed[/]",
            { Status: CheckStatus.Warning } => "[yellow]warning[/]",
            { IsQuestion: true } => "[aqua]question[/]",
            _ => "[green]ok[/]",
        };
        var next = finding.NextStep is null ? "" : $"\n[dim]→ {Markup.Escape(finding.NextStep)}[/]";
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().Width(MarkWidth).PadLeft(2).PadRight(2)).AddColumn(new GridColumn().PadLeft(0).PadRight(0));
        grid.AddRow(new Markup(mark), new Markup($"[bold]{Markup.Escape(finding.Subject)}[/]  {Markup.Escape(finding.Message)}{next}"));
        console.Write(grid);
        if (finding.Table is { Rows.Count: > 0 } table)
            WideTable.Show(console, table, Indent);
    }
}
