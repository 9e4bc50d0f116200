using System.CommandLine;
using System.Globalization;
using CreditBridge.Core.Alerts;
using CreditBridge.Worker.Cli.Reports;
using CreditBridge.Worker.Hosting;
using CreditBridge.Worker.Hosting.Reports;
using Spectre.Console;

namespace CreditBridge.Worker.Cli.Alerts;

/// <summary><c>creditbridge alerts list|test</c>: what was raised and told, and whether the channels work.</summary>
internal static class AlertsCommand
{
    public static Command Create()
    {
        var command = new Command("alerts", "Alerts: what was raised and who was told, and whether the channels work.");
        command.Add(List());
        command.Add(Test());
        return command;
    }

    private static Command List()
    {
        var config = CommonOptions.Config();
        var json = CommonOptions.Json();
        var limit = new Option<int>("--limit") { Description = "The most alerts to list.", DefaultValueFactory = _ => 50 }.Within(1, NumberOption.MostLines);
        var command = new Command("list", "List the newest alerts, and on which channels they were told, wait or were given up.") { config, json, limit };
        command.SetAction((parse, cancellationToken) => CommandRunner.WithBridgeAsync(
            parse.GetValue(config), parse.GetValue(json), async (bridge, output) =>
            {
                var alerts = await bridge.Database.Alerts.ListAsync(parse.GetValue(limit), cancellationToken);
                output.Write(
                    alerts.Select(a => new
                    {
                        a.Alert.Id, a.Alert.Alert.Kind, a.Alert.Alert.Severity, a.Alert.Alert.Title, Message = a.Alert.Alert.Words, AccountId = a.Alert.Alert.AccountKey,
                        a.Alert.Alert.AccountName, OpportunityId = a.Alert.Alert.OpportunityKey, a.Alert.Alert.DecisionId,
                        ReviewId = a.Alert.Alert.ReviewKey, a.Alert.Alert.Team, a.Alert.Alert.People, a.Alert.RaisedAt, a.Alert.EndedAt,
                        Deliveries = a.Deliveries.Select(d => new { d.Channel, IsConfigured = bridge.Alerts.IsConfigured(d.Channel), d.State, d.NotBefore, d.Attempts, d.LastFailure, d.ToldAt }),
                    }),
                    console => Show(console, alerts, bridge));
                return alerts.Any(a => a.Deliveries.Any(d => d.State == DeliveryState.GivenUp)) ? ExitCodes.NeedsAttention : ExitCodes.Done;
            },
            cancellationToken,
            needsPolicy: false));
        return command;
    }

    private static Command Test()
    {
        var config = CommonOptions.Config();
        var json = CommonOptions.Json();
        var command = new Command("test", "Send a test alert on every channel now, quiet hours or not, and say what came of it.") { config, json };
        command.SetAction((parse, cancellationToken) => CommandRunner.WithBridgeAsync(
            parse.GetValue(config), parse.GetValue(json), async (bridge, output) =>
            {
                if (bridge.Alerts.Channels.Count == 0)
                {
                    output.Fail("Nobody is told of alerts.", [new Problem("Alerts", "No channel is configured.", "Set Alerts:Crm, Alerts:Mail or Alerts:Webhooks.")]);
                    return ExitCodes.WrongInput;
                }

                var now = bridge.Clock.GetUtcNow();
                var results = new List<(string Channel, Abstractions.Failures.Failure? Failure, bool Told)>();
                foreach (var channel in bridge.Alerts.Channels)
                {
                    var alert = new Alert("test", AlertKind.Test, AlertSeverity.Information, "CreditBridge test alert", "This is a test. Nothing has happened, and nothing needs to be done.");
                    var told = channel.Tells(alert);
                    var message = new AlertMessage(AlertBook.IdOf("test/" + channel.Name, now), [new RaisedAlert(AlertBook.IdOf("test/" + channel.Name, now), alert, now)], now);
                    results.Add((channel.Name, told ? await channel.TellAsync(message, cancellationToken) : null, told));
                }

                output.Write(
                    results.Select(r => new { r.Channel, Told = r.Told && r.Failure is null, r.Failure }),
                    console =>
                    {
                        foreach (var (channel, failure, told) in results)
                        {
                            if (!told)
                                console.MarkupLineInterpolated($"[dim]{channel}: events are about accounts, and a test is about none; 'creditbridge check' looks at the CRM[/]");
                            else if (failure is null)
                                console.MarkupLineInterpolated($"[green]{channel}: told[/]");
                            else
                                console.MarkupLineInterpolated($"[red]{channel}:[/] {failure.Message} {failure.NextStep}");
                        }

                        if (results.Any(r => r.Failure is not null))
                            console.MarkupLine("[dim]A test is not sent again by itself; alerts are.[/]");
                    });
                return results.All(r => r.Failure is null) ? ExitCodes.Done : results.Any(r => r.Failure is { MayPass: true }) ? ExitCodes.Unreachable : ExitCodes.NeedsAttention;
            },
            cancellationToken,
            needsPolicy: false));
        return command;
    }

    private static void Show(IAnsiConsole console, IReadOnlyList<(RaisedAlert Alert, IReadOnlyList<AlertDelivery> Deliveries)> alerts, Bridge bridge)
    {
        if (alerts.Count == 0)
        {
            console.MarkupLine("[dim]No alert was raised. What is so already when alerts are first looked for is told to nobody.[/]");
            return;
        }

        console.MarkupLineInterpolated($"[dim]Times are {bridge.Zone.Id}.[/]");
        foreach (var (alert, deliveries) in alerts)
        {
            var at = TimeZoneInfo.ConvertTime(alert.RaisedAt, bridge.Zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
            console.MarkupLineInterpolated($"{at}  [bold]{alert.Alert.Title}[/]{(alert.IsOver && !alert.Alert.TellsOfAnEnd ? " (over)" : "")}");
            Passage.Indented(console, 2, $"{alert.Alert.Words}");
            Passage.Indented(console, 2, $"[dim]{(deliveries.Count == 0 ? "no channel" : string.Join(", ", deliveries.Select(d => Words(d, bridge))))}[/]");
            foreach (var failure in deliveries.Where(d => d.State != DeliveryState.Told).Select(d => d.LastFailure).OfType<Abstractions.Failures.Failure>().Distinct())
                Passage.Indented(console, 2, $"[yellow]{failure.Message} {failure.NextStep}[/]");
        }

        if (bridge.Alerts.Channels.Count == 0)
            console.MarkupLine("\n[dim]Nobody is told: set Alerts:Crm, Alerts:Mail or Alerts:Webhooks.[/]");
    }

    private static string Words(AlertDelivery delivery, Bridge bridge) => delivery.State switch
    {
        DeliveryState.Told => $"{delivery.Channel} told",
        DeliveryState.GivenUp => delivery.Attempts == 0 ? $"{delivery.Channel} given up, never sent" : $"{delivery.Channel} given up after {Texts.Count(delivery.Attempts, "attempt")}",
        _ when !bridge.Alerts.IsConfigured(delivery.Channel) => $"{delivery.Channel} waits, and is not configured any more",
        _ => delivery.Attempts == 0 ? $"{delivery.Channel} waits" : $"{delivery.Channel} waits to be tried again",
    };
}
