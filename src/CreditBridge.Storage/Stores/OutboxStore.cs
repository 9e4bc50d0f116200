using System.Globalization;
using System.Runtime.CompilerServices;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Core.Engine;
using CreditBridge.Core.Outbox;
using CreditBridge.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace CreditBridge.Storage.Stores;

/// <inheritdoc />
internal sealed class OutboxStore(BridgeDatabase database) : IOutboxStore
{
    private const int ListedAtOnce = 500;

    /// <inheritdoc />
    public async Task<IReadOnlyDictionary<TargetRecord, RecordStanding>> GetStandingAsync(
        string connection, IReadOnlyCollection<TargetRecord> targets, CancellationToken cancellationToken)
    {
        var keys = targets.Select(t => t.Key).Distinct(StringComparer.Ordinal).ToArray();
        var rows = await database.ReadAsync(
            s => s.Context.CrmRecords.AsNoTracking()
                .Where(c => c.Connection == connection && keys.Contains(c.Key) && (c.Acknowledged != null || c.Pending != null))
                .ToListAsync(cancellationToken),
            cancellationToken);
        return rows.Select(r => (Target: new TargetRecord(r.Kind, r.Key), Row: r)).IntersectBy(targets, r => r.Target).ToDictionary(r => r.Target, r => CrmRecord.Standing(r.Row)!);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<OutboxEntry>> LeaseAsync(
        string connection, int max, DateTimeOffset now, Lease lease, CancellationToken cancellationToken,
        WriteUrgency most = WriteUrgency.Hold, WriteUrgency least = WriteUrgency.Normal)
    {
        var rows = await database.WriteAsync(
            s => s.RowsAsync<CrmRecordRow>(
                "WITH due AS (SELECT key, kind FROM crm_records WHERE connection = @connection AND state = 0 AND pending IS NOT NULL " +
                "AND (not_before IS NULL OR not_before <= @now) AND (lease_until IS NULL OR lease_until <= @now) AND priority BETWEEN @most AND @least " +
                $"ORDER BY priority, parent_key, key, kind LIMIT @max{s.ForUpdateSkippingLocked}) " +
                "UPDATE crm_records SET lease_until = @until, lease_holder = @holder, attempts = attempts + 1, sent_version = version " +
                "WHERE connection = @connection AND (key, kind) IN (SELECT key, kind FROM due) RETURNING *",
                cancellationToken,
                ("connection", connection),
                ("now", now),
                ("until", lease.Until),
                ("holder", lease.Holder),
                ("max", max),
                ("most", (int)most),
                ("least", (int)least)),
            cancellationToken);
        return [.. InOrder(rows)];
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<OutboxEntry>> LeaseAsync(
        string connection, IReadOnlyCollection<EntryVersion> entries, DateTimeOffset now, Lease lease, CancellationToken cancellationToken)
    {
        if (entries.Count == 0)
            return [];
        var rows = await database.WriteAsync(
            s => s.RowsAsync<CrmRecordRow>(
                $"WITH due AS (SELECT key, kind FROM crm_records WHERE connection = @connection AND {s.In("key", "keys")} AND {s.In("kind || '/' || version || '/' || key", "entries")} " +
                "AND state = 0 AND pending IS NOT NULL AND (not_before IS NULL OR not_before <= @now) AND (lease_until IS NULL OR lease_until <= @now) " +
                $"ORDER BY key, kind{s.ForUpdateSkippingLocked}) " +
                "UPDATE crm_records SET lease_until = @until, lease_holder = @holder, attempts = attempts + 1, sent_version = version " +
                "WHERE connection = @connection AND (key, kind) IN (SELECT key, kind FROM due) RETURNING *",
                cancellationToken,
                ("connection", connection),
                ("keys", entries.Select(e => e.Target.Key).Distinct(StringComparer.Ordinal).ToArray()),
                ("entries", entries.Select(e => string.Create(CultureInfo.InvariantCulture, $"{(short)e.Target.Kind}/{e.Version}/{e.Target.Key}")).ToArray()),
                ("now", now),
                ("until", lease.Until),
                ("holder", lease.Holder)),
            cancellationToken);
        return [.. InOrder(rows)];
    }

    /// <inheritdoc />
    public async Task<WriteBacklog> CountWaitingAsync(string connection, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var counts = await database.ReadAsync(
            s => s.Context.CrmRecords
                .Where(c => c.Connection == connection && c.State == OutboxState.Pending && c.Pending != null
                    && (c.NotBefore == null || c.NotBefore <= now) && (c.LeaseUntil == null || c.LeaseUntil <= now))
                .GroupBy(c => c.Priority).Select(g => new { Priority = g.Key, Count = g.LongCount() }).ToDictionaryAsync(g => g.Priority, g => g.Count, cancellationToken),
            cancellationToken);
        var (holds, deals) = (counts.GetValueOrDefault((int)WriteUrgency.Hold), counts.GetValueOrDefault((int)WriteUrgency.Deal));
        return new WriteBacklog(holds, deals, counts.Values.Sum() - holds - deals);
    }

    /// <inheritdoc />
    public Task<long> CountHoldsBehindAsync(string connection, string holder, DateTimeOffset now, CancellationToken cancellationToken) => database.ReadAsync(
        s => s.Context.CrmRecords.LongCountAsync(
            c => c.Connection == connection && c.State == OutboxState.Pending && c.Pending != null && c.Priority == (int)WriteUrgency.Hold
                && c.LeaseUntil > now && c.LeaseHolder == holder,
            cancellationToken),
        cancellationToken);

    /// <inheritdoc />
    public async Task<IReadOnlyDictionary<TargetRecord, DateTimeOffset>> GetStampsAsync(
        string connection, IReadOnlyCollection<TargetRecord> targets, CancellationToken cancellationToken)
    {
        var keys = targets.Select(t => t.Key).Distinct(StringComparer.Ordinal).ToArray();
        var rows = await database.ReadAsync(
            s => s.Context.Records.Where(r => r.Connection == connection && keys.Contains(r.Key) && r.ChangedAt != null)
                .Select(r => new { r.Kind, r.Key, r.ChangedAt }).ToListAsync(cancellationToken),
            cancellationToken);
        return rows.Select(r => (Target: new TargetRecord(r.Kind, r.Key), r.ChangedAt)).IntersectBy(targets, r => r.Target).ToDictionary(r => r.Target, r => r.ChangedAt!.Value);
    }

    /// <inheritdoc />
    public Task SettleAsync(IReadOnlyList<SettledEntry> settled, CancellationToken cancellationToken) =>
        database.WriteAsync(session => CrmRecords.SettleAsync(session, settled, database.Clock.GetUtcNow(), cancellationToken), cancellationToken);

    /// <inheritdoc />
    public async Task<OutboxCounts> CountAsync(CancellationToken cancellationToken)
    {
        var counts = await database.ReadAsync(
            s => s.Context.CrmRecords.Where(c => c.Pending != null)
                .GroupBy(c => new { c.State, HasFailed = c.FailureKind != null })
                .Select(g => new { g.Key.State, g.Key.HasFailed, Count = g.LongCount() })
                .ToListAsync(cancellationToken),
            cancellationToken);
        return new OutboxCounts(
            counts.Where(c => c.State == OutboxState.Pending).Sum(c => c.Count),
            counts.Where(c => c.State == OutboxState.Pending && c.HasFailed).Sum(c => c.Count),
            counts.Where(c => c.State == OutboxState.Parked).Sum(c => c.Count));
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<OutboxEntry> ListAsync(OutboxState state, int max, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (priority, parent, key, kind) = (int.MinValue, "", "", default(RecordKind));
        while (max > 0)
        {
            var page = Math.Min(max, ListedAtOnce);
            var rows = await database.ReadAsync(
                s => s.Context.CrmRecords.AsNoTracking().Where(c => c.Pending != null && c.State == state)
                    .Where(c => c.Priority > priority || (c.Priority == priority && (string.Compare(c.ParentKey, parent) > 0
                        || (c.ParentKey == parent && (string.Compare(c.Key, key) > 0 || (c.Key == key && c.Kind > kind))))))
                    .OrderBy(c => c.Priority).ThenBy(c => c.ParentKey).ThenBy(c => c.Key).ThenBy(c => c.Kind).Take(page).ToListAsync(cancellationToken),
                cancellationToken);
            foreach (var row in rows)
            {
                (priority, parent, key, kind) = (row.Priority, row.ParentKey, row.Key, row.Kind);
                yield return CrmRecord.Entry(row)!;
            }

            max = rows.Count < page ? 0 : max - page;
        }
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<OutboxEntry> ListByAccountAsync(string connection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (parent, kind, key) = ("", default(RecordKind), "");
        while (true)
        {
            var rows = await database.ReadAsync(
                s => s.Context.CrmRecords.AsNoTracking().Where(c => c.Connection == connection && c.Pending != null)
                    // Said twice: an index is walked from the account on, which no database makes of the alternatives alone.
                    .Where(c => string.Compare(c.ParentKey, parent) >= 0)
                    .Where(c => string.Compare(c.ParentKey, parent) > 0
                        || (c.ParentKey == parent && (c.Kind > kind || (c.Kind == kind && string.Compare(c.Key, key) > 0))))
                    .OrderBy(c => c.ParentKey).ThenBy(c => c.Kind).ThenBy(c => c.Key).Take(ListedAtOnce).ToListAsync(cancellationToken),
                cancellationToken);
            foreach (var row in rows)
            {
                (parent, kind, key) = (row.ParentKey, row.Kind, row.Key);
                yield return CrmRecord.Entry(row)!;
            }

            if (rows.Count < ListedAtOnce)
                yield break;
        }
    }

    /// <inheritdoc />
    public async Task<long> UnparkAsync(IReadOnlyCollection<FailureKind> kinds, CancellationToken cancellationToken)
    {
        if (kinds.Count == 0)
            return 0;
        var list = string.Join(", ", kinds.Select(k => (int)k));
        return await database.WriteAsync(
            s => s.ExecuteAsync($"UPDATE crm_records SET state = 0, not_before = NULL WHERE pending IS NOT NULL AND (state = 1 OR not_before IS NOT NULL) AND failure_kind IN ({list})", cancellationToken),
            cancellationToken);
    }

    private static IEnumerable<OutboxEntry> InOrder(IEnumerable<CrmRecordRow> rows) => rows
        .OrderBy(r => r.Priority).ThenBy(r => r.ParentKey, StringComparer.Ordinal).ThenBy(r => r.Key, StringComparer.Ordinal).ThenBy(r => r.Kind)
        .Select(r => CrmRecord.Entry(r)!);
}
