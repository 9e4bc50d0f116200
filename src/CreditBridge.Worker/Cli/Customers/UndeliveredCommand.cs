using System.CommandLine;
using CreditBridge.Worker.Cli.Reports;
using CreditBridge.Worker.Hosting.Customers;
using CreditBridge.Worker.Hosting.Reports;
using Spectre.Console;

namespace CreditBridge.Worker.Cli.Customers;

/// <summary><c>creditbridge customers undelivered</c>: accounts that name customers that no ERP delivers, and which customers may be meant.</summary>
internal static class UndeliveredCommand
{
    public static Command Create()
    {
        var config = CommonOptions.Config();
        var json = CommonOptions.Json();
        var limit = new Option<int>("--limit") { Description = "The most accounts that the table lists.", DefaultValueFactory = _ => 50 }.Within(1, NumberOption.MostLines);
        var command = new Command("undelivered", "Accounts that name customers that no ERP delivers, and unclaimed customers with the same identifier.") { config, json, limit };
        command.SetAction((parse, cancellationToken) => CommandRunner.WithBridgeAsync(
            parse.GetValue(config), parse.GetValue(json), async (bridge, output) =>
            {
                var accounts = await UndeliveredAccounts.FindAsync(bridge, cancellationToken);
                output.Write(accounts ?? [], console => Show(console, accounts, parse.GetValue(limit)));
                return ExitCodes.Done;
            },
            cancellationToken,
            needsPolicy: false));
        return command;
    }

    private static void Show(IAnsiConsole console, IReadOnlyList<UndeliveredAccount>? accounts, int limit)
    {
        if (accounts is null or { Count: 0 })
        {
            console.MarkupLine(accounts is null
                ? "[yellow]Not known yet: an ERP has never been read to its end.[/] 'creditbridge sync' reads it."
                : "[dim]Every customer that an account names is delivered by an ERP, or was.[/]");
            return;
        }

        Passage.Indented(console, 0, $"[bold]{Texts.Count(accounts.Count, "account")} that {(accounts.Count == 1 ? "names a customer" : "name customers")} that no ERP delivers[/]; what they owe is not known, so that no deal of theirs is prequalified and no hold is released");
        console.WriteLine();
        foreach (var account in accounts.Take(limit))
        {
            Passage.Indented(console, 0, $"[bold]{account.Account}[/]  {account.Name}  names [yellow]{string.Join(", ", account.Keys)}[/]");
            foreach (var meant in account.Candidates)
            {
                Passage.Indented(console, 2, $"{meant.Customer} {meant.Name} [dim]has the same {string.Join(" and ", meant.By)} and is claimed by nobody; line for the link file:[/]");
                console.WriteLine("    " + meant.Line);
            }
        }

        if (accounts.Count > limit)
            console.MarkupLineInterpolated($"[dim]… and {accounts.Count - limit:N0} more; --limit shows more, --json is complete.[/]");
        console.MarkupLine("\n[dim]Correct the key in the ERP key field of the account, or in the line of the link file.[/]");
    }
}
