using CreditBridge.TestKit.Connectors;

namespace CreditBridge.ConnectorTests.OData;

[ConformanceOf("OData", ReadMode.Listing)]
public sealed class ListedConformance : SourceConformance
{
    protected override Task<ISourceHarness> CreateHarnessAsync() => CustomerService.StartAsync(ServiceReading.Full);
}

[ConformanceOf("OData", ReadMode.Changes)]
public sealed class StampedConformance : SourceConformance
{
    protected override Task<ISourceHarness> CreateHarnessAsync() => CustomerService.StartAsync(ServiceReading.Changes);
}

[ConformanceOf("OData", ReadMode.Changes)]
public sealed class DeltaConformance : SourceConformance
{
    protected override Task<ISourceHarness> CreateHarnessAsync() => CustomerService.StartAsync(ServiceReading.Delta);
}

[ConformanceOf("OData", ReadMode.Listing)]
public sealed class SecondVersionListedConformance : SourceConformance
{
    protected override Task<ISourceHarness> CreateHarnessAsync() => CustomerService.StartAsync(ServiceReading.Full, isV2: true);
}

[ConformanceOf("OData", ReadMode.Changes)]
public sealed class SecondVersionStampedConformance : SourceConformance
{
    protected override Task<ISourceHarness> CreateHarnessAsync() => CustomerService.StartAsync(ServiceReading.Changes, isV2: true);
}
