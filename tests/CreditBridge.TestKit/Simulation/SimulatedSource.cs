using System.Globalization;
using System.Runtime.CompilerServices;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;

namespace CreditBridge.TestKit.Simulation;

/// <summary>
/// A source over a list of changes in memory: pages of three, a checkpoint that counts changes, and an overlap, so that the last changes are always given again.
/// </summary>
public sealed class SimulatedSource<T>(RecordKind kind, SimulatedFaults faults) : ISimulatedRecords<T>
    where T : SourceRecord
{
    private const int PageSize = 3;
    private const int Overlap = 2;

    private readonly List<SourceChange<T>> _log = [];
    private readonly Dictionary<string, T> _current = [];

    public RecordKind Kind => kind;

    public IReadOnlyDictionary<string, T> Current => _current;

    public void Put(T record)
    {
        _current[record.Key] = record;
        _log.Add(SourceChange<T>.Upsert(record));
    }

    public void Delete(string key)
    {
        _current.Remove(key);
        _log.Add(SourceChange<T>.Deleted(key));
    }

    /// <summary>A record goes into another one.</summary>
    public void Merge(string key, string into)
    {
        _current.Remove(key);
        _log.Add(SourceChange<T>.Deleted(key, null, into));
    }

    public async IAsyncEnumerable<SourcePage<T>> ReadPagesAsync(Checkpoint? from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var position = from is null ? 0 : Math.Max(0, int.Parse(from.Value, CultureInfo.InvariantCulture) - Overlap);
        do
        {
            await Task.CompletedTask.WaitAsync(cancellationToken);
            if (faults.Happens("read"))
                throw new ConnectorException(new Failure(FailureKind.Transient, $"Reading {kind} failed (simulated).", "Try again."));
            var page = _log.Skip(position).Take(PageSize).ToList();
            position += page.Count;
            yield return new SourcePage<T>(page, new Checkpoint(position.ToString(CultureInfo.InvariantCulture)));
        }
        while (position < _log.Count);
    }
}
