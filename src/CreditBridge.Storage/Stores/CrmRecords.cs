using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Outbox;
using CreditBridge.Storage.Dialects;
using CreditBridge.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace CreditBridge.Storage.Stores;

/// <summary>Changes rows of CRM records: they are locked, worked out by <see cref="CrmRecord"/>, and put back as one set.</summary>
internal static class CrmRecords
{
    private static readonly TimeSpan LookAgainAtGone = TimeSpan.FromDays(1);

    /// <summary>Plans, puts and takes away outbox entries.</summary>
    /// <returns>How many were put.</returns>
    public static async Task<long> ChangeAsync(Session session, IReadOnlyList<OutboxChange> changes, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var put = 0L;
        var settled = new List<OutboxChange>();
        await UpdateAsync(
            session,
            [.. changes.Select(c => (c.Connection, c.Target.Kind, c.Target.Key, c))],
            (row, change) =>
            {
                var plan = change.Plan(row is null ? null : CrmRecord.Standing(row));
                put += plan.Action == OutboxAction.Put ? 1 : 0;
                if (plan.Action == OutboxAction.TakeAway || (plan.Action == OutboxAction.Keep && row is { Acknowledged: not null, Pending: null }))
                    settled.Add(change);
                return plan.Action switch
                {
                    OutboxAction.Put => CrmRecord.Put(row, plan.Entry!),
                    OutboxAction.TakeAway when row is not null => CrmRecord.TakeAway(row),
                    _ => null,
                };
            },
            cancellationToken);
        foreach (var ofConnection in settled.GroupBy(c => c.Connection, StringComparer.Ordinal))
            await DriftStore.EndAsync(session, ofConnection.Key, [.. ofConnection.Select(c => c.Target.Key)], now, cancellationToken);
        return put;
    }

    /// <summary>Records what became of writes.</summary>
    public static async Task SettleAsync(Session session, IReadOnlyList<SettledEntry> settled, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await LockAccountsAsync(session, settled, cancellationToken);
        var marks = new AccountMarks(RecordKind.Account);
        var gone = new AccountMarks(RecordKind.Account);
        await UpdateAsync(
            session,
            [.. settled.Select(s => (s.Entry.Connection, s.Entry.Target.Kind, s.Entry.Target.Key, s))],
            (row, outcome) =>
            {
                if (outcome.MergedInto is { } winner && outcome.Entry.Target.Kind == RecordKind.Account)
                    marks.AddAccount(winner);
                // Gone together with its account or deal: nobody wants to know any more.
                if (row is null)
                    return null;
                if (outcome.Failure is { Kind: FailureKind.Gone })
                    gone.AddAccount(row.ParentKey);
                if (CrmRecord.Settle(row, outcome))
                    marks.AddAccount(row.ParentKey);
                return row;
            },
            cancellationToken);
        // First in line: the CRM shows something wrong.
        await marks.SetAsync(session, DateTimeOffset.UnixEpoch, cancellationToken);
        // The next poll shows that the record is gone, or that it has come back; should neither happen, it is looked at again, but not in every cycle.
        await gone.SetAsync(session, now + LookAgainAtGone, cancellationToken);
    }

    // Accounts before CRM records, as in every transaction: two that lock them in opposite orders would wait for each other for ever.
    private static async Task LockAccountsAsync(Session session, IReadOnlyList<SettledEntry> settled, CancellationToken cancellationToken)
    {
        if (session.ForUpdate.Length == 0)
            return;
        var keys = settled.Select(s => s.Entry.Target.Key).ToArray();
        var parents = await session.Context.CrmRecords.Where(c => keys.Contains(c.Key)).Select(c => c.ParentKey).Distinct().ToListAsync(cancellationToken);
        await session.ExecuteAsync(
            $"SELECT 1 FROM account_states WHERE {session.In("account_key", "keys")} ORDER BY account_key{session.ForUpdate}",
            cancellationToken,
            ("keys", parents.Concat(settled.Select(s => s.MergedInto).OfType<string>()).Distinct(StringComparer.Ordinal).ToArray()));
    }

    private static async Task UpdateAsync<T>(
        Session session,
        IReadOnlyList<(string Connection, RecordKind Kind, string Key, T Change)> changes,
        Func<CrmRecordRow?, T, CrmRecordRow?> apply,
        CancellationToken cancellationToken)
    {
        foreach (var ofConnection in changes.GroupBy(c => c.Connection, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var stored = await session.RowsAsync<CrmRecordRow>(
                $"SELECT * FROM crm_records WHERE connection = @connection AND {session.In("key", "keys")} ORDER BY key, kind{session.ForUpdate}",
                cancellationToken,
                ("connection", ofConnection.Key),
                ("keys", ofConnection.Select(c => c.Key).Distinct(StringComparer.Ordinal).ToArray()));
            var rows = stored.ToDictionary(r => (r.Kind, r.Key));
            var touched = new SortedDictionary<(string Key, RecordKind Kind), CrmRecordRow>(
                Comparer<(string Key, RecordKind Kind)>.Create((a, b) => string.CompareOrdinal(a.Key, b.Key) is var k and not 0 ? k : a.Kind.CompareTo(b.Kind)));
            foreach (var (_, kind, key, change) in ofConnection)
            {
                if (apply(rows.GetValueOrDefault((kind, key)), change) is { } row)
                    rows[(kind, key)] = touched[(key, kind)] = row;
            }

            await session.InsertAsync([.. touched.Values], OnConflict.Replace, cancellationToken);
        }
    }
}
