using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Snapshots;

namespace CreditBridge.Worker.Hosting.Customers;

/// <summary>An account that names customers that no ERP delivers.</summary>
/// <param name="Account">Its key.</param>
/// <param name="Name">Its name.</param>
/// <param name="Keys">The keys that no ERP delivers.</param>
internal sealed record UndeliveredAccount(string Account, string Name, IReadOnlyList<string> Keys)
{
    /// <summary>Customers that no account claims and that carry the same identifier as the account: the key that was meant, perhaps.</summary>
    public IReadOnlyList<MeantCustomer> Candidates { get; init; } = [];
}

/// <summary>A customer that may be meant.</summary>
/// <param name="Customer">Its key.</param>
/// <param name="Name">Its name in the ERP.</param>
/// <param name="By">The identifiers that both carry: "tax id DE123456789".</param>
/// <param name="Line">The line that links the two in the link file.</param>
internal sealed record MeantCustomer(CustomerKey Customer, string Name, IReadOnlyList<string> By, string Line);

/// <summary>Finds the accounts that name customers that no ERP delivers, and the unclaimed customers that carry the same identifiers.</summary>
internal static class UndeliveredAccounts
{
    private const int AccountsAtOnce = 200;

    /// <summary>Finds them; null while an ERP has never been read to its end, so that nobody can tell.</summary>
    public static async Task<IReadOnlyList<UndeliveredAccount>?> FindAsync(Bridge bridge, CancellationToken cancellationToken)
    {
        if (await bridge.FindUndeliveredKeysAsync(int.MaxValue, cancellationToken) is not { } keys)
            return null;
        if (keys.Accounts == 0)
            return [];
        var byAccount = keys.First.ToLookup(c => c.AccountKey, c => c.CustomerKey, StringComparer.Ordinal);
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var accounts in byAccount.Select(a => a.Key).Chunk(AccountsAtOnce))
        {
            foreach (var rows in await bridge.Database.SnapshotReader.ReadAccountsAsync(accounts, [RecordKind.Account], cancellationToken))
                names[rows.AccountKey] = ((AccountRecord)RecordCodec.Decode(RecordKind.Account, rows.Account)).Name;
        }

        var candidates = (await UnclaimedCustomers.FindAsync(bridge, cancellationToken))
            .SelectMany(u => u.Candidates.Select(c => (c.Account, Meant: new MeantCustomer(u.Customer, u.Name, c.By, c.Line))))
            .ToLookup(c => c.Account, c => c.Meant, StringComparer.Ordinal);
        return [.. byAccount.Select(a => new UndeliveredAccount(a.Key, names.GetValueOrDefault(a.Key) ?? "", [.. a]) { Candidates = [.. candidates[a.Key]] })];
    }
}
