using System.CommandLine;
using CreditBridge.Worker.Hosting.Customers;
using CreditBridge.Worker.Hosting.Reports;
using Spectre.Console;

namespace CreditBridge.Worker.Cli.Customers;

/// <summary><c>creditbridge customers kept</c>: customers whose keys were taken out of accounts and that stay with them until a person says whose they are.</summary>
internal static class KeptCustomersCommand
{
    public static Command Create()
    {
        var config = CommonOptions.Config();
        var json = CommonOptions.Json();
        var command = new Command("kept", "Customers whose keys were taken out of accounts and that stay with them: what they owe, and the lines that settle it.") { config, json };
        command.SetAction((parse, cancellationToken) => CommandRunner.WithBridgeAsync(
            parse.GetValue(config), parse.GetValue(json), async (bridge, output) =>
            {
                var customers = await KeptCustomers.FindAsync(bridge, cancellationToken);
                output.Write(customers, console => Show(console, customers));
                return ExitCodes.Done;
            },
            cancellationToken,
            needsPolicy: false));
        return command;
    }

    private static void Show(IAnsiConsole console, IReadOnlyList<KeptCustomer> customers)
    {
        if (customers.Count == 0)
        {
            console.MarkupLine("[dim]No account keeps a customer whose key was taken out.[/]");
            return;
        }

        console.MarkupLineInterpolated($"[bold]{Texts.Count(customers.Count, "customer")} that no account names any more[/]; {(customers.Count == 1 ? "it counts" : "they count")} on with the account that did, holds included\n");
        foreach (var customer in customers)
        {
            console.MarkupLineInterpolated($"[bold]{customer.Customer}[/]  {customer.Name}  {(customer.Open.Count == 0 ? "nothing open" : string.Join(", ", customer.Open.Select(m => m.ToDisplay())) + " open")}");
            console.MarkupLineInterpolated($"  [dim]its key was taken out of account {customer.Account} {customer.AccountName}, found {customer.Since.UtcDateTime:yyyy-MM-dd HH:mm} UTC; if the account is that customer:[/]");
            console.WriteLine("    " + customer.LinkLine);
            console.MarkupLine("  [dim]if it is not:[/]");
            console.WriteLine("    " + customer.NotLine);
        }

        console.MarkupLine("\n[dim]Add the right line to the link file (Accounts:Links), or write the key into the ERP key field of the account that the customer belongs to.[/]");
    }
}
