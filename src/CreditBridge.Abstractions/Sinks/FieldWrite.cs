using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;

namespace CreditBridge.Abstractions.Sinks;

/// <summary>Which record of the other system is written.</summary>
/// <param name="Kind">
/// Its kind. Accounts and deals exist already; reviews, documents of reviews and rows of the forecast (<see cref="IsOurs"/>) are created by the first write under a key of ours, but for
/// reviews that a person created (<see cref="PersonsReview"/>): these are found by their id, and our key is put onto them.
/// </param>
/// <param name="Key">Its key: as the source of that kind gave it, or, of a record that we create, the key that we gave it.</param>
public readonly record struct TargetRecord(RecordKind Kind, string Key)
{
    /// <summary>Whether records of the kind carry a key of ours.</summary>
    public bool IsOurs => Kind is RecordKind.Review or RecordKind.ReviewDocument or RecordKind.ReviewForecast;

    /// <summary>The other system's id of the record, by which it is found; null when it is found, or created, by our key.</summary>
    public string? RecordKey => !IsOurs ? Key : Kind == RecordKind.Review ? PersonsReview.RecordOf(Key) : null;
}

/// <summary>New values for some credit fields of one record.</summary>
/// <param name="Target">The record.</param>
/// <param name="Values">The fields to set; a field that is not named is left alone, a null value clears the field.</param>
public sealed record FieldWrite(TargetRecord Target, IReadOnlyDictionary<CreditField, FieldValue> Values)
{
    /// <summary>Key of the record that the other system locks together with the target (the account of a deal); writes are sorted by it to avoid lock contention.</summary>
    public string ParentKey { get; init; } = Target.Key;

    /// <summary>How urgent it is; default: <see cref="WriteUrgency.Normal"/>.</summary>
    public WriteUrgency Urgency { get; init; } = WriteUrgency.Normal;

    /// <summary>
    /// The latest change of the record that the values take into account, ours included, in the other system's time; null when nobody knows. A sink may refuse to write
    /// over a later change where that matters.
    /// </summary>
    public DateTimeOffset? Basis { get; init; }

    /// <summary>How often the write was handed over before.</summary>
    public int EarlierAttempts { get; init; }
}
