using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Accounts;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Engine;
using CreditBridge.Storage.Dialects;
using CreditBridge.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace CreditBridge.Storage.Stores;

/// <inheritdoc />
internal sealed class AccountStore(BridgeDatabase database) : IAccountStore
{
    /// <inheritdoc />
    public async Task<IReadOnlyList<DueAccount>> LeaseDueAsync(int max, DateTimeOffset now, Lease lease, CancellationToken cancellationToken)
    {
        var leased = await database.WriteAsync(
            s => s.RowsAsync<AccountStateRow>(
                "WITH due AS (SELECT account_key FROM account_states WHERE due_at <= @now AND (lease_until IS NULL OR lease_until <= @now) " +
                $"ORDER BY due_at, account_key LIMIT @max{s.ForUpdateSkippingLocked}) " +
                "UPDATE account_states SET lease_until = @until, lease_holder = @holder, lease = lease + 1 WHERE account_key IN (SELECT account_key FROM due) RETURNING *",
                cancellationToken,
                ("now", now),
                ("until", lease.Until),
                ("holder", lease.Holder),
                ("max", max)),
            cancellationToken);
        return
        [
            .. leased.OrderBy(a => a.DueAt).ThenBy(a => a.AccountKey, StringComparer.Ordinal).Select(a => new DueAccount(a.AccountKey, a.Mark) { Lease = a.Lease }),
        ];
    }

    /// <inheritdoc />
    public Task<long> CompleteAsync(IReadOnlyList<EvaluatedAccount> accounts, CancellationToken cancellationToken)
    {
        var decisions = accounts.Where(a => a.Decision is not null).ToDictionary(a => a.Due.AccountKey, a => Row(a.Decision!), StringComparer.Ordinal);
        return database.WriteAsync(
            async session =>
            {
                var states = await LockAsync(session, [.. accounts.Select(a => a.Due.AccountKey)], cancellationToken);
                var valid = accounts.Where(a => states.TryGetValue(a.Due.AccountKey, out var state) && state.Lease == a.Due.Lease).ToList();
                await session.InsertAsync(
                    [.. valid.Select(a => decisions.GetValueOrDefault(a.Due.AccountKey)).OfType<DecisionRow>()], OnConflict.Fail, cancellationToken);
                await session.InsertAsync([.. valid.Select(a => Evaluated(states[a.Due.AccountKey], a))], OnConflict.Replace, cancellationToken);
                if (valid.SelectMany(a => a.TookOver).ToArray() is { Length: > 0 } tookOver)
                    await session.ExecuteAsync($"UPDATE account_merges SET handed_on = TRUE WHERE {session.In("loser_key", "keys")}", cancellationToken, ("keys", tookOver));
                await LetGoAsync(session, [.. valid.Where(a => a.LetGo.Count > 0 && states[a.Due.AccountKey].Mark == a.Due.Mark)], cancellationToken);
                await ReviewStore.StoreAsync(session, [.. valid.SelectMany(a => a.Reviews)], cancellationToken);
                return await CrmRecords.ChangeAsync(session, [.. valid.SelectMany(a => a.Outbox)], database.Clock.GetUtcNow(), cancellationToken);
            },
            cancellationToken);
    }

    // An account that was marked meanwhile is asked again before anything is let go: there may be news of the customer.
    private async Task LetGoAsync(Session session, IReadOnlyList<EvaluatedAccount> accounts, CancellationToken cancellationToken)
    {
        if (accounts.Count == 0)
            return;
        var now = database.Clock.GetUtcNow();
        var marks = new AccountMarks(RecordKind.Account);
        var kept = new KeptClaims(session, marks, now);
        foreach (var account in accounts)
            await kept.LetGoAsync(account.Due.AccountKey, [.. account.LetGo], cancellationToken);
        await marks.SetAsync(session, now, cancellationToken);
    }

    /// <inheritdoc />
    public Task<long> MarkAllAsync(CancellationToken cancellationToken) => database.WriteAsync(
        async session =>
        {
            // Behind those that wait already, and due whatever the clock says.
            var latest = await session.Context.AccountStates.Where(a => a.Mark > a.EvaluatedMark).MaxAsync(a => a.DueAt, cancellationToken);
            return await AccountMarks.SetAllAsync(session, latest ?? DateTimeOffset.UnixEpoch, cancellationToken);
        },
        cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<CarriedClaim>> ListCarriedClaimsAsync(int max, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<CarriedClaim>>(
        async s => await s.Context.Claims.Where(c => c.CarriedFrom != null).OrderBy(c => c.AccountKey).ThenBy(c => c.CustomerKey).Take(max)
            .Select(c => new CarriedClaim(c.AccountKey, c.CustomerKey, c.CarriedFrom!)).ToListAsync(cancellationToken),
        cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<LostClaim>> ListLostClaimsAsync(int max, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<LostClaim>>(
        async s => await LostCustomers.Open(s).Join(EngineStore.Claims(s), l => l.CustomerKey, c => c.CustomerKey, (l, c) => new { c.AccountKey, c.CustomerKey, l.LostAt })
            .OrderBy(c => c.CustomerKey).ThenBy(c => c.AccountKey).Take(max).Select(c => new LostClaim(c.AccountKey, c.CustomerKey, c.LostAt)).ToListAsync(cancellationToken),
        cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<KeptClaim>> ListKeptClaimsAsync(int max, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<KeptClaim>>(
        async s =>
        {
            var records = s.Context.Records;
            var kept = await s.Context.Claims.Where(c => c.Kept && records.Any(r => r.Kind == RecordKind.ErpCustomer && r.Key == c.CustomerKey))
                .OrderBy(c => c.CustomerKey).ThenBy(c => c.AccountKey).Take(max).Select(c => new { c.AccountKey, c.CustomerKey, c.BegunAt }).ToListAsync(cancellationToken);
            return [.. kept.Select(c => new KeptClaim(c.AccountKey, c.CustomerKey, c.BegunAt ?? DateTimeOffset.UnixEpoch))];
        },
        cancellationToken);

    /// <inheritdoc />
    public Task<UndeliveredKeys> FindUndeliveredKeysAsync(int max, CancellationToken cancellationToken) => database.ReadAsync(
        async s =>
        {
            var claims = Undelivered(s);
            var first = await claims.OrderBy(c => c.AccountKey).ThenBy(c => c.CustomerKey).Take(max).Select(c => new UndeliveredClaim(c.AccountKey, c.CustomerKey)).ToListAsync(cancellationToken);
            var accounts = first.Count < max ? first.DistinctBy(c => c.AccountKey).LongCount() : await claims.Select(c => c.AccountKey).Distinct().LongCountAsync(cancellationToken);
            return new UndeliveredKeys(accounts, first);
        },
        cancellationToken);

    private static IQueryable<ClaimRow> Undelivered(Session session)
    {
        var (records, lost) = (session.Context.Records, session.Context.LostCustomers);
        return EngineStore.Claims(session)
            .Where(c => !records.Any(r => r.Kind == RecordKind.ErpCustomer && r.Key == c.CustomerKey) && !lost.Any(l => l.CustomerKey == c.CustomerKey && l.EndedAt == null));
    }

    /// <inheritdoc />
    public Task<long> CountDueAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        database.ReadAsync(s => s.Context.AccountStates.LongCountAsync(a => a.DueAt <= now, cancellationToken), cancellationToken);

    private static async Task<Dictionary<string, AccountStateRow>> LockAsync(Session session, string[] keys, CancellationToken cancellationToken)
    {
        var rows = await session.RowsAsync<AccountStateRow>(
            $"SELECT * FROM account_states WHERE {session.In("account_key", "keys")} ORDER BY account_key{session.ForUpdate}", cancellationToken, ("keys", keys));
        return rows.ToDictionary(r => r.AccountKey, StringComparer.Ordinal);
    }

    private static AccountStateRow Evaluated(AccountStateRow state, EvaluatedAccount account) => new()
    {
        AccountKey = state.AccountKey,
        Mark = state.Mark,
        EvaluatedMark = account.Due.Mark,
        DueAt = state.Mark > account.Due.Mark ? state.DueAt : account.NextMoment,
        LeaseUntil = null,
        LeaseHolder = state.LeaseHolder,
        Lease = state.Lease,
    };

    private static DecisionRow Row(StoredDecision decision) => new()
    {
        Id = decision.Id,
        AccountKey = decision.AccountKey,
        DecidedAt = decision.DecidedAt,
        PolicyVersion = decision.PolicyVersion,
        ContentHash = decision.ContentHash,
        Content = Compressed.Pack(decision.Content),
        File = Compressed.Pack(decision.File),
        PreviousHash = decision.PreviousHash,
        ChainHash = decision.ChainHash,
    };
}
