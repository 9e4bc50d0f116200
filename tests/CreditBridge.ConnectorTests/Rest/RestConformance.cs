using CreditBridge.TestKit.Connectors;

namespace CreditBridge.ConnectorTests.Rest;

[ConformanceOf("Rest", ReadMode.Listing)]
public sealed class OffsetListingConformance : SourceConformance
{
    protected override async Task<ISourceHarness> CreateHarnessAsync() => await ApiOfCustomers.StartAsync(ApiPaging.Offset, changes: false);
}

[ConformanceOf("Rest", ReadMode.Listing)]
public sealed class CursorListingConformance : SourceConformance
{
    protected override async Task<ISourceHarness> CreateHarnessAsync() => await ApiOfCustomers.StartAsync(ApiPaging.Cursor, changes: false);
}

[ConformanceOf("Rest", ReadMode.Changes)]
public sealed class OffsetChangesConformance : SourceConformance
{
    protected override async Task<ISourceHarness> CreateHarnessAsync() => await ApiOfCustomers.StartAsync(ApiPaging.Offset, changes: true);
}

[ConformanceOf("Rest", ReadMode.Changes)]
public sealed class CursorChangesConformance : SourceConformance
{
    protected override async Task<ISourceHarness> CreateHarnessAsync() => await ApiOfCustomers.StartAsync(ApiPaging.Cursor, changes: true);
}

[ConformanceOf("Rest", ReadMode.Changes)]
public sealed class NextUrlChangesConformance : SourceConformance
{
    protected override async Task<ISourceHarness> CreateHarnessAsync() => await ApiOfCustomers.StartAsync(ApiPaging.Next, changes: true);
}

[ConformanceOf("Rest", ReadMode.Listing)]
public sealed class NextUrlListingConformance : SourceConformance
{
    protected override async Task<ISourceHarness> CreateHarnessAsync() => await ApiOfCustomers.StartAsync(ApiPaging.Next, changes: false);
}
