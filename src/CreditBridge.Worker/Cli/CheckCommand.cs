using System.CommandLine;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Worker.Hosting;
using CreditBridge.Worker.Hosting.Reports;
using Spectre.Console;

namespace CreditBridge.Worker.Cli;

/// <summary><c>creditbridge check</c>: probes the live systems, the mappings and the policy without changing anything.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var config = CommonOptions.Config();
        var json = CommonOptions.Json();
        var command = new Command("check", "Probe logins, permissions, fields, files, mappings and the policy; nothing is written.") { config, json };
        command.SetAction((parse, cancellationToken) => CommandRunner.WithBridgeAsync(
            parse.GetValue(config), parse.GetValue(json), async (bridge, output) =>
            {
                var findings = new List<(string Connection, CheckFinding Finding)>
                {
                    ("storage", CheckFinding.Ok("Database", bridge.Database.Description)),
                    ("policy", CheckFinding.Ok(Path.GetFileName(bridge.Policy.Path), $"Version {bridge.ActivePolicy.VersionText} is active.")),
                };
                findings.AddRange(bridge.Policy.Warnings.Select(w => ("policy", new CheckFinding($"line {w.Line}", CheckStatus.Warning, $"{w.Path}: {w.Message}"))));
                foreach (var connection in bridge.Connections)
                    await ProbeAsync(bridge, connection, findings, cancellationToken);

                output.Write(
                    findings.Select(f => new { f.Connection, f.Finding.Subject, f.Finding.Status, f.Finding.Message, f.Finding.NextStep }),
                    console => Show(console, findings));
                return findings.Any(f => f.Finding.Status == CheckStatus.Failed) ? ExitCodes.NeedsAttention : ExitCodes.Done;
            },
            cancellationToken));
        return command;
    }

    private static async Task ProbeAsync(Bridge bridge, IConnection connection, List<(string Connection, CheckFinding Finding)> findings, CancellationToken cancellationToken)
    {
        var before = connection.Usage.Calls;
        var reached = true;
        await foreach (var finding in connection.CheckAsync(cancellationToken))
        {
            findings.Add((connection.Name, finding));
            reached &= finding is not { Subject: "Login" or "API version", Status: CheckStatus.Failed };
        }

        if (connection.Sink is null)
            return;
        if (reached)
            findings.AddRange((await PolicyStages.FindingsAsync(bridge.ActivePolicy, connection, cancellationToken)).Select(f => ("policy", f)));
        if (PollCost.Of(connection.Usage, bridge.PollSeconds) is { } polling)
            findings.Add((connection.Name, polling));
        var calls = connection.Usage.Calls - before;
        findings.Add((connection.Name, CheckFinding.Ok("Cost", $"This check used {Texts.Count(calls, "counted call")}.")));
    }

    // One column for people, so that long field names do not squeeze the text: it fits a terminal of 80 columns.
    private static void Show(IAnsiConsole console, List<(string Connection, CheckFinding Finding)> findings)
    {
        foreach (var group in findings.GroupBy(f => f.Connection))
        {
            console.MarkupLineInterpolated($"[bold]{group.Key}[/]");
            var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadLeft(2).PadRight(2)).AddColumn(new GridColumn().PadRight(0));
            foreach (var (_, finding) in group)
            {
                var mark = finding.Status switch { CheckStatus.Ok => "[green]ok[/]", CheckStatus.Warning => "[yellow]warning[/]", _ => "[red]failed[/]" };
                var next = finding.NextStep is null ? "" : $"\n[dim]→ {Markup.Escape(finding.NextStep)}[/]";
                grid.AddRow(new Markup(mark), new Markup($"[bold]{Markup.Escape(finding.Subject)}[/]  {Markup.Escape(finding.Message)}{next}"));
            }

            console.Write(grid);
            console.WriteLine();
        }

        var failed = findings.Count(f => f.Finding.Status == CheckStatus.Failed);
        var warnings = findings.Count(f => f.Finding.Status == CheckStatus.Warning);
        console.MarkupLineInterpolated($"{Texts.Count(findings.Count, "thing")} checked, {failed} failed, {warnings} with a warning.");
    }
}
