using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;

namespace CreditBridge.Abstractions.Sources;

/// <summary>One record as it is now, or the news that it is gone.</summary>
/// <param name="Key">Identity of the record within its connection and kind.</param>
public abstract record SourceChange(string Key)
{
    /// <summary>The record as it is now; null when it is gone.</summary>
    public abstract SourceRecord? Current { get; }

    /// <summary>For a record that is gone because it was merged into another: the other's key. Null otherwise.</summary>
    public string? MergedInto { get; init; }

    /// <summary>When the other system says that it changed, UTC; null when it keeps no such stamp.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>For a record that credit fields are written to: what those fields show there now. Null when the source does not read them.</summary>
    public IReadOnlyDictionary<CreditField, FieldValue>? Shown { get; init; }

    /// <summary>Who changed it last, as a key of a user; null when the other system does not say.</summary>
    public string? ChangedBy { get; init; }
}

/// <inheritdoc />
/// <typeparam name="T">The canonical record.</typeparam>
public sealed record SourceChange<T> : SourceChange
    where T : SourceRecord
{
    private SourceChange(string key, T? record)
        : base(key) => Record = record;

    /// <summary>The record as it is now; null when it is gone.</summary>
    public T? Record { get; }

    /// <inheritdoc />
    public override SourceRecord? Current => Record;

    /// <summary>The record is there and looks like this.</summary>
    public static SourceChange<T> Upsert(T record, DateTimeOffset? changedAt = null) => new(record.Key, record) { ChangedAt = changedAt };

    /// <summary>The record is gone, perhaps into another.</summary>
    public static SourceChange<T> Deleted(string key, DateTimeOffset? changedAt = null, string? mergedInto = null) =>
        new(key, null) { ChangedAt = changedAt, MergedInto = mergedInto };
}
