using System.Runtime.CompilerServices;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Snapshots;
using CreditBridge.Storage.Dialects;
using Microsoft.EntityFrameworkCore;

namespace CreditBridge.Storage.Stores;

/// <inheritdoc />
internal sealed class SnapshotReader(BridgeDatabase database) : ISnapshotReader
{
    private const int ReferenceRecordsAtOnce = 1_000;

    // All of a kind may be millions; every page costs a query.
    private const int RecordsAtOnce = 5_000;

    /// <inheritdoc />
    public Task<IReadOnlyList<AccountRows>> ReadAccountsAsync(IReadOnlyCollection<string> accountKeys, CancellationToken cancellationToken) =>
        ReadAsync(accountKeys, null, cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<AccountRows>> ReadAccountsAsync(
        IReadOnlyCollection<string> accountKeys, IReadOnlyCollection<RecordKind> kinds, CancellationToken cancellationToken) =>
        ReadAsync(accountKeys, [.. kinds.Append(RecordKind.Account)], cancellationToken);

    /// <inheritdoc />
    public async Task<ILookup<string, byte[]>> ReadCustomersAsync(IReadOnlyCollection<string> customerKeys, RecordKind kind, CancellationToken cancellationToken)
    {
        var keys = customerKeys.ToArray();
        var rows = await database.ReadAsync(
            s => s.Context.Records.Where(r => r.SubjectKind == SubjectKind.Customer && r.Kind == kind && keys.Contains(r.SubjectKey))
                .Select(r => new { r.SubjectKey, r.Payload }).ToListAsync(cancellationToken),
            cancellationToken);
        return rows.ToLookup(r => r.SubjectKey, r => r.Payload, StringComparer.Ordinal);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<AccountGroup>> ReadGroupsAsync(IReadOnlyCollection<string> accountKeys, CancellationToken cancellationToken)
    {
        var keys = accountKeys.ToArray();
        return database.ReadAsync<IReadOnlyList<AccountGroup>>(
            async session =>
            {
                var tops = session.Context.AccountGroups.Where(g => keys.Contains(g.AccountKey)).Select(g => g.TopKey);
                var members = await session.Context.AccountGroups.Where(g => tops.Contains(g.TopKey)).OrderBy(g => g.TopKey).ThenBy(g => g.AccountKey)
                    .Select(g => new { g.TopKey, g.AccountKey }).ToListAsync(cancellationToken);
                return [.. members.GroupBy(m => m.TopKey, m => m.AccountKey, StringComparer.Ordinal).Select(g => new AccountGroup(g.Key, [.. g]))];
            },
            cancellationToken);
    }

    private Task<IReadOnlyList<AccountRows>> ReadAsync(IReadOnlyCollection<string> accountKeys, RecordKind[]? kinds, CancellationToken cancellationToken)
    {
        var keys = accountKeys.ToArray();
        return database.ReadAsync<IReadOnlyList<AccountRows>>(
            async session =>
            {
                var records = kinds is null ? session.Context.Records : session.Context.Records.Where(r => kinds.Contains(r.Kind));
                var merges = await session.Context.AccountMerges.AsNoTracking().Where(m => keys.Contains(m.WinnerKey)).ToListAsync(cancellationToken);
                var winnerOf = merges.ToDictionary(m => m.LoserKey, m => m.WinnerKey, StringComparer.Ordinal);
                var subjects = winnerOf.Count == 0 ? keys : [.. keys, .. winnerOf.Keys];
                var own = await records.Where(r => r.SubjectKind == SubjectKind.Account && subjects.Contains(r.SubjectKey))
                    .Select(r => new { r.SubjectKey, r.Kind, r.Key, r.Payload }).ToListAsync(cancellationToken);
                var claims = await session.Context.Claims.AsNoTracking().Where(c => keys.Contains(c.AccountKey)).ToListAsync(cancellationToken);
                var customers = claims.Select(c => c.CustomerKey).Distinct(StringComparer.Ordinal).ToArray();
                var theirs = await records.Where(r => r.SubjectKind == SubjectKind.Customer && customers.Contains(r.SubjectKey))
                    .Select(r => new LostCustomers.Kept(r.Connection, r.Kind, r.Key, r.SubjectKey, r.Payload)).ToListAsync(cancellationToken);
                var missing = await session.Context.LostCustomers.AsNoTracking().Where(l => l.EndedAt == null && customers.Contains(l.CustomerKey)).ToListAsync(cancellationToken);
                var lost = missing.FindAll(l => l.SettledAt is null);
                var known = theirs.Where(r => r.Kind == RecordKind.ErpCustomer).Select(r => r.SubjectKey).Concat(missing.Select(l => l.CustomerKey)).ToHashSet(StringComparer.Ordinal);
                var tellsUndelivered = kinds is null || kinds.Contains(RecordKind.ErpCustomer);
                var unreadable = tellsUndelivered ? await ReadUnreadableAsync(session, customers, cancellationToken) : NoneUnreadable;
                var kept = (await LostCustomers.ReadAsync(session, lost, kinds, cancellationToken)).ToLookup(r => r.SubjectKey, StringComparer.Ordinal);
                var shared = (await session.Context.Claims.Where(c => customers.Contains(c.CustomerKey)).GroupBy(c => c.CustomerKey).Where(g => g.Count() > 1)
                    .Select(g => g.Key).ToListAsync(cancellationToken)).ToHashSet(StringComparer.Ordinal);

                var ownByAccount = own.ToLookup(r => winnerOf.GetValueOrDefault(r.SubjectKey, r.SubjectKey), StringComparer.Ordinal);
                var mergedInto = merges.ToLookup(m => m.WinnerKey, m => new MergedAccount(m.LoserKey, m.HandedOn), StringComparer.Ordinal);
                var claimsByAccount = claims.ToLookup(c => c.AccountKey, c => c.CustomerKey, StringComparer.Ordinal);
                var keptByAccount = claims.Where(c => c.Kept).ToLookup(c => c.AccountKey, c => c.CustomerKey, StringComparer.Ordinal);
                var gone = missing.Select(l => l.CustomerKey).ToHashSet(StringComparer.Ordinal);
                var byCustomer = theirs.ToLookup(r => r.SubjectKey, StringComparer.Ordinal);
                return
                [
                    .. from key in keys.Distinct(StringComparer.Ordinal)
                       let account = ownByAccount[key].FirstOrDefault(r => r.Kind == RecordKind.Account && r.Key == key)
                       where account is not null
                       select new AccountRows(
                           key,
                           account.Payload,
                           [
                               .. ownByAccount[key].Where(r => r.Kind != RecordKind.Account).Select(r => (r.Kind, r.Payload)),
                               // A record that has moved from a lost customer to another of the account counts there, and once.
                               .. claimsByAccount[key].SelectMany(c => byCustomer[c]).Concat(claimsByAccount[key].SelectMany(c => kept[c]))
                                   .DistinctBy(r => (r.Connection, r.Kind, r.Key)).Select(r => (r.Kind, r.Payload)),
                           ],
                           [.. claimsByAccount[key].Where(shared.Contains).Order(StringComparer.Ordinal)])
                       {
                           LostCustomers = [.. lost.Where(l => claimsByAccount[key].Contains(l.CustomerKey)).Select(l => new LostCustomer(CustomerKey.Parse(l.CustomerKey), l.LostAt))],
                           UndeliveredCustomers = tellsUndelivered ? [.. claimsByAccount[key].Where(c => !known.Contains(c)).Order(StringComparer.Ordinal)] : [],
                           KeptCustomers = [.. keptByAccount[key].Where(c => !gone.Contains(c)).Order(StringComparer.Ordinal)],
                           Unreadable = [.. claimsByAccount[key].SelectMany(c => unreadable[c])],
                           Merged = [.. mergedInto[key].OrderBy(m => m.Key, StringComparer.Ordinal)],
                       },
                ];
            },
            cancellationToken);
    }

    private static readonly ILookup<string, UnreadableRecords> NoneUnreadable = Array.Empty<UnreadableRecords>().ToLookup(u => u.Customer);

    // What could not be read of the customers, by customer and kind; the first is the one whose place comes first, line 9 before line 10.
    private static async Task<ILookup<string, UnreadableRecords>> ReadUnreadableAsync(Session session, string[] customers, CancellationToken cancellationToken)
    {
        var rejections = await session.Context.Rejections.Where(r => r.CustomerKey != null && customers.Contains(r.CustomerKey))
            .Select(r => new { Customer = r.CustomerKey!, r.Kind, r.Place, r.Reason, r.Repetition }).ToListAsync(cancellationToken);
        return rejections.Where(r => UnreadableRecords.Matters(r.Kind)).GroupBy(r => (r.Customer, r.Kind, r.Repetition))
            .Select(g => (g.Key, Count: g.Count(), First: g.OrderBy(r => r.Place.Length).ThenBy(r => r.Place, StringComparer.Ordinal).First()))
            .Select(g => new UnreadableRecords(g.Key.Customer, g.Key.Kind, g.Count, g.First.Place, g.First.Reason) { IsRepetition = g.Key.Repetition ? true : null })
            .ToLookup(u => u.Customer, StringComparer.Ordinal);
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<byte[]> ReadReferenceAsync(RecordKind kind, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (connection, key) = ("", "");
        while (true)
        {
            var page = await database.ReadAsync(
                s => s.Context.Records
                    .Where(r => r.SubjectKind == SubjectKind.Everybody && r.SubjectKey == "" && r.Kind == kind
                        && (string.Compare(r.Connection, connection) > 0 || (r.Connection == connection && string.Compare(r.Key, key) > 0)))
                    .OrderBy(r => r.Connection).ThenBy(r => r.Key).Take(ReferenceRecordsAtOnce)
                    .Select(r => new { r.Connection, r.Key, r.Payload }).ToListAsync(cancellationToken),
                cancellationToken);
            foreach (var record in page)
                yield return record.Payload;
            if (page.Count < ReferenceRecordsAtOnce)
                yield break;
            (connection, key) = (page[^1].Connection, page[^1].Key);
        }
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<StoredRecord> ReadKindAsync(RecordKind kind, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // One connection after the other: the records of one are a range of the table's key.
        var connections = await database.ReadAsync(
            s => s.Context.Checkpoints.Where(c => c.Kind == kind).OrderBy(c => c.Connection).Select(c => c.Connection).ToListAsync(cancellationToken), cancellationToken);
        foreach (var connection in connections)
        {
            var key = "";
            while (true)
            {
                var after = key;
                var page = await database.ReadAsync(
                    s => s.Context.Records.Where(r => r.Connection == connection && r.Kind == kind && string.Compare(r.Key, after) > 0)
                        .OrderBy(r => r.Key).Take(RecordsAtOnce).Select(r => new { r.Key, r.Payload }).ToListAsync(cancellationToken),
                    cancellationToken);
                foreach (var record in page)
                    yield return new StoredRecord(connection, record.Payload);
                if (page.Count < RecordsAtOnce)
                    break;
                key = page[^1].Key;
            }
        }
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<StoredRecord>> ReadRecordsAsync(RecordKind kind, IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        var wanted = keys.ToArray();
        return database.ReadAsync<IReadOnlyList<StoredRecord>>(
            async session =>
            {
                // By connection, so that the table's key finds them.
                var records = new List<StoredRecord>();
                foreach (var connection in await session.Context.Checkpoints.Where(c => c.Kind == kind).OrderBy(c => c.Connection).Select(c => c.Connection).ToListAsync(cancellationToken))
                {
                    var payloads = await session.Context.Records.Where(r => r.Connection == connection && r.Kind == kind && wanted.Contains(r.Key))
                        .OrderBy(r => r.Key).Select(r => r.Payload).ToListAsync(cancellationToken);
                    records.AddRange(payloads.Select(p => new StoredRecord(connection, p)));
                }

                return records;
            },
            cancellationToken);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<FoundAccount>> FindAccountsAsync(string text, int limit, CancellationToken cancellationToken)
    {
        var name = PayloadName.Fold(text.Trim());
        var given = text.Trim();
        return database.ReadAsync<IReadOnlyList<FoundAccount>>(
            async session =>
            {
                var key = (await AccountMerges.WinnersAsync(session, [given], cancellationToken)).GetValueOrDefault(given, given);
                var records = session.Context.Records;
                var accounts = records.Where(r => r.Kind == RecordKind.Account);
                var ofDeal = records.Where(r => r.Kind == RecordKind.Opportunity && r.Key == key && r.SubjectKind == SubjectKind.Account).Select(r => r.SubjectKey);
                var byKey = await accounts.Where(r => r.SubjectKind == SubjectKind.Account && (r.SubjectKey == key || ofDeal.Contains(r.SubjectKey)))
                    .OrderBy(r => r.Key).Take(limit).Select(r => new { r.Key, r.Payload }).ToListAsync(cancellationToken);
                var found = byKey;
                if (found.Count == 0 && given.Contains(':', StringComparison.Ordinal))
                {
                    var claims = EngineStore.Claims(session).Where(c => c.CustomerKey == given).Select(c => c.AccountKey);
                    found = await accounts.Where(r => r.SubjectKind == SubjectKind.Account && claims.Contains(r.SubjectKey))
                        .OrderBy(r => r.Key).Take(limit).Select(r => new { r.Key, r.Payload }).ToListAsync(cancellationToken);
                }

                if (found.Count == 0 && name.Length > 0)
                {
                    found = await accounts.Where(r => r.SearchName == name).OrderBy(r => r.Key).Take(limit)
                        .Select(r => new { r.Key, r.Payload }).ToListAsync(cancellationToken);
                }

                if (found.Count == 0 && name.Length > 0)
                {
                    found = await accounts.Where(r => r.SearchName!.Contains(name)).OrderBy(r => r.SearchName).ThenBy(r => r.Key).Take(limit)
                        .Select(r => new { r.Key, r.Payload }).ToListAsync(cancellationToken);
                }

                return [.. found.Select(r => new FoundAccount(r.Key, PayloadName.Read(r.Payload)))];
            },
            cancellationToken);
    }
}
