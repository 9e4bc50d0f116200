using CreditBridge.Abstractions.Records;

namespace CreditBridge.Core.Decisions;

/// <summary>Where an exception stands.</summary>
public enum OverrideState
{
    /// <summary>In force.</summary>
    Active = 0,

    /// <summary>Begins later.</summary>
    NotYet,

    /// <summary>Its last day is over.</summary>
    Expired,

    /// <summary>It was used as often as allowed.</summary>
    UsedUp,

    /// <summary>One of its triggers ended it.</summary>
    Ended,

    /// <summary>It goes further than the policy lets exceptions go.</summary>
    OutOfBounds,

    /// <summary>It is for one deal, which is not among the open deals of its account: closed, or of another account. It counts again when the deal comes back.</summary>
    DealGone,

    /// <summary>It is for one deal, which belongs to another account now: what was decided for its own does not count there.</summary>
    DealMoved,
}

/// <summary>An exception and what became of it.</summary>
/// <param name="Key">Key of the exception.</param>
/// <param name="Effect">What it does.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Why">In one sentence for the credit team.</param>
/// <param name="UsedBy">Keys of the deals that have used it, in ascending order.</param>
public sealed record OverrideStanding(string Key, OverrideEffect Effect, OverrideState State, string Why, IReadOnlyList<string> UsedBy)
{
    /// <summary>What ended it early; null when nothing has, and for one that had ended before that was kept.</summary>
    public EndedEarly? Ended { get; init; }
}

/// <summary>What ended an exception before its last day. It stays the same, whatever the policy says later.</summary>
/// <param name="Trigger">The trigger as the policy had it, its name and its condition: "'insolvent' (event_severity >= 4)".</param>
/// <param name="On">Day on which it ended; null when that was before it was kept.</param>
public sealed record EndedEarly(string Trigger, DateOnly? On);
