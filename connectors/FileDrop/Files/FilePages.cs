using System.Runtime.CompilerServices;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Connectors.FileDrop.Control;
using CreditBridge.Connectors.FileDrop.Quarantine;
using CreditBridge.Connectors.FileDrop.Rows;
using CreditBridge.Mapping;
using CreditBridge.Mapping.Rows;

namespace CreditBridge.Connectors.FileDrop.Files;

/// <summary>
/// The pages of one file. In a full set rows of one key that contradict each other are rejected; in a delta set the last one counts, and a row that the mapping leaves out says
/// that its record is gone.
/// </summary>
internal sealed class FilePages<T>(DropFiles drop, KindMapping<T, FileLayout> files, string fingerprint)
    where T : SourceRecord
{
    public async IAsyncEnumerable<SourcePage<T>> ReadAsync(DropFile file, FileId id, Survey survey, ReadPosition start, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        using var rows = drop.Open(file, files.Read, files.Columns);
        using var quarantine = drop.Quarantine?.Begin(file);
        var begin = start.CurrentId == id.Text ? start : start.Idle() with { CurrentId = id.Text };
        var repeated = new RepeatedKeys<T>(survey.Collisions, files.Records);

        // What was given out before is gone through once more: a later row may contradict it, and the quarantine lists the whole file.
        for (var row = 0L; row < begin.Rows && rows.Next(cancellationToken); row++)
            Note(Map(rows, survey, repeated), rows, quarantine);
        var page = new FilePage<T>(begin, drop.PageSize);
        while (Fill(page, rows, survey, repeated, quarantine, cancellationToken))
        {
            yield return new SourcePage<T>(page.Changes, page.Position.ToCheckpoint()) { Rejected = page.Rejected, FullSet = SetOf(id, isLast: false) };
            page = new FilePage<T>(page.Position, drop.PageSize);
        }

        if (rows.Hash() != id.Hash)
            throw FileFailures.Changed(file);

        var heldBack = repeated.HeldBack().ToList();
        foreach (var refused in heldBack.Where(h => h.Mapped.Rejected is not null))
            quarantine?.Add(refused.Line, refused.Mapped.Rejected!, refused.Raw);
        foreach (var held in heldBack.Skip((int)begin.Held))
        {
            if (page.IsFull)
            {
                yield return new SourcePage<T>(page.Changes, page.Position.ToCheckpoint()) { Rejected = page.Rejected, FullSet = SetOf(id, isLast: false) };
                page = new FilePage<T>(page.Position, drop.PageSize);
            }

            page.Add(held);
        }

        // A balance without any items cannot reject one of them; noted by itself, it keeps the customer's known items from being taken for paid.
        foreach (var difference in survey.Balances?.Differences.Where(d => !d.HasItems) ?? [])
        {
            var rejection = new RejectedRecord(difference.Where, difference.Reason) { Customer = difference.Customer };
            quarantine?.Add(0, rejection, difference.Where);
            page.Refuse(rejection);
        }

        quarantine?.Complete();
        var done = page.Position;
        var next = done.Idle() with { LastName = file.Name, LastId = id.Text, Mapping = fingerprint };
        yield return new SourcePage<T>(page.Changes, next.ToCheckpoint())
        {
            Rejected = page.Rejected,
            FullSet = SetOf(id, isLast: true),
            Receipt = new Receipt(id.Text, file.Name, done.Records, done.Rejected),
        };
    }

    // Fills a page; false at the end of the file.
    private bool Fill(FilePage<T> page, FileRows rows, Survey survey, RepeatedKeys<T> repeated, QuarantineFile? quarantine, CancellationToken cancellationToken)
    {
        while (rows.Next(cancellationToken))
        {
            var mapped = Whose(rows, Map(rows, survey, repeated));
            Note(mapped, rows, quarantine);
            page.Add(mapped, rows, leftOutIsGone: !files.Read.IsFull);
            if (page.IsFull)
                return true;
        }

        return false;
    }

    private static void Note(MappedRow<T> mapped, FileRows rows, QuarantineFile? quarantine)
    {
        if (mapped.Rejected is { } refused)
            quarantine?.Add(rows.Line, refused, rows.Raw);
    }

    // Whatever is wrong with a row, its customer is told by its columns.
    private MappedRow<T> Whose(FileRows rows, MappedRow<T> mapped) => mapped.Rejected is { Customer: null } refused && rows.Row is { } row
        ? mapped with { Rejected = refused with { Customer = files.Records.CustomerOf(row) } }
        : mapped;

    private MappedRow<T> Map(FileRows rows, Survey survey, RepeatedKeys<T> repeated)
    {
        if (rows.Row is not { } row)
            return new MappedRow<T>(null, rows.Malformed);
        if (files.Read.Deleted?.Marks(row) == true)
            return new MappedRow<T>(null, null, files.Records.KeyOf(row));
        var mapped = files.Records.Map(row);
        if (mapped.Record is ReceivableRecord item && survey.Balances?.Of(item.Customer) is { } difference)
            mapped = new MappedRow<T>(null, new RejectedRecord(row.Where(), difference.Reason) { Key = item.Key });
        return repeated.Filter(mapped, rows);
    }

    private FullSet? SetOf(FileId id, bool isLast) => files.Read.IsFull ? new FullSet(id.Text, isLast, files.Read.MaxRemovedPercent) : null;
}
