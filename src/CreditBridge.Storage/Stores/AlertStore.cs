using System.Text.Json;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Core.Alerts;
using CreditBridge.Core.Decisions;
using CreditBridge.Storage.Dialects;
using CreditBridge.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace CreditBridge.Storage.Stores;

/// <inheritdoc />
internal sealed class AlertStore(BridgeDatabase database) : IAlertStore
{
    /// <inheritdoc />
    public async Task<IReadOnlyList<RaisedAlert>> ReadAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        var wanted = keys.ToArray();
        var rows = await database.ReadAsync(s => s.Context.Alerts.AsNoTracking().Where(a => wanted.Contains(a.Key)).ToListAsync(cancellationToken), cancellationToken);
        return [.. rows.GroupBy(r => r.Key, StringComparer.Ordinal).Select(g => Alert(g.OrderBy(r => r.EndedAt is null ? 1 : 0).ThenBy(r => r.RaisedAt).Last()))];
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<RaisedAlert>> ListLastingAsync(IReadOnlyCollection<AlertKind> kinds, CancellationToken cancellationToken)
    {
        var wanted = kinds.ToArray();
        var rows = await database.ReadAsync(
            s => s.Context.Alerts.AsNoTracking().Where(a => a.EndedAt == null && wanted.Contains(a.Kind)).OrderBy(a => a.Key).ToListAsync(cancellationToken), cancellationToken);
        return [.. rows.Select(Alert)];
    }

    /// <inheritdoc />
    public Task SaveAsync(AlertChanges changes, IReadOnlyCollection<AlertDelivery> deliveries, CancellationToken cancellationToken) => database.WriteAsync(
        async session =>
        {
            await session.InsertAsync([.. changes.Changed.Concat(changes.Raised).OrderBy(a => a.Id, StringComparer.Ordinal).Select(Row)], OnConflict.Replace, cancellationToken);
            // What was told already is not told again because an alert is stored once more.
            await session.InsertAsync([.. InOrder(deliveries)], OnConflict.Keep, cancellationToken);
        },
        cancellationToken);

    /// <inheritdoc />
    public async Task<IReadOnlyList<string>> ListWaitingChannelsAsync(CancellationToken cancellationToken) => await database.ReadAsync(
        s => s.Context.AlertDeliveries.AsNoTracking().Where(d => d.State == DeliveryState.Waiting).Select(d => d.Channel).Distinct().OrderBy(c => c).ToListAsync(cancellationToken), cancellationToken);

    /// <inheritdoc />
    public async Task<IReadOnlyList<WaitingAlert>> ListWaitingAsync(string channel, int max, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            s => s.Context.AlertDeliveries.AsNoTracking().Where(d => d.Channel == channel && d.State == DeliveryState.Waiting)
                .Join(s.Context.Alerts.AsNoTracking(), d => d.AlertId, a => a.Id, (d, a) => new { Delivery = d, Alert = a })
                .OrderBy(w => w.Alert.RaisedAt).ThenBy(w => w.Alert.Id).Take(max).ToListAsync(cancellationToken),
            cancellationToken);
        return [.. rows.Select(w => new WaitingAlert(Alert(w.Alert), Delivery(w.Delivery)))];
    }

    /// <inheritdoc />
    public Task SaveAsync(IReadOnlyCollection<AlertDelivery> deliveries, CancellationToken cancellationToken) =>
        database.WriteAsync(s => s.InsertAsync([.. InOrder(deliveries)], OnConflict.Replace, cancellationToken), cancellationToken);

    /// <inheritdoc />
    public async Task<IReadOnlyList<(RaisedAlert Alert, IReadOnlyList<AlertDelivery> Deliveries)>> ListAsync(int max, CancellationToken cancellationToken)
    {
        var (alerts, deliveries) = await database.ReadAsync(
            async s =>
            {
                var newest = await s.Context.Alerts.AsNoTracking().Where(a => !a.IsSilent).OrderByDescending(a => a.RaisedAt).ThenBy(a => a.Id).Take(max).ToListAsync(cancellationToken);
                var ids = newest.Select(a => a.Id).ToArray();
                return (newest, await s.Context.AlertDeliveries.AsNoTracking().Where(d => ids.Contains(d.AlertId)).OrderBy(d => d.Channel).ToListAsync(cancellationToken));
            },
            cancellationToken);
        var byAlert = deliveries.ToLookup(d => d.AlertId, Delivery, StringComparer.Ordinal);
        return [.. alerts.Select(a => (Alert(a), (IReadOnlyList<AlertDelivery>)[.. byAlert[a.Id]]))];
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<(string Channel, DeliveryState State, long Count)>> CountAsync(CancellationToken cancellationToken)
    {
        var counts = await database.ReadAsync(
            s => s.Context.AlertDeliveries.GroupBy(d => new { d.Channel, d.State }).Select(g => new { g.Key.Channel, g.Key.State, Count = g.LongCount() }).ToListAsync(cancellationToken),
            cancellationToken);
        return [.. counts.OrderBy(c => c.Channel, StringComparer.Ordinal).ThenBy(c => c.State).Select(c => (c.Channel, c.State, c.Count))];
    }

    /// <inheritdoc />
    public Task<long> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken) => database.WriteAsync(
        async session =>
        {
            const string Old = "SELECT id FROM alerts WHERE ended_at < @before AND NOT EXISTS (SELECT 1 FROM alert_deliveries d WHERE d.alert_id = alerts.id AND d.state = 0)";
            await session.ExecuteAsync($"DELETE FROM alert_deliveries WHERE alert_id IN ({Old})", cancellationToken, ("before", before));
            return (long)await session.ExecuteAsync($"DELETE FROM alerts WHERE id IN ({Old})", cancellationToken, ("before", before));
        },
        cancellationToken);

    private static IEnumerable<AlertDeliveryRow> InOrder(IEnumerable<AlertDelivery> deliveries) =>
        deliveries.OrderBy(d => d.AlertId, StringComparer.Ordinal).ThenBy(d => d.Channel, StringComparer.Ordinal).Select(Row);

    private static AlertRow Row(RaisedAlert alert) => new()
    {
        Id = alert.Id,
        Key = alert.Alert.Key,
        Kind = alert.Alert.Kind,
        AccountKey = alert.Alert.AccountKey,
        Content = JsonSerializer.SerializeToUtf8Bytes(alert.Alert, CoreJson.Default.Alert),
        IsSilent = alert.IsSilent,
        RaisedAt = alert.RaisedAt,
        EndedAt = alert.EndedAt,
    };

    private static RaisedAlert Alert(AlertRow row) =>
        new(row.Id, JsonSerializer.Deserialize(row.Content, CoreJson.Default.Alert) ?? throw new JsonException($"The stored alert {row.Id} is empty."), row.RaisedAt)
        {
            EndedAt = row.EndedAt,
            IsSilent = row.IsSilent,
        };

    private static AlertDeliveryRow Row(AlertDelivery delivery) => new()
    {
        AlertId = delivery.AlertId,
        Channel = delivery.Channel,
        State = delivery.State,
        NotBefore = delivery.NotBefore,
        Message = delivery.Message,
        Attempts = delivery.Attempts,
        LastFailure = delivery.LastFailure is { } failure ? StoredText.Clean(JsonSerializer.Serialize(failure)) : null,
        ToldAt = delivery.ToldAt,
    };

    private static AlertDelivery Delivery(AlertDeliveryRow row) => new(row.AlertId, row.Channel)
    {
        State = row.State,
        NotBefore = row.NotBefore,
        Message = row.Message,
        Attempts = row.Attempts,
        LastFailure = row.LastFailure is null ? null : JsonSerializer.Deserialize<Failure>(row.LastFailure),
        ToldAt = row.ToldAt,
    };
}
