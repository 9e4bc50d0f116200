using CreditBridge.Abstractions.Fields;

namespace CreditBridge.Core.Drift;

/// <summary>What a CRM record shows in the fields that are written to it.</summary>
/// <param name="Key">Key of the record.</param>
/// <param name="Values">What its fields show, as far as they could be read.</param>
public sealed record ShownRecord(string Key, IReadOnlyDictionary<CreditField, FieldValue> Values)
{
    /// <summary>When the record was changed last, in the CRM's time; null when it does not say.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>Who changed it last, as a key of a user; null when the CRM does not say.</summary>
    public string? ChangedBy { get; init; }

    /// <summary>When the CRM was asked, in its own time and not later than it looked; null when that is not known.</summary>
    public DateTimeOffset? AskedAt { get; init; }

    /// <summary>
    /// Whether the record was shown as it stood after a moment: its latest change is later, or it was asked for later. The same second proves nothing, and the CRM tells
    /// its time in whole seconds, cut off.
    /// </summary>
    public bool IsLaterThan(DateTimeOffset moment) => ChangedAt > moment || AskedAt - moment >= TimeSpan.FromSeconds(1);

    /// <summary>The latest moment of which it tells; null when it tells of none.</summary>
    public DateTimeOffset? AsOf => ChangedAt > AskedAt || AskedAt is null ? ChangedAt : AskedAt;
}

/// <summary>What is known of a CRM record when it is shown.</summary>
/// <param name="Acknowledged">The values that the CRM last acknowledged, by field; empty when it never did.</param>
/// <param name="KnownAt">Of which moment they tell, in the CRM's time; null when nobody knows.</param>
public sealed record WatchedRecord(IReadOnlyDictionary<CreditField, FieldValue> Acknowledged, DateTimeOffset? KnownAt)
{
    /// <summary>The values that wait to be written; null when none do.</summary>
    public IReadOnlyDictionary<CreditField, FieldValue>? Pending { get; init; }

    /// <summary>Whether a write is under way at this moment.</summary>
    public bool IsUnderWay { get; init; }

    /// <summary>Whether a write was handed over and never acknowledged, so that its values may have arrived.</summary>
    public bool MayHaveArrived { get; init; }

    /// <summary>Whether it was these very values that were handed over last.</summary>
    public bool PendingWasSent { get; init; }
}
