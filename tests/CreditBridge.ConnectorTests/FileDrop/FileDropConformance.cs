using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Records;
using CreditBridge.Connectors.FileDrop;
using CreditBridge.TestKit.Connectors;

namespace CreditBridge.ConnectorTests.FileDrop;

public sealed class FullFileConformance : SourceConformance
{
    protected override Task<ISourceHarness> CreateHarnessAsync() => Task.FromResult<ISourceHarness>(new CustomerFiles("full"));
}

public sealed class DeltaFileConformance : SourceConformance
{
    protected override Task<ISourceHarness> CreateHarnessAsync() => Task.FromResult<ISourceHarness>(new CustomerFiles("delta"));
}

/// <summary>Customer files of a full or a delta set, one more with each publication.</summary>
internal sealed class CustomerFiles : ISourceHarness
{
    private readonly DropTestFolder _folder = new();
    private int _files;

    public CustomerFiles(string set) => File.WriteAllText(_folder.MappingPath, $$"""
        connector: FileDrop
        system: erp
        records:
          customers:
            read: {pattern: c-*.csv, set: {{set}}}
            fields:
              company: {value: "1"}
              number: NO
              name: NAME
        """);

    public RecordKind Kind => RecordKind.ErpCustomer;

    public IConnection Connect(ConnectionContext context) => ((IConnector)new FileDropConnector()).Connect(
        context with { BaseDirectory = _folder.Path }, new FileDropOptions { Directory = "drop", Mapping = "mapping.yaml", PageSize = 3 });

    public Task PublishAsync(IReadOnlyList<int> numbers, int version) => WriteAsync(numbers.Select(n => $"C{n},Name {n} v{version}"));

    public async Task<bool> PublishWithUnreadableAsync(IReadOnlyList<int> numbers, int version)
    {
        await WriteAsync(numbers.Select(n => $"C{n},Name {n} v{version}").Prepend("too,many,values"));
        return true;
    }

    public string KeyOf(int number) => $"erp:1/C{number}";

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task WriteAsync(IEnumerable<string> rows) => File.WriteAllLinesAsync(Path.Combine(_folder.Drop, $"c-{++_files:000}.csv"), rows.Prepend("NO,NAME"));
}
