using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Snapshots;
using CreditBridge.Storage.Dialects;
using CreditBridge.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace CreditBridge.Storage.Stores;

/// <summary>Keeps, for a page of accounts, which accounts there are and which customers they claim.</summary>
/// <param name="session">A transaction that writes.</param>
/// <param name="marks">Gathers the accounts that are concerned.</param>
/// <param name="now">When the page was read.</param>
internal sealed class AccountRegister(Session session, AccountMarks marks, DateTimeOffset now)
{
    public async Task UpdateAsync(
        IReadOnlyList<SnapshotRow> added, IReadOnlyList<SnapshotRow> changed, IReadOnlyDictionary<string, IReadOnlyList<CustomerKey>> claims, CancellationToken cancellationToken)
    {
        await session.InsertAsync(
            [.. added.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => new AccountStateRow { AccountKey = r.Key, Mark = 0, EvaluatedMark = 0, Lease = 0 })],
            OnConflict.Keep,
            cancellationToken);

        var accounts = added.Concat(changed).Select(r => r.Key).ToArray();
        var known = await ReadAsync(accounts, cancellationToken);
        var before = known.Where(c => c.Named).Select(c => (Account: c.AccountKey, Customer: c.CustomerKey)).ToHashSet();
        var others = known.Where(c => !c.Named && c.CarriedFrom is null).ToDictionary(c => (c.AccountKey, c.CustomerKey));
        var after = accounts
            .SelectMany(a => claims.TryGetValue(a, out var customers) ? customers.Select(c => (Account: a, Customer: c.ToString())) : [])
            .ToHashSet();

        var kept = new KeptClaims(session, marks, now);
        foreach (var ended in before.Except(after).GroupBy(c => c.Account, StringComparer.Ordinal))
            await kept.EndNamedAsync(ended.Key, [.. ended.Select(c => c.Customer)], cancellationToken);
        var begun = after.Except(before).ToList();
        await EndCarriedAsync([.. begun.Select(c => c.Customer).Distinct(StringComparer.Ordinal)], cancellationToken);
        await session.InsertAsync(
            [
                .. begun.Select(c => others.TryGetValue(c, out var other)
                    ? new ClaimRow { AccountKey = c.Account, CustomerKey = c.Customer, Named = true, Linked = other.Linked, BegunAt = other.Kept ? now : other.BegunAt }
                    : new ClaimRow { AccountKey = c.Account, CustomerKey = c.Customer, Named = true, BegunAt = now }),
            ],
            OnConflict.Replace,
            cancellationToken);
        await kept.SettleAsync(cancellationToken);

        // Another account that claims the customer too learns that it is shared, or no longer is.
        foreach (var (account, customer) in before.Except(after).Concat(after.Except(before)))
        {
            marks.AddCustomer(customer);
            marks.AddGroupOf(account);
        }
    }

    /// <summary>
    /// Forgets accounts that are gone: claims and marks. The other accounts that claim their customers are marked. A customer whom nobody claims after a merge stays with
    /// the account that was kept, until an account claims it: to leave a debt out is worse than to count it where it may not belong.
    /// </summary>
    /// <param name="accounts">The accounts that are gone.</param>
    /// <param name="winners">The account that stands for each of them that was merged.</param>
    /// <param name="cancellationToken">Stops the transaction.</param>
    public async Task ForgetAsync(string[] accounts, IReadOnlyDictionary<string, string> winners, CancellationToken cancellationToken)
    {
        var claims = await ReadAsync(accounts, cancellationToken);
        foreach (var claim in claims)
        {
            marks.AddCustomer(claim.CustomerKey);
            marks.AddGroupOf(claim.AccountKey);
        }

        // What was carried to an account that was simply deleted stays noted: it may come back.
        await session.ExecuteAsync(
            $"DELETE FROM claims WHERE {session.In("account_key", "keys")} AND (carried_from IS NULL OR {session.In("account_key", "merged")})",
            cancellationToken,
            ("keys", accounts),
            ("merged", winners.Keys.ToArray()));
        await CarryAsync([.. claims.Where(c => winners.ContainsKey(c.AccountKey))], winners, cancellationToken);
        await session.ExecuteAsync(
            $"WITH gone AS (SELECT account_key FROM account_states WHERE {session.In("account_key", "keys")} ORDER BY account_key{session.ForUpdate}) " +
            "DELETE FROM account_states WHERE account_key IN (SELECT account_key FROM gone)",
            cancellationToken,
            ("keys", accounts));
    }

    private async Task CarryAsync(List<ClaimRow> claims, IReadOnlyDictionary<string, string> winners, CancellationToken cancellationToken)
    {
        if (claims.Count == 0)
            return;
        var customers = claims.Select(c => c.CustomerKey).Distinct(StringComparer.Ordinal).ToArray();
        var claimed = await session.Context.Claims.Where(c => customers.Contains(c.CustomerKey) && c.CarriedFrom == null).Select(c => c.CustomerKey).ToListAsync(cancellationToken);
        var carried = claims.ExceptBy(claimed, c => c.CustomerKey)
            .Select(c => new ClaimRow { AccountKey = winners[c.AccountKey], CustomerKey = c.CustomerKey, CarriedFrom = c.CarriedFrom ?? c.AccountKey })
            .DistinctBy(c => (c.AccountKey, c.CustomerKey)).ToList();
        await session.InsertAsync(carried, OnConflict.Keep, cancellationToken);
        foreach (var claim in carried)
            marks.AddGroupOf(claim.AccountKey);
    }

    /// <summary>An account claims the customers itself now, or the link file says whose they are: they need not be carried, or kept, any more.</summary>
    public async Task EndCarriedAsync(string[] customers, CancellationToken cancellationToken)
    {
        if (customers.Length == 0)
            return;
        await new KeptClaims(session, marks, now).EndKeptAsync(customers, cancellationToken);
        var carriers = await session.Context.Claims.Where(c => c.CarriedFrom != null && customers.Contains(c.CustomerKey)).Select(c => c.AccountKey).ToListAsync(cancellationToken);
        if (carriers.Count == 0)
            return;
        await session.ExecuteAsync($"DELETE FROM claims WHERE carried_from IS NOT NULL AND {session.In("customer_key", "customers")}", cancellationToken, ("customers", customers));
        foreach (var carrier in carriers)
        {
            marks.AddAccount(carrier);
            marks.AddGroupOf(carrier);
        }
    }

    private async Task<List<ClaimRow>> ReadAsync(string[] accounts, CancellationToken cancellationToken) =>
        accounts.Length == 0 ? [] : await session.Context.Claims.AsNoTracking().Where(c => accounts.Contains(c.AccountKey)).ToListAsync(cancellationToken);
}
