using System.Runtime.CompilerServices;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Connectors.FileDrop.Control;
using CreditBridge.Connectors.FileDrop.Files;
using CreditBridge.Mapping;
using CreditBridge.Mapping.Checks;
using CreditBridge.Mapping.Kinds;

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
            FileLayout[] layouts = mapping is null ? [] : [.. mapping.Kinds.Select(k => k.Read)];
            var findings = new List<CheckFinding> { CheckFinding.Ok(drop.Folder.Path, "The drop folder can be read.") };
            if (mapping is not null && drop.Folder.Strangers(layouts) is { Count: > 0 } strangers)
                findings.Add(new CheckFinding(drop.Folder.Path, CheckStatus.Warning, $"{strangers.Count} file(s) match no pattern of the mapping and are not read: {Some(strangers)}.", "If they should be read, correct 'pattern:' in the mapping; if not, nothing is to be done."));
            var claimed = layouts.SelectMany(drop.Folder.Complete).GroupBy(f => f.Name).Where(g => g.Count() > 1).Select(g => g.First()).ToList();
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
        var complete = drop.Folder.Complete(files.Read);
        var unfinished = drop.Folder.Unfinished(files.Read);
        var findings = new List<CheckFinding>();
        if (unfinished.Count > 0)
            findings.Add(new CheckFinding(name, CheckStatus.Warning, $"{unfinished.Count} file(s) are not complete yet: {Some(unfinished)}.", "If nobody is writing them any more, the other system died: let it export again."));
        if (files.Read.Manifest is not null)
            complete = WithManifest(complete, files.Read, name, findings);
        if (complete.Count == 0)
            findings.Add(new CheckFinding(name, CheckStatus.Warning, $"No complete file matches {files.Read.Pattern}.", "Let the ERP export it, or correct 'pattern:' in the mapping."));
        foreach (var file in files.Read.IsFull ? [] : complete.SkipLast(1))
        {
            if (HeaderFailure(file, files) is { } failure && !await WasReadAsync(file, mapping, kind.Kind, cancellationToken))
                findings.Add(CheckFinding.Failed(DropFolder.Shown(file.Name), failure));
        }

        if (complete.Count > 0)
            findings.AddRange(await CheckFileAsync(complete[^1], kind, files, mapping, complete.Count, cancellationToken));
        return findings;
    }

    private static List<DropFile> WithManifest(IReadOnlyList<DropFile> complete, FileLayout layout, string name, List<CheckFinding> findings)
    {
        var waiting = complete.Where(f => !File.Exists(new ManifestFile(f, layout).File.Path)).ToList();
        if (waiting.Count > 0)
            findings.Add(new CheckFinding(name, CheckStatus.Warning, $"{waiting.Count} file(s) wait for their manifests: {Some(waiting)}. The first one needs {new ManifestFile(waiting[0], layout).Name}.", $"They are read when it comes; after {layout.Manifest!.Wait.TotalHours:0.#} hours that is a failure."));
        return [.. complete.Except(waiting)];
    }

    // What would stop the reading of the file is found by reading it; the sample then says what its rows mean.
    private async Task<List<CheckFinding>> CheckFileAsync<T>(
        DropFile file, MappedKind<T> kind, KindMapping<T, FileLayout> files, MappingFile<FileLayout> mapping, int count, CancellationToken cancellationToken)
        where T : SourceRecord
    {
        var (survey, failure) = await new LookThrough<T>(drop, mapping, files).OfAsync(file, null, cancellationToken);
        if (failure is not null)
            return [CheckFinding.Failed(DropFolder.Shown(file.Name), failure.Failure)];
        var origin = $"{count} file(s); {DropFolder.Shown(file.Name)}";
        var rows = RowsAsync(file, files, cancellationToken);
        List<CheckFinding> findings = [.. await _run.OfRowsAsync(kind, files.Records, rows, origin, files.Read.IsFull || count == 1, cancellationToken, keysMayRepeat: !files.Read.IsFull)];
        if (kind.Kind != RecordKind.Receivable || new BalancePartner(drop, mapping) is not { Customers: { } customers })
            return findings;
        _run.Balances = survey!.Balances ?? new BalanceComparison();
        if (survey.Balances is null)
            findings.Add(new CheckFinding("customers.balance", CheckStatus.Warning, $"The balances are not compared: no customer file belongs to {file.Name}.", $"Let both be exported together, with the same text for the '*' in '{customers.Files.Read.Pattern}'."));
        return findings;
    }

    private Failure? HeaderFailure<T>(DropFile file, KindMapping<T, FileLayout> files)
        where T : SourceRecord
    {
        try
        {
            using var rows = drop.Open(file, files.Read, files.Columns);
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
            return await drop.HasReceipt(kind, new FileId(drop.Streams.Hash(file, cancellationToken), mapping.Fingerprint).Text, cancellationToken);
        }
        catch (ConnectorException)
        {
            return false;
        }
    }

    private async IAsyncEnumerable<CheckedRow> RowsAsync<T>(DropFile file, KindMapping<T, FileLayout> files, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : SourceRecord
    {
        await Task.Yield();
        using var rows = drop.Open(file, files.Read, files.Columns);
        while (rows.Next(cancellationToken))
            yield return new CheckedRow(rows.Row?.Kept(), rows.Malformed);
    }

    private static string Some(IReadOnlyList<DropFile> files) => string.Join(", ", files.Take(5).Select(f => DropFolder.Shown(f.Name))) + (files.Count > 5 ? ", …" : "");

    private sealed class KindVisitor(FileDropCheck check, MappingFile<FileLayout> mapping, CancellationToken cancellationToken) : IKindVisitor<Task<List<CheckFinding>>>
    {
        public Task<List<CheckFinding>> Visit<T>(MappedKind<T> kind)
            where T : SourceRecord => check.CheckKindAsync(kind, mapping, cancellationToken);
    }
}
