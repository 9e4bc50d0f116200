using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Snapshots;
using CreditBridge.Worker.Hosting;
using CreditBridge.Worker.Hosting.Customers;
using CreditBridge.Worker.Hosting.Reports;

namespace CreditBridge.Worker.Cli.Customers;

/// <summary>What is said to whoever asks about a customer that no account claims: nothing was decided about it, but something may be known.</summary>
internal static class UnclaimedAnswer
{
    /// <summary>What is known of the customer, the accounts that it may be, and what to do.</summary>
    public static async Task<IReadOnlyList<Problem>> OfAsync(Bridge bridge, CustomerKey customer, CancellationToken cancellationToken)
    {
        var key = customer.ToString();
        if (await UnclaimedCustomers.FindAsync(bridge, customer, cancellationToken) is { } found)
        {
            return
            [
                .. found.Candidates.Select(c => new Problem(c.Account, $"{c.Name} has the same {string.Join(" and ", c.By)}; line for the link file: {c.Line}")),
                new Problem(key, $"'{found.Name}' is a customer of the ERP that no account claims; {Open(found.Open)}. Nothing is decided about it.",
                    "Write the key into the ERP key field of the account that the customer is, or add a line to the link file (Accounts:Links)."),
            ];
        }

        var items = (await bridge.Database.SnapshotReader.ReadCustomersAsync([key], RecordKind.Receivable, cancellationToken))[key].ToList();
        if (items.Count == 0)
        {
            return
            [
                new Problem(key, "No ERP delivers this customer, and no account claims it.",
                    "Check the key: upper and lower case differ, and so do leading zeros. 'creditbridge customers unclaimed' lists the customers that no account claims."),
            ];
        }

        var open = OpenAmounts.Sum(items.Select(p => ((ReceivableRecord)RecordCodec.Decode(RecordKind.Receivable, p)).OpenAmount));
        return
        [
            new Problem(key, $"It has {Texts.Count(items.Count, "open item")} and no entry in the list of customers, and no account claims it; {Open(open)}. Nothing is decided about it.",
                "Look at how customers and open items are mapped: a filter leaves the customer out, or its number is spelled differently in the two (leading zeros, letters, company)."),
        ];
    }

    private static string Open(IReadOnlyList<Money> open) => open.Count == 0 ? "nothing is open" : $"open: {string.Join(", ", open.Select(m => m.ToDisplay()))}";
}
