using CreditBridge.Abstractions.Records;

namespace CreditBridge.Mapping.Sources;

/// <summary>
/// In a listing a key stands once. A row that repeats an earlier one exactly is no harm (a page that moved while it was read); one that contradicts it is rejected,
/// because it would silently take the other's place: usually a part of the key, such as the line of a document, is not mapped.
/// </summary>
/// <param name="records">How rows become records.</param>
public sealed class ListedKeys<T>(RecordMapping<T> records)
    where T : SourceRecord
{
    // Hashes instead of records, and not without end: some 30 bytes for each of the first four million.
    private const int MostKeys = 4_000_000;
    private readonly Dictionary<long, int> _contents = [];

    /// <summary>Whether a record came before; it is remembered.</summary>
    public Repetition See(T record)
    {
        var key = KeyHash.Of(record.Key);
        var content = records.HashOf(record);
        if (_contents.TryGetValue(key, out var earlier))
            return earlier == content ? Repetition.Same : Repetition.Other;
        if (_contents.Count < MostKeys)
            _contents[key] = content;
        return Repetition.None;
    }

    /// <summary>Why a record must not count; null when it may. It is remembered.</summary>
    public string? ReasonAgainst(T record) => See(record) == Repetition.Other
        ? $"{record.Key} came before in this listing, with other values; the first one counts. Probably a part of the key is not mapped, such as 'line' for the instalments of a document."
        : null;
}

/// <summary>Whether the key of a record came before in a listing.</summary>
public enum Repetition
{
    /// <summary>It did not.</summary>
    None = 0,

    /// <summary>It did, and the record said the same.</summary>
    Same,

    /// <summary>It did, and the record said something else.</summary>
    Other,
}
