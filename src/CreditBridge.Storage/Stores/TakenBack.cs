using CreditBridge.Core.Snapshots;
using CreditBridge.Storage.Dialects;
using Microsoft.EntityFrameworkCore;

namespace CreditBridge.Storage.Stores;

/// <summary>
/// What a listing showed on an earlier page and contradicts on this one: such a record goes back to the state that was known before the listing began, and goes when there was none.
/// One that the listing left as it was stays.
/// </summary>
internal static class TakenBack
{
    /// <summary>The page with these records among those that it shows or removes.</summary>
    public static async Task<SnapshotPage> AddAsync(Session session, SnapshotPage page, CancellationToken cancellationToken)
    {
        if (page.TakenBack.Count == 0 || page.FullSet?.BeganAt is not { } began)
            return page;
        var (connection, kind, keys) = (page.Connection, page.Kind, page.TakenBack.ToArray());
        var records = await session.Context.Records.AsNoTracking().Where(r => r.Connection == connection && r.Kind == kind && keys.Contains(r.Key)).ToListAsync(cancellationToken);
        var past = (await session.Context.RecordHistory.AsNoTracking().Where(h => h.Connection == connection && h.Kind == kind && keys.Contains(h.Key)).ToListAsync(cancellationToken))
            .ToLookup(h => h.Key, StringComparer.Ordinal);
        var (rows, removed) = (page.Rows.ToList(), page.Removed.ToList());
        foreach (var record in records.Where(r => r.KnownFrom >= began))
        {
            if (past[record.Key].FirstOrDefault(h => h.KnownTo >= began && (h.KnownFrom is null || h.KnownFrom < began)) is { } good)
                rows.Add(new SnapshotRow(kind, good.Key, RecordCodec.Decode(kind, good.Payload).Subject, RecordCodec.Hash(good.Payload), good.Payload, null));
            else
                removed.Add(new RemovedRecord(record.Key, null));
        }

        return page with { Rows = rows, Removed = removed };
    }
}
