using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Snapshots;
using CreditBridge.Storage.Dialects;
using CreditBridge.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace CreditBridge.Storage.Stores;

/// <summary>
/// Stores one page. What is known of its keys is read first, hashes only; whatever did not change ends there, so that a page without news costs one query (of accounts, one more for each moment of change).
/// Everything else is done to whole sets of rows.
/// </summary>
/// <param name="session">A transaction that writes.</param>
/// <param name="page">The page.</param>
/// <param name="isFirst">Whether the page belongs to a listing before which the source had no record.</param>
internal sealed class PageTransaction(Session session, SnapshotPage page, bool isFirst)
{
    private static readonly Dictionary<string, string> NoWinners = [];

    private readonly AccountMarks _marks = new(page.Kind);
    private readonly RecordPast _past = new(session, page.Connection, page.Kind, page.ReadAt);

    /// <summary>What is stored under a key of the page.</summary>
    private sealed record Known(string Key, SubjectKind SubjectKind, string SubjectKey, byte[] Hash);

    /// <summary>Whether the page belongs to a listing and its source had no record at all.</summary>
    public bool FoundNothing { get; private set; }

    public async Task<IngestResult> RunAsync(CancellationToken cancellationToken)
    {
        await session.LockSourceAsync(page.Connection, (short)page.Kind, page.Kind == RecordKind.Account, cancellationToken);
        page = await TakenBack.AddAsync(session, page, cancellationToken);
        page = await DealAccounts.AddAsync(session, page, cancellationToken);
        var known = await ReadKnownAsync(cancellationToken);
        var added = known.Count == 0 ? page.Rows : page.Rows.Where(r => !known.ContainsKey(r.Key)).ToList();
        var changed = page.Rows.Where(r => known.TryGetValue(r.Key, out var k) && !k.Hash.AsSpan().SequenceEqual(r.Hash)).ToList();

        await StoreRowsAsync(added, changed, known, cancellationToken);
        await StampAsync(known, cancellationToken);
        await DealAccounts.FindAsync(session, page, added.Concat(changed), _marks, cancellationToken);
        await AnalystAccounts.FindAsync(session, page, added.Concat(changed), _marks, cancellationToken);
        if (page.Kind == RecordKind.ErpCustomer && added.Count > 0)
            await EndLossesAsync([.. added.Select(r => r.Key)], cancellationToken);
        var merges = new AccountMerges(session);
        if (page.Kind == RecordKind.Account)
        {
            await merges.ForgetAsync([.. added.Select(r => r.Key)], cancellationToken);
            await new AccountRegister(session, _marks, page.ReadAt).UpdateAsync(added, changed, page.Claims, cancellationToken);
            foreach (var row in added)
                _marks.AddGroupOf(row.Key);
            await new AccountGroups(session, _marks).UpdateAsync([.. added.Concat(changed).Select(r => r.Key)], page.Parents, cancellationToken);
        }

        // Merges of accounts that were never read count too: they may stand in the middle of a chain.
        var winners = page.Kind == RecordKind.Account ? await merges.AddAsync(page.Removed, page.ReadAt, cancellationToken) : NoWinners;
        var removal = new RecordRemoval(session, page.Connection, page.Kind, _marks, _past);
        var removed = await removal.RemoveAsync(
            [.. page.Removed.Where(r => known.ContainsKey(r.Key)).Select(r => new RemovedRow(r.Key, known[r.Key].SubjectKind, known[r.Key].SubjectKey))], winners, cancellationToken);

        var rejections = new Rejections(session, page, _marks);
        await rejections.StoreAsync(cancellationToken);
        string? withheld = null;
        if (page.FullSet is { } set)
        {
            var listing = new CompleteListing(session, page, set);
            await listing.NoteAsync(added, cancellationToken);
            if (set.IsLast)
            {
                // A listing that began with nothing in the store has shown all there is.
                if (!isFirst)
                {
                    withheld = await listing.WhyNothingMayGoAsync(cancellationToken);
                    if (withheld is null)
                        removed += await listing.RemoveAbsentAsync(removal, cancellationToken);
                }

                await listing.EndAsync(rejections, cancellationToken);
                // Kept beside the rejections until the next listing, so that it is not forgotten after the run that found it.
                if (withheld is not null)
                    await Rejections.NoteAsync(session, page, withheld, cancellationToken);
            }
        }

        var shown = new ShownRecords(session, page);
        await shown.FindAsync(_marks, cancellationToken);
        await _marks.SetAsync(session, page.ReadAt, cancellationToken);
        await removal.RemoveWritesAsync(cancellationToken);
        var drifted = await shown.ApplyAsync(cancellationToken);
        await StoreProgressAsync(cancellationToken);
        return new IngestResult(page.Rows.Count + page.Removed.Count, added.Count, changed.Count, removed, page.Rejected.Count(r => !r.IsRepetition))
        {
            RemovalWithheld = withheld,
            Drifted = drifted,
        };
    }

    private async Task<Dictionary<string, Known>> ReadKnownAsync(CancellationToken cancellationToken)
    {
        var known = new Dictionary<string, Known>(StringComparer.Ordinal);
        // What such a listing takes back, it showed itself.
        var nothingIsKnown = isFirst && page.Removed.Count == 0;
        if (nothingIsKnown || page.Rows.Count + page.Removed.Count == 0)
            return known;
        if (page.FullSet is not null && !await HasRecordsAsync(cancellationToken))
        {
            FoundNothing = true;
            return known;
        }

        var keys = page.Rows.Select(r => r.Key).Concat(page.Removed.Select(r => r.Key)).ToArray();
        await using var command = session.CreateCommand(
            $"SELECT r.key, r.subject_kind, r.subject_key, r.hash FROM {session.RecordsWithKeys}", ("connection", page.Connection), ("kind", (short)page.Kind), ("keys", keys));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var row = new Known(reader.GetString(0), (SubjectKind)reader.GetInt16(1), reader.GetString(2), reader.GetFieldValue<byte[]>(3));
            known[row.Key] = row;
        }

        return known;
    }

    private Task<bool> HasRecordsAsync(CancellationToken cancellationToken)
    {
        var (connection, kind) = (page.Connection, page.Kind);
        return session.Context.Records.AnyAsync(r => r.Connection == connection && r.Kind == kind, cancellationToken);
    }

    private async Task StoreRowsAsync(IReadOnlyList<SnapshotRow> added, IReadOnlyList<SnapshotRow> changed, Dictionary<string, Known> known, CancellationToken cancellationToken)
    {
        foreach (var row in added.Concat(changed))
            _marks.Add(row.Subject.Kind, row.Subject.Key);
        foreach (var row in changed)
            _marks.Add(known[row.Key].SubjectKind, known[row.Key].SubjectKey);

        await _past.KeepAsync([.. changed.Select(r => r.Key)], cancellationToken);
        // Nobody else adds records of this source while its lock is held, so what is not known is not there.
        await session.InsertAsync(new Rows<SnapshotRow, RecordRow>(added, ToRecord), OnConflict.Fail, cancellationToken);
        await session.InsertAsync(new Rows<SnapshotRow, RecordRow>(changed, ToRecord), OnConflict.Replace, cancellationToken);
    }

    // Whoever changed an account in what is not read has changed it nevertheless: when that was seen, it keeps no write waiting. A listing shows everything; there nothing was changed just now.
    private async Task StampAsync(Dictionary<string, Known> known, CancellationToken cancellationToken)
    {
        if (page.Kind != RecordKind.Account || page.FullSet is not null)
            return;
        var (connection, kind) = (page.Connection, page.Kind);
        foreach (var seen in page.Rows.Where(r => r.ChangedAt is not null && known.TryGetValue(r.Key, out var k) && k.Hash.AsSpan().SequenceEqual(r.Hash)).GroupBy(r => r.ChangedAt))
        {
            var (at, keys) = (seen.Key, seen.Select(r => r.Key).ToArray());
            await session.Context.Records.Where(r => r.Connection == connection && r.Kind == kind && keys.Contains(r.Key) && r.ChangedAt != at)
                .ExecuteUpdateAsync(set => set.SetProperty(r => r.ChangedAt, at), cancellationToken);
        }
    }

    private RecordRow ToRecord(SnapshotRow row) => new()
    {
        Connection = page.Connection,
        Kind = page.Kind,
        Key = row.Key,
        SubjectKind = row.Subject.Kind,
        SubjectKey = row.Subject.Key,
        Hash = row.Hash,
        Payload = row.Payload,
        ChangedAt = row.ChangedAt,
        SearchName = PayloadName.ForSearch(page.Kind, row.Payload),
        KnownFrom = page.ReadAt,
    };

    // A customer that is there ends its own loss, and those of the customers in whose place it stands at an account.
    private async Task EndLossesAsync(string[] customers, CancellationToken cancellationToken)
    {
        await new KeptClaims(session, _marks, page.ReadAt).SettleAsync(cancellationToken);
        await LostCustomers.EndAsync(session, customers, page.ReadAt, cancellationToken);
    }

    private async Task StoreProgressAsync(CancellationToken cancellationToken)
    {
        if (page.Receipt is { } receipt)
        {
            await session.InsertAsync(
                [
                    new ReceiptRow
                    {
                        Connection = page.Connection,
                        Kind = page.Kind,
                        Id = receipt.Id,
                        Name = receipt.Name,
                        Records = receipt.Records,
                        Rejected = receipt.Rejected,
                        ReadAt = page.ReadAt,
                    },
                ],
                OnConflict.Replace,
                cancellationToken);
        }

        await _past.BeginAsync(cancellationToken);
        await session.InsertAsync(
            [new CheckpointRow { Connection = page.Connection, Kind = page.Kind, Value = page.Next.Value, ReadAt = page.ReadAt }],
            OnConflict.Replace,
            cancellationToken);
    }
}
