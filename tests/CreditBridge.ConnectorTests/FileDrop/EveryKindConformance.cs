using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Records;
using CreditBridge.Connectors.FileDrop;
using CreditBridge.TestKit.Connectors;

namespace CreditBridge.ConnectorTests.FileDrop;

public sealed class OrderFileConformance : SourceConformance
{
    protected override Task<ISourceHarness> CreateHarnessAsync() => Task.FromResult<ISourceHarness>(new KindFiles(
        RecordKind.OpenOrder, "orders", "full", "amounts: remaining",
        "company: {value: \"1\"}, customer: CUST, order: NO, ordered: DAY, progress: {value: open}, currency: {value: EUR}, amount: VALUE", n => $"erp:1/N{n}"));
}

public sealed class BureauReportFileConformance : SourceConformance
{
    protected override Task<ISourceHarness> CreateHarnessAsync() => Task.FromResult<ISourceHarness>(new KindFiles(
        RecordKind.BureauReport, "bureau_reports", "full", "", "account: NO, provider: {value: x}, reported: DAY, score: {column: VALUE, no_opinion: []}, codes: CUST", n => $"N{n}/x/2025-01-01"));
}

public sealed class StatementFileConformance : SourceConformance
{
    protected override Task<ISourceHarness> CreateHarnessAsync() => Task.FromResult<ISourceHarness>(new KindFiles(
        RecordKind.FinancialStatement, "statements", "delta", "unit: 1000", "account: NO, period_end: DAY, currency: {value: EUR}, turnover: VALUE", n => $"N{n}/2025-01-01/12m"));
}

public sealed class SecurityFileConformance : SourceConformance
{
    protected override Task<ISourceHarness> CreateHarnessAsync() => Task.FromResult<ISourceHarness>(new KindFiles(
        RecordKind.Security, "securities", "full", "",
        "company: {value: \"1\"}, customer: CUST, security: NO, type: {value: credit_insurance}, amount: VALUE, currency: {value: EUR}, cover_percent: {value: \"90\"}, valid_from: DAY",
        n => $"erp:1/C1/N{n}"));
}

public sealed class SignalFileConformance : SourceConformance
{
    protected override Task<ISourceHarness> CreateHarnessAsync() => Task.FromResult<ISourceHarness>(new KindFiles(
        RecordKind.Signal, "signals", "delta", "", "account: NO, type: {value: news}, severity: {value: warning}, observed: DAY, text: VALUE", n => $"N{n}/news/2025-01-01"));
}

public sealed class OverrideFileConformance : SourceConformance
{
    protected override Task<ISourceHarness> CreateHarnessAsync() => Task.FromResult<ISourceHarness>(new KindFiles(
        RecordKind.Override, "overrides", "full", "",
        "override: NO, account: CUST, effect: {value: hold}, granted_by: {value: Ann}, reason: VALUE, valid_from: DAY, ends_when: CUST", n => $"erp:N{n}"));
}

/// <summary>Files of one kind, one more with each publication. A record's version stands in the column VALUE.</summary>
internal sealed class KindFiles : ISourceHarness
{
    private readonly DropTestFolder _folder = new();
    private readonly Func<int, string> _keyOf;
    private int _files;

    public KindFiles(RecordKind kind, string name, string set, string keys, string fields, Func<int, string> keyOf)
    {
        (Kind, _keyOf) = (kind, keyOf);
        File.WriteAllText(_folder.MappingPath, $"connector: FileDrop\nsystem: erp\nrecords:\n  {name}:\n    read: {{pattern: f-*.csv, set: {set}}}\n{(keys.Length > 0 ? $"    {keys}\n" : "")}    fields: {{{fields}}}\n");
    }

    public RecordKind Kind { get; }

    public IConnection Connect(ConnectionContext context) => ((IConnector)new FileDropConnector()).Connect(
        context with { BaseDirectory = _folder.Path }, new FileDropOptions { Directory = "drop", Mapping = "mapping.yaml", PageSize = 3 });

    public Task PublishAsync(IReadOnlyList<int> numbers, int version) => WriteAsync(numbers.Select(n => $"C1,N{n},2025-01-01,{version}"));

    public async Task<bool> PublishWithUnreadableAsync(IReadOnlyList<int> numbers, int version)
    {
        await WriteAsync(numbers.Select(n => $"C1,N{n},2025-01-01,{version}").Prepend("C1,N99,the day before yesterday,1"));
        return true;
    }

    public string KeyOf(int number) => _keyOf(number);

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task WriteAsync(IEnumerable<string> rows) => File.WriteAllLinesAsync(Path.Combine(_folder.Drop, $"f-{++_files:000}.csv"), rows.Prepend("CUST,NO,DAY,VALUE"));
}
