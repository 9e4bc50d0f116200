using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Snapshots;
using CreditBridge.Storage.Dialects;
using CreditBridge.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace CreditBridge.Storage.Stores;

/// <summary>Keeps, for a page of accounts, which accounts there are and which customers they claim.</summary>
internal sealed class AccountRegister(Session session, AccountMarks marks)
{
    public async Task UpdateAsync(
        List<SnapshotRow> added, List<SnapshotRow> changed, IReadOnlyDictionary<string, IReadOnlyList<CustomerKey>> claims, CancellationToken cancellationToken)
    {
        await session.InsertAsync(
            [.. added.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => new AccountStateRow { AccountKey = r.Key, Mark = 0, EvaluatedMark = 0, Lease = 0 })],
            OnConflict.Keep,
            cancellationToken);

        var accounts = added.Concat(changed).Select(r => r.Key).ToArray();
        var before = await ReadAsync(accounts, cancellationToken);
        var after = accounts
            .SelectMany(a => claims.TryGetValue(a, out var customers) ? customers.Select(c => (Account: a, Customer: c.ToString())) : [])
            .ToHashSet();

        await DeleteAsync([.. before.Except(after)], cancellationToken);
        await session.InsertAsync(
            [.. after.Except(before).Select(c => new ClaimRow { AccountKey = c.Account, CustomerKey = c.Customer })], OnConflict.Keep, cancellationToken);

        // Another account that claims the customer too learns that it is shared, or no longer is.
        foreach (var (account, customer) in before.Except(after).Concat(after.Except(before)))
        {
            marks.AddCustomer(customer);
            marks.AddGroupOf(account);
        }
    }

    /// <summary>Forgets accounts that are gone: claims and marks. The other accounts that claim their customers are marked.</summary>
    public async Task ForgetAsync(string[] accounts, CancellationToken cancellationToken)
    {
        foreach (var (account, customer) in await ReadAsync(accounts, cancellationToken))
        {
            marks.AddCustomer(customer);
            marks.AddGroupOf(account);
        }

        await session.ExecuteAsync($"DELETE FROM claims WHERE {session.In("account_key", "keys")}", cancellationToken, ("keys", accounts));
        await session.ExecuteAsync(
            $"WITH gone AS (SELECT account_key FROM account_states WHERE {session.In("account_key", "keys")} ORDER BY account_key{session.ForUpdate}) " +
            "DELETE FROM account_states WHERE account_key IN (SELECT account_key FROM gone)",
            cancellationToken,
            ("keys", accounts));
    }

    private async Task<HashSet<(string Account, string Customer)>> ReadAsync(string[] accounts, CancellationToken cancellationToken)
    {
        if (accounts.Length == 0)
            return [];
        var rows = await session.Context.Claims.AsNoTracking().Where(c => accounts.Contains(c.AccountKey)).ToListAsync(cancellationToken);
        return [.. rows.Select(c => (c.AccountKey, c.CustomerKey))];
    }

    private async Task DeleteAsync((string Account, string Customer)[] gone, CancellationToken cancellationToken)
    {
        foreach (var customers in gone.GroupBy(c => c.Account, StringComparer.Ordinal))
        {
            await session.ExecuteAsync(
                $"DELETE FROM claims WHERE account_key = @account AND {session.In("customer_key", "customers")}",
                cancellationToken,
                ("account", customers.Key),
                ("customers", customers.Select(c => c.Customer).ToArray()));
        }
    }
}
