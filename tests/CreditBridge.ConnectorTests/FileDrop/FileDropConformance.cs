using CreditBridge.Abstractions.Records;
using CreditBridge.TestKit.Connectors;

namespace CreditBridge.ConnectorTests.FileDrop;

[ConformanceOf("FileDrop", ReadMode.Listing)]
public sealed class FullFileConformance : SourceConformance
{
    protected override Task<ISourceHarness> CreateHarnessAsync() => Task.FromResult<ISourceHarness>(CustomerFiles.Of("full"));
}

[ConformanceOf("FileDrop", ReadMode.Changes)]
public sealed class DeltaFileConformance : SourceConformance
{
    protected override Task<ISourceHarness> CreateHarnessAsync() => Task.FromResult<ISourceHarness>(CustomerFiles.Of("delta"));
}

internal static class CustomerFiles
{
    public static KindFiles Of(string set, string format = "", Func<IReadOnlyList<string>, byte[]>? write = null, bool hasHeader = true) => new(
        RecordKind.ErpCustomer, "customers", set, "",
        "company: {value: \"1\"}, number: NO, name: CUST, customer_since: DAY, limit: {column: VALUE, zero: none, null: not_set}, currency: CUR", n => $"erp:1/N{n}", format: format, write: write, hasHeader: hasHeader);
}
