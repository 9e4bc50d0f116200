using System.Runtime.CompilerServices;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Mapping;
using CreditBridge.Mapping.Fields;
using CreditBridge.Mapping.Grammar;
using CreditBridge.Mapping.Kinds;
using CreditBridge.Mapping.Rows;

namespace CreditBridge.Connectors.FileDrop.Files;

/// <summary>
/// Reads the complete files of one kind, in the order of their names, as pages. Each file is looked through once before anything of it is given out, so that a file
/// with a missing column or a wrong encoding leaves no trace. In a full set the first readable row of a key counts and a later, different one is rejected; in a delta set
/// the last one counts.
/// </summary>
internal sealed class FileSource<T>(MappedKind<T> kind, DropFiles drop) : ISource<T>
    where T : SourceRecord
{
    public RecordKind Kind => kind.Kind;

    public async IAsyncEnumerable<SourcePage<T>> ReadPagesAsync(Checkpoint? from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var mapping = await drop.MappingAsync(cancellationToken);
        if (mapping.Of(kind) is not { } files)
            yield break;
        var position = ReadPosition.Of(from);
        var order = new FileOrder(kind.Kind, files.Read.IsFull, mapping.Fingerprint, drop);
        var broken = new List<(DropFile File, FileId? Id, ConnectorException Failure)>();
        var any = false;
        foreach (var file in drop.Folder.Complete(files.Read.Pattern))
        {
            any = true;
            cancellationToken.ThrowIfCancellationRequested();
            var (id, step, failure) = await order.NextStepAsync(file, position, cancellationToken);
            KeyCollisions? collisions = null;
            if (step == FileStep.Read)
                (collisions, failure) = await LookThroughAsync(file, id!, files, cancellationToken);
            if (failure is not null)
            {
                // The next full file replaces a broken one; a delta does not, so later ones must not overtake it.
                if (!files.Read.IsFull)
                    throw failure;
                broken.Add((file, id, failure));
                continue;
            }

            if (step == FileStep.Read)
            {
                await foreach (var page in ReadFileAsync(file, id!, files, collisions, position, mapping.Fingerprint, cancellationToken))
                {
                    yield return page;
                    position = ReadPosition.Of(page.Next);
                }

                foreach (var (older, olderId, why) in broken.Where(b => b.Id is not null))
                    yield return PutAside(older, olderId!, position, $"{why.Failure} The newer {file.Name} was read instead.");
                broken.Clear();
            }
            else if (step == FileStep.SameAsLast)
            {
                position = position.Idle() with { LastName = file.Name };
                yield return new SourcePage<T>([], position.ToCheckpoint());
            }
            else if (step is FileStep.Late or FileStep.Superseded)
            {
                yield return PutAside(file, id!, position, step == FileStep.Superseded ? null : $"{file.Name} is older than {position.LastName}, which has already been read; nothing of it was applied. If it is the newest in truth, give it a name that sorts behind.");
            }
        }

        if (broken.Count > 0)
            throw broken[0].Failure;
        if (!any && position.LastName is null)
        {
            throw new ConnectorException(new Failure(FailureKind.Configuration, $"There is no complete file '{files.Read.Pattern}', and none was ever read.",
                "Let the ERP deliver one, or take the section out of the mapping.") { Where = drop.Folder.Path });
        }
    }

    // Nothing of a file is given out before all of it is known to be readable. For full sets this pass also finds the keys that may occur twice.
    private static async Task<(KeyCollisions? Collisions, ConnectorException? Failure)> LookThroughAsync(DropFile file, FileId id, KindMapping<T, FileLayout> files, CancellationToken cancellationToken)
    {
        try
        {
            using var rows = await CsvRows.OpenAsync(file, files.Read, files.Records.ColumnOrigins, cancellationToken);
            var collisions = files.Read.IsFull ? new KeyCollisions(new FileInfo(file.Path).Length) : null;
            while (await rows.NextAsync(cancellationToken))
            {
                if (collisions is not null && rows.Row is { } row && files.Records.Map(row).Record is { } record)
                    collisions.Note(record.Key);
            }

            if (await rows.HashAsync(cancellationToken) != id.Hash)
                throw FileFailures.Changed(file);
            return (collisions, null);
        }
        catch (ConnectorException e)
        {
            return (null, e);
        }
        catch (Exception e) when (FileFailures.IsExpected(e))
        {
            return (null, FileFailures.From(e, file, files.Read, 0));
        }
    }

    private async IAsyncEnumerable<SourcePage<T>> ReadFileAsync(
        DropFile file, FileId id, KindMapping<T, FileLayout> files, KeyCollisions? collisions, ReadPosition start, string fingerprint, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var rows = await CsvRows.OpenAsync(file, files.Read, files.Records.ColumnOrigins, cancellationToken);
        var done = start.CurrentId == id.Text ? start : start.Idle() with { CurrentId = id.Text };
        var (resumeAt, row) = (done.Rows, 0L);
        var repeated = new RepeatedKeys<T>(collisions, files.Records.AreEqual);
        var changes = new List<SourceChange<T>>();
        var rejected = new List<RejectedRecord>();
        while (await rows.NextAsync(cancellationToken))
        {
            var mapped = rows.Row is null ? new MappedRow<T>(null, rows.Malformed) : files.Records.Map(rows.Row);
            if (mapped.Record is not null)
                mapped = repeated.Filter(mapped.Record, rows.Row!);
            if (++row <= resumeAt)
                continue;
            if (mapped.Record is { } record)
                changes.Add(SourceChange<T>.Upsert(record));
            else if (mapped.Rejected is { } rejection)
                rejected.Add(rejection with { Raw = rows.Raw });
            done = done with { Rows = row, Records = done.Records + (mapped.Record is null ? 0 : 1), Rejected = done.Rejected + (mapped.Rejected is null ? 0 : 1) };
            if (changes.Count + rejected.Count < drop.PageSize)
                continue;
            yield return new SourcePage<T>(changes, done.ToCheckpoint()) { Rejected = rejected, FullSet = SetOf(id, files, isLast: false) };
            (changes, rejected) = ([], []);
        }

        if (await rows.HashAsync(cancellationToken) != id.Hash)
            throw FileFailures.Changed(file);
        var next = done.Idle() with { LastName = file.Name, LastId = id.Text, Mapping = fingerprint };
        yield return new SourcePage<T>(changes, next.ToCheckpoint())
        {
            Rejected = rejected,
            FullSet = SetOf(id, files, isLast: true),
            Receipt = new Receipt(id.Text, file.Name, done.Records, done.Rejected),
        };
    }

    private static FullSet? SetOf(FileId id, KindMapping<T, FileLayout> files, bool isLast) => files.Read.IsFull ? new FullSet(id.Text, isLast, files.Read.MaxRemovedPercent) : null;

    // A page that changes nothing but leaves a receipt, so that the file is not looked at again.
    private static SourcePage<T> PutAside(DropFile file, FileId id, ReadPosition position, string? reason) => new([], position.ToCheckpoint())
    {
        Rejected = reason is null ? [] : [new RejectedRecord(file.Name, reason)],
        Receipt = new Receipt(id.Text, file.Name, 0, reason is null ? 0 : 1),
    };
}
