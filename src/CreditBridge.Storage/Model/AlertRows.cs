using CreditBridge.Core.Alerts;
using CreditBridge.Core.Watch;

namespace CreditBridge.Storage.Model;

/// <summary>An account that is watched.</summary>
internal sealed class WatchEntryRow
{
    public required string AccountKey { get; init; }

    public required WatchSide Side { get; init; }

    public required bool IsListed { get; init; }

    /// <summary>The entry as JSON.</summary>
    public required byte[] Content { get; init; }
}

/// <summary>A condition that people are told of.</summary>
internal sealed class AlertRow
{
    public required string Id { get; init; }

    public required string Key { get; init; }

    public required AlertKind Kind { get; init; }

    public string? AccountKey { get; init; }

    /// <summary>The alert as JSON.</summary>
    public required byte[] Content { get; init; }

    public required bool IsSilent { get; init; }

    public required DateTimeOffset RaisedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }
}

/// <summary>What has become of telling an alert on a channel.</summary>
internal sealed class AlertDeliveryRow
{
    public required string AlertId { get; init; }

    public required string Channel { get; init; }

    public required DeliveryState State { get; init; }

    public required DateTimeOffset NotBefore { get; init; }

    public string? Message { get; init; }

    public required int Attempts { get; init; }

    /// <summary>The failure as JSON.</summary>
    public string? LastFailure { get; init; }

    public DateTimeOffset? ToldAt { get; init; }
}
