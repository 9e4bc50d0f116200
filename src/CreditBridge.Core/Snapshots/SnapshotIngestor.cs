using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Drift;

namespace CreditBridge.Core.Snapshots;

/// <summary>Reads a source to its present end, page by page, and stores each page together with its checkpoint. Killed anywhere, it goes on where it was.</summary>
/// <param name="store">Where pages go.</param>
/// <param name="clock">The clock.</param>
/// <param name="drift">How records that are written to are looked through for drift; null: not at all.</param>
public sealed class SnapshotIngestor(ISnapshotStore store, TimeProvider clock, DriftRules? drift = null)
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
        await foreach (var page in source.ReadPagesAsync(from, cancellationToken).ConfigureAwait(false))
            await stored(await store.ApplyAsync(Prepare(connection, source.Kind, page, clock.GetUtcNow(), drift), cancellationToken));
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
            FullSet = page.FullSet,
            Receipt = page.Receipt,
            ReadAt = readAt,
        };
    }
}
