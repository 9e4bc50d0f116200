using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Mapping.Rows;

namespace CreditBridge.Connectors.FileDrop.Files;

/// <summary>
/// In a full file a key stands once. A row that repeats an earlier one exactly is ignored; one that contradicts it is rejected, because nobody can say which is true.
/// Only keys under suspicion are remembered, so that memory does not grow with the file.
/// </summary>
/// <param name="collisions">Keys under suspicion; null when repetition is allowed and the last row counts.</param>
/// <param name="areEqual">Whether two records say the same.</param>
internal sealed class RepeatedKeys<T>(KeyCollisions? collisions, Func<T, T, bool> areEqual)
    where T : SourceRecord
{
    private readonly Dictionary<string, (T Record, long Line)> _first = new(StringComparer.Ordinal);

    public MappedRow<T> Filter(T record, SourceRow row)
    {
        if (collisions is null || !collisions.IsSuspect(record.Key) || _first.TryAdd(record.Key, (record, row.Line)))
            return new MappedRow<T>(record, null);
        var (first, line) = _first[record.Key];
        return areEqual(first, record)
            ? default
            : new MappedRow<T>(null, new RejectedRecord(row.Where(), $"{record.Key} stands in line {line} already, with other values; the first one counts. A full file must list each key once."));
    }
}
