using System.CommandLine;
using CreditBridge.Worker.Hosting.Customers;
using CreditBridge.Worker.Hosting.Reports;
using Spectre.Console;

namespace CreditBridge.Worker.Cli.Customers;

/// <summary><c>creditbridge customers lost</c>: customers that an account claims and that are no longer in their ERP, and under which key they may be now.</summary>
internal static class LostCustomersCommand
{
    public static Command Create()
    {
        var config = CommonOptions.Config();
        var json = CommonOptions.Json();
        var command = new Command("lost", "Customers that an account claims and that are no longer in their ERP: what they owed last, and unclaimed customers with the same identifier.") { config, json };
        command.SetAction((parse, cancellationToken) => CommandRunner.WithBridgeAsync(
            parse.GetValue(config), parse.GetValue(json), async (bridge, output) =>
            {
                var customers = await LostCustomers.FindAsync(bridge, cancellationToken);
                output.Write(customers, console => Show(console, customers));
                return ExitCodes.Done;
            },
            cancellationToken,
            needsPolicy: false));
        return command;
    }

    private static void Show(IAnsiConsole console, IReadOnlyList<LostCustomer> customers)
    {
        if (customers.Count == 0)
        {
            console.MarkupLine("[dim]Every customer that an account claims is in its ERP, or it is said what became of it.[/]");
            return;
        }

        console.MarkupLineInterpolated($"[bold]{Texts.Count(customers.Count, "customer")} of accounts that {(customers.Count == 1 ? "is" : "are")} no longer in the ERP[/]; what was last known of {(customers.Count == 1 ? "it" : "them")} counts, holds included\n");
        foreach (var customer in customers)
        {
            console.MarkupLineInterpolated($"[bold]{customer.Customer}[/]  {customer.Name}  gone since {customer.Since.UtcDateTime:yyyy-MM-dd HH:mm} UTC, {(customer.Open.Count == 0 ? "nothing open" : string.Join(", ", customer.Open.Select(m => m.ToDisplay())) + " open")} then");
            console.MarkupLineInterpolated($"  [dim]claimed by {string.Join(", ", customer.Accounts)}[/]");
            if (customer.Successors.Count > 1)
                console.MarkupLineInterpolated($"  [yellow]{customer.Successors.Count:N0} unclaimed customers carry the same identifier: a person has to decide[/]");
            foreach (var successor in customer.Successors)
            {
                console.MarkupLineInterpolated($"  {successor.Customer} {successor.Name} [dim]has the same {string.Join(" and ", successor.By)}; if it was renumbered:[/]");
                console.WriteLine("    " + successor.Line);
            }

            console.MarkupLine("  [dim]if it is gone for good:[/]");
            console.WriteLine("    " + customer.GoneLine);
        }

        console.MarkupLine("\n[dim]Add the right line to the link file (Accounts:Links), or write the new key into the ERP key field of the account.[/]");
    }
}
