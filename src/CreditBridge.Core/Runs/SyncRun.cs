using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Core.Engine;
using CreditBridge.Core.Snapshots;

namespace CreditBridge.Core.Runs;

/// <summary>Reads every source of every connection to its present end. A source that fails does not stop the others.</summary>
/// <param name="snapshots">Where records go.</param>
/// <param name="engine">Keeps two processes from reading one connection at the same time.</param>
/// <param name="settings">Name of this process and length of the lease.</param>
/// <param name="clock">The clock.</param>
public sealed class SyncRun(ISnapshotStore snapshots, IEngineStore engine, RunSettings settings, TimeProvider clock)
{
    // Reference data first, then accounts and customers, then what belongs to them: fewer accounts are evaluated twice while a first load is running.
    private static readonly RecordKind[] ReadingOrder =
    [
        RecordKind.Stage, RecordKind.ExchangeRate, RecordKind.User, RecordKind.Account, RecordKind.ErpCustomer, RecordKind.Opportunity, RecordKind.StageChange,
        RecordKind.Receivable, RecordKind.Payment,
    ];

    /// <summary>Reads all connections, one after the other.</summary>
    public async Task<SyncReport> RunAsync(IReadOnlyList<IConnection> connections, IProgress<RunProgress>? progress, CancellationToken cancellationToken)
    {
        var sources = new List<SourceReport>();
        var calls = new Dictionary<string, long>();
        foreach (var connection in connections)
        {
            var before = connection.Usage.Calls;
            await foreach (var report in ReadConnectionAsync(connection, progress, cancellationToken))
                sources.Add(report);
            calls[connection.Name] = connection.Usage.Calls - before;
        }

        return new SyncReport(sources, calls);
    }

    private async IAsyncEnumerable<SourceReport> ReadConnectionAsync(
        IConnection connection, IProgress<RunProgress>? progress, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var lease = $"read:{connection.Name}";
        if (await TryLeaseAsync(lease, cancellationToken) is { } other)
        {
            var busy = new Failure(FailureKind.Transient, $"Connection '{connection.Name}' is being read by {other.Holder}.",
                $"Wait until that process is done, at the latest {other.Until:HH:mm:ss} UTC.");
            foreach (var source in connection.Sources)
                yield return new SourceReport(connection.Name, source.Kind, IngestResult.Nothing, busy);
            yield break;
        }

        try
        {
            var checkpoints = await snapshots.GetCheckpointsAsync(connection.Name, cancellationToken);
            var refused = await BeginAsync(connection, checkpoints, cancellationToken);
            foreach (var source in connection.Sources.OrderBy(s => Array.IndexOf(ReadingOrder, s.Kind)))
            {
                if (refused is not null)
                {
                    yield return new SourceReport(connection.Name, source.Kind, IngestResult.Nothing, refused);
                    continue;
                }

                yield return await ReadSourceAsync(connection, source, checkpoints.GetValueOrDefault(source.Kind), progress, cancellationToken);
                await TryLeaseAsync(lease, cancellationToken);
            }
        }
        finally
        {
            await engine.ReleaseAsync(lease, settings.Holder, CancellationToken.None);
        }
    }

    private Task<Lease?> TryLeaseAsync(string name, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return engine.TryLeaseAsync(name, now, new Lease(settings.Holder, now + settings.ReadLease), cancellationToken);
    }

    private static async Task<Failure?> BeginAsync(
        IConnection connection, IReadOnlyDictionary<RecordKind, Checkpoint> checkpoints, CancellationToken cancellationToken)
    {
        try
        {
            var bySource = connection.Sources.ToDictionary(s => s.Kind, s => checkpoints.GetValueOrDefault(s.Kind));
            await connection.BeginCycleAsync(bySource, cancellationToken);
            return null;
        }
        catch (ConnectorException refused)
        {
            return refused.Failure;
        }
    }

    private async Task<SourceReport> ReadSourceAsync(
        IConnection connection, ISource source, Checkpoint? from, IProgress<RunProgress>? progress, CancellationToken cancellationToken)
    {
        var total = IngestResult.Nothing;
        try
        {
            await new SnapshotIngestor(snapshots, clock).IngestAsync(connection.Name, source, from, Stored, cancellationToken);
            return new SourceReport(connection.Name, source.Kind, total, null);
        }
        catch (ConnectorException stopped)
        {
            return new SourceReport(connection.Name, source.Kind, total, stopped.Failure);
        }

        void Stored(IngestResult page)
        {
            total += page;
            progress?.Report(new RunProgress(RunStage.Reading, $"{connection.Name} {source.Kind}", total.Read, null));
        }
    }
}
