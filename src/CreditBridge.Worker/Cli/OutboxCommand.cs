using System.CommandLine;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Core.Outbox;
using CreditBridge.Worker.Cli.Reports;
using CreditBridge.Worker.Hosting.Reports;
using Spectre.Console;

namespace CreditBridge.Worker.Cli;

/// <summary><c>creditbridge outbox list|retry</c>: writes that wait or were refused.</summary>
internal static class OutboxCommand
{
    public static Command Create()
    {
        var command = new Command("outbox", "Writes that wait or were refused.");
        command.Add(List());
        command.Add(Retry());
        return command;
    }

    private static Command List()
    {
        var config = CommonOptions.Config();
        var json = CommonOptions.Json();
        var parkedOnly = new Option<bool>("--refused") { Description = "Only writes that the CRM refused for good." };
        var limit = new Option<int>("--limit") { Description = "The most entries to list.", DefaultValueFactory = _ => 50 }.Within(1, NumberOption.MostLines);
        var command = new Command("list", "List waiting and refused writes, with the CRM's own words.") { config, json, parkedOnly, limit };
        command.SetAction((parse, cancellationToken) => CommandRunner.WithBridgeAsync(
            parse.GetValue(config), parse.GetValue(json), async (bridge, output) =>
            {
                var entries = new List<OutboxEntry>();
                var states = parse.GetValue(parkedOnly) ? new[] { OutboxState.Parked } : [OutboxState.Parked, OutboxState.Pending];
                foreach (var state in states)
                {
                    await foreach (var entry in bridge.Database.Outbox.ListAsync(state, parse.GetValue(limit) - entries.Count, cancellationToken))
                        entries.Add(entry);
                }

                output.Write(
                    entries.Select(e => new { e.Connection, e.Target.Kind, e.Target.Key, e.State, e.Priority, e.Attempts, e.NotBefore, e.LastFailure, e.Values }),
                    console => Show(console, entries));
                return ExitCodes.Done;
            },
            cancellationToken,
            needsPolicy: false));
        return command;
    }

    private static Command Retry()
    {
        var config = CommonOptions.Config();
        var json = CommonOptions.Json();
        var command = new Command("retry", "Let refused and waiting writes be sent again, by the next sync or the running service.") { config, json };
        command.SetAction((parse, cancellationToken) => CommandRunner.WithBridgeAsync(
            parse.GetValue(config), parse.GetValue(json), async (bridge, output) =>
            {
                var count = await bridge.Database.Outbox.UnparkAsync(Enum.GetValues<FailureKind>(), cancellationToken);
                output.Write(new { retrying = count }, console => console.MarkupLineInterpolated($"{Texts.Count(count, "refused or waiting write")} will be sent by the next sync or the running service."));
                return ExitCodes.Done;
            },
            cancellationToken,
            needsPolicy: false));
        return command;
    }

    private static void Show(IAnsiConsole console, List<OutboxEntry> entries)
    {
        if (entries.Count == 0)
        {
            console.MarkupLine("[dim]The outbox is empty.[/]");
            return;
        }

        foreach (var entry in entries)
        {
            foreach (var line in OutboxEntryText.Of(entry, console.Profile.Width))
                console.MarkupLine(line);
            console.WriteLine();
        }

        console.MarkupLineInterpolated($"[dim]{Texts.Count(entries.Count, "record")}. After the repair, 'creditbridge outbox retry' sends them again.[/]");
    }
}
