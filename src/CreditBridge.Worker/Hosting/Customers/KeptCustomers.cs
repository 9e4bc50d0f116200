using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Accounts.Links;
using CreditBridge.Core.Snapshots;

namespace CreditBridge.Worker.Hosting.Customers;

/// <summary>A customer whose key was taken out of an account and that stays with it.</summary>
/// <param name="Account">Key of the account.</param>
/// <param name="AccountName">Name of the account.</param>
/// <param name="Customer">The customer's key.</param>
/// <param name="Name">The customer's name.</param>
/// <param name="Since">When the key was found to be taken out.</param>
internal sealed record KeptCustomer(string Account, string AccountName, CustomerKey Customer, string Name, DateTimeOffset Since)
{
    /// <summary>What is open, one amount per currency; credits are taken off.</summary>
    public IReadOnlyList<Money> Open { get; init; } = [];

    /// <summary>The line of the link file that says that the account is not the customer.</summary>
    public string NotLine => LinkList.Not + LinkList.LineOf(Account, Customer, Name);

    /// <summary>The line of the link file that says that it is.</summary>
    public string LinkLine => LinkList.LineOf(Account, Customer, Name);
}

/// <summary>Finds the customers that stay with accounts that name them no longer, and what they owe.</summary>
internal static class KeptCustomers
{
    private const int AccountsAtOnce = 200;

    private static readonly RecordKind[] s_needed = [RecordKind.ErpCustomer, RecordKind.Receivable];

    public static async Task<IReadOnlyList<KeptCustomer>> FindAsync(Bridge bridge, CancellationToken cancellationToken)
    {
        var found = new List<KeptCustomer>();
        foreach (var chunk in (await bridge.Database.Accounts.ListKeptClaimsAsync(int.MaxValue, cancellationToken)).GroupBy(c => c.AccountKey, StringComparer.Ordinal).Chunk(AccountsAtOnce))
        {
            var rows = (await bridge.Database.SnapshotReader.ReadAccountsAsync([.. chunk.Select(c => c.Key)], s_needed, cancellationToken)).ToDictionary(r => r.AccountKey, StringComparer.Ordinal);
            foreach (var claim in chunk.SelectMany(c => c).Where(c => rows.ContainsKey(c.AccountKey)))
            {
                var row = rows[claim.AccountKey];
                var customer = CustomerKey.Parse(claim.CustomerKey);
                var records = row.Related.Select(r => RecordCodec.Decode(r.Kind, r.Payload)).ToList();
                found.Add(new KeptCustomer(
                    claim.AccountKey, ((AccountRecord)RecordCodec.Decode(RecordKind.Account, row.Account)).Name, customer,
                    records.OfType<ErpCustomerRecord>().FirstOrDefault(c => c.Customer == customer)?.Name ?? "", claim.Since)
                {
                    Open = OpenAmounts.Sum(records.OfType<ReceivableRecord>().Where(i => i.Customer == customer).Select(i => i.OpenAmount)),
                });
            }
        }

        return found;
    }
}
