using System.CommandLine;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Findings;
using CreditBridge.Core.Reviews;
using CreditBridge.Worker.Cli.Reports;
using CreditBridge.Worker.Hosting.Reports;
using Spectre.Console;

namespace CreditBridge.Worker.Cli;

/// <summary>
/// <c>creditbridge status</c>: what is stored, what the last cycle cost and found, what could not be read, which customers no account claims. Reads the database only, so
/// it says the same whether the service runs or not.
/// </summary>
internal static class StatusCommand
{
    private const int MaxListed = 50;

    // Of what another command lists in full, some are named.
    private const int MaxNamed = 5;

    public static Command Create()
    {
        var config = CommonOptions.Config();
        var json = CommonOptions.Json();
        var command = new Command("status", "What is stored, what the last cycle cost and found, what could not be read, which customers no account claims.") { config, json };
        command.SetAction((parse, cancellationToken) => CommandRunner.WithBridgeAsync(
            parse.GetValue(config), parse.GetValue(json), async (bridge, output) =>
            {
                var status = new
                {
                    LastRun = await LastRun.ReadAsync(bridge.Database.Engine, cancellationToken),
                    NeverRead = await bridge.FindNeverReadAsync(cancellationToken),
                    Figures = await bridge.Database.Engine.GetFiguresAsync(cancellationToken),
                    Outbox = await bridge.Database.Outbox.CountAsync(cancellationToken),
                    Due = await bridge.Database.Accounts.CountDueAsync(bridge.Clock.GetUtcNow(), cancellationToken),
                    Drift = await bridge.Database.Drift.CountAsync(cancellationToken),
                    Reviews = await ReviewStanding.ReadAsync(bridge.Database.Reviews, bridge.ActivePolicy, AsOf.At(bridge.Clock.GetUtcNow(), bridge.Zone), cancellationToken),
                    Findings = await FindingSummary.ReadAsync(bridge.Database.Engine, AsOf.At(bridge.Clock.GetUtcNow(), bridge.Zone).BusinessDate, cancellationToken),
                    Carried = await bridge.Database.Accounts.ListCarriedClaimsAsync(MaxListed, cancellationToken),
                    Lost = await bridge.Database.Accounts.ListLostClaimsAsync(MaxListed, cancellationToken),
                    Kept = await bridge.Database.Accounts.ListKeptClaimsAsync(MaxListed, cancellationToken),
                    Undelivered = await bridge.FindUndeliveredKeysAsync(MaxListed, cancellationToken),
                    Unclaimed = await bridge.Database.Engine.ListUnclaimedAsync(MaxListed, cancellationToken),
                    Bureaus = await BureauStanding.ReadAsync(bridge, cancellationToken),
                    Rejections = await bridge.Database.Engine.ListRejectionsAsync(MaxListed, cancellationToken),
                };
                output.Write(status, console =>
                {
                    var table = new Table().Border(TableBorder.Simple).AddColumn("stored").AddColumn(new TableColumn("records").RightAligned());
                    foreach (var count in status.Figures.Records)
                        table.AddRow($"{Markup.Escape(count.Connection)} {CycleTables.Plural(count.Kind)}", $"{count.Count:N0}");
                    console.Write(table);
                    console.MarkupLineInterpolated($"{Texts.Count(status.Figures.Decisions, "decision")}; {Texts.Count(status.Due, "account")} due; outbox: {status.Outbox.Pending:N0} waiting ({status.Outbox.Retrying:N0} after a failure), {status.Outbox.Parked:N0} refused{(status.Outbox.Parked > 0 ? " → 'creditbridge outbox list'" : "")}.");
                    LastRunLines.Show(console, status.LastRun, bridge.Clock.GetUtcNow());
                    if (status.NeverRead.Count > 0 && status.LastRun is not null)
                        console.MarkupLineInterpolated($"\n[yellow]Nothing is decided[/] before all of this was read to its end once: {string.Join(", ", status.NeverRead.Select(n => n.InWords))}");
                    if (status.Reviews.Open > 0)
                        console.MarkupLineInterpolated($"Reviews: {CycleTables.InWords(status.Reviews)} [dim]→ 'creditbridge reviews'[/]");
                    if (status.Bureaus is { } bureaus)
                        console.MarkupLineInterpolated($"Bureau reports in {bureaus.Month}: {Texts.Count(bureaus.Orders, "order")}, {Texts.Count(bureaus.Reports, "report")}, {bureaus.Spent:N2} of {bureaus.Budget.ToDisplay()} spent{(bureaus.UnderWay > 0 ? $"; of {bureaus.UnderWay:N0} nobody knows what became" : "")} [dim]→ 'creditbridge bureaus'[/]");
                    if (status.Drift.Total > 0)
                    {
                        console.MarkupLineInterpolated($"\n[yellow]{Texts.Count(status.Drift.Total, "credit field")} {(status.Drift.Total == 1 ? "shows" : "show")} something else in the CRM than what was written[/]: {status.Drift.Reasserted:N0} are written again, {status.Drift.Respected:N0} stay, {status.Drift.GivenUp:N0} were written again in vain [dim]→ 'creditbridge drift list'[/]");
                    }

                    if (status.Findings.Lines.Count > 0)
                    {
                        console.MarkupLine("\n[yellow]What is wrong with the data behind decisions[/]");
                        foreach (var line in status.Findings.Lines)
                            Passage.Indented(console, 2, $"[bold]{line.Subject}[/]  {line.What}{(line.NextStep is null ? "" : " → ")}[dim]{line.NextStep}[/]");
                    }

                    if (status.Carried.Count > 0)
                    {
                        console.MarkupLine("\n[yellow]ERP customers that no account names since their account was merged[/]");
                        foreach (var claim in status.Carried)
                            Passage.Indented(console, 2, $"[bold]{claim.CustomerKey}[/]  {claim.What} [dim]→ {claim.NextStep}[/]");
                    }

                    if (status.Lost.Count > 0)
                    {
                        console.WriteLine();
                        Passage.Indented(console, 0, $"[yellow]Customers of accounts that are no longer in the ERP; what was last known of them counts[/] [dim]→ 'creditbridge customers lost' says under which key they may be[/]");
                        foreach (var claim in status.Lost.Take(MaxNamed))
                            Passage.Indented(console, 2, $"[bold]{claim.CustomerKey}[/]  since {claim.Since.UtcDateTime:yyyy-MM-dd HH:mm} UTC, account {claim.AccountKey}");
                        if (status.Lost.Count > MaxNamed)
                            Passage.Indented(console, 2, $"[dim]and {(status.Lost.Count == MaxListed ? "more" : $"{status.Lost.Count - MaxNamed:N0} more")}: 'creditbridge customers lost' lists them[/]");
                    }

                    if (status.Kept.Count > 0)
                    {
                        console.WriteLine();
                        Passage.Indented(console, 0, $"[yellow]Customers whose keys were taken out of accounts; they count on until it is said whose they are[/] [dim]→ 'creditbridge customers kept' says what they owe[/]");
                        foreach (var claim in status.Kept.Take(MaxNamed))
                            Passage.Indented(console, 2, $"[bold]{claim.CustomerKey}[/]  since {claim.Since.UtcDateTime:yyyy-MM-dd HH:mm} UTC, account {claim.AccountKey}");
                        if (status.Kept.Count > MaxNamed)
                            Passage.Indented(console, 2, $"[dim]and more: 'creditbridge customers kept' lists them[/]");
                    }

                    if (status.Undelivered is { Accounts: > 0 } undelivered)
                    {
                        console.WriteLine();
                        Passage.Indented(console, 0, $"[yellow]{Texts.Count(undelivered.Accounts, "account")} that {(undelivered.Accounts == 1 ? "names a customer" : "name customers")} that no ERP delivers; no deal of theirs is prequalified, no hold released[/] [dim]→ 'creditbridge customers undelivered' says which may be meant[/]");
                        foreach (var claim in undelivered.First.Take(MaxNamed))
                            Passage.Indented(console, 2, $"[bold]{claim.CustomerKey}[/]  account {claim.AccountKey}");
                        if (undelivered.Accounts > MaxNamed)
                            Passage.Indented(console, 2, $"[dim]and more: 'creditbridge customers undelivered' lists them[/]");
                    }

                    if (status.Unclaimed.Count > 0)
                    {
                        console.WriteLine();
                        Passage.Indented(console, 0, $"[yellow]{Texts.Count(status.Figures.UnclaimedCustomers, "ERP customer")} that no account claims[/] [dim]→ 'creditbridge customers unclaimed' says what they owe and who they may be[/]");
                        foreach (var customer in status.Unclaimed.Take(MaxNamed))
                            Passage.Indented(console, 2, $"[bold]{customer.Customer}[/]  {customer.Name}");
                        if (status.Figures.UnclaimedCustomers > MaxNamed)
                            Passage.Indented(console, 2, $"[dim]and {status.Figures.UnclaimedCustomers - MaxNamed:N0} more: 'creditbridge customers unclaimed' lists them[/]");
                    }

                    if (status.Rejections.Count > 0)
                    {
                        console.WriteLine();
                        Passage.Indented(console, 0, $"[yellow]{Texts.Unreadable(status.Figures.Rejections, status.Rejections.Count(r => r.IsFile))} that could not be read[/]");
                        foreach (var rejection in status.Rejections)
                            Passage.Indented(console, 2, $"{rejection.Connection} {CycleTables.Declared(rejection.Kind)} [bold]{rejection.Where}[/]  {rejection.Reason}");
                        if (status.Figures.Rejections > status.Rejections.Count)
                            Passage.Indented(console, 2, $"[dim]and {status.Figures.Rejections - status.Rejections.Count:N0} older ones[/]");
                    }
                });
                return ExitCodes.Done;
            },
            cancellationToken,
            needsPolicy: false));
        return command;
    }
}
