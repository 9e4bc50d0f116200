using System.Runtime.CompilerServices;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Connectors.FileDrop.Control;
using CreditBridge.Connectors.FileDrop.Rows;
using CreditBridge.Mapping;
using CreditBridge.Mapping.Rows;

namespace CreditBridge.Connectors.FileDrop.Files;

/// <summary>
/// The pages of one file. In a full set the first readable row of a key counts and a later, different one is rejected; in a delta set the last one counts, and a row that the
/// mapping leaves out says that its record is gone.
/// </summary>
internal sealed class FilePages<T>(DropFiles drop, KindMapping<T, FileLayout> files, string fingerprint)
    where T : SourceRecord
{
    public async IAsyncEnumerable<SourcePage<T>> ReadAsync(DropFile file, FileId id, Survey survey, ReadPosition start, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        using var rows = drop.Open(file, files.Read, files.Columns);
        using var quarantine = drop.Quarantine?.Begin(file);
        var done = start.CurrentId == id.Text ? start : start.Idle() with { CurrentId = id.Text };
        var (resumeAt, row) = (done.Rows, 0L);
        var repeated = new RepeatedKeys<T>(survey.Collisions, files.Records.AreEqual);
        var changes = new List<SourceChange<T>>();
        var rejected = new List<RejectedRecord>();
        while (rows.Next(cancellationToken))
        {
            var mapped = Map(rows, survey, repeated);
            if (mapped.Rejected is { } refused)
                quarantine?.Add(rows.Line, refused, rows.Raw);
            if (++row <= resumeAt)
                continue;
            if (mapped.Record is { } record)
                changes.Add(SourceChange<T>.Upsert(record));
            else if (mapped.Rejected is { } rejection)
                rejected.Add(rejection with { Raw = rows.Raw });
            else if (!files.Read.IsFull && mapped.LeftOut is { } gone)
                changes.Add(SourceChange<T>.Deleted(gone));
            done = done with { Rows = row, Records = done.Records + (mapped.Record is null ? 0 : 1), Rejected = done.Rejected + (mapped.Rejected is null ? 0 : 1) };
            if (changes.Count + rejected.Count < drop.PageSize)
                continue;
            yield return new SourcePage<T>(changes, done.ToCheckpoint()) { Rejected = rejected, FullSet = SetOf(id, isLast: false) };
            (changes, rejected) = ([], []);
        }

        if (rows.Hash() != id.Hash)
            throw FileFailures.Changed(file);

        // A balance without any items cannot reject one of them; noted by itself, it keeps the customer's known items from being taken for paid.
        foreach (var difference in survey.Balances?.Differences.Where(d => !d.HasItems) ?? [])
        {
            var rejection = new RejectedRecord(difference.Where, difference.Reason);
            quarantine?.Add(0, rejection, difference.Where);
            rejected.Add(rejection);
            done = done with { Rejected = done.Rejected + 1 };
        }

        quarantine?.Complete();
        var next = done.Idle() with { LastName = file.Name, LastId = id.Text, Mapping = fingerprint };
        yield return new SourcePage<T>(changes, next.ToCheckpoint())
        {
            Rejected = rejected,
            FullSet = SetOf(id, isLast: true),
            Receipt = new Receipt(id.Text, file.Name, done.Records, done.Rejected),
        };
    }

    private MappedRow<T> Map(FileRows rows, Survey survey, RepeatedKeys<T> repeated)
    {
        if (rows.Row is not { } row)
            return new MappedRow<T>(null, rows.Malformed);
        if (files.Read.Deleted?.Marks(row) == true)
            return new MappedRow<T>(null, null, files.Records.KeyOf(row));
        var mapped = files.Records.Map(row);
        if (mapped.Record is not { } record)
            return mapped;
        if (record is ReceivableRecord item && survey.Balances?.Of(item.Customer) is { } difference)
            return new MappedRow<T>(null, new RejectedRecord(row.Where(), difference.Reason) { Key = record.Key });
        return repeated.Filter(record, row);
    }

    private FullSet? SetOf(FileId id, bool isLast) => files.Read.IsFull ? new FullSet(id.Text, isLast, files.Read.MaxRemovedPercent) : null;
}
