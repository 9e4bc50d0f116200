using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Core.Drift;
using CreditBridge.Core.Outbox;
using CreditBridge.Storage.Dialects;
using CreditBridge.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace CreditBridge.Storage.Stores;

/// <inheritdoc />
internal sealed class DriftStore(BridgeDatabase database) : IDriftStore
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <inheritdoc />
    public async Task<IReadOnlyList<DriftedField>> ListAsync(int max, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            s => s.Context.Drift.AsNoTracking().Where(d => d.EndedAt == null).OrderByDescending(d => d.SeenAt).ThenBy(d => d.Connection).ThenBy(d => d.Kind)
                .ThenBy(d => d.Key).ThenBy(d => d.Field).Take(max).ToListAsync(cancellationToken),
            cancellationToken);
        return [.. rows.Select(Field).OfType<DriftedField>()];
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<DriftedField>> ListAsync(string connection, IReadOnlyCollection<TargetRecord> targets, CancellationToken cancellationToken)
    {
        var keys = targets.Select(t => t.Key).Distinct(StringComparer.Ordinal).ToArray();
        var rows = await database.ReadAsync(
            s => s.Context.Drift.AsNoTracking().Where(d => d.Connection == connection && keys.Contains(d.Key) && d.EndedAt == null).ToListAsync(cancellationToken), cancellationToken);
        var wanted = targets.ToHashSet();
        return [.. rows.Select(Field).OfType<DriftedField>().Where(d => wanted.Contains(d.Target))];
    }

    /// <inheritdoc />
    public async Task<DriftCounts> CountAsync(CancellationToken cancellationToken)
    {
        var counts = await database.ReadAsync(
            s => s.Context.Drift.Where(d => d.EndedAt == null).GroupBy(d => d.State).Select(g => new { State = g.Key, Count = g.LongCount() })
                .ToDictionaryAsync(g => g.State, g => g.Count, cancellationToken),
            cancellationToken);
        return new DriftCounts(counts.GetValueOrDefault(DriftState.Reasserted), counts.GetValueOrDefault(DriftState.Respected), counts.GetValueOrDefault(DriftState.GivenUp));
    }

    /// <inheritdoc />
    public async Task<long> PruneAsync(DateTimeOffset now, CancellationToken cancellationToken) => await database.WriteAsync(
        s => s.ExecuteAsync("DELETE FROM drift WHERE ended_at < @before", cancellationToken, ("before", now - Kept)), cancellationToken);

    /// <summary>
    /// Ends the drift of records for which nothing is to be written any more: our value has become theirs. Call it with records that were planned and have no entry.
    /// </summary>
    public static Task EndAsync(Session session, string connection, IReadOnlyCollection<string> keys, DateTimeOffset now, CancellationToken cancellationToken) => session.ExecuteAsync(
        $"UPDATE drift SET ended_at = @now WHERE connection = @connection AND {session.In("key", "keys")} AND state = 0 AND ended_at IS NULL",
        cancellationToken,
        ("now", now),
        ("connection", connection),
        ("keys", keys.ToArray()));

    /// <summary>A drifted field as it is stored.</summary>
    public static DriftRow Row(string connection, DriftedField field) => new()
    {
        Connection = connection,
        Kind = field.Target.Kind,
        Key = field.Target.Key,
        Field = field.Field.FullName,
        Ours = Json(field.Field, field.Ours),
        Theirs = Json(field.Field, field.Theirs),
        ChangedBy = field.ChangedBy,
        ChangedAt = field.ChangedAt,
        SeenAt = field.SeenAt,
        State = field.State,
        Since = field.Since,
        Times = field.Times,
        EndedAt = field.EndedAt,
    };

    /// <summary>The field of a row; null for one that this version does not know any more.</summary>
    public static DriftedField? Field(DriftRow row) => !CreditFields.TryGet(row.Field, out var field) ? null
        : new DriftedField(new TargetRecord(row.Kind, row.Key), field, Value(field, row.Ours), Value(field, row.Theirs), row.State)
        {
            Connection = row.Connection,
            ChangedBy = row.ChangedBy,
            ChangedAt = row.ChangedAt,
            SeenAt = row.SeenAt,
            Since = row.Since,
            Times = row.Times,
            EndedAt = row.EndedAt,
        };

    private static string Json(CreditField field, FieldValue value) => FieldValues.ToJson(new Dictionary<CreditField, FieldValue> { [field] = value });

    private static FieldValue Value(CreditField field, string json) => FieldValues.FromJson(json).GetValueOrDefault(field);
}
