using System.Runtime.CompilerServices;
using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Snapshots;
using CreditBridge.Storage.Dialects;
using CreditBridge.Storage.Model;
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
                var losses = await session.Context.LostCustomers.AsNoTracking().Where(l => customers.Contains(l.CustomerKey)).ToListAsync(cancellationToken);
                var theirs = (await VersionsAsync(session, SubjectKind.Customer, customers, KnownFrom(losses, from), cancellationToken))
                    .ToLookup(v => v.SubjectKey, v => v.Record, StringComparer.Ordinal);
                var claimed = claims.ToLookup(c => c.AccountKey, c => c.CustomerKey, StringComparer.Ordinal);
                return
                [
                    .. from key in keys.Distinct(StringComparer.Ordinal)
                       where own[key].Any(v => v.Kind == RecordKind.Account)
                       select new AccountPast(key, [.. own[key], .. claimed[key].SelectMany(c => theirs[c])])
                       {
                           Losses = [.. losses.Where(l => claims.Contains((key, l.CustomerKey))).Select(ToLoss)],
                       },
                ];
            },
            cancellationToken);
    }

    // What was last known of a lost customer counts as long as nobody has said what became of it, however long ago that was.
    private const string IsKept =
        "h.subject_kind = @customer AND EXISTS (SELECT 1 FROM lost_customers l WHERE l.customer_key = h.subject_key AND l.ended_at IS NULL AND l.settled_at IS NULL AND h.known_to >= l.seen_at)";

    private static IQueryable<RecordHistoryRow> MayGo(Session session, DateTimeOffset before)
    {
        var lost = LostCustomers.Open(session);
        return session.Context.RecordHistory.Where(h => h.KnownTo < before && !(h.SubjectKind == SubjectKind.Customer && lost.Any(l => l.CustomerKey == h.SubjectKey && h.KnownTo >= l.SeenAt)));
    }

    /// <inheritdoc />
    public async Task<long> PruneAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var before = now.AddDays(-keptDays);
        var pruned = 0L;
        while (pruned < PrunedPerCall && await database.ReadAsync(s => MayGo(s, before).AnyAsync(cancellationToken), cancellationToken))
        {
            // What is complete from when on is said first: a history with gaps must not pass for a whole one.
            pruned += await database.WriteAsync(
                async session =>
                {
                    await session.ExecuteAsync("UPDATE history_starts SET since = @before WHERE since < @before", cancellationToken, ("before", before));
                    return await session.ExecuteAsync(
                        "DELETE FROM record_history WHERE (connection, kind, key, known_to) IN " +
                        $"(SELECT h.connection, h.kind, h.key, h.known_to FROM record_history h WHERE h.known_to < @before AND NOT ({IsKept}) ORDER BY h.known_to LIMIT @max)",
                        cancellationToken,
                        ("customer", (short)SubjectKind.Customer),
                        ("before", before),
                        ("max", PrunedAtOnce));
                },
                cancellationToken);
        }

        return pruned;
    }

    // Of a customer that was lost at that moment, what was last known counts, though it ended before. The version that ends with the loss itself is one of them.
    private static DateTimeOffset KnownFrom(List<LostCustomerRow> losses, DateTimeOffset from) =>
        losses.Where(l => !(Earlier(l.EndedAt, l.SettledAt) <= from)).Select(l => l.SeenAt.AddTicks(-TimeSpan.TicksPerMicrosecond)).Append(from).Min();

    private static CustomerLoss ToLoss(LostCustomerRow row) => new(row.CustomerKey, row.LostAt, Earlier(row.EndedAt, row.SettledAt)) { SeenAt = row.SeenAt };

    private static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) => a is null || b < a ? b ?? a : a;

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
