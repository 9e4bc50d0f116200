using CreditBridge.Worker.Hosting.Customers;

namespace CreditBridge.Worker.Cli.Customers;

/// <summary>Unclaimed customers as CSV: one line per candidate, one for a customer without any.</summary>
internal static class UnclaimedCsv
{
    public static async Task WriteAsync(TextWriter text, IReadOnlyList<UnclaimedCustomer> customers)
    {
        await text.WriteAsync("customer,company,name,open,candidates,account,account_name,by,line\r\n");
        foreach (var customer in customers)
        {
            string[] start = [customer.Customer.ToString(), customer.Customer.Company, customer.Name, string.Join("; ", customer.Open), $"{customer.Candidates.Count}"];
            if (customer.Candidates.Count == 0)
                await text.WriteAsync(CsvCells.Line([.. start, "", "", "", ""]));
            foreach (var candidate in customer.Candidates)
                await text.WriteAsync(CsvCells.Line([.. start, candidate.Account, candidate.Name, string.Join("; ", candidate.By), candidate.Line]));
        }
    }
}
