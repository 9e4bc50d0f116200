using System.CommandLine;
using CreditBridge.Worker.Cli.Reports;
using CreditBridge.Worker.Hosting;
using Spectre.Console;

namespace CreditBridge.Worker.Cli;

/// <summary><c>creditbridge plan</c>: reads and evaluates, then shows every field that a sync would write, with what the CRM last acknowledged. Nothing is written to the CRM.</summary>
internal static class PlanCommand
{
    public static Command Create()
    {
        var config = CommonOptions.Config();
        var json = CommonOptions.Json();
        var limit = new Option<int>("--limit") { Description = "The most records to list; the counts are always complete.", DefaultValueFactory = _ => 25 };
        var command = new Command("plan", "Show every field that would be written, and why; nothing is written.") { config, json, limit };
        command.SetAction((parse, cancellationToken) => CommandRunner.WithBridgeAsync(
            parse.GetValue(config), parse.GetValue(json), async (bridge, output) =>
            {
                var report = await output.WithProgressAsync(progress => bridge.RunCycleAsync(write: false, progress, cancellationToken));
                var plan = await WritePlan.ReadAsync(bridge, parse.GetValue(limit), cancellationToken);
                output.Write(new { plan, report }, console => Show(console, plan, report));
                return CommandRunner.ExitCodeOf(report);
            },
            cancellationToken));
        return command;
    }

    private static void Show(IAnsiConsole console, WritePlan plan, Core.Runs.CycleReport report)
    {
        CycleTables.ShowRead(console, report.Sync);
        CycleTables.ShowDecided(console, report);
        if (plan.Records == 0)
        {
            console.MarkupLine("[bold]Plan[/]  [dim]nothing to write: the CRM shows what it should[/]");
        }
        else
        {
            console.MarkupLineInterpolated($"[bold]Plan[/]  {plan.Records:N0} records, {plan.FieldCounts.Values.Sum():N0} fields; holds to set {plan.HoldsToSet:N0}, to release {plan.HoldsToRelease:N0}");
            var table = new Table().Border(TableBorder.Simple).AddColumn("record").AddColumn("field").AddColumn("now").AddColumn("will be");
            foreach (var record in plan.Listed)
            {
                var first = true;
                foreach (var change in record.Changes)
                {
                    table.AddRow(
                        new Markup(first ? $"[bold]{Markup.Escape(record.Name)}[/]\n[dim]{Markup.Escape(record.Why)}[/]" : ""), new Text(change.Field),
                        new Markup(change.Now is null ? "[dim]unknown[/]" : Markup.Escape(Short(change.Now))), new Text(Short(change.Then)));
                    first = false;
                }
            }

            console.Write(table);
            if (plan.Records > plan.Listed.Count)
                console.MarkupLineInterpolated($"[dim]… and {plan.Records - plan.Listed.Count:N0} more records; --limit shows more, --json is complete up to the limit.[/]");
        }

        CycleTables.ShowAttention(console, report);
        CycleTables.ShowCost(console, report);
    }

    private static string Short(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= 60 ? line : line[..59] + "…";
    }
}
