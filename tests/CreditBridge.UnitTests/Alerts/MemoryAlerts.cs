using CreditBridge.Core.Alerts;

namespace CreditBridge.UnitTests.Alerts;

/// <summary>Alerts and deliveries in memory, as far as telling them needs it.</summary>
internal sealed class MemoryAlerts : IAlertStore
{
    private readonly Dictionary<string, RaisedAlert> _alerts = [];
    private readonly Dictionary<(string Alert, string Channel), AlertDelivery> _deliveries = [];

    public void Add(RaisedAlert alert, IEnumerable<AlertDelivery> deliveries)
    {
        _alerts[alert.Id] = alert;
        foreach (var delivery in deliveries)
            _deliveries[(delivery.AlertId, delivery.Channel)] = delivery;
    }

    public DeliveryState StateOf(string key, string channel) => _deliveries[(_alerts.Values.Single(a => a.Alert.Key == key).Id, channel)].State;

    public Task<IReadOnlyList<WaitingAlert>> ListWaitingAsync(string channel, int max, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<WaitingAlert>>(
        [
            .. _deliveries.Values.Where(d => d.Channel == channel && d.State == DeliveryState.Waiting).Select(d => new WaitingAlert(_alerts[d.AlertId], d))
                .OrderBy(w => w.Alert.RaisedAt).ThenBy(w => w.Alert.Id, StringComparer.Ordinal).Take(max),
        ]);

    public Task<IReadOnlyList<string>> ListWaitingChannelsAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>(
        [.. _deliveries.Values.Where(d => d.State == DeliveryState.Waiting).Select(d => d.Channel).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);

    public Task SaveAsync(IReadOnlyCollection<AlertDelivery> deliveries, CancellationToken cancellationToken)
    {
        foreach (var delivery in deliveries)
            _deliveries[(delivery.AlertId, delivery.Channel)] = delivery;
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<RaisedAlert>> ReadAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<RaisedAlert>> ListLastingAsync(IReadOnlyCollection<AlertKind> kinds, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task SaveAsync(AlertChanges changes, IReadOnlyCollection<AlertDelivery> deliveries, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<(RaisedAlert Alert, IReadOnlyList<AlertDelivery> Deliveries)>> ListAsync(int max, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<(string Channel, DeliveryState State, long Count)>> CountAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<long> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken) => throw new NotSupportedException();
}
