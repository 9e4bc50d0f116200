namespace CreditBridge.Core.Alerts;

/// <summary>What is told, how often, and when not.</summary>
public sealed record AlertRules
{
    /// <summary>The kinds that are told; empty for all.</summary>
    public IReadOnlyCollection<AlertKind> Kinds { get; init; } = [];

    /// <summary>How long a condition must have been over to be told of again. Default: 7 days.</summary>
    public TimeSpan CoolDown { get; init; } = TimeSpan.FromDays(7);

    /// <summary>When nobody wants to be told.</summary>
    public QuietHours Quiet { get; init; } = QuietHours.None;

    /// <summary>Whether critical alerts are told in quiet hours. Default: false.</summary>
    public bool CriticalBreaksQuiet { get; init; }

    /// <summary>How long telling an alert is tried. Default: 3 days.</summary>
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromDays(3);

    /// <summary>Whether alerts of a kind are told.</summary>
    public bool Wants(AlertKind kind) => Kinds.Count == 0 || Kinds.Contains(kind) || (kind == AlertKind.HoldReleased && Kinds.Contains(AlertKind.HoldSet))
        || (kind == AlertKind.RoomGone && Kinds.Contains(AlertKind.RoomToSell));
}
