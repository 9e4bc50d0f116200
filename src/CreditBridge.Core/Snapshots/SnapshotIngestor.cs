using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Drift;

namespace CreditBridge.Core.Snapshots;

/// <summary>Reads a source to its present end, page by page, and stores each page together with its checkpoint. Killed anywhere, it goes on where it was.</summary>
/// <param name="store">Where pages go.</param>
/// <param name="clock">The clock.</param>
/// <param name="drift">How records that are written to are looked through for drift; null: not at all.</param>
/// <param name="readsAhead">
/// Whether the next page is asked for, and made ready, while one is being stored: nearly twice as fast where both take their time. Each page is still stored before the next one is.
/// </param>
public sealed class SnapshotIngestor(ISnapshotStore store, TimeProvider clock, DriftRules? drift = null, bool readsAhead = false)
{
    /// <summary>Reads and stores what a source has to say after a checkpoint.</summary>
    /// <param name="connection">Name of the connection.</param>
    /// <param name="source">The source.</param>
    /// <param name="from">Where the last stored page ended; null for the beginning.</param>
    /// <param name="stored">Told after each stored page what it changed.</param>
    /// <param name="cancellationToken">Stops between pages.</param>
    public async Task IngestAsync(
        string connection, ISource source, Checkpoint? from, Func<IngestResult, Task> stored, CancellationToken cancellationToken)
    {
        await using var pages = source.ReadPagesAsync(from, cancellationToken).GetAsyncEnumerator(cancellationToken);
        var next = await NextAsync();
        while (next is { } page)
        {
            var ahead = readsAhead ? Task.Run(NextAsync, cancellationToken) : null;
            try
            {
                await stored(await store.ApplyAsync(page, cancellationToken));
            }
            catch when (ahead is not null)
            {
                // The source must have come to rest before it is let go.
                await ((Task)ahead).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                throw;
            }

            next = await (ahead ?? NextAsync());
        }

        async Task<SnapshotPage?> NextAsync() => await pages.MoveNextAsync() ? Prepare(connection, source.Kind, pages.Current, clock.GetUtcNow(), drift) : null;
    }

    /// <summary>Makes a page ready for storage: the last word on each key wins, every record is hashed, claims and parents of accounts are pulled out.</summary>
    public static SnapshotPage Prepare(string connection, RecordKind kind, SourcePage page, DateTimeOffset readAt, DriftRules? drift = null)
    {
        var last = new Dictionary<string, SourceChange>(page.Changes.Count, StringComparer.Ordinal);
        foreach (var change in page.Changes)
            last[change.Key] = change;

        var rows = new List<SnapshotRow>(last.Count);
        var removed = new List<RemovedRecord>();
        var shown = new List<ShownRecord>();
        var claims = new Dictionary<string, IReadOnlyList<CustomerKey>>();
        var parents = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var change in last.Values)
        {
            if (change.Current is not { } record)
            {
                removed.Add(new RemovedRecord(change.Key, change.MergedInto));
                continue;
            }

            var payload = RecordCodec.Encode(record);
            if (change.Shown is { Count: > 0 } values)
                shown.Add(new ShownRecord(change.Key, values) { ChangedAt = change.ChangedAt, ChangedBy = change.ChangedBy, AskedAt = page.AskedAt });
            rows.Add(new SnapshotRow(kind, record.Key, record.Subject, RecordCodec.Hash(payload), payload, change.ChangedAt));
            if (record is not AccountRecord account)
                continue;
            claims[account.Key] = account.CustomerKeys;
            if (!string.IsNullOrEmpty(account.ParentKey))
                parents[account.Key] = account.ParentKey;
        }

        return new SnapshotPage(connection, kind, rows, removed, page.Next)
        {
            Claims = claims,
            Parents = parents,
            Shown = shown,
            Drift = drift,
            Rejected = page.Rejected,
            Settled = page.Settled,
            TakenBack = page.TakenBack,
            FullSet = page.FullSet,
            Receipt = page.Receipt,
            ReadAt = readAt,
        };
    }
}
