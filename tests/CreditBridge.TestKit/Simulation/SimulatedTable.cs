using System.Globalization;
using System.Runtime.CompilerServices;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Abstractions.Sources;

namespace CreditBridge.TestKit.Simulation;

/// <summary>Reads records of a simulated CRM by their stamps, with an overlap longer than any commit is late, and what their credit fields show.</summary>
public sealed class SimulatedTable<T>(SimulatedOrg org, RecordKind kind, SimulatedFaults faults) : ISimulatedRecords<T>
    where T : SourceRecord
{
    private const int PageSize = 3;
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(3);

    public RecordKind Kind => kind;

    public IReadOnlyDictionary<string, T> Current => org.Current<T>(kind);

    public void Put(T record) => org.Put(record);

    public void Delete(string key) => org.Delete(new TargetRecord(kind, key));

    public async IAsyncEnumerable<SourcePage<T>> ReadPagesAsync(Checkpoint? from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.WaitAsync(cancellationToken);
        var askedAt = org.Now;
        var mark = from is null ? DateTimeOffset.MinValue : DateTimeOffset.Parse(from.Value, CultureInfo.InvariantCulture);
        var rows = org.Query(kind, from is null ? mark : mark - Overlap, Read);
        var pages = rows.Chunk(PageSize).ToList();
        for (var i = 0; i < Math.Max(pages.Count, 1); i++)
        {
            if (faults.Happens("read"))
                throw new ConnectorException(new Failure(FailureKind.Transient, $"Reading {kind} failed (simulated).", "Try again."));
            var next = i >= pages.Count - 1 ? askedAt : mark;
            yield return new SourcePage<T>(pages.Count == 0 ? [] : pages[i], new Checkpoint(next.ToString("O", CultureInfo.InvariantCulture))) { AskedAt = askedAt };
        }
    }

    private static SourceChange<T> Read(string key, SimulatedOrg.Row row) => row.IsDeleted
        ? SourceChange<T>.Deleted(key, row.Stamp, row.MergedInto)
        : SourceChange<T>.Upsert((T)row.Record, row.Stamp) with { Shown = new Dictionary<CreditField, FieldValue>(row.Fields), ChangedBy = row.ChangedBy };
}
