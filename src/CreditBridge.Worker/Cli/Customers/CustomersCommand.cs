using System.CommandLine;
using CreditBridge.Worker.Hosting.Customers;
using CreditBridge.Worker.Hosting.Reports;
using Spectre.Console;

namespace CreditBridge.Worker.Cli.Customers;

/// <summary><c>creditbridge customers unclaimed</c>: ERP customers that no account claims, what they owe, and the accounts that carry the same identifiers.</summary>
internal static class CustomersCommand
{
    public static Command Create()
    {
        var command = new Command("customers", "Customers of the ERPs.");
        command.Add(Unclaimed());
        command.Add(LostCustomersCommand.Create());
        command.Add(KeptCustomersCommand.Create());
        command.Add(UndeliveredCommand.Create());
        return command;
    }

    private static Command Unclaimed()
    {
        var config = CommonOptions.Config();
        var json = CommonOptions.Json();
        var csv = new Option<bool>("--csv") { Description = "Print them as CSV, one line per candidate." };
        var limit = new Option<int>("--limit") { Description = "The most customers that the table lists.", DefaultValueFactory = _ => 50 }.Within(1, NumberOption.MostLines);
        var command = new Command("unclaimed", "Customers that no account claims, what they owe, and accounts with the same tax id, D-U-N-S number, domain or customer number.") { config, json, csv, limit };
        command.Validators.Add(result =>
        {
            if (result.GetValue(json) && result.GetValue(csv))
                result.AddError("Name one format: --json or --csv.");
        });
        command.SetAction((parse, cancellationToken) => CommandRunner.WithBridgeAsync(
            parse.GetValue(config), parse.GetValue(json), async (bridge, output) =>
            {
                var customers = await UnclaimedCustomers.FindAsync(bridge, cancellationToken);
                if (parse.GetValue(csv))
                    await UnclaimedCsv.WriteAsync(Console.Out, customers);
                else
                    output.Write(customers, console => Show(console, customers, parse.GetValue(limit)));
                return ExitCodes.Done;
            },
            cancellationToken,
            needsPolicy: false));
        return command;
    }

    private static void Show(IAnsiConsole console, IReadOnlyList<UnclaimedCustomer> customers, int limit)
    {
        if (customers.Count == 0)
        {
            console.MarkupLine("[dim]Every ERP customer is claimed by an account.[/]");
            return;
        }

        var open = customers.SelectMany(c => c.Open).GroupBy(m => m.Currency).OrderBy(g => g.Key.Code, StringComparer.Ordinal)
            .Select(g => new Abstractions.Values.Money(g.Sum(m => m.Amount), g.Key).ToDisplay());
        console.MarkupLineInterpolated($"[bold]{Texts.Count(customers.Count, "ERP customer")} that no account claims[/]; open: {string.Join(", ", open.DefaultIfEmpty("nothing"))}\n");
        foreach (var customer in customers.OrderByDescending(c => c.Open.Sum(m => Math.Abs(m.Amount))).ThenBy(c => c.Customer.ToString(), StringComparer.Ordinal).Take(limit))
        {
            console.MarkupLineInterpolated($"[bold]{customer.Customer}[/]  {customer.Name}  {(customer.Open.Count == 0 ? "nothing open" : string.Join(", ", customer.Open.Select(m => m.ToDisplay())))}");
            if (customer.Candidates.Count > 1)
                console.MarkupLineInterpolated($"  [yellow]{customer.Candidates.Count:N0} accounts carry the same identifier: a person has to decide[/]");
            foreach (var candidate in customer.Candidates)
            {
                console.MarkupLineInterpolated($"  {candidate.Name} [dim]has the same {string.Join(" and ", candidate.By)}; line for the link file:[/]");
                console.WriteLine("    " + candidate.Line);
            }
        }

        if (customers.Count > limit)
            console.MarkupLineInterpolated($"[dim]… and {customers.Count - limit:N0} more; --limit shows more, --csv and --json are complete.[/]");
        console.MarkupLine("\n[dim]Write the key into the ERP key field of the account that the customer is, or add the line to the link file (Accounts:Links).[/]");
    }
}
