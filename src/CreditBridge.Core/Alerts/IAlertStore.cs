using CreditBridge.Abstractions.Failures;

namespace CreditBridge.Core.Alerts;

/// <summary>Keeps alerts and what has become of telling them: an alert and what is to be told of it are stored in one transaction, so that none is lost.</summary>
public interface IAlertStore
{
    /// <summary>The newest alert of each condition; conditions without one are absent.</summary>
    Task<IReadOnlyList<RaisedAlert>> ReadAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken);

    /// <summary>All alerts of some kinds whose conditions last.</summary>
    Task<IReadOnlyList<RaisedAlert>> ListLastingAsync(IReadOnlyCollection<AlertKind> kinds, CancellationToken cancellationToken);

    /// <summary>Stores what has changed, and what is to be told of the new ones.</summary>
    /// <param name="changes">What has changed.</param>
    /// <param name="deliveries">One per new alert and channel.</param>
    /// <param name="cancellationToken">Stops before anything is stored.</param>
    Task SaveAsync(AlertChanges changes, IReadOnlyCollection<AlertDelivery> deliveries, CancellationToken cancellationToken);

    /// <summary>What waits for a channel, oldest alert first.</summary>
    Task<IReadOnlyList<WaitingAlert>> ListWaitingAsync(string channel, int max, CancellationToken cancellationToken);

    /// <summary>Names of the channels for which something waits, in order.</summary>
    Task<IReadOnlyList<string>> ListWaitingChannelsAsync(CancellationToken cancellationToken);

    /// <summary>Stores where deliveries stand now.</summary>
    Task SaveAsync(IReadOnlyCollection<AlertDelivery> deliveries, CancellationToken cancellationToken);

    /// <summary>The newest alerts with their deliveries, newest first.</summary>
    Task<IReadOnlyList<(RaisedAlert Alert, IReadOnlyList<AlertDelivery> Deliveries)>> ListAsync(int max, CancellationToken cancellationToken);

    /// <summary>How many deliveries there are in each state, by channel.</summary>
    Task<IReadOnlyList<(string Channel, DeliveryState State, long Count)>> CountAsync(CancellationToken cancellationToken);

    /// <summary>Takes away alerts that ended before a moment and of which nothing waits.</summary>
    Task<long> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken);
}

/// <summary>What has become of telling an alert on a channel. The numbers are stored.</summary>
public enum DeliveryState
{
    /// <summary>To be told.</summary>
    Waiting = 0,

    /// <summary>Told.</summary>
    Told = 1,

    /// <summary>Given up: refused for good, or not told in time.</summary>
    GivenUp = 2,
}

/// <summary>An alert on its way to one channel.</summary>
/// <param name="AlertId">The alert.</param>
/// <param name="Channel">Name of the channel.</param>
public sealed record AlertDelivery(string AlertId, string Channel)
{
    /// <summary>Where it stands.</summary>
    public DeliveryState State { get; init; }

    /// <summary>Not to be told before.</summary>
    public DateTimeOffset NotBefore { get; init; }

    /// <summary>
    /// The message in which it is told. It is stored before the message is sent: when nobody knows whether that arrived, the same alerts are sent again in a message of the same identity.
    /// </summary>
    public string? Message { get; init; }

    /// <summary>How often it was tried, by itself or by an older message about the same that it has to wait for.</summary>
    public int Attempts { get; init; }

    /// <summary>Why the last attempt failed; null when it did not.</summary>
    public Failure? LastFailure { get; init; }

    /// <summary>When it was told; null while it was not.</summary>
    public DateTimeOffset? ToldAt { get; init; }
}

/// <summary>An alert that waits to be told.</summary>
/// <param name="Alert">The alert.</param>
/// <param name="Delivery">Where its delivery stands.</param>
public sealed record WaitingAlert(RaisedAlert Alert, AlertDelivery Delivery);
