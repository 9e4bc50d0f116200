using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Connectors.FileDrop.Rows;
using CreditBridge.Mapping.Kinds;
using CreditBridge.Mapping.Rows;

namespace CreditBridge.Connectors.FileDrop.Files;

/// <summary>
/// In a full file a key stands once. Rows that say exactly the same count once, and where amounts are owed by them that is said; when rows contradict each other, nobody can say which is true,
/// and none of them counts. Therefore the first row of a key under suspicion is held back until the end of the file. Only such rows are remembered, so that memory does not grow with the file.
/// </summary>
/// <param name="collisions">Keys under suspicion; null when repetition is allowed and the last row counts.</param>
/// <param name="records">How rows become records.</param>
internal sealed class RepeatedKeys<T>(KeyCollisions? collisions, RecordMapping<T> records)
    where T : SourceRecord
{
    private readonly Dictionary<string, First> _first = new(StringComparer.Ordinal);

    /// <summary>The first row of a key, and what it stands for; no record when it cannot be read.</summary>
    private sealed class First(T? record, SourceRow row, string raw)
    {
        public T? Record => record;

        public SourceRow Row => row;

        public string Raw => raw;

        /// <summary>The line of a row that contradicts it; null when none does.</summary>
        public long? Other { get; set; }

        /// <summary>The line of the first row that repeats it exactly; null when none does.</summary>
        public long? Same { get; private set; }

        private int Further { get; set; }

        public string Sames => $"stands in line {Same} too{(Further > 0 ? $", and in {Further} more" : "")}";

        public void Repeat(long line)
        {
            if (Same is null)
                Same = line;
            else
                Further++;
        }
    }

    /// <summary>What becomes of a row now; of one that is held back nothing.</summary>
    public MappedRow<T> Filter(MappedRow<T> mapped, FileRows rows)
    {
        if (collisions is null || rows.Row is not { } row || (mapped.Record?.Key ?? mapped.Rejected?.Key) is not { } key || !collisions.IsSuspect(key))
            return mapped;
        if (_first.TryAdd(key, new First(mapped.Record, row.Kept(), rows.Raw)))
            return mapped.Record is null ? mapped : default;
        var first = _first[key];
        if (mapped.Record is { } record && first.Other is null && first.Record is { } one && records.AreEqual(one, record))
        {
            first.Repeat(row.Line);
            return default;
        }

        first.Other ??= row.Line;
        return mapped.Record is null ? mapped : Contradiction(key, row, first.Row.Line);
    }

    /// <summary>At the end of the file: what becomes of the rows that were held back, in their order.</summary>
    public IEnumerable<HeldRow<T>> HeldBack()
    {
        foreach (var (key, first) in _first)
        {
            if (first.Record is not { } record)
                continue;
            yield return new HeldRow<T>(first.Other is { } other ? Contradiction(key, first.Row, other) : new MappedRow<T>(record, null), first.Row.Line, first.Raw);
            if (first.Other is null && first.Same is not null && records.Repetition(first.Row, key, first.Sames) is { } repetition)
                yield return new HeldRow<T>(new MappedRow<T>(null, repetition), first.Row.Line, first.Raw);
        }
    }

    private MappedRow<T> Contradiction(string key, SourceRow row, long other) => new(null, new RejectedRecord(row.Where(),
        $"{key} stands in line {other} too, with different values: none of these rows counts, and what was known of it before stays. A full file must list each key once.") { Key = key, Customer = records.CustomerOf(row) });
}

/// <summary>A row that was held back.</summary>
/// <param name="Mapped">What becomes of it.</param>
/// <param name="Line">Its line.</param>
/// <param name="Raw">Its text.</param>
internal sealed record HeldRow<T>(MappedRow<T> Mapped, long Line, string Raw)
    where T : SourceRecord;
