using System.Globalization;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Core.Snapshots;
using CreditBridge.Storage.Dialects;
using CreditBridge.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace CreditBridge.Storage.Stores;

/// <summary>
/// A listing that shows every record there is: notes page by page what it showed, and at its end removes what it did not show. It may stretch over many
/// transactions and restarts.
/// </summary>
internal sealed class CompleteListing(Session session, SnapshotPage page, FullSet set)
{
    private const int RemovedAtOnce = 5_000;
    private static readonly Dictionary<string, string> NoWinners = [];

    private (string Name, object? Value)[] Source => [("connection", page.Connection), ("kind", (short)page.Kind), ("set", set.Id)];

    // A difference of two sets, not a search per record: its cost does not hang on what the database believes about freshly filled tables.
    private IQueryable<string> AbsentAfter(string key)
    {
        var (connection, kind, id) = (page.Connection, page.Kind, set.Id);
        var records = session.Context.Records.Where(r => r.Connection == connection && r.Kind == kind && string.Compare(r.Key, key) > 0).Select(r => r.Key);
        var listed = session.Context.ListedKeys
            .Where(l => l.Connection == connection && l.Kind == kind && l.SetId == id && string.Compare(l.Key, key) > 0).Select(l => l.Key);
        return records.Except(listed);
    }

    /// <summary>Notes what this page showed; what an earlier listing showed is forgotten.</summary>
    public async Task NoteAsync(List<SnapshotRow> added, CancellationToken cancellationToken)
    {
        // Two ranges of the key instead of one inequality: the keys of this listing are not walked through on every page.
        await session.ExecuteAsync("DELETE FROM listed_keys WHERE connection = @connection AND kind = @kind AND set_id < @set", cancellationToken, Source);
        await session.ExecuteAsync("DELETE FROM listed_keys WHERE connection = @connection AND kind = @kind AND set_id > @set", cancellationToken, Source);
        var isNew = added.Select(r => r.Key).ToHashSet(StringComparer.Ordinal);
        await session.InsertAsync(
            [
                .. page.Rows.Select(r => new ListedKeyRow
                {
                    Connection = page.Connection, Kind = page.Kind, SetId = set.Id, Key = r.Key, IsNew = isNew.Contains(r.Key),
                }),
            ],
            OnConflict.Keep,
            cancellationToken);
    }

    /// <summary>Why absence from the listing proves nothing; null when it does, or when nothing is absent.</summary>
    public async Task<string?> WhyNothingMayGoAsync(CancellationToken cancellationToken)
    {
        var absent = await AbsentAfter("").LongCountAsync(cancellationToken);
        if (absent == 0)
            return null;
        var (connection, kind, id) = (page.Connection, page.Kind, set.Id);
        var rejected = await session.Context.Rejections.LongCountAsync(r => r.Connection == connection && r.Kind == kind && r.SetId == id, cancellationToken);
        if (rejected > 0)
        {
            return $"{connection}/{kind}: {absent} records are not in the complete listing, but {rejected} of its records could not be read and may be these. " +
                "Nothing was removed; correct the rejected records and deliver the listing again.";
        }

        var records = await session.Context.Records.LongCountAsync(r => r.Connection == connection && r.Kind == kind, cancellationToken);
        var added = await session.Context.ListedKeys.LongCountAsync(l => l.Connection == connection && l.Kind == kind && l.SetId == id && l.IsNew, cancellationToken);
        var percent = 100m * absent / Math.Max(records - added, absent);
        return percent <= set.MaxRemovedPercent
            ? null
            : string.Create(CultureInfo.InvariantCulture,
                $"{connection}/{kind}: {absent} of {records - added} known records ({percent:0.#} %) are not in the complete listing, more than the {set.MaxRemovedPercent:0.#} % that one listing may remove. ") +
            "Nothing was removed; if the listing is right, raise max_removed_percent in the mapping for one delivery.";
    }

    /// <summary>Removes what the listing did not show.</summary>
    /// <returns>How many.</returns>
    public async Task<long> RemoveAbsentAsync(RecordRemoval removal, CancellationToken cancellationToken)
    {
        var (connection, kind) = (page.Connection, page.Kind);
        var removed = 0L;
        var after = "";
        while (true)
        {
            var keys = await AbsentAfter(after).OrderBy(k => k).Take(RemovedAtOnce).ToArrayAsync(cancellationToken);
            if (keys.Length == 0)
                return removed;
            var gone = await session.Context.Records.Where(r => r.Connection == connection && r.Kind == kind && keys.Contains(r.Key))
                .Select(r => new RemovedRow(r.Key, r.SubjectKind, r.SubjectKey)).ToListAsync(cancellationToken);
            removed += await removal.RemoveAsync(gone, NoWinners, cancellationToken);
            after = keys[^1];
        }
    }

    /// <summary>What was rejected before this listing is settled by it; what it added counts as known from now on.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        await session.ExecuteAsync(
            "DELETE FROM rejections WHERE connection = @connection AND kind = @kind AND (set_id IS NULL OR set_id <> @set)", cancellationToken, Source);
        await session.ExecuteAsync(
            "UPDATE listed_keys SET is_new = FALSE WHERE connection = @connection AND kind = @kind AND set_id = @set AND is_new", cancellationToken, Source);
    }
}
