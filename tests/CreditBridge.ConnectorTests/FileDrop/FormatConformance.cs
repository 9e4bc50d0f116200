using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Records;
using CreditBridge.Connectors.FileDrop;
using CreditBridge.TestKit.Connectors;

namespace CreditBridge.ConnectorTests.FileDrop;

public sealed class FixedWidthConformance : SourceConformance
{
    protected override Task<ISourceHarness> CreateHarnessAsync() => Task.FromResult<ISourceHarness>(new FormattedFiles("format: fixed, positions: {NO: 1-5, NAME: 6-30, DAY: 31-40}, trailer: {starts_with: \"//\", count: 3-10}", ".txt",
        rows => System.Text.Encoding.UTF8.GetBytes(string.Concat(rows.Select(r => $"{r.No,-5}{r.Name,-25}{r.Day}\n")) + $"//{rows.Count}\n")));
}

public sealed class WorkbookConformance : SourceConformance
{
    protected override Task<ISourceHarness> CreateHarnessAsync() => Task.FromResult<ISourceHarness>(new FormattedFiles("format: xlsx", ".xlsx",
        rows => WorkbookBuilder.Build([["NO", "NAME", "DAY"], .. rows.Select(r => (object?[])[r.No, r.Name, DateOnly.TryParse(r.Day, System.Globalization.CultureInfo.InvariantCulture, out var day) ? day : r.Day])])));
}

public sealed class TabbedDeltaConformance : SourceConformance
{
    protected override Task<ISourceHarness> CreateHarnessAsync() => Task.FromResult<ISourceHarness>(new FormattedFiles("format: tsv, header: false, columns: [NO, NAME, DAY], footer_lines: 1", ".tsv",
        rows => System.Text.Encoding.UTF8.GetBytes(string.Concat(rows.Select(r => $"{r.No}\t{r.Name}\t{r.Day}\n")) + "the end"), "delta"));
}

/// <summary>Customer files of one format, one more with each publication.</summary>
internal sealed class FormattedFiles : ISourceHarness
{
    private readonly DropTestFolder _folder = new();
    private readonly string _suffix;
    private readonly Func<IReadOnlyList<(string No, string Name, string Day)>, byte[]> _write;
    private int _files;

    public FormattedFiles(string declared, string suffix, Func<IReadOnlyList<(string No, string Name, string Day)>, byte[]> write, string set = "full")
    {
        (_suffix, _write) = (suffix, write);
        _folder.Map("customers", $"pattern: c-*{suffix}, set: {set}, {declared}", "company: {value: \"1\"}, number: NO, name: NAME, customer_since: DAY");
    }

    public RecordKind Kind => RecordKind.ErpCustomer;

    public IConnection Connect(ConnectionContext context) => ((IConnector)new FileDropConnector()).Connect(
        context with { BaseDirectory = _folder.Path }, new FileDropOptions { Directory = "drop", Mapping = "mapping.yaml", PageSize = 3 });

    public Task PublishAsync(IReadOnlyList<int> numbers, int version) => WriteAsync([.. numbers.Select(n => ($"C{n}", $"Name {n} v{version}", "2025-01-31"))]);

    public async Task<bool> PublishWithUnreadableAsync(IReadOnlyList<int> numbers, int version)
    {
        await WriteAsync([("C99", "Unreadable", "31.01.2025"), .. numbers.Select(n => ($"C{n}", $"Name {n} v{version}", "2025-01-31"))]);
        return true;
    }

    public string KeyOf(int number) => $"erp:1/C{number}";

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task WriteAsync(IReadOnlyList<(string, string, string)> rows) => File.WriteAllBytesAsync(Path.Combine(_folder.Drop, $"c-{++_files:000}{_suffix}"), _write(rows));
}
