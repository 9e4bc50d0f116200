using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Core.CreditFiles;
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
        RecordKind.Security, RecordKind.Override, RecordKind.BureauReport, RecordKind.FinancialStatement, RecordKind.Signal,
        RecordKind.Receivable, RecordKind.Payment, RecordKind.OpenOrder, RecordKind.Review, RecordKind.ReviewDocument,
    ];

    // What is kept of a source: whether it was read to its end, or that the set-up did not ask for it.
    private const string ToItsEnd = "to its end";
    private const string NotAskedFor = "not asked for";
    private const string Unreadable = "not readable";

    // Of a first listing: what is lost of it is known of nobody. Later, what was known before still counts.
    private const int MostUnassignedPercent = 10;

    private readonly Dictionary<string, string> _standing = new(StringComparer.Ordinal);

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

    /// <summary>
    /// Sources that have never been read to their end. As long as there is one, nothing may be decided: a customer whose open items are unknown is not free of debt.
    /// </summary>
    public async Task<IReadOnlyList<NeverRead>> FindNeverReadAsync(IReadOnlyList<IConnection> connections, CancellationToken cancellationToken)
    {
        var missing = new List<NeverRead>();
        foreach (var connection in connections)
        {
            foreach (var source in connection.Sources)
            {
                // Reviews and their documents say nothing about credit: an org that does not show them yet must not keep accounts from being decided.
                if (source.Kind is not (RecordKind.Review or RecordKind.ReviewDocument) && !await WasReadAsync(connection.Name, source, cancellationToken))
                    missing.Add(new NeverRead(connection.Name, source.Kind) { IsUnreadable = await StandingAsync(connection.Name, source.Kind, cancellationToken) == Unreadable });
            }
        }

        return missing;
    }

    // A kind that nobody asked for has nothing to wait for, until somebody asks.
    private async Task<bool> WasReadAsync(string connection, ISource source, CancellationToken cancellationToken) =>
        await StandingAsync(connection, source.Kind, cancellationToken) is { } standing && standing != Unreadable && (standing != NotAskedFor || source.IsDeclared != true);

    private async Task<string?> StandingAsync(string connection, RecordKind kind, CancellationToken cancellationToken)
    {
        var key = ReadKey(connection, kind);
        if (_standing.TryGetValue(key, out var known) && known == ToItsEnd)
            return known;
        if (await engine.GetValueAsync(key, cancellationToken) is { } stored)
            return _standing[key] = stored;
        return null;
    }

    // Where the source cannot tell, another process may have found out since.
    private async Task<bool> IsDeclaredAsync(string connection, ISource source, CancellationToken cancellationToken)
    {
        if (source.IsDeclared is { } told)
            return told;
        _standing.Remove(ReadKey(connection, source.Kind));
        return await StandingAsync(connection, source.Kind, cancellationToken) != NotAskedFor;
    }

    // What stops a source that nobody asks for, such as a broken mapping, is nobody's trouble; those that are asked for say it.
    private async Task<SourceReport> StoppedAsync(string connection, ISource source, IngestResult result, Failure failure, CancellationToken cancellationToken) =>
        await IsDeclaredAsync(connection, source, cancellationToken)
            ? new SourceReport(connection, source.Kind, result, failure)
            : new SourceReport(connection, source.Kind, result, null) { IsDeclared = false };

    private async Task NoteReadAsync(string connection, ISource source, CancellationToken cancellationToken)
    {
        var before = await StandingAsync(connection, source.Kind, cancellationToken);
        var standing = source.IsDeclared == false ? NotAskedFor : before == ToItsEnd || await IsReadableAsync(connection, source.Kind, cancellationToken) ? ToItsEnd : Unreadable;
        if (before == standing)
            return;
        await engine.SetValueAsync(ReadKey(connection, source.Kind), standing, cancellationToken);
        _standing[ReadKey(connection, source.Kind)] = standing;
    }

    // A first listing of which nothing could be read, or too much without knowing whose it is, leaves it unknown what anybody owes.
    private async Task<bool> IsReadableAsync(string connection, RecordKind kind, CancellationToken cancellationToken)
    {
        if (!UnreadableRecords.Matters(kind))
            return true;
        var yield = await engine.CountYieldAsync(connection, kind, cancellationToken);
        return yield.Rejected == 0 || (yield.Records > 0 && 100 * yield.Unassigned <= MostUnassignedPercent * (yield.Records + yield.Rejected));
    }

    private static string ReadKey(string connection, RecordKind kind) => $"read/{connection}/{kind}";

    private async IAsyncEnumerable<SourceReport> ReadConnectionAsync(
        IConnection connection, IProgress<RunProgress>? progress, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var lease = new ReadingLease(engine, settings, clock, connection.Name);
        if (await lease.TryTakeAsync(cancellationToken) is { } other)
        {
            foreach (var source in connection.Sources)
            {
                yield return new SourceReport(connection.Name, source.Kind, IngestResult.Nothing, null)
                {
                    ReadBy = other.Holder,
                    IsDeclared = await IsDeclaredAsync(connection.Name, source, cancellationToken),
                };
            }

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
                    yield return await StoppedAsync(connection.Name, source, IngestResult.Nothing, refused, cancellationToken);
                    continue;
                }

                yield return await ReadSourceAsync(connection, source, checkpoints.GetValueOrDefault(source.Kind), lease, progress, cancellationToken);
            }
        }
        finally
        {
            await lease.ReleaseAsync();
        }
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
        IConnection connection, ISource source, Checkpoint? from, ReadingLease lease, IProgress<RunProgress>? progress, CancellationToken cancellationToken)
    {
        var total = IngestResult.Nothing;
        try
        {
            await new SnapshotIngestor(snapshots, clock, settings.DriftOf(connection), settings.ReadsAhead).IngestAsync(connection.Name, source, from, StoredAsync, cancellationToken);
            await NoteReadAsync(connection.Name, source, cancellationToken);
            return new SourceReport(connection.Name, source.Kind, total, null) { IsDeclared = source.IsDeclared != false };
        }
        catch (ConnectorException stopped)
        {
            return await StoppedAsync(connection.Name, source, total, stopped.Failure, cancellationToken);
        }

        async Task StoredAsync(IngestResult page)
        {
            total += page;
            progress?.Report(new RunProgress(RunStage.Reading, $"{connection.Name} {source.Kind}", total.Read, null));
            await lease.KeepAsync(cancellationToken);
        }
    }
}
