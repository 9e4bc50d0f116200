using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Accounts.Links;
using CreditBridge.Core.Snapshots;

namespace CreditBridge.Worker.Hosting.Customers;

/// <summary>A customer that accounts claim and that is no longer in its ERP: what was last known of it counts until a person says what became of it.</summary>
/// <param name="Customer">Its key.</param>
/// <param name="Name">The name that it had last.</param>
/// <param name="Since">When it was found to be gone.</param>
internal sealed record LostCustomer(CustomerKey Customer, string Name, DateTimeOffset Since)
{
    /// <summary>The accounts that claim it, by key and name.</summary>
    public required IReadOnlyList<string> Accounts { get; init; }

    /// <summary>What was open last, one amount per currency; credits are taken off.</summary>
    public IReadOnlyList<Money> Open { get; init; } = [];

    /// <summary>Customers that no account claims and that carry the same identifier: the new key, if it was renumbered.</summary>
    public IReadOnlyList<Successor> Successors { get; init; } = [];

    /// <summary>The line that says that it is gone for good.</summary>
    public string GoneLine => LinkList.LineOf(Customer, null, Name);
}

/// <summary>A customer that may be a lost one under a new key.</summary>
/// <param name="Customer">Its key.</param>
/// <param name="Name">Its name.</param>
/// <param name="By">The identifiers that both carry: "tax id DE123456789".</param>
/// <param name="Line">The line that says so in the link file.</param>
internal sealed record Successor(CustomerKey Customer, string Name, IReadOnlyList<string> By, string Line);

/// <summary>Finds the customers that were lost, what they owed last, and the unclaimed customers that carry the same identifiers.</summary>
internal static class LostCustomers
{
    private const int AccountsAtOnce = 200;

    private static readonly RecordKind[] Needed = [RecordKind.ErpCustomer, RecordKind.Receivable];

    public static async Task<IReadOnlyList<LostCustomer>> FindAsync(Bridge bridge, CancellationToken cancellationToken)
    {
        var claims = await bridge.Database.Accounts.ListLostClaimsAsync(int.MaxValue, cancellationToken);
        if (claims.Count == 0)
            return [];
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var records = new Dictionary<string, ErpCustomerRecord>(StringComparer.Ordinal);
        var items = new Dictionary<string, ReceivableRecord>(StringComparer.Ordinal);
        var lost = claims.Select(c => c.CustomerKey).ToHashSet(StringComparer.Ordinal);
        foreach (var accounts in claims.Select(c => c.AccountKey).Distinct(StringComparer.Ordinal).Chunk(AccountsAtOnce))
        {
            foreach (var rows in await bridge.Database.SnapshotReader.ReadAccountsAsync(accounts, Needed, cancellationToken))
            {
                names[rows.AccountKey] = ((AccountRecord)RecordCodec.Decode(RecordKind.Account, rows.Account)).Name;
                foreach (var record in rows.Related.Select(r => RecordCodec.Decode(r.Kind, r.Payload)).Where(r => lost.Contains(r.Subject.Key)))
                {
                    if (record is ErpCustomerRecord customer)
                        records[customer.Key] = customer;
                    else if (record is ReceivableRecord item)
                        items[item.Key] = item;
                }
            }
        }

        var open = items.Values.ToLookup(i => i.Customer, i => i.OpenAmount);
        var successors = await SuccessorsAsync(bridge, records.Values, cancellationToken);
        return
        [
            .. claims.GroupBy(c => (c.CustomerKey, c.Since)).Select(g => (Key: CustomerKey.Parse(g.Key.CustomerKey), g.Key.Since, Claims: g)).Select(g =>
                new LostCustomer(g.Key, records.GetValueOrDefault(g.Key.ToString())?.Name ?? "", g.Since)
                {
                    Accounts = [.. g.Claims.Select(c => $"{c.AccountKey} {names.GetValueOrDefault(c.AccountKey)}".TrimEnd())],
                    Open = OpenAmounts.Sum(open[g.Key]),
                    Successors = [.. successors[g.Key]],
                }),
        ];
    }

    private static async Task<ILookup<CustomerKey, Successor>> SuccessorsAsync(Bridge bridge, IReadOnlyCollection<ErpCustomerRecord> lost, CancellationToken cancellationToken)
    {
        var wanted = lost.SelectMany(c => CustomerIdentifiers.Of(c, bridge.Identifiers).Select(i => (Identifier: i, c.Customer))).Distinct().ToLookup(i => i.Identifier, i => i.Customer);
        var found = new List<(CustomerKey Old, Successor New)>();
        await foreach (var payload in bridge.Database.Links.ReadUnclaimedAsync(cancellationToken))
        {
            var customer = (ErpCustomerRecord)RecordCodec.Decode(RecordKind.ErpCustomer, payload);
            var matches = CustomerIdentifiers.Of(customer, bridge.Identifiers).Distinct().SelectMany(i => wanted[i].Select(old => (Old: old, Identifier: i))).GroupBy(m => m.Old, m => m.Identifier);
            foreach (var match in matches)
            {
                string[] by = [.. match.Select(i => i.ToString()).Order(StringComparer.Ordinal)];
                found.Add((match.Key, new Successor(customer.Customer, customer.Name, by, LinkList.LineOf(match.Key, customer.Customer, $"{string.Join(" and ", by)} ({customer.Name})"))));
            }
        }

        return found.DistinctBy(f => (f.Old, f.New.Customer)).ToLookup(f => f.Old, f => f.New);
    }
}
