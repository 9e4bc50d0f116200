using CreditBridge.Abstractions.Records;

namespace CreditBridge.Mapping.Sources;

/// <summary>
/// In a listing a key stands once. A row that repeats an earlier one exactly is no harm (a page that moved while it was read). When two contradict each other, nobody can say
/// which is true, so none of them counts: usually a part of the key, such as the line of a document, is not mapped.
/// </summary>
/// <param name="records">How rows become records.</param>
public sealed class ListedKeys<T>(RecordMapping<T> records)
    where T : SourceRecord
{
    // Hashes instead of records, and not without end: some 30 bytes for each of the first four million. Null: rows of the key contradict each other.
    private const int MostKeys = 4_000_000;
    private readonly Dictionary<long, int?> _contents = [];

    /// <summary>Whether a record came before; it is remembered.</summary>
    public Repetition See(T record)
    {
        var key = KeyHash.Of(record.Key);
        var content = records.HashOf(record);
        if (_contents.TryGetValue(key, out var earlier))
        {
            if (earlier == content)
                return Repetition.Same;
            _contents[key] = null;
            return Repetition.Other;
        }

        if (_contents.Count < MostKeys)
            _contents[key] = content;
        return Repetition.None;
    }

    /// <summary>Notes a row that cannot be read but has a key: no other row of the key counts beside it.</summary>
    /// <returns>Whether a record of this key came before.</returns>
    public bool SeeUnreadable(string key)
    {
        var hash = KeyHash.Of(key);
        var isThere = _contents.ContainsKey(hash);
        if (isThere || _contents.Count < MostKeys)
            _contents[hash] = null;
        return isThere;
    }

    /// <summary>Why none of the rows of a key counts.</summary>
    public static string Reason(string key) =>
        $"{key} comes more than once in this listing, with different values: none of these rows counts, and what was known of it before stays. Correct it in the other system; " +
        "if these are different things, a part of the key is not mapped, such as 'line' for the instalments of a document.";
}

/// <summary>Whether the key of a record came before in a listing.</summary>
public enum Repetition
{
    /// <summary>It did not.</summary>
    None = 0,

    /// <summary>It did, and every record said the same.</summary>
    Same,

    /// <summary>It did, and not every record said the same.</summary>
    Other,
}
