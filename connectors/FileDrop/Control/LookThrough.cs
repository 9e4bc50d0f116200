using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Connectors.FileDrop.Files;
using CreditBridge.Connectors.FileDrop.Layouts;
using CreditBridge.Mapping;
using CreditBridge.Mapping.Checks;
using CreditBridge.Mapping.Sources;

namespace CreditBridge.Connectors.FileDrop.Control;

/// <summary>What is known of a file before anything of it is given out.</summary>
/// <param name="Collisions">Keys that may occur twice; null where that is allowed.</param>
/// <param name="Balances">How the items agree with the customers' balances; null when they were not compared.</param>
internal sealed record Survey(KeyCollisions? Collisions, BalanceComparison? Balances);

/// <summary>
/// Reads a file once from its beginning to its end, so that one with a missing column, a wrong encoding or wrong totals leaves no trace. Values are cut out only as far as
/// keys and sums need them.
/// </summary>
internal sealed class LookThrough<T>(DropFiles drop, MappingFile<FileLayout> mapping, KindMapping<T, FileLayout> files)
    where T : SourceRecord
{
    private const int LikelyRatio = 20;

    /// <summary>Looks through a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="hash">Hash that its content must have; null when it does not matter.</param>
    /// <param name="cancellationToken">Ends it promptly.</param>
    public async Task<(Survey? Survey, ConnectorException? Failure)> OfAsync(DropFile file, string? hash, CancellationToken cancellationToken)
    {
        try
        {
            var manifest = files.Read.Manifest is null ? default : await new ManifestFile(file, files.Read).ReadAsync(cancellationToken);
            return Read(file, hash, manifest, cancellationToken);
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

    private (Survey? Survey, ConnectorException? Failure) Read(DropFile file, string? hash, (ControlFigures? Figures, string? Hash) manifest, CancellationToken cancellationToken)
    {
        var layout = files.Read;
        var tally = new Tally(layout, files.Records.Formats);
        var collisions = layout.IsFull ? new KeyCollisions(new FileInfo(file.Path).Length * (layout.Compression == Compression.None && layout.Format != FileFormat.Xlsx ? 1 : LikelyRatio)) : null;
        var partner = typeof(T) == typeof(ReceivableRecord) ? new BalancePartner(drop, mapping) : null;
        var balances = partner?.Of(file) is { } customers ? (File: customers, Comparison: new BalanceComparison { HoldsBack = true }) : default;
        var keys = balances.Comparison is null ? null : new ListedKeys<T>(files.Records);
        using var rows = drop.Open(file, layout, files.Columns);
        while (rows.Next(cancellationToken))
        {
            tally.Add(rows);
            if (rows.Row is not { } row)
                continue;
            var record = balances.Comparison is null ? null : files.Records.Map(row).Record;
            if (record is ReceivableRecord item && layout.Deleted?.Marks(row) != true && keys!.See(record) == Repetition.None)
                balances.Comparison!.Add(item);
            if (collisions is not null && (record?.Key ?? files.Records.KeyOf(row)) is { } key)
                collisions.Note(key);
        }

        var actual = rows.Hash();
        if (hash is not null && actual != hash)
            return (null, FileFailures.Changed(file));
        if (manifest.Hash is { } said && !said.Equals(actual, StringComparison.OrdinalIgnoreCase))
            return (null, FileFailures.Configuration(file, $"The manifest gives the hash {said}, the file has {actual}.", "Let both be written again: the file is not the one that the manifest speaks of."));
        if ((rows.Trailer is { } trailer ? tally.Compare(file, trailer) : null) is { } broken)
            return (null, broken);
        if (manifest.Figures is { } figures && tally.Compare(file, figures) is { } failure)
            return (null, failure);
        if (balances.Comparison is { } comparison)
            partner!.Compare(balances.File, comparison, cancellationToken);
        return (new Survey(collisions, balances.Comparison), null);
    }
}
