using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Accounts.Links;
using CreditBridge.Core.Snapshots;

namespace CreditBridge.Worker.Hosting.Customers;

/// <summary>An ERP customer that no account claims: nobody in sales sees what it owes.</summary>
/// <param name="Customer">Its key.</param>
/// <param name="Name">Its name in the ERP.</param>
internal sealed record UnclaimedCustomer(CustomerKey Customer, string Name)
{
    /// <summary>What is open, one amount per currency; credits are taken off.</summary>
    public IReadOnlyList<Money> Open { get; init; } = [];

    /// <summary>Accounts that carry the same identifier, in order of their keys; more than one is for a person to decide.</summary>
    public IReadOnlyList<CandidateAccount> Candidates { get; init; } = [];
}

/// <summary>An account that may be the customer.</summary>
/// <param name="Account">The account.</param>
/// <param name="Name">Its name.</param>
/// <param name="By">The identifiers that both carry: "tax id DE123456789".</param>
/// <param name="Line">The line that links the two in the link file.</param>
internal sealed record CandidateAccount(string Account, string Name, IReadOnlyList<string> By, string Line);

/// <summary>Finds the customers that no account claims, what they owe, and the accounts that carry the same identifiers. Every account is read once.</summary>
internal static class UnclaimedCustomers
{
    private const int CustomersAtOnce = 500;

    public static async Task<IReadOnlyList<UnclaimedCustomer>> FindAsync(Bridge bridge, CancellationToken cancellationToken)
    {
        var customers = new List<ErpCustomerRecord>();
        await foreach (var payload in bridge.Database.Links.ReadUnclaimedAsync(cancellationToken))
            customers.Add((ErpCustomerRecord)RecordCodec.Decode(RecordKind.ErpCustomer, payload));
        return await AsFoundAsync(bridge, [.. customers.DistinctBy(c => c.Customer)], cancellationToken);
    }

    /// <summary>One customer that no account claims; null when no ERP lists it.</summary>
    public static async Task<UnclaimedCustomer?> FindAsync(Bridge bridge, CustomerKey customer, CancellationToken cancellationToken)
    {
        var key = customer.ToString();
        var listed = (await bridge.Database.SnapshotReader.ReadCustomersAsync([key], RecordKind.ErpCustomer, cancellationToken))[key].FirstOrDefault();
        return listed is null ? null : (await AsFoundAsync(bridge, [(ErpCustomerRecord)RecordCodec.Decode(RecordKind.ErpCustomer, listed)], cancellationToken))[0];
    }

    private static async Task<IReadOnlyList<UnclaimedCustomer>> AsFoundAsync(Bridge bridge, List<ErpCustomerRecord> unique, CancellationToken cancellationToken)
    {
        var refused = (await bridge.Links.GetAsync(cancellationToken)).Refused;
        var candidates = await CandidatesAsync(bridge, unique, refused, cancellationToken);

        var found = new List<UnclaimedCustomer>(unique.Count);
        foreach (var batch in unique.Chunk(CustomersAtOnce))
        {
            var items = await bridge.Database.SnapshotReader.ReadCustomersAsync([.. batch.Select(c => c.Key)], RecordKind.Receivable, cancellationToken);
            found.AddRange(batch.Select(c => new UnclaimedCustomer(c.Customer, c.Name)
            {
                Open = OpenAmounts.Sum(items[c.Key].Select(p => ((ReceivableRecord)RecordCodec.Decode(RecordKind.Receivable, p)).OpenAmount)),
                Candidates = candidates.GetValueOrDefault(c.Customer) ?? [],
            }));
        }

        return found;
    }

    private static async Task<Dictionary<CustomerKey, IReadOnlyList<CandidateAccount>>> CandidatesAsync(
        Bridge bridge, List<ErpCustomerRecord> customers, IReadOnlySet<(string Account, CustomerKey Customer)> refused, CancellationToken cancellationToken)
    {
        var wanted = customers.SelectMany(c => CustomerIdentifiers.Of(c, bridge.Identifiers).Select(i => (Identifier: i, c.Customer))).ToLookup(i => i.Identifier, i => i.Customer);
        var matches = new Dictionary<(CustomerKey Customer, string Account), (string Name, SortedSet<string> By)>();
        await foreach (var stored in bridge.Database.SnapshotReader.ReadKindAsync(RecordKind.Account, cancellationToken))
        {
            var account = (AccountRecord)RecordCodec.Decode(RecordKind.Account, stored.Payload);
            foreach (var identifier in CustomerIdentifiers.Of(account, bridge.Identifiers))
            {
                foreach (var customer in wanted[identifier].Where(c => !refused.Contains((account.Key, c))))
                {
                    if (!matches.TryGetValue((customer, account.Key), out var match))
                        matches[(customer, account.Key)] = match = (account.Name, new SortedSet<string>(StringComparer.Ordinal));
                    match.By.Add(identifier.ToString());
                }
            }
        }

        return matches.GroupBy(m => m.Key.Customer).ToDictionary(
            g => g.Key,
            g => (IReadOnlyList<CandidateAccount>)
            [
                .. g.OrderBy(m => m.Key.Account, StringComparer.Ordinal).Select(m =>
                    new CandidateAccount(m.Key.Account, m.Value.Name, [.. m.Value.By], LinkList.LineOf(m.Key.Account, g.Key, $"{string.Join(" and ", m.Value.By)} ({m.Value.Name})"))),
            ]);
    }
}
