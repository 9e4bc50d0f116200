using CreditBridge.Worker.Cli.Reports;
using CreditBridge.Worker.Hosting.Plans;
using CreditBridge.Worker.Hosting.Reports;
using Spectre.Console;

namespace CreditBridge.Worker.Cli.Plans;

/// <summary>What applying a plan came to, for people.</summary>
internal static class AppliedPlanTables
{
    public static void Show(IAnsiConsole console, AppliedPlan applied)
    {
        CycleTables.ShowRead(console, applied.Report.Sync);
        CycleTables.ShowDecided(console, applied.Report);
        if (applied.WhyNot is { } problem)
            console.MarkupLineInterpolated($"[red]The plan was not applied; nothing was written.[/] {problem.Where}: {problem.What} [dim]→ {problem.NextStep}[/]\n");
        else if (applied.Moved > 0)
            ShowMoved(console, applied);
        else
            ShowWritten(console, applied);
        CycleTables.ShowAttention(console, applied.Report);
        CycleTables.ShowCost(console, applied.Report);
    }

    private static void ShowMoved(IAnsiConsole console, AppliedPlan applied)
    {
        console.MarkupLineInterpolated($"[red]The world has moved: {applied.Moved:N0} of {Texts.Count(applied.Planned, "record")} {(applied.Moved == 1 ? "differs" : "differ")} from the plan. Nothing was written.[/] Run 'creditbridge plan' again.");
        foreach (var record in applied.MovedRecords)
            console.MarkupLineInterpolated($"  [bold]{record.Name}[/] [dim]{record.Key}[/]  {record.Why}");
        if (applied.Moved > applied.MovedRecords.Count)
            console.MarkupLineInterpolated($"  [dim]… and {applied.Moved - applied.MovedRecords.Count:N0} more[/]");
        console.WriteLine();
    }

    private static void ShowWritten(IAnsiConsole console, AppliedPlan applied)
    {
        if (applied.Report.Dispatch is { } dispatch)
            CycleTables.ShowWritten(console, dispatch, applied.Report.Outbox);
        var done = applied.Shown == applied.Planned ? "Nothing to do: the CRM shows all of the plan already."
            : applied.Shown > 0 ? $"{Texts.Count(applied.Shown, "record")} of it had been written before."
            : applied.NotSent + applied.Refused == 0 ? "All of it is written." : "Not all of it is written.";
        console.MarkupLineInterpolated($"[bold]Plan[/]  {Texts.Count(applied.Planned, "record")}. {done}");
        if (applied.NotSent > 0)
            console.MarkupLineInterpolated($"  [yellow]{Texts.Count(applied.NotSent, "record")} could not be sent yet[/] [dim]→ apply the plan once more; what is written counts as done[/]");
        if (applied.Refused > 0)
            console.MarkupLineInterpolated($"  [yellow]{Texts.Count(applied.Refused, "record")} the CRM has refused[/] [dim]→ 'creditbridge outbox list --refused'[/]");
        if (applied.Report.Outbox.Pending - applied.NotSent is > 0 and var others)
            console.MarkupLineInterpolated($"  {Texts.Count(others, "record")} wait that {(others == 1 ? "is" : "are")} not in the plan [dim]→ 'creditbridge plan' shows them, 'creditbridge sync' writes them[/]");
        console.WriteLine();
    }
}
