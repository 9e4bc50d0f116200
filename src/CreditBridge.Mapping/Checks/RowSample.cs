using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;

namespace CreditBridge.Mapping.Checks;

/// <summary>What became of rows under check.</summary>
internal sealed class RowSample<T>
    where T : SourceRecord
{
    /// <summary>Records, each with the row that it came from.</summary>
    public List<(T Record, SourceRow Row)> Records { get; } = [];

    public List<RejectedRecord> Rejected { get; } = [];

    public int Rows { get; private set; }

    /// <summary>Rows that the mapping leaves out.</summary>
    public int Left { get; private set; }

    /// <summary>Whether there are no further rows.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>Maps rows, so many at most.</summary>
    public static async Task<RowSample<T>> TakeAsync(RecordMapping<T> records, IAsyncEnumerable<CheckedRow> rows, int most, CancellationToken cancellationToken)
    {
        var sample = new RowSample<T> { IsWhole = true };
        await foreach (var (row, malformed) in rows.WithCancellation(cancellationToken))
        {
            if (sample.Rows == most)
            {
                sample.IsWhole = false;
                break;
            }

            sample.Rows++;
            var mapped = row is null ? new MappedRow<T>(null, malformed) : records.Map(row);
            if (mapped.Record is not null)
                sample.Records.Add((mapped.Record, row!));
            else if (mapped.Rejected is not null)
                sample.Rejected.Add(mapped.Rejected);
            else
                sample.Left++;
        }

        return sample;
    }
}
