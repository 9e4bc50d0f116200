using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Connectors.FileDrop;

namespace CreditBridge.ConnectorTests.FileDrop;

/// <summary>A temporary drop folder with a mapping, and the state that an engine would keep: records, checkpoints and receipts.</summary>
public sealed class DropTestFolder : IDisposable
{
    public const string Header = "COMPANY,CUSTNO,NAME,COUNTRY,CURRENCY,CREDIT_LIMIT,HOLD,TERMS,CUSTOMER_SINCE,PARENT_CUSTNO\n";

    private readonly HashSet<(RecordKind, string)> _receipts = [];

    public DropTestFolder() => File.WriteAllText(MappingPath, SampleMapping);

    public static string Repository { get; } = FindRepository();

    public static string SampleMapping { get; } = File.ReadAllText(System.IO.Path.Combine(Repository, "deploy/config/mappings/sample-erp.yaml"));

    public string Path { get; } = Directory.CreateTempSubdirectory("creditbridge-drop-").FullName;

    public string Drop => Directory.CreateDirectory(System.IO.Path.Combine(Path, "drop")).FullName;

    public string MappingPath => System.IO.Path.Combine(Path, "mapping.yaml");

    public string Quarantine { get; set; } = "";

    public int MaxUnpackedMegabytes { get; set; } = 64;

    public Dictionary<RecordKind, Checkpoint> Checkpoints { get; } = [];

    public Dictionary<string, SourceRecord> State { get; } = new(StringComparer.Ordinal);

    public List<Receipt> Receipts { get; } = [];

    public List<RejectedRecord> Rejected { get; } = [];

    /// <summary>A text as it is exported: its last line ends with a line break too.</summary>
    public void Write(string name, string text) => File.WriteAllText(System.IO.Path.Combine(Drop, name), text.Length == 0 || text[^1] is '\n' or '\r' ? text : text + "\n");

    public void Write(string name, byte[] bytes) => File.WriteAllBytes(System.IO.Path.Combine(Drop, name), bytes);

    /// <summary>Writes a mapping of one kind, or adds one to it.</summary>
    public void Map(string kind, string read, string fields, string keys = "", bool add = false)
    {
        var text = (add ? File.ReadAllText(MappingPath) : "connector: FileDrop\nsystem: erp\nrecords:\n") + $"  {kind}:\n    read: {{{read}}}\n{(keys.Length > 0 ? $"    {keys}\n" : "")}    fields: {{{fields}}}\n";
        File.WriteAllText(MappingPath, text);
    }

    /// <summary>What a check finds.</summary>
    public async Task<List<CheckFinding>> CheckAsync()
    {
        var findings = new List<CheckFinding>();
        await foreach (var finding in Connect().CheckAsync(default))
            findings.Add(finding);
        return findings;
    }

    /// <summary>Why reading stops.</summary>
    public async Task<Failure> FailureAsync(RecordKind kind = RecordKind.ErpCustomer)
    {
        try
        {
            await ReadAsync(kind);
        }
        catch (ConnectorException e)
        {
            return e.Failure;
        }

        throw new InvalidOperationException("It was read without a failure.");
    }

    public void Customers(string name, params string[] rows) => Write(name, Header + string.Concat(rows.Select(r => r + "\n")));

    public static string Row(string number, string limit = "100", string hold = "N", string name = "Name") => $"1000,{number},{name},DE,EUR,{limit},{hold},N30,2020-01-01,";

    public IConnection Connect(int pageSize = 3, FileCompletion completion = FileCompletion.Rename) => ((IConnector)new FileDropConnector()).Connect(
        new ConnectionContext("erp", TimeProvider.System) { BaseDirectory = Path, HasReceipt = (kind, id, _) => Task.FromResult(_receipts.Contains((kind, id))) },
        new FileDropOptions { Directory = "drop", Mapping = "mapping.yaml", PageSize = pageSize, Completion = completion, Quarantine = Quarantine, MaxUnpackedMegabytes = MaxUnpackedMegabytes });

    public ISource Source(RecordKind kind, int pageSize = 3, FileCompletion completion = FileCompletion.Rename) => Connect(pageSize, completion).Sources.Single(s => s.Kind == kind);

    /// <summary>Reads a kind as the engine does: every page is applied with its checkpoint and its receipt.</summary>
    public async Task<List<SourcePage>> ReadAsync(RecordKind kind = RecordKind.ErpCustomer, int pageSize = 3, int stopAfter = int.MaxValue, FileCompletion completion = FileCompletion.Rename)
    {
        var pages = new List<SourcePage>();
        await foreach (var page in Source(kind, pageSize, completion).ReadPagesAsync(Checkpoints.GetValueOrDefault(kind), default))
        {
            Apply(kind, page);
            pages.Add(page);
            if (pages.Count == stopAfter)
                break;
        }

        return pages;
    }

    private readonly Dictionary<string, HashSet<string>> _shown = [];
    private readonly HashSet<string> _tainted = [];

    private void Apply(RecordKind kind, SourcePage page)
    {
        foreach (var change in page.Changes)
        {
            if (change.Current is { } record)
                State[change.Key] = record;
            else
                State.Remove(change.Key);
        }

        Rejected.AddRange(page.Rejected);
        if (page.FullSet is { } set)
        {
            var shown = _shown.TryGetValue(set.Id, out var known) ? known : _shown[set.Id] = [];
            shown.UnionWith(page.Changes.Select(c => c.Key));
            if (page.Rejected.Any(r => !r.IsRepetition))
                _tainted.Add(set.Id);
            if (set.IsLast && !_tainted.Contains(set.Id))
            {
                foreach (var gone in State.Where(s => s.Value.Kind == kind && !shown.Contains(s.Key)).Select(s => s.Key).ToList())
                    State.Remove(gone);
            }
        }

        if (page.Receipt is { } receipt)
        {
            _receipts.Add((kind, receipt.Id));
            Receipts.Add(receipt);
        }

        Checkpoints[kind] = page.Next;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static string FindRepository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(System.IO.Path.Combine(folder, "CreditBridge.sln")))
            folder = System.IO.Path.GetDirectoryName(folder)!;
        return folder;
    }
}
