using System.Globalization;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Core.Engine;
using CreditBridge.Core.Snapshots;

namespace CreditBridge.Core.Runs;

/// <summary>How often it is verified that reading missed nothing.</summary>
/// <param name="Every">Time between two verifications; zero: only when asked for.</param>
/// <param name="Back">How far back what was read is read again.</param>
public sealed record VerificationSchedule(TimeSpan Every, TimeSpan Back)
{
    /// <summary>Once a day, two days back.</summary>
    public static VerificationSchedule Default { get; } = new(TimeSpan.FromDays(1), TimeSpan.FromDays(2));
}

/// <summary>
/// Proves from time to time that incremental reading missed nothing, and mends it where it did. It comes right after reading, so that what it finds is evaluated in the
/// same cycle. It never stops a cycle: what fails is reported and tried again in an hour.
/// </summary>
/// <param name="snapshots">Where records go.</param>
/// <param name="engine">Remembers when a connection is due, and what was found.</param>
/// <param name="settings">Name of this process and length of the lease.</param>
/// <param name="schedule">How often, and how far back.</param>
/// <param name="clock">The clock.</param>
public sealed class VerificationRun(ISnapshotStore snapshots, IEngineStore engine, RunSettings settings, VerificationSchedule schedule, TimeProvider clock)
{
    private const int MostRejections = 10_000;

    private static readonly TimeSpan AfterFailure = TimeSpan.FromHours(1);

    /// <summary>Verifies the connections that are due.</summary>
    /// <param name="connections">All connections.</param>
    /// <param name="read">What reading them came to just now; a source that was not read to its end is left out.</param>
    /// <param name="evenIfNotDue">Verifies them all.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Stops between pages.</param>
    /// <returns>What was found; null when nothing was due.</returns>
    public async Task<VerificationReport?> RunAsync(
        IReadOnlyList<IConnection> connections, SyncReport read, bool evenIfNotDue, IProgress<RunProgress>? progress, CancellationToken cancellationToken)
    {
        var since = clock.GetUtcNow() - schedule.Back;
        var sources = new List<VerifiedSource>();
        var calls = 0L;
        foreach (var connection in connections)
        {
            var ready = connection.Sources.OfType<IVerifiedSource>()
                .Where(s => read.Sources.Any(r => r.Connection == connection.Name && r.Kind == s.Kind && r is { Failure: null, ReadBy: null })).ToList();
            if (ready.Count == 0 || !(evenIfNotDue || await IsDueAsync(connection.Name, cancellationToken)))
                continue;
            var lease = new ReadingLease(engine, settings, clock, connection.Name);
            if (await lease.TryTakeAsync(cancellationToken) is not null)
                continue;

            var before = connection.Usage.Calls;
            try
            {
                var found = await VerifyAsync(connection, ready, since, lease, progress, cancellationToken);
                await RememberAsync(connection.Name, since, found, cancellationToken);
                sources.AddRange(found);
            }
            finally
            {
                await lease.ReleaseAsync();
            }

            calls += connection.Usage.Calls - before;
        }

        return sources.Count > 0 ? new VerificationReport(sources, since, calls) : null;
    }

    private async Task<List<VerifiedSource>> VerifyAsync(
        IConnection connection, List<IVerifiedSource> sources, DateTimeOffset since, ReadingLease lease, IProgress<RunProgress>? progress, CancellationToken cancellationToken)
    {
        var checkpoints = await snapshots.GetCheckpointsAsync(connection.Name, cancellationToken);
        var requests = sources.Where(s => checkpoints.ContainsKey(s.Kind)).ToDictionary(
            s => s.Kind, s => new VerificationRequest(checkpoints[s.Kind], since, token => CountKnownAsync(connection.Name, s.Kind, token)));
        try
        {
            await connection.BeginVerificationAsync(requests, cancellationToken);
        }
        catch (ConnectorException refused)
        {
            return [.. requests.Keys.Select(k => new VerifiedSource(connection.Name, k, IngestResult.Nothing, refused.Failure))];
        }

        var found = new List<VerifiedSource>();
        foreach (var source in sources.Where(s => requests.ContainsKey(s.Kind)))
            found.Add(await VerifyAsync(connection, source, requests[source.Kind], lease, progress, cancellationToken));
        return found;
    }

    private async Task<VerifiedSource> VerifyAsync(
        IConnection connection, IVerifiedSource source, VerificationRequest request, ReadingLease lease, IProgress<RunProgress>? progress, CancellationToken cancellationToken)
    {
        var total = IngestResult.Nothing;
        try
        {
            await foreach (var (page, shouldBeKnown) in source.VerifyAsync(request, cancellationToken))
            {
                var prepared = SnapshotIngestor.Prepare(connection.Name, source.Kind, page, clock.GetUtcNow(), settings.DriftOf(connection));
                var stored = await snapshots.ApplyAsync(prepared, cancellationToken);
                total += shouldBeKnown ? stored : IngestResult.Nothing with { Read = stored.Read };
                progress?.Report(new RunProgress(RunStage.Reading, $"{connection.Name} {source.Kind}, once more", total.Read, null));
                await lease.KeepAsync(cancellationToken);
            }

            return new VerifiedSource(connection.Name, source.Kind, total, null);
        }
        catch (ConnectorException stopped)
        {
            return new VerifiedSource(connection.Name, source.Kind, total, stopped.Failure);
        }
    }

    private async Task<KnownRecords> CountKnownAsync(string connection, RecordKind kind, CancellationToken cancellationToken)
    {
        var figures = await engine.GetFiguresAsync(cancellationToken);
        var unreadable = figures.Rejections == 0 ? 0 : (await engine.ListRejectionsAsync(MostRejections, cancellationToken)).Count(r => r.Connection == connection && r.Kind == kind);
        return new KnownRecords(figures.Records.Where(r => r.Connection == connection && r.Kind == kind).Sum(r => r.Count), unreadable);
    }

    // A connection that was just read for the first time was read completely.
    private async Task<bool> IsDueAsync(string connection, CancellationToken cancellationToken)
    {
        if (schedule.Every == TimeSpan.Zero)
            return false;
        var now = clock.GetUtcNow();
        if (DateTimeOffset.TryParse(await engine.GetValueAsync(DueKey(connection), cancellationToken), CultureInfo.InvariantCulture, out var due))
            return now >= due || due - now > schedule.Every;
        await SetDueAsync(connection, now + schedule.Every, cancellationToken);
        return false;
    }

    private async Task RememberAsync(string connection, DateTimeOffset since, List<VerifiedSource> found, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var failed = found.Exists(f => f.Failure is not null);
        await SetDueAsync(connection, now + (failed && AfterFailure < schedule.Every ? AfterFailure : schedule.Every), cancellationToken);
        await engine.SetValueAsync(LastVerification.Key(connection), LastVerification.Of(now, since, found).ToText(), cancellationToken);
    }

    private Task SetDueAsync(string connection, DateTimeOffset due, CancellationToken cancellationToken) =>
        engine.SetValueAsync(DueKey(connection), due.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), cancellationToken);

    private static string DueKey(string connection) => $"verify/{connection}";
}
