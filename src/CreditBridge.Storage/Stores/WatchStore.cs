using CreditBridge.Core.Watch;
using CreditBridge.Storage.Dialects;
using CreditBridge.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace CreditBridge.Storage.Stores;

/// <inheritdoc />
internal sealed class WatchStore(BridgeDatabase database) : IWatchStore
{
    /// <inheritdoc />
    public async Task<IReadOnlyList<string>> ListAccountsAsync(string? after, int max, CancellationToken cancellationToken)
    {
        var start = after ?? "";
        return await database.ReadAsync(
            s =>
            {
                // Each part is cut by itself, so that a page costs a page whatever the number of accounts.
                var known = s.Context.AccountStates.Select(a => a.AccountKey).Where(k => string.Compare(k, start) > 0).OrderBy(k => k).Take(max);
                var watched = s.Context.WatchEntries.Select(w => w.AccountKey).Where(k => string.Compare(k, start) > 0).OrderBy(k => k).Take(max);
                var told = s.Context.Alerts.Where(a => a.EndedAt == null && a.AccountKey != null).Select(a => a.AccountKey!).Where(k => string.Compare(k, start) > 0).OrderBy(k => k).Take(max);
                return known.Union(watched).Union(told).OrderBy(k => k).Take(max).ToListAsync(cancellationToken);
            },
            cancellationToken);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<string>> ListGoneAsync(string? after, int max, CancellationToken cancellationToken)
    {
        var start = after ?? "";
        return await database.ReadAsync(
            s =>
            {
                var watched = s.Context.WatchEntries.Select(w => w.AccountKey);
                var told = s.Context.Alerts.Where(a => a.EndedAt == null && a.AccountKey != null).Select(a => a.AccountKey!);
                return watched.Union(told).Where(k => string.Compare(k, start) > 0 && !s.Context.AccountStates.Any(a => a.AccountKey == k)).OrderBy(k => k).Take(max)
                    .ToListAsync(cancellationToken);
            },
            cancellationToken);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<DecidedAccount>> ListDecidedAsync(long after, int max, CancellationToken cancellationToken) => await database.ReadAsync(
        s => s.Context.Decisions.Where(d => d.Sequence > after).OrderBy(d => d.Sequence).Take(max).Select(d => new DecidedAccount(d.Sequence, d.AccountKey)).ToListAsync(cancellationToken),
        cancellationToken);

    /// <inheritdoc />
    public async Task<long> GetLastDecisionAsync(CancellationToken cancellationToken) =>
        await database.ReadAsync(s => s.Context.Decisions.MaxAsync(d => (long?)d.Sequence, cancellationToken), cancellationToken) ?? 0;

    /// <inheritdoc />
    public async Task<IReadOnlyDictionary<string, DecisionPair>> ReadDecisionsAsync(
        IReadOnlyCollection<string> accountKeys, string policyVersion, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var keys = accountKeys.ToArray();
        return await database.ReadAsync(
            async session =>
            {
                var decisions = session.Context.Decisions.Where(d => keys.Contains(d.AccountKey));
                var newest = await decisions.GroupBy(d => d.AccountKey).Select(g => new { g.Key, Sequence = g.Max(d => d.Sequence) }).ToDictionaryAsync(g => g.Key, g => g.Sequence, cancellationToken);
                var same = decisions.Where(d => d.PolicyVersion == policyVersion);
                var first = await same.GroupBy(d => d.AccountKey).Select(g => new { g.Key, Sequence = g.Min(d => d.Sequence) }).ToDictionaryAsync(g => g.Key, g => g.Sequence, cancellationToken);
                var earlier = await same.Where(d => d.DecidedAt < before).GroupBy(d => d.AccountKey).Select(g => new { g.Key, Sequence = g.Max(d => d.Sequence) })
                    .ToDictionaryAsync(g => g.Key, g => g.Sequence, cancellationToken);
                foreach (var (key, sequence) in earlier)
                    first[key] = sequence;
                var wanted = newest.Values.Concat(first.Values).Distinct().ToArray();
                var contents = await session.Context.Decisions.Where(d => wanted.Contains(d.Sequence)).Select(d => new { d.Sequence, d.Content })
                    .ToDictionaryAsync(d => d.Sequence, d => Compressed.Unpack(d.Content), cancellationToken);
                return (IReadOnlyDictionary<string, DecisionPair>)newest.ToDictionary(
                    n => n.Key, n => new DecisionPair(contents[n.Value], first.TryGetValue(n.Key, out var was) && was != n.Value ? contents[was] : null), StringComparer.Ordinal);
            },
            cancellationToken);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<WatchEntry>> ReadAsync(IReadOnlyCollection<string> accountKeys, CancellationToken cancellationToken)
    {
        var keys = accountKeys.ToArray();
        var rows = await database.ReadAsync(s => s.Context.WatchEntries.Where(w => keys.Contains(w.AccountKey)).Select(w => w.Content).ToListAsync(cancellationToken), cancellationToken);
        return [.. rows.Select(WatchCodec.Decode)];
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<WatchEntry>> ListAsync(WatchSide side, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            s => s.Context.WatchEntries.Where(w => w.Side == side && w.IsListed).OrderBy(w => w.AccountKey).Select(w => w.Content).ToListAsync(cancellationToken), cancellationToken);
        return [.. rows.Select(WatchCodec.Decode)];
    }

    /// <inheritdoc />
    public Task SaveAsync(IReadOnlyCollection<WatchEntry> entries, IReadOnlyCollection<(string AccountKey, WatchSide Side)> gone, CancellationToken cancellationToken) => database.WriteAsync(
        async session =>
        {
            foreach (var (account, side) in gone)
                await session.ExecuteAsync("DELETE FROM watch_entries WHERE account_key = @account AND side = @side", cancellationToken, ("account", account), ("side", (short)side));
            await session.InsertAsync(
                [
                    .. entries.OrderBy(e => e.AccountKey, StringComparer.Ordinal).ThenBy(e => e.Side)
                        .Select(e => new WatchEntryRow { AccountKey = e.AccountKey, Side = e.Side, IsListed = e.IsListed, Content = WatchCodec.Encode(e) }),
                ],
                OnConflict.Replace, cancellationToken);
        },
        cancellationToken);
}
