using System.Runtime.CompilerServices;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Connectors.FileDrop.Control;
using CreditBridge.Mapping.Kinds;

namespace CreditBridge.Connectors.FileDrop.Files;

/// <summary>
/// Reads the complete files of one kind, in the order of their names, as pages. Each file is looked through once before anything of it is given out, so that a file
/// with a missing column or a wrong encoding leaves no trace.
/// </summary>
internal sealed class FileSource<T>(MappedKind<T> kind, DropFiles drop) : ISource<T>
    where T : SourceRecord
{
    private const int MostNamed = 5;

    public RecordKind Kind => kind.Kind;

    public bool? IsDeclared { get; private set; }

    public async IAsyncEnumerable<SourcePage<T>> ReadPagesAsync(Checkpoint? from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var mapping = await drop.MappingAsync(cancellationToken);
        IsDeclared = mapping.Of(kind) is not null;
        if (mapping.Of(kind) is not { } files)
            yield break;
        var position = ReadPosition.Of(from);
        var told = position.Told ?? [];
        var order = new FileOrder(kind.Kind, files.Read, mapping.Fingerprint, drop);
        var lookThrough = new LookThrough<T>(drop, mapping, files);
        var broken = new List<(DropFile File, FileId? Id, ConnectorException Failure)>();
        DropFile? waiting = null;
        var any = false;
        var complete = drop.Folder.Complete(files.Read);
        var names = complete.Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
        var settled = position.SettledBy(names);
        position = position.With(names);
        if (settled.Count > 0)
            yield return new SourcePage<T>([], position.ToCheckpoint()) { Settled = settled };
        foreach (var (place, file) in complete.Index())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (id, step, failure) = await order.NextStepAsync(file, position, cancellationToken);
            if (step == FileStep.Wait)
            {
                waiting = file;
                if (files.Read.IsFull)
                    continue;
                break;
            }

            any = true;
            Survey? survey = null;
            if (step == FileStep.Read && failure is null)
                (survey, failure) = await lookThrough.OfAsync(file, id!.Hash, cancellationToken);
            if (failure is not null)
            {
                drop.Quarantine?.Note(file, failure.Failure);

                // The next full file replaces a broken one; a delta does not, so later ones must not overtake it.
                if (!files.Read.IsFull)
                    throw await BlockedAsync(failure, complete.Skip(place + 1), order, position, cancellationToken);
                broken.Add((file, id, failure));
                continue;
            }

            if (step == FileStep.Read)
            {
                await foreach (var page in new FilePages<T>(drop, files, mapping.Fingerprint).ReadAsync(file, id!, survey!, position, cancellationToken))
                {
                    yield return page;
                    position = ReadPosition.Of(page.Next);
                }
            }
            else if (step == FileStep.SameAsLast)
            {
                position = position.Idle() with { LastName = file.Name };
                yield return new SourcePage<T>([], position.ToCheckpoint());
            }
            else if (step == FileStep.Superseded)
            {
                yield return PutAside(file, id!, position, null);
            }
            else if (step == FileStep.Late)
            {
                position = position with { Late = ReadPosition.Longer(position.Late, file.Name) };
                yield return PutAside(file, id!, position, $"{file.Name} is older than {position.LastName}, which has already been read; nothing of the file was applied. If it is the newest in truth, give it a name that sorts behind; if not, take it away.");
            }

            // A newer full file has settled what was wrong with those before it; that one was refused is told once, by the read that met it.
            if (step is FileStep.Read or FileStep.SameAsLast)
            {
                foreach (var (older, olderId, why) in broken.Where(b => b.Id is not null))
                {
                    var isTold = told.Contains(older.Name);
                    position = position with { Told = null, Replaced = isTold ? position.Replaced : ReadPosition.Longer(position.Replaced, older.Name) };
                    yield return PutAside(older, olderId!, position, isTold ? null : $"{why.Failure} The newer {file.Name} was read instead.");
                }

                broken.Clear();
            }
        }

        if (broken.Exists(b => !told.Contains(b.File.Name)))
            yield return new SourcePage<T>([], (position with { Told = [.. broken.Select(b => b.File.Name)] }).ToCheckpoint());
        if (broken.Count > 0)
            throw Refused(broken);
        if (!any && position.LastName is null)
        {
            throw new ConnectorException(new Failure(FailureKind.Configuration, $"There is no complete file '{files.Read.Pattern}', and none was ever read.{(waiting is null ? "" : $" {waiting.Name} waits for its manifest.")}",
                "Let the ERP deliver one, or take the section out of the mapping.") { Where = drop.Folder.Path });
        }
    }

    // The newest is the one to be mended: with it, those before it are settled.
    private static ConnectorException Refused(List<(DropFile File, FileId? Id, ConnectorException Failure)> broken)
    {
        var newest = broken[^1].Failure;
        return broken.Count == 1 ? newest : And(newest, $"{Named([.. broken.SkipLast(1).Select(b => b.File)])} {(broken.Count == 2 ? "was" : "were")} refused before it.");
    }

    // Files of changes wait for the one before them, whatever is in them: they are named, so that nobody takes them for read.
    private static async Task<ConnectorException> BlockedAsync(ConnectorException failure, IEnumerable<DropFile> newer, FileOrder order, ReadPosition position, CancellationToken cancellationToken)
    {
        var waiting = new List<DropFile>();
        foreach (var file in newer)
        {
            var (_, step, unreadable) = await order.NextStepAsync(file, position, cancellationToken);
            if (step != FileStep.Known || unreadable is not null)
                waiting.Add(file);
        }

        return waiting.Count == 0 ? failure : And(failure, $"{Named(waiting)} {(waiting.Count == 1 ? "waits" : "wait")} for it and {(waiting.Count == 1 ? "was" : "were")} not looked at.");
    }

    private static ConnectorException And(ConnectorException failure, string sentence) => new(failure.Failure with { Message = $"{failure.Failure.Message} {sentence}" }, failure);

    private static string Named(List<DropFile> files) => string.Join(", ", files.Take(MostNamed).Select(f => DropFolder.Shown(f.Name))) + (files.Count > MostNamed ? $" and {files.Count - MostNamed:N0} more" : "");

    // A page that changes nothing but leaves a receipt, so that the file is not looked at again.
    private static SourcePage<T> PutAside(DropFile file, FileId id, ReadPosition position, string? reason) => new([], position.ToCheckpoint())
    {
        Rejected = reason is null ? [] : [new RejectedRecord(file.Name, reason)],
        Receipt = new Receipt(id.Text, file.Name, 0, reason is null ? 0 : 1),
    };
}
