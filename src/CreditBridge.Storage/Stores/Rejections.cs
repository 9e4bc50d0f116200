using CreditBridge.Core.Snapshots;
using CreditBridge.Storage.Dialects;
using CreditBridge.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace CreditBridge.Storage.Stores;

/// <summary>Keeps what could not be read, one row per place, until it arrives well.</summary>
internal sealed class Rejections(Session session, SnapshotPage page)
{
    // The place is part of a key, and databases limit those.
    private const int LongestPlace = 1_000;
    private const int LongestRaw = 2_000;

    public async Task StoreAsync(CancellationToken cancellationToken)
    {
        if (page.Rows.Count > 0 && await AreThereAsync(cancellationToken))
        {
            await session.ExecuteAsync(
                $"DELETE FROM rejections WHERE connection = @connection AND kind = @kind AND {session.In("record_key", "keys")}",
                cancellationToken,
                ("connection", page.Connection),
                ("kind", (short)page.Kind),
                ("keys", page.Rows.Select(r => r.Key).ToArray()));
        }

        if (page.Settled.Count > 0)
        {
            await session.ExecuteAsync(
                $"DELETE FROM rejections WHERE connection = @connection AND kind = @kind AND {session.In("place", "places")}",
                cancellationToken,
                ("connection", page.Connection),
                ("kind", (short)page.Kind),
                ("places", page.Settled.Select(PlaceOf).ToArray()));
        }

        await session.InsertAsync(
            [
                .. page.Rejected
                    .GroupBy(r => PlaceOf(r.Where), StringComparer.Ordinal)
                    .Select(samePlace => (Place: samePlace.Key, Last: samePlace.Last()))
                    .Select(r => new RejectionRow
                    {
                        Connection = page.Connection,
                        Kind = page.Kind,
                        Place = r.Place,
                        RecordKey = Cut(r.Last.Key, LongestPlace),
                        Reason = r.Last.Reason,
                        Raw = Cut(r.Last.Raw, LongestRaw),
                        SeenAt = page.ReadAt,
                        SetId = page.FullSet?.Id,
                    }),
            ],
            OnConflict.Replace,
            cancellationToken);
    }

    // Nearly always there are none, and then thousands of keys need not be sent.
    private Task<bool> AreThereAsync(CancellationToken cancellationToken)
    {
        var (connection, kind) = (page.Connection, page.Kind);
        return session.Context.Rejections.AnyAsync(r => r.Connection == connection && r.Kind == kind, cancellationToken);
    }

    /// <summary>Notes something that concerns a whole listing; the next one ends it.</summary>
    public static Task NoteAsync(Session session, SnapshotPage page, string reason, CancellationToken cancellationToken) => session.InsertAsync(
        [
            new RejectionRow
            {
                Connection = page.Connection,
                Kind = page.Kind,
                Place = PlaceOf(page.Receipt?.Name ?? "the complete listing"),
                Reason = reason,
                SeenAt = page.ReadAt,
            },
        ],
        OnConflict.Replace,
        cancellationToken);

    private static string PlaceOf(string where) => StoredText.Clean(Cut(where, LongestPlace)!);

    private static string? Cut(string? text, int length) => text is null || text.Length <= length ? text : text[..length];
}
