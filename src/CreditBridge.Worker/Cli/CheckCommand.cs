using System.CommandLine;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Evaluation.Proposals;
using CreditBridge.Worker.Hosting;
using Spectre.Console;

namespace CreditBridge.Worker.Cli;

/// <summary><c>creditbridge check</c>: probes the live systems, the mappings and the policy without changing anything.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var config = CommonOptions.Config();
        var json = CommonOptions.Json();
        var command = new Command("check", "Probe logins, fields, files, mappings and the policy; nothing is written.") { config, json };
        command.SetAction((parse, cancellationToken) => CommandRunner.WithBridgeAsync(
            parse.GetValue(config), parse.GetValue(json), async (bridge, output) =>
            {
                var findings = new List<(string Connection, CheckFinding Finding)>
                {
                    ("storage", CheckFinding.Ok("Database", bridge.Database.Description)),
                    ("policy", CheckFinding.Ok(Path.GetFileName(bridge.Policy.Path), $"Version {bridge.ActivePolicy.VersionText} is active.")),
                };
                findings.AddRange(bridge.Policy.Warnings.Select(w => ("policy", new CheckFinding($"line {w.Line}", CheckStatus.Warning, $"{w.Path}: {w.Message}"))));
                findings.AddRange((await StagesAsync(bridge, cancellationToken)).Select(f => ("policy", f)));
                foreach (var connection in bridge.Connections)
                {
                    await foreach (var finding in connection.CheckAsync(cancellationToken))
                        findings.Add((connection.Name, finding));
                }

                output.Write(
                    findings.Select(f => new { f.Connection, f.Finding.Subject, f.Finding.Status, f.Finding.Message, f.Finding.NextStep }),
                    console => Show(console, findings));
                return findings.Any(f => f.Finding.Status == CheckStatus.Failed) ? ExitCodes.NeedsAttention : ExitCodes.Done;
            },
            cancellationToken));
        return command;
    }

    private static async Task<IReadOnlyList<CheckFinding>> StagesAsync(Bridge bridge, CancellationToken cancellationToken)
    {
        var reference = await ReferenceData.ReadAsync(bridge.Database.SnapshotReader, DateOnly.MaxValue, cancellationToken);
        var unknown = new DealSelector(bridge.ActivePolicy.Proposals.Checked, reference.Stages).UnknownStages;
        if (reference.Stages.Count == 0)
            return [];
        var known = string.Join(", ", reference.Stages.Select(s => s.Key));
        return unknown.Count == 0
            ? [CheckFinding.Ok("Stages", "Every stage that the policy names exists in the CRM.")]
            : [.. unknown.Select(s => new CheckFinding("Stages", CheckStatus.Failed, $"The policy names stage '{s}', which the CRM does not have.", $"Correct proposals.check_deals. The CRM has: {known}."))];
    }

    private static void Show(IAnsiConsole console, List<(string Connection, CheckFinding Finding)> findings)
    {
        foreach (var group in findings.GroupBy(f => f.Connection))
        {
            console.MarkupLineInterpolated($"[bold]{group.Key}[/]");
            var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadLeft(2).PadRight(2)).AddColumn(new GridColumn().NoWrap().PadRight(2)).AddColumn();
            foreach (var (_, finding) in group)
            {
                var mark = finding.Status switch { CheckStatus.Ok => "[green]ok[/]", CheckStatus.Warning => "[yellow]warning[/]", _ => "[red]failed[/]" };
                var next = finding.NextStep is null ? "" : $"\n[dim]→ {Markup.Escape(finding.NextStep)}[/]";
                grid.AddRow(new Markup(mark), new Markup(Markup.Escape(finding.Subject)), new Markup(Markup.Escape(finding.Message) + next));
            }

            console.Write(grid);
            console.WriteLine();
        }

        var failed = findings.Count(f => f.Finding.Status == CheckStatus.Failed);
        var warnings = findings.Count(f => f.Finding.Status == CheckStatus.Warning);
        console.MarkupLineInterpolated($"{findings.Count} things checked, {failed} failed, {warnings} with a warning.");
    }
}
