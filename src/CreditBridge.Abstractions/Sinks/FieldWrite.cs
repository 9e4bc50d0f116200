using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;

namespace CreditBridge.Abstractions.Sinks;

/// <summary>Which record of the other system is written.</summary>
/// <param name="Kind">
/// Its kind. Accounts and deals exist already; reviews, documents of reviews and rows of the forecast (<see cref="IsOurs"/>) are created by the first write under a key of ours.
/// </param>
/// <param name="Key">Its key: as the source of that kind gave it, or, of a record that we create, the key that we gave it.</param>
public readonly record struct TargetRecord(RecordKind Kind, string Key)
{
    /// <summary>Whether we create the record: it is found by our key, not by the other system's id.</summary>
    public bool IsOurs => Kind is RecordKind.Review or RecordKind.ReviewDocument or RecordKind.ReviewForecast;
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
