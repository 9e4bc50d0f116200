using System.Runtime.CompilerServices;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Connectors.FileDrop.Files;
using CreditBridge.Connectors.FileDrop.Mapping;

namespace CreditBridge.Connectors.FileDrop;

/// <summary>Looks at the mapping, the folder and the newest file of each kind without changing anything, and says what the declared meanings do to real rows.</summary>
internal sealed class FileDropCheck(DropFiles drop)
{
    private const int SampleRows = 1000;
    private const int ShownRejections = 3;

    public async IAsyncEnumerable<CheckFinding> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (mapping, findings) = await CheckMappingAsync(cancellationToken);
        findings.AddRange(CheckFolder(mapping));
        foreach (var finding in findings)
            yield return finding;
        if (mapping is null || findings.Any(f => f.Status == CheckStatus.Failed))
            yield break;
        List<CheckFinding>[] kinds =
        [
            await CheckKindAsync("customers", RecordKind.ErpCustomer, mapping, mapping.Customers, DeclaredMeanings.OfLimits, cancellationToken),
            await CheckKindAsync("open_items", RecordKind.Receivable, mapping, mapping.OpenItems, DeclaredMeanings.OfSigns, cancellationToken),
            await CheckKindAsync("paid_items", RecordKind.Payment, mapping, mapping.PaidItems, null, cancellationToken),
            await CheckKindAsync("rates", RecordKind.ExchangeRate, mapping, mapping.Rates, null, cancellationToken),
            await CheckKindAsync("orders", RecordKind.OpenOrder, mapping, mapping.Orders, DeclaredMeanings.OfProgress, cancellationToken),
            await CheckKindAsync("bureau_reports", RecordKind.BureauReport, mapping, mapping.BureauReports, DeclaredMeanings.OfScores, cancellationToken),
            await CheckKindAsync("statements", RecordKind.FinancialStatement, mapping, mapping.Statements, DeclaredMeanings.OfUnit, cancellationToken),
            await CheckKindAsync("securities", RecordKind.Security, mapping, mapping.Securities, DeclaredMeanings.OfCover, cancellationToken),
            await CheckKindAsync("signals", RecordKind.Signal, mapping, mapping.Signals, DeclaredMeanings.OfSeverity, cancellationToken),
            await CheckKindAsync("overrides", RecordKind.Override, mapping, mapping.Overrides, DeclaredMeanings.OfEffects, cancellationToken),
        ];
        foreach (var finding in kinds.SelectMany(k => k))
            yield return finding;
    }

    private async Task<(FileMapping? Mapping, List<CheckFinding> Findings)> CheckMappingAsync(CancellationToken cancellationToken)
    {
        var name = Path.GetFileName(drop.MappingPath);
        try
        {
            var problems = new List<MappingProblem>();
            var mapping = FileMapping.Parse(name, await FileMapping.ReadTextAsync(drop.MappingPath, cancellationToken), problems);
            if (problems.Count > 0)
                return (null, [.. problems.Select(p => new CheckFinding($"{p.File}:{p.Line}:{p.Column}", CheckStatus.Failed, $"{p.Path}: {p.Message}", p.Suggestion))]);
            return (mapping, [CheckFinding.Ok(name, $"The mapping for system '{mapping!.System}' is valid.")]);
        }
        catch (ConnectorException e)
        {
            return (null, [CheckFinding.Failed(name, e.Failure)]);
        }
    }

    private List<CheckFinding> CheckFolder(FileMapping? mapping)
    {
        try
        {
            string[] patterns = mapping is null ? ["*"] : [.. mapping.Layouts.Select(l => l.Pattern)];
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

    private async Task<List<CheckFinding>> CheckKindAsync<T>(
        string name, RecordKind kind, FileMapping mapping, KindMapping<T>? files, Func<RecordMapping<T>, RowSample<T>, IEnumerable<CheckFinding>>? meaning, CancellationToken cancellationToken)
        where T : SourceRecord
    {
        if (files is null)
            return [CheckFinding.Ok(name, "Not in the mapping; nothing is read.")];
        var complete = drop.Folder.Complete(files.Layout.Pattern);
        var unfinished = drop.Folder.Unfinished(files.Layout.Pattern);
        var findings = new List<CheckFinding>();
        if (unfinished.Count > 0)
            findings.Add(new CheckFinding(name, CheckStatus.Warning, $"{unfinished.Count} file(s) are not complete yet: {Some(unfinished)}.", "If nobody is writing them any more, the other system died: let it export again."));
        if (complete.Count == 0)
            findings.Add(new CheckFinding(name, CheckStatus.Warning, $"No complete file matches {files.Layout.Pattern}.", "Let the ERP export it, or correct 'pattern:' in the mapping."));
        foreach (var file in files.Layout.IsFull ? [] : complete.SkipLast(1))
        {
            if (await HeaderFailureAsync(file, files, cancellationToken) is { } failure && !await WasReadAsync(file, mapping, kind, cancellationToken))
                findings.Add(CheckFinding.Failed(file.Name, failure));
        }

        if (complete.Count == 0)
            return findings;
        try
        {
            var sample = await SampleAsync(complete[^1], files, cancellationToken);
            findings.Add(CheckFinding.Ok(name, $"{complete.Count} file(s); {complete[^1].Name}: {sample.Records.Count} of {(sample.IsWhole ? "" : "the first ")}{sample.Rows} rows are readable{(sample.Left > 0 ? $", {sample.Left} are left out by the mapping" : "")}."));
            findings.AddRange(sample.Rejected.Take(ShownRejections).Select(r => new CheckFinding(r.Where, CheckStatus.Warning, r.Reason, "Correct the row in the ERP, or declare what it means in the mapping.")));
            if (sample.Rejected.Count > ShownRejections)
                findings.Add(new CheckFinding(name, CheckStatus.Warning, $"{sample.Rejected.Count} rows of the sample are rejected in all.", "The first ones are shown above."));
            if (meaning is not null)
                findings.AddRange(meaning(files.Records, sample));
        }
        catch (ConnectorException e)
        {
            findings.Add(CheckFinding.Failed(complete[^1].Name, e.Failure));
        }

        return findings;
    }

    private static async Task<Failure?> HeaderFailureAsync<T>(DropFile file, KindMapping<T> files, CancellationToken cancellationToken)
        where T : SourceRecord
    {
        try
        {
            using var rows = await CsvRows.OpenAsync(file, files.Layout, files.Records.ColumnOrigins, cancellationToken);
            return null;
        }
        catch (ConnectorException e)
        {
            return e.Failure;
        }
    }

    // An old file that was read before its columns changed is no longer of interest.
    private async Task<bool> WasReadAsync(DropFile file, FileMapping mapping, RecordKind kind, CancellationToken cancellationToken)
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

    private static async Task<RowSample<T>> SampleAsync<T>(DropFile file, KindMapping<T> files, CancellationToken cancellationToken)
        where T : SourceRecord
    {
        var sample = new RowSample<T>();
        using var rows = await CsvRows.OpenAsync(file, files.Layout, files.Records.ColumnOrigins, cancellationToken);
        while (sample.Rows < SampleRows)
        {
            if (!await rows.NextAsync(cancellationToken))
            {
                sample.IsWhole = true;
                break;
            }

            sample.Rows++;
            var mapped = rows.Row is null ? new MappedRow<T>(null, rows.Malformed) : files.Records.Map(rows.Row);
            if (mapped.Record is not null)
                sample.Records.Add((mapped.Record, rows.Row!));
            else if (mapped.Rejected is not null)
                sample.Rejected.Add(mapped.Rejected);
            else
                sample.Left++;
        }

        return sample;
    }

    private static string Some(IReadOnlyList<DropFile> files) => string.Join(", ", files.Take(5).Select(f => f.Name)) + (files.Count > 5 ? ", …" : "");
}
