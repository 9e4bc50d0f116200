using System.CommandLine;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Accounts;
using CreditBridge.Core.Findings;
using CreditBridge.Worker.Cli.Reports;
using CreditBridge.Worker.Hosting;
using CreditBridge.Worker.Hosting.Reports;
using CreditBridge.Worker.Hosting.Reviews;

namespace CreditBridge.Worker.Cli;

/// <summary><c>creditbridge check</c>: probes the live systems, the mappings and the policy without changing anything.</summary>
internal static class CheckCommand
{
    private const int MostNamed = 10;

    public static Command Create()
    {
        var config = CommonOptions.Config();
        var json = CommonOptions.Json();
        var rows = new Option<int>("--rows") { Description = "The most rows of each kind that are read from a system with a mapping.", DefaultValueFactory = _ => 100_000 }.Within(1, int.MaxValue);
        var connection = new Option<string?>("--connection") { Description = "Check only the connection of this name." };
        var command = new Command("check", "Probe logins, permissions, fields, files, mappings and the policy, with real rows; nothing is written.") { config, json, rows, connection };
        command.SetAction((parse, cancellationToken) => CommandRunner.WithBridgeAsync(
            parse.GetValue(config), parse.GetValue(json), (bridge, output) => RunAsync(bridge, output, parse.GetValue(rows), parse.GetValue(connection), cancellationToken),
            cancellationToken, checkRows: parse.GetValue(rows)));
        return command;
    }

    private static async Task<int> RunAsync(Bridge bridge, CommandOutput output, int rows, string? only, CancellationToken cancellationToken)
    {
        var connections = bridge.Connections.Where(c => only is null || c.Name.Equals(only, StringComparison.OrdinalIgnoreCase)).ToList();
        if (connections.Count == 0)
        {
            output.Fail($"There is no connection '{only}'.", [new Problem("--connection", $"The configuration has: {string.Join(", ", bridge.Connections.Select(c => c.Name))}.", "Name one of them, or leave the option out to check all.")]);
            return ExitCodes.WrongInput;
        }

        var parts = new CheckedParts();
        if (only is null)
            await ProbeOwnAsync(bridge, parts, cancellationToken);
        await output.WithStatusAsync(async say =>
        {
            foreach (var connection in connections)
            {
                say($"Checking {connection.Name}");
                await ProbeAsync(bridge, connection, parts, cancellationToken);
            }
        });
        output.Write(CheckPage.ForMachines(parts, rows), console => CheckPage.Show(console, parts));
        return parts.All.Any(p => p.Failed > 0) ? ExitCodes.NeedsAttention : ExitCodes.Done;
    }

    private static async Task ProbeOwnAsync(Bridge bridge, CheckedParts parts, CancellationToken cancellationToken)
    {
        parts.Add("storage", CheckFinding.Ok("Database", bridge.Database.Description));
        parts.Add("policy", CheckFinding.Ok(Path.GetFileName(bridge.Policy.Path), $"Version {bridge.ActivePolicy.VersionText} is active."));
        foreach (var warning in bridge.Policy.Warnings)
            parts.Add("policy", new CheckFinding($"line {warning.Line}", CheckStatus.Warning, $"{warning.Path}: {warning.Message}"));
        foreach (var finding in await PolicyUsers.FindingsAsync(bridge.ActivePolicy, new ReviewDesk(bridge), cancellationToken))
            parts.Add("policy", finding);
        if (await bridge.FindUndeliveredKeysAsync(MostNamed, cancellationToken) is { Accounts: > 0 } undelivered)
            parts.Add("decisions", new CheckFinding("customer keys", CheckStatus.Failed, undelivered.What, $"{UndeliveredKeys.NextStep} The next sync decides anew."));
        var today = AsOf.At(bridge.Clock.GetUtcNow(), bridge.Zone).BusinessDate;
        foreach (var line in (await FindingSummary.ReadAsync(bridge.Database.Engine, today, cancellationToken)).Lines)
            parts.Add("decisions", new CheckFinding(line.Subject, CheckStatus.Failed, line.What, line.NextStep is { } next ? $"{next} The next sync decides anew." : null));
    }

    private static async Task ProbeAsync(Bridge bridge, IConnection connection, CheckedParts parts, CancellationToken cancellationToken)
    {
        var before = connection.Usage.Calls;
        var reached = true;
        await foreach (var finding in connection.CheckAsync(cancellationToken))
        {
            parts.Add(connection.Name, finding);
            reached &= finding is not { Subject: "Login" or "API version", Status: CheckStatus.Failed };
        }

        if (connection.Sink is null)
            return;
        if (reached)
        {
            foreach (var finding in await PolicyStages.FindingsAsync(bridge.ActivePolicy, connection, cancellationToken))
                parts.Add("policy", finding);
        }

        if (PollCost.Of(connection.Usage, bridge.PollSeconds) is { } polling)
            parts.Add(connection.Name, polling);
        var calls = connection.Usage.Calls - before;
        parts.Add(connection.Name, CheckFinding.Ok("Cost", $"This check used {Texts.Count(calls, "counted call")}."));
    }
}
