using System.CommandLine;
using CreditBridge.Abstractions.Records;
using CreditBridge.Worker.Hosting;
using Spectre.Console;

namespace CreditBridge.Worker.Cli;

/// <summary><c>creditbridge override grant|list|revoke</c>: exceptions from the policy, each bounded, and where they stand.</summary>
internal static class OverrideCommand
{
    private static readonly string[] Effects = ["release-hold", "raise-limit", "clear-deals", "hold", "lower-limit", "decline-deals"];

    public static Command Create() => new("override", "Grant, list and revoke exceptions from the policy.") { Grant(), List(), Revoke() };

    private static Command Grant()
    {
        var account = new Argument<string>("account") { Description = "Account (key or name)." };
        var effect = new Option<string>("--effect") { Description = "release-hold, raise-limit, clear-deals, hold, lower-limit or decline-deals.", Required = true };
        effect.AcceptOnlyFromAmong(Effects);
        var deal = new Option<string?>("--deal") { Description = "Only for this deal (key)." };
        var group = new Option<bool>("--group") { Description = "For every account of the account's group." };
        var amount = new Option<string?>("--amount") { Description = "Up to this amount: 50000, in the policy's currency, or '50000 USD'." };
        var uses = new Option<int?>("--uses") { Description = "For at most this many deals." };
        var until = DayOption.Create("--until", "Last day of its effect; a hold, a lower limit and a decline may go without.");
        var by = new Option<string>("--by") { Description = "Who grants it.", Required = true };
        var reason = new Option<string>("--reason") { Description = "Why, in words for the credit team.", Required = true };
        var config = CommonOptions.Config();
        var json = CommonOptions.Json();
        var command = new Command("grant", "Grant an exception.") { account, effect, deal, group, amount, uses, until, by, reason, config, json };
        command.SetAction((parse, cancellationToken) => CommandRunner.WithBridgeAsync(
            parse.GetValue(config), parse.GetValue(json), async (bridge, output) =>
            {
                var wish = new OverrideWish(parse.GetValue(account)!, (OverrideEffect)Array.IndexOf(Effects, parse.GetValue(effect)!))
                {
                    Deal = parse.GetValue(deal),
                    Group = parse.GetValue(group),
                    Amount = parse.GetValue(amount),
                    Uses = parse.GetValue(uses),
                    Until = parse.GetValue(until),
                    By = parse.GetValue(by)!,
                    Reason = parse.GetValue(reason)!,
                };
                var granted = await OverrideDesk.GrantAsync(bridge, wish, cancellationToken);
                if (granted.Record is not { } record)
                {
                    output.Fail("The exception was not granted.", granted.Problems);
                    return ExitCodes.WrongInput;
                }

                output.Write(new { granted = record, account = granted.AccountName, accounts = granted.Accounts }, console =>
                {
                    console.MarkupLineInterpolated($"[green]Granted[/] [bold]{record.Key}[/] for {granted.AccountName}: {OverrideDesk.InWords(record)}.");
                    console.MarkupLineInterpolated($"It takes effect with the next cycle: at once in a running service's next poll, or with 'creditbridge sync'. {granted.Accounts:N0} {(granted.Accounts == 1 ? "account is" : "accounts are")} evaluated again.");
                    console.MarkupLineInterpolated($"[dim]'creditbridge override list' shows where it stands, 'creditbridge override revoke {record.Key}' ends it.[/]");
                });
                return ExitCodes.Done;
            },
            cancellationToken));
        return command;
    }

    private static Command List()
    {
        var account = new Argument<string?>("account") { Description = "Account (key or name); all exceptions when left out.", Arity = ArgumentArity.ZeroOrOne };
        var config = CommonOptions.Config();
        var json = CommonOptions.Json();
        var command = new Command("list", "List exceptions and where they stand by the newest decisions.") { account, config, json };
        command.SetAction((parse, cancellationToken) => CommandRunner.WithBridgeAsync(
            parse.GetValue(config), parse.GetValue(json), async (bridge, output) =>
            {
                string? key = null;
                if (parse.GetValue(account) is { } text)
                {
                    var found = await OverrideDesk.FindAccountAsync(bridge, text, cancellationToken);
                    if (found.Account is null)
                    {
                        output.Fail($"No exceptions to list for '{text}'.", found.Problems);
                        return ExitCodes.WrongInput;
                    }

                    key = found.Account.Key;
                }

                var listed = await OverrideDesk.ListAsync(bridge, key, cancellationToken);
                output.Write(listed, console => Show(console, listed));
                return ExitCodes.Done;
            },
            cancellationToken,
            needsPolicy: false));
        return command;
    }

    private static Command Revoke()
    {
        var key = new Argument<string>("key") { Description = "Key of the exception, as 'override list' shows it." };
        var config = CommonOptions.Config();
        var json = CommonOptions.Json();
        var command = new Command("revoke", "End an exception that was granted here.") { key, config, json };
        command.SetAction((parse, cancellationToken) => CommandRunner.WithBridgeAsync(
            parse.GetValue(config), parse.GetValue(json), async (bridge, output) =>
            {
                var wanted = parse.GetValue(key)!;
                if (await OverrideDesk.RevokeAsync(bridge, wanted, cancellationToken) is { } problem)
                {
                    output.Fail($"'{wanted}' was not revoked.", [problem]);
                    return ExitCodes.WrongInput;
                }

                output.Write(new { revoked = wanted }, console => console.MarkupLineInterpolated($"[bold]{wanted}[/] is revoked; the next cycle decides without it."));
                return ExitCodes.Done;
            },
            cancellationToken,
            needsPolicy: false));
        return command;
    }

    private static void Show(IAnsiConsole console, IReadOnlyList<ListedOverride> listed)
    {
        if (listed.Count == 0)
        {
            console.MarkupLine("[dim]There are no exceptions.[/]");
            return;
        }

        foreach (var one in listed)
        {
            var (record, connection, accountName, standing) = one;
            var colour = standing is { State: Core.Decisions.OverrideState.Active } ? "green" : "yellow";
            console.MarkupLine($"[bold]{Markup.Escape(record.Key)}[/]  {Markup.Escape(accountName)}  [{colour}]{Markup.Escape(OverrideDesk.StateInWords(one))}[/]");
            console.Write(new Padder(new Text(OverrideDesk.InWords(record)), new Padding(2, 0, 0, 0)));
            console.Write(new Padder(new Markup($"[dim]{Markup.Escape($"{record.GrantedBy}, {record.ValidFrom:yyyy-MM-dd}: {record.Reason}")}{(connection == OverrideDesk.Connection ? "" : Markup.Escape($" (from {connection})"))}[/]"), new Padding(2, 0, 0, 0)));
            if (standing is not null)
                console.Write(new Padder(new Markup($"[dim]{Markup.Escape(standing.Why)}{(standing.UsedBy.Count > 0 ? Markup.Escape($" Used by {string.Join(", ", standing.UsedBy)}.") : "")}[/]"), new Padding(2, 0, 0, 0)));
        }
    }
}
