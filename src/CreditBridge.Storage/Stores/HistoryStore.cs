using System.Runtime.CompilerServices;
using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Snapshots;
using CreditBridge.Storage.Dialects;
using Microsoft.EntityFrameworkCore;

namespace CreditBridge.Storage.Stores;

/// <inheritdoc />
/// <param name="database">The database.</param>
/// <param name="keptDays">How long versions are kept after they ended.</param>
internal sealed class HistoryStore(BridgeDatabase database, int keptDays) : IHistoryStore
{
    private const int KeysAtOnce = 2_000;
    private const int PrunedAtOnce = 5_000;
    private const int PrunedPerCall = 50_000;

    /// <summary>A stored version and whom it is about.</summary>
    private sealed record Version(string SubjectKey, RecordVersion Record);

    /// <inheritdoc />
    public Task<IReadOnlyList<HistoryStart>> GetStartsAsync(CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<HistoryStart>>(
        async session => await session.Context.HistoryStarts.OrderBy(h => h.Connection).ThenBy(h => h.Kind)
            .Select(h => new HistoryStart(h.Connection, h.Kind, h.Since)).ToListAsync(cancellationToken),
        cancellationToken);

    /// <inheritdoc />
    public async IAsyncEnumerable<AccountGroup> ListAccountsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var group in ListGroupsAsync(cancellationToken))
            yield return group;
        await foreach (var key in ListAsync(
            (s, after) => s.Context.AccountStates.Select(a => a.AccountKey).Where(k => string.Compare(k, after) > 0)
                .Where(k => !s.Context.AccountGroups.Any(g => g.AccountKey == k)),
            cancellationToken))
        {
            yield return new AccountGroup(key, [key]);
        }

        await foreach (var key in ListAsync(
            (s, after) => s.Context.RecordHistory.Where(h => h.Kind == RecordKind.Account).Select(h => h.Key).Where(k => string.Compare(k, after) > 0).Distinct()
                .Where(k => !s.Context.AccountGroups.Any(g => g.AccountKey == k) && !s.Context.AccountStates.Any(a => a.AccountKey == k)),
            cancellationToken))
        {
            yield return new AccountGroup(key, [key]);
        }
    }

    /// <inheritdoc />
    public Task<long> CountAccountsAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(s => s.Context.AccountStates.LongCountAsync(cancellationToken), cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<AccountPast>> ReadAsync(IReadOnlyCollection<string> accountKeys, DateTimeOffset from, CancellationToken cancellationToken)
    {
        var keys = accountKeys.ToArray();
        return database.ReadAsync<IReadOnlyList<AccountPast>>(
            async session =>
            {
                var own = (await VersionsAsync(session, SubjectKind.Account, keys, from, cancellationToken)).ToLookup(v => v.SubjectKey, v => v.Record, StringComparer.Ordinal);
                var claims = (await session.Context.Claims.AsNoTracking().Where(c => keys.Contains(c.AccountKey)).ToListAsync(cancellationToken))
                    .Select(c => (c.AccountKey, c.CustomerKey)).ToHashSet();
                foreach (var account in own)
                {
                    foreach (var past in account.Where(v => v.Kind == RecordKind.Account && v.KnownTo is not null))
                        claims.UnionWith(((AccountRecord)RecordCodec.Decode(past.Kind, past.Payload)).CustomerKeys.Select(c => (account.Key, c.ToString())));
                }

                var customers = claims.Select(c => c.CustomerKey).Distinct(StringComparer.Ordinal).ToArray();
                var theirs = (await VersionsAsync(session, SubjectKind.Customer, customers, from, cancellationToken))
                    .ToLookup(v => v.SubjectKey, v => v.Record, StringComparer.Ordinal);
                var claimed = claims.ToLookup(c => c.AccountKey, c => c.CustomerKey, StringComparer.Ordinal);
                return
                [
                    .. from key in keys.Distinct(StringComparer.Ordinal)
                       where own[key].Any(v => v.Kind == RecordKind.Account)
                       select new AccountPast(key, [.. own[key], .. claimed[key].SelectMany(c => theirs[c])]),
                ];
            },
            cancellationToken);
    }

    /// <inheritdoc />
    public async Task<long> PruneAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var before = now.AddDays(-keptDays);
        var pruned = 0L;
        while (pruned < PrunedPerCall && await database.ReadAsync(s => s.Context.RecordHistory.AnyAsync(h => h.KnownTo < before, cancellationToken), cancellationToken))
        {
            // What is complete from when on is said first: a history with gaps must not pass for a whole one.
            pruned += await database.WriteAsync(
                async session =>
                {
                    await session.ExecuteAsync("UPDATE history_starts SET since = @before WHERE since < @before", cancellationToken, ("before", before));
                    return await session.ExecuteAsync(
                        "DELETE FROM record_history WHERE (connection, kind, key, known_to) IN " +
                        "(SELECT connection, kind, key, known_to FROM record_history WHERE known_to < @before ORDER BY known_to LIMIT @max)",
                        cancellationToken,
                        ("before", before),
                        ("max", PrunedAtOnce));
                },
                cancellationToken);
        }

        return pruned;
    }

    private static async Task<List<Version>> VersionsAsync(Session session, SubjectKind subject, string[] keys, DateTimeOffset from, CancellationToken cancellationToken)
    {
        var current = await session.Context.Records.Where(r => r.SubjectKind == subject && keys.Contains(r.SubjectKey))
            .Select(r => new Version(r.SubjectKey, new RecordVersion(r.Connection, r.Kind, r.Payload, r.KnownFrom, null))).ToListAsync(cancellationToken);
        var past = await session.Context.RecordHistory.Where(r => r.SubjectKind == subject && keys.Contains(r.SubjectKey) && r.KnownTo > from)
            .Select(r => new Version(r.SubjectKey, new RecordVersion(r.Connection, r.Kind, r.Payload, r.KnownFrom, r.KnownTo))).ToListAsync(cancellationToken);
        current.AddRange(past);
        return current;
    }

    private async IAsyncEnumerable<AccountGroup> ListGroupsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (top, members) = ("", new List<string>());
        var after = "";
        while (true)
        {
            var (lastTop, lastKey) = (top, after);
            var page = await database.ReadAsync(
                s => s.Context.AccountGroups
                    .Where(g => string.Compare(g.TopKey, lastTop) > 0 || (g.TopKey == lastTop && string.Compare(g.AccountKey, lastKey) > 0))
                    .OrderBy(g => g.TopKey).ThenBy(g => g.AccountKey).Take(KeysAtOnce).Select(g => new { g.TopKey, g.AccountKey }).ToListAsync(cancellationToken),
                cancellationToken);
            foreach (var row in page)
            {
                if (row.TopKey != top && members.Count > 0)
                {
                    yield return new AccountGroup(top, members);
                    members = [];
                }

                (top, after) = (row.TopKey, row.AccountKey);
                members.Add(row.AccountKey);
            }

            if (page.Count == KeysAtOnce)
                continue;
            if (members.Count > 0)
                yield return new AccountGroup(top, members);
            yield break;
        }
    }

    private async IAsyncEnumerable<string> ListAsync(Func<Session, string, IQueryable<string>> after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var last = "";
        while (true)
        {
            var start = last;
            var page = await database.ReadAsync(s => after(s, start).OrderBy(k => k).Take(KeysAtOnce).ToListAsync(cancellationToken), cancellationToken);
            foreach (var key in page)
                yield return key;
            if (page.Count < KeysAtOnce)
                yield break;
            last = page[^1];
        }
    }
}
