using System.Globalization;
using System.Runtime.CompilerServices;
using CreditBridge.Abstractions.Records;
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
    private const int KeysAtOnce = 5_000;

    // With that many new records, plans that were good before it may no longer be.
    private const int MuchAdded = 10_000;
    private static readonly Dictionary<string, string> NoWinners = [];
    private ListedKeys? _listed;
    private bool _nothingIsAbsent;

    /// <summary>Under which name it is kept when the last listing of a source ended.</summary>
    public static string EndNameOf(string connection, RecordKind kind) => $"listed/{connection}/{kind}";

    private (string Name, object? Value)[] Source => [("connection", page.Connection), ("kind", (short)page.Kind), ("set", set.Id)];

    /// <summary>Notes what this page showed; what an earlier listing showed is forgotten.</summary>
    public async Task NoteAsync(IReadOnlyList<SnapshotRow> added, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync("DELETE FROM listed_pages WHERE connection = @connection AND kind = @kind AND set_id <> @set", cancellationToken, Source);
        if (page.Rows.Count == 0)
            return;
        var keys = ListedKeys.HashesOf(page.Rows);
        await session.InsertAsync(
            [new ListedPageRow { Connection = page.Connection, Kind = page.Kind, SetId = set.Id, Page = ListedKeys.NameOf(keys), Keys = keys, Added = added.Count }],
            OnConflict.Keep,
            cancellationToken);
    }

    /// <summary>Why absence from the listing proves nothing; null when it does, or when nothing is absent.</summary>
    public async Task<string?> WhyNothingMayGoAsync(CancellationToken cancellationToken)
    {
        var absent = 0L;
        await foreach (var keys in AbsentAsync(cancellationToken))
            absent += keys.Count;
        _nothingIsAbsent = absent == 0;
        if (_nothingIsAbsent)
            return null;
        var rejected = await CountRejectedAsync(cancellationToken);
        if (rejected > 0)
        {
            return $"{absent} records are not in the complete listing, but {rejected} of its records could not be read and may be these. " +
                "Nothing was removed; correct the rejected records and deliver the listing again.";
        }

        var (connection, kind) = (page.Connection, page.Kind);
        var records = await session.Context.Records.LongCountAsync(r => r.Connection == connection && r.Kind == kind, cancellationToken);
        var added = await CountAddedAsync(cancellationToken);
        var percent = 100m * absent / Math.Max(records - added, absent);
        return percent <= set.MaxRemovedPercent
            ? null
            : string.Create(CultureInfo.InvariantCulture,
                $"{absent} of {records - added} known records ({percent:0.#} %) are not in the complete listing, more than the {set.MaxRemovedPercent:0.#} % that one listing may remove. ") +
            "Nothing was removed; if the listing is right, raise max_removed_percent in the mapping for one delivery.";
    }

    /// <summary>Removes what the listing did not show; ask first <see cref="WhyNothingMayGoAsync"/>.</summary>
    /// <returns>How many.</returns>
    public async Task<long> RemoveAbsentAsync(RecordRemoval removal, CancellationToken cancellationToken)
    {
        if (_nothingIsAbsent)
            return 0;
        var (connection, kind) = (page.Connection, page.Kind);
        var removed = 0L;
        var ended = await session.Context.EngineValues.Where(v => v.Name == EndName).Select(v => v.Value).FirstOrDefaultAsync(cancellationToken);
        removal.SeenAt = ended is null ? null : DateTimeOffset.Parse(ended, CultureInfo.InvariantCulture);
        await foreach (var keys in AbsentAsync(cancellationToken))
        {
            if (keys.Count == 0)
                continue;
            var gone = await session.Context.Records.Where(r => r.Connection == connection && r.Kind == kind && keys.Contains(r.Key))
                .Select(r => new RemovedRow(r.Key, r.SubjectKind, r.SubjectKey)).ToListAsync(cancellationToken);
            removed += await removal.RemoveAsync(gone, NoWinners, cancellationToken);
        }

        return removed;
    }

    // When the listing before this one ended. Of customers alone it is asked when they were there last.
    private string EndName => EndNameOf(page.Connection, page.Kind);

    /// <summary>What was rejected before this listing is settled by it; what it added counts as known from now on.</summary>
    public async Task EndAsync(Rejections rejections, CancellationToken cancellationToken)
    {
        await rejections.EndOlderAsync(set.Id, cancellationToken);
        if (await CountAddedAsync(cancellationToken) >= MuchAdded)
            await session.LearnSizeAsync("records", cancellationToken);
        await session.ExecuteAsync(
            "UPDATE listed_pages SET added = 0 WHERE connection = @connection AND kind = @kind AND set_id = @set AND added > 0", cancellationToken, Source);
        if (page.Kind == RecordKind.ErpCustomer)
            await session.InsertAsync([new EngineValueRow { Name = EndName, Value = page.ReadAt.ToString("O", CultureInfo.InvariantCulture) }], OnConflict.Replace, cancellationToken);
    }

    // What was rejected under a key that the listing shows beside it is none of those that are absent.
    private async Task<long> CountRejectedAsync(CancellationToken cancellationToken)
    {
        _listed ??= await ReadListedAsync(cancellationToken);
        var (connection, kind, id) = (page.Connection, page.Kind, set.Id);
        var rejected = 0L;
        await foreach (var key in session.Context.Rejections.Where(r => r.Connection == connection && r.Kind == kind && r.SetId == id)
            .Select(r => r.RecordKey).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            if (key is null || !_listed.Contains(key))
                rejected++;
        }

        return rejected;
    }

    // The keys that are stored, a range after the other, without those that the listing showed.
    private async IAsyncEnumerable<List<string>> AbsentAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _listed ??= await ReadListedAsync(cancellationToken);
        var (connection, kind) = (page.Connection, page.Kind);
        var after = "";
        while (true)
        {
            var last = after;
            var keys = await session.Context.Records.Where(r => r.Connection == connection && r.Kind == kind && string.Compare(r.Key, last) > 0)
                .OrderBy(r => r.Key).Take(KeysAtOnce).Select(r => r.Key).ToListAsync(cancellationToken);
            yield return keys.FindAll(k => !_listed.Contains(k));
            if (keys.Count < KeysAtOnce)
                yield break;
            after = keys[^1];
        }
    }

    private Task<long> CountAddedAsync(CancellationToken cancellationToken)
    {
        var (connection, kind, id) = (page.Connection, page.Kind, set.Id);
        return session.Context.ListedPages.Where(l => l.Connection == connection && l.Kind == kind && l.SetId == id).SumAsync(l => (long)l.Added, cancellationToken);
    }

    private async Task<ListedKeys> ReadListedAsync(CancellationToken cancellationToken)
    {
        var (connection, kind, id) = (page.Connection, page.Kind, set.Id);
        return new ListedKeys(await session.Context.ListedPages.Where(l => l.Connection == connection && l.Kind == kind && l.SetId == id).Select(l => l.Keys).ToListAsync(cancellationToken));
    }
}
