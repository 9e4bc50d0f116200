using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Sinks;

namespace CreditBridge.Core.Outbox;

/// <summary>
/// Values that one CRM record is to receive: at most one entry per record. A newer decision replaces the values in place, so that only the latest are sent.
/// </summary>
/// <param name="Connection">The connection that the record belongs to.</param>
/// <param name="Target">The record.</param>
/// <param name="ParentKey">The account that the record belongs to; entries are sent sorted by it.</param>
/// <param name="Values">The fields to set.</param>
/// <param name="Priority">Smaller is sent first; a <see cref="WriteUrgency"/>.</param>
/// <param name="Version">Counts up each time the values are replaced.</param>
public sealed record OutboxEntry(
    string Connection, TargetRecord Target, string ParentKey, IReadOnlyDictionary<CreditField, FieldValue> Values, WriteUrgency Priority, long Version)
{
    /// <summary>Where the entry stands.</summary>
    public OutboxState State { get; init; }

    /// <summary>How often it was handed to the sink. Above zero, some of its values may have arrived without our knowing.</summary>
    public int Attempts { get; init; }

    /// <summary>When the CRM last acknowledged a write of the record, in its own time; null when it never did.</summary>
    public DateTimeOffset? WrittenAt { get; init; }

    /// <summary>Not before this moment; null: at once.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Why the last attempt failed; null when none has.</summary>
    public Failure? LastFailure { get; init; }
}

/// <summary>Where an outbox entry stands. The numbers are stored: append, never renumber.</summary>
public enum OutboxState
{
    /// <summary>To be sent.</summary>
    Pending = 0,

    /// <summary>Refused for good as it is; waits for new values or for a person.</summary>
    Parked = 1,
}
