using CreditBridge.Abstractions.Records;

namespace CreditBridge.Mapping.Sources;

/// <summary>
/// In a listing a key stands once. A row that repeats an earlier one exactly counts once with it: either it is there twice, or, when it comes in another answer, it may have moved while the pages
/// were read. When two contradict each other, nobody can say which is true, so none of them counts: usually a part of the key, such as the line of a document, is not mapped.
/// </summary>
/// <param name="records">How rows become records.</param>
public sealed class ListedKeys<T>(RecordMapping<T> records)
    where T : SourceRecord
{
    // Hashes instead of records, and not without end: some 30 bytes for each of the first four million.
    private const int MostKeys = 4_000_000;
    private readonly Dictionary<long, Seen> _seen = [];
    private int _answer;

    /// <summary>What the rows of a key say, and in which answer the last of them came; an answer below zero: they contradict each other.</summary>
    private readonly record struct Seen(int Content, int Answer)
    {
        public static readonly Seen Contradicted = new(0, -1);

        public bool IsContradicted => Answer < 0;
    }

    /// <summary>Says that what comes now was asked for anew; see <see cref="RowPage.BeginsAnswer"/>.</summary>
    public void BeginAnswer() => _answer++;

    /// <summary>Whether a record came before; it is remembered.</summary>
    public Repetition See(T record)
    {
        var key = KeyHash.Of(record.Key);
        var content = records.HashOf(record);
        if (_seen.TryGetValue(key, out var earlier))
        {
            var isSame = !earlier.IsContradicted && earlier.Content == content;
            if (isSame && earlier.Answer == _answer)
                return Repetition.Same;
            _seen[key] = isSame ? new Seen(content, _answer) : Seen.Contradicted;
            return isSame ? Repetition.Moved : Repetition.Other;
        }

        if (_seen.Count < MostKeys)
            _seen[key] = new Seen(content, _answer);
        return Repetition.None;
    }

    /// <summary>Notes a row that cannot be read but has a key: no other row of the key counts beside it.</summary>
    /// <returns>Whether a record of this key came before.</returns>
    public bool SeeUnreadable(string key)
    {
        var hash = KeyHash.Of(key);
        var isThere = _seen.ContainsKey(hash);
        if (isThere || _seen.Count < MostKeys)
            _seen[hash] = Seen.Contradicted;
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

    /// <summary>It did in the same answer, and every record said the same: the other system has it twice.</summary>
    Same,

    /// <summary>It did in an earlier answer, and every record said the same: it may have moved from one to the other.</summary>
    Moved,

    /// <summary>It did, and not every record said the same.</summary>
    Other,
}
