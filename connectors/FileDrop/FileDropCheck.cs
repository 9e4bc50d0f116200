using System.Runtime.CompilerServices;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Connectors.FileDrop.Files;
using CreditBridge.Mapping;
using CreditBridge.Mapping.Checks;
using CreditBridge.Mapping.Fields;
using CreditBridge.Mapping.Grammar;
using CreditBridge.Mapping.Kinds;
using CreditBridge.Mapping.Rows;

namespace CreditBridge.Connectors.FileDrop;

/// <summary>Looks at the mapping, the folder and the newest file of each kind without changing anything, and says what the declared meanings do to real rows.</summary>
internal sealed class FileDropCheck(DropFiles drop, ConnectionContext context)
{
    private readonly CheckRun _run = new(context);

    public async IAsyncEnumerable<CheckFinding> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (mapping, read) = await MappingCheck.OpenAsync(new FileDialect(), drop.MappingPath, cancellationToken);
        List<CheckFinding> findings = [.. read, .. CheckFolder(mapping)];
        foreach (var finding in findings)
            yield return finding;
        if (mapping is null || findings.Any(f => f.Status == CheckStatus.Failed))
            yield break;
        foreach (var kind in MappedKinds.All)
        {
            foreach (var finding in await kind.Accept(new KindVisitor(this, mapping, cancellationToken)))
                yield return finding;
        }

        foreach (var finding in await _run.EndAsync(cancellationToken))
            yield return finding;
    }

    private List<CheckFinding> CheckFolder(MappingFile<FileLayout>? mapping)
    {
        try
        {
            string[] patterns = mapping is null ? ["*"] : [.. mapping.Kinds.Select(k => k.Read.Pattern)];
            var findings = new List<CheckFinding> { CheckFinding.Ok(drop.Folder.Path, "The drop folder can be read.") };
            if (drop.Folder.Strangers(patterns) is { Count: > 0 } strangers)
                findings.Add(new CheckFinding(drop.Folder.Path, CheckStatus.Warning, $"{strangers.Count} file(s) match no pattern of the mapping and are not read: {Some(strangers)}.", "If they should be read, correct 'pattern:' in the mapping; if not, nothing is to be done."));
            var claimed = patterns.SelectMany(p => drop.Folder.Complete(p)).GroupBy(f => f.Name).Where(g => g.Count() > 1).Select(g => g.First()).ToList();
            if (claimed.Count > 0)
                findings.Add(new CheckFinding(drop.Folder.Path, CheckStatus.Warning, $"{claimed.Count} file(s) match the patterns of two kinds: {Some(claimed)}.", "Make the patterns in the mapping distinct."));
            return findings;
        }
        catch (ConnectorException e)
        {
            return [CheckFinding.Failed(drop.Folder.Path, e.Failure)];
        }
    }

    private async Task<List<CheckFinding>> CheckKindAsync<T>(MappedKind<T> kind, MappingFile<FileLayout> mapping, CancellationToken cancellationToken)
        where T : SourceRecord
    {
        if (mapping.Of(kind) is not { } files)
            return [];
        var name = kind.Name;
        var complete = drop.Folder.Complete(files.Read.Pattern);
        var unfinished = drop.Folder.Unfinished(files.Read.Pattern);
        var findings = new List<CheckFinding>();
        if (unfinished.Count > 0)
            findings.Add(new CheckFinding(name, CheckStatus.Warning, $"{unfinished.Count} file(s) are not complete yet: {Some(unfinished)}.", "If nobody is writing them any more, the other system died: let it export again."));
        if (complete.Count == 0)
            findings.Add(new CheckFinding(name, CheckStatus.Warning, $"No complete file matches {files.Read.Pattern}.", "Let the ERP export it, or correct 'pattern:' in the mapping."));
        foreach (var file in files.Read.IsFull ? [] : complete.SkipLast(1))
        {
            if (await HeaderFailureAsync(file, files, cancellationToken) is { } failure && !await WasReadAsync(file, mapping, kind.Kind, cancellationToken))
                findings.Add(CheckFinding.Failed(file.Name, failure));
        }

        if (complete.Count > 0)
        {
            var newest = complete[^1];
            var found = await _run.OfRowsAsync(
                kind, files.Records, RowsAsync(newest, files, cancellationToken), $"{complete.Count} file(s); {newest.Name}", files.Read.IsFull || complete.Count == 1, cancellationToken);
            findings.AddRange(found.Select(f => f.Status == CheckStatus.Failed ? f with { Subject = newest.Name } : f));
        }

        return findings;
    }

    private static async Task<Failure?> HeaderFailureAsync<T>(DropFile file, KindMapping<T, FileLayout> files, CancellationToken cancellationToken)
        where T : SourceRecord
    {
        try
        {
            using var rows = await CsvRows.OpenAsync(file, files.Read, files.Records.ColumnOrigins, cancellationToken);
            return null;
        }
        catch (ConnectorException e)
        {
            return e.Failure;
        }
    }

    // An old file that was read before its columns changed is no longer of interest.
    private async Task<bool> WasReadAsync(DropFile file, MappingFile<FileLayout> mapping, RecordKind kind, CancellationToken cancellationToken)
    {
        try
        {
            return await drop.HasReceipt(kind, new FileId(await drop.Streams.HashAsync(file, cancellationToken), mapping.Fingerprint).Text, cancellationToken);
        }
        catch (ConnectorException)
        {
            return false;
        }
    }

    private static async IAsyncEnumerable<CheckedRow> RowsAsync<T>(DropFile file, KindMapping<T, FileLayout> files, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : SourceRecord
    {
        using var rows = await CsvRows.OpenAsync(file, files.Read, files.Columns, cancellationToken);
        while (await rows.NextAsync(cancellationToken))
            yield return new CheckedRow(rows.Row, rows.Malformed);
    }

    private static string Some(IReadOnlyList<DropFile> files) => string.Join(", ", files.Take(5).Select(f => f.Name)) + (files.Count > 5 ? ", …" : "");

    private sealed class KindVisitor(FileDropCheck check, MappingFile<FileLayout> mapping, CancellationToken cancellationToken) : IKindVisitor<Task<List<CheckFinding>>>
    {
        public Task<List<CheckFinding>> Visit<T>(MappedKind<T> kind)
            where T : SourceRecord => check.CheckKindAsync(kind, mapping, cancellationToken);
    }
}
