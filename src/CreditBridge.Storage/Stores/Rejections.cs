using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Snapshots;
using CreditBridge.Storage.Dialects;
using CreditBridge.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace CreditBridge.Storage.Stores;

/// <summary>
/// Keeps what could not be read, one row per place, until it arrives well. Accounts whose customers it is about are marked when it comes and when it goes; one that is there as before changes nothing.
/// </summary>
internal sealed class Rejections(Session session, SnapshotPage page, AccountMarks marks)
{
    // The place is part of a key, and databases limit those.
    private const int LongestPlace = 1_000;
    private const int LongestRaw = 2_000;

    public async Task StoreAsync(CancellationToken cancellationToken)
    {
        var areThere = await AreThereAsync(cancellationToken);
        if (page.Rows.Count > 0 && areThere)
        {
            var keys = page.Rows.Select(r => r.Key).ToArray();
            await MarkAsync(OfSource.Where(r => r.RecordKey != null && keys.Contains(r.RecordKey)), cancellationToken);
            await session.ExecuteAsync(
                $"DELETE FROM rejections WHERE connection = @connection AND kind = @kind AND {session.In("record_key", "keys")}",
                cancellationToken,
                ("connection", page.Connection),
                ("kind", (short)page.Kind),
                ("keys", keys));
        }

        if (page.Settled.Count > 0)
        {
            var places = page.Settled.Select(PlaceOf).ToArray();
            await MarkAsync(OfSource.Where(r => places.Contains(r.Place)), cancellationToken);
            await session.ExecuteAsync(
                $"DELETE FROM rejections WHERE connection = @connection AND kind = @kind AND {session.In("place", "places")}",
                cancellationToken,
                ("connection", page.Connection),
                ("kind", (short)page.Kind),
                ("places", places));
        }

        List<RejectionRow> rejected =
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
                    CustomerKey = Cut(r.Last.Customer, LongestPlace),
                    Repetition = r.Last.IsRepetition,
                    Reason = r.Last.Reason,
                    Raw = Cut(r.Last.Raw, LongestRaw),
                    SeenAt = page.ReadAt,
                    SetId = page.FullSet?.Id,
                }),
        ];
        await MarkAsync(rejected, areThere, cancellationToken);
        await session.InsertAsync(rejected, OnConflict.Replace, cancellationToken);
    }

    /// <summary>Ends what was rejected before the listing that the page ends.</summary>
    public async Task EndOlderAsync(string set, CancellationToken cancellationToken)
    {
        await MarkAsync(OfSource.Where(r => r.SetId == null || r.SetId != set), cancellationToken);
        await session.ExecuteAsync(
            "DELETE FROM rejections WHERE connection = @connection AND kind = @kind AND (set_id IS NULL OR set_id <> @set)",
            cancellationToken,
            ("connection", page.Connection),
            ("kind", (short)page.Kind),
            ("set", set));
    }

    private IQueryable<RejectionRow> OfSource
    {
        get
        {
            var (connection, kind) = (page.Connection, page.Kind);
            return session.Context.Rejections.AsNoTracking().Where(r => r.Connection == connection && r.Kind == kind);
        }
    }

    // What goes concerns those whom it was about.
    private async Task MarkAsync(IQueryable<RejectionRow> gone, CancellationToken cancellationToken)
    {
        if (!UnreadableRecords.Matters(page.Kind))
            return;
        foreach (var customer in await gone.Where(r => r.CustomerKey != null).Select(r => r.CustomerKey!).Distinct().ToListAsync(cancellationToken))
            marks.AddCustomer(customer);
    }

    // What comes concerns those whom it is about, unless it stood at the same place with the same words.
    private async Task MarkAsync(List<RejectionRow> rejected, bool areThere, CancellationToken cancellationToken)
    {
        if (!UnreadableRecords.Matters(page.Kind) || rejected.Count == 0)
            return;
        var places = rejected.Select(r => r.Place).ToArray();
        var stood = areThere
            ? await OfSource.Where(r => places.Contains(r.Place)).Select(r => new { r.Place, r.CustomerKey, r.Reason }).ToDictionaryAsync(r => r.Place, StringComparer.Ordinal, cancellationToken)
            : [];
        foreach (var row in rejected)
        {
            var before = stood.GetValueOrDefault(row.Place);
            if (before is not null && before.CustomerKey == row.CustomerKey && before.Reason == row.Reason)
                continue;
            if (before?.CustomerKey is { } was)
                marks.AddCustomer(was);
            if (row.CustomerKey is { } customer)
                marks.AddCustomer(customer);
        }
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
