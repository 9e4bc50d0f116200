using System.CommandLine;
using CreditBridge.Worker.Cli.Reports;
using Spectre.Console;

namespace CreditBridge.Worker.Cli;

/// <summary><c>creditbridge status</c>: what is stored, what could not be read, which customers no account claims. Reads the database only.</summary>
internal static class StatusCommand
{
    private const int MaxListed = 50;

    public static Command Create()
    {
        var config = CommonOptions.Config();
        var json = CommonOptions.Json();
        var command = new Command("status", "What is stored, what could not be read, which customers no account claims.") { config, json };
        command.SetAction((parse, cancellationToken) => CommandRunner.WithBridgeAsync(
            parse.GetValue(config), parse.GetValue(json), async (bridge, output) =>
            {
                var status = new
                {
                    Figures = await bridge.Database.Engine.GetFiguresAsync(cancellationToken),
                    Outbox = await bridge.Database.Outbox.CountAsync(cancellationToken),
                    Due = await bridge.Database.Accounts.CountDueAsync(bridge.Clock.GetUtcNow(), cancellationToken),
                    Drift = await bridge.Database.Drift.CountAsync(cancellationToken),
                    Unclaimed = await bridge.Database.Engine.ListUnclaimedAsync(MaxListed, cancellationToken),
                    Rejections = await bridge.Database.Engine.ListRejectionsAsync(MaxListed, cancellationToken),
                };
                output.Write(status, console =>
                {
                    var table = new Table().Border(TableBorder.Simple).AddColumn("stored").AddColumn(new TableColumn("records").RightAligned());
                    foreach (var count in status.Figures.Records)
                        table.AddRow($"{Markup.Escape(count.Connection)} {CycleTables.Plural(count.Kind)}", $"{count.Count:N0}");
                    console.Write(table);
                    console.MarkupLineInterpolated($"{status.Figures.Decisions:N0} decisions; {status.Due:N0} accounts due; outbox: {status.Outbox.Pending:N0} waiting ({status.Outbox.Retrying:N0} after a failure), {status.Outbox.Parked:N0} refused.");
                    if (status.Drift.Total > 0)
                    {
                        console.MarkupLineInterpolated($"\n[yellow]{status.Drift.Total:N0} credit fields show something else in the CRM than what was written[/]: {status.Drift.Reasserted:N0} are written again, {status.Drift.Respected:N0} stay, {status.Drift.GivenUp:N0} were written again in vain [dim]→ 'creditbridge drift list'[/]");
                    }

                    if (status.Unclaimed.Count > 0)
                    {
                        console.MarkupLineInterpolated($"\n[yellow]{status.Figures.UnclaimedCustomers:N0} ERP {(status.Figures.UnclaimedCustomers == 1 ? "customer" : "customers")} that no account claims[/] [dim]→ add their key to the account that they are[/]");
                        foreach (var customer in status.Unclaimed)
                            console.MarkupLineInterpolated($"  {customer.Customer}  {customer.Name}");
                    }

                    if (status.Rejections.Count > 0)
                    {
                        console.MarkupLineInterpolated($"\n[yellow]{status.Figures.Rejections:N0} records that could not be read[/]");
                        foreach (var rejection in status.Rejections)
                            console.MarkupLineInterpolated($"  [bold]{rejection.Where}[/]  {rejection.Reason}");
                    }
                });
                return ExitCodes.Done;
            },
            cancellationToken,
            needsPolicy: false));
        return command;
    }
}
