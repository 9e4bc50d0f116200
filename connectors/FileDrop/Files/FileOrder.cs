using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Connectors.FileDrop.Control;
using CreditBridge.Connectors.FileDrop.Layouts;

namespace CreditBridge.Connectors.FileDrop.Files;

/// <summary>Identity of a file: its content and the mapping that it is read with, so that a corrected mapping reads the same content anew.</summary>
internal sealed record FileId(string Hash, string Fingerprint)
{
    public string Text { get; } = $"sha256:{Hash};mapping:{Fingerprint}";
}

/// <summary>What is to be done with a file.</summary>
internal enum FileStep
{
    /// <summary>It was dealt with before.</summary>
    Known,

    /// <summary>It is to be read.</summary>
    Read,

    /// <summary>A newer name for the content that was read last: only the name is noted.</summary>
    SameAsLast,

    /// <summary>A full file that came after a newer one: refused.</summary>
    Late,

    /// <summary>An old full file that only counts as unread because the mapping changed: put aside quietly.</summary>
    Superseded,

    /// <summary>It is not known yet what it should hold: its manifest is not there.</summary>
    Wait,
}

/// <summary>
/// Decides what to do with each file. A delta file is read unless its content was read before. Full files replace each other, so their order decides: the same content
/// may come back after another one (Monday's list again on Wednesday) and must then be applied again, while a file older than the newest one is refused.
/// </summary>
internal sealed class FileOrder(RecordKind kind, FileLayout layout, string fingerprint, DropFiles drop)
{
    public async Task<(FileId? Id, FileStep Step, ConnectorException? Failure)> NextStepAsync(DropFile file, ReadPosition position, CancellationToken cancellationToken)
    {
        FileId id;
        try
        {
            id = new FileId(drop.Streams.Hash(file, cancellationToken), fingerprint);
        }
        catch (ConnectorException e)
        {
            // An unreadable file does not matter any more when a newer full one has been read.
            return (null, FileStep.Known, layout.IsFull && position.LastName is { } last && string.CompareOrdinal(file.Name, last) < 0 ? null : e);
        }

        var step = await StepAsync(file, id, position, cancellationToken);
        return step == FileStep.Read && layout.Manifest is { } manifest ? AwaitManifest(file, id, manifest) : (id, step, null);
    }

    private (FileId? Id, FileStep Step, ConnectorException? Failure) AwaitManifest(DropFile file, FileId id, ManifestLayout layoutOfManifest)
    {
        var manifest = new ManifestFile(file, layout);
        if (File.Exists(manifest.File.Path))
            return (id, FileStep.Read, null);
        var waited = drop.Clock.GetUtcNow().UtcDateTime - new FileInfo(file.Path).LastWriteTimeUtc;
        if (waited <= layoutOfManifest.Wait)
            return (id, FileStep.Wait, null);
        return (id, FileStep.Read, FileFailures.Configuration(file, $"Its manifest {manifest.Name} is not there, {waited.TotalHours:N1} hours after the file was written.",
            "Find out why the other system did not write it; without it nobody knows whether the file is whole."));
    }

    private async Task<FileStep> StepAsync(DropFile file, FileId id, ReadPosition position, CancellationToken cancellationToken)
    {
        if (position.CurrentId == id.Text)
            return FileStep.Read;
        if (!layout.IsFull)
            return await HasReceiptAsync(id, cancellationToken) ? FileStep.Known : FileStep.Read;
        if (position.LastName is null)
            return FileStep.Read;
        switch (string.CompareOrdinal(file.Name, position.LastName))
        {
            case 0:
                return id.Text == position.LastId ? FileStep.Known : FileStep.Read;
            case > 0:
                return id.Text == position.LastId ? FileStep.SameAsLast : FileStep.Read;
            default:
                if (await HasReceiptAsync(id, cancellationToken))
                    return FileStep.Known;
                return position.Mapping == fingerprint ? FileStep.Late : FileStep.Superseded;
        }
    }

    private Task<bool> HasReceiptAsync(FileId id, CancellationToken cancellationToken) => drop.HasReceipt(kind, id.Text, cancellationToken);
}
