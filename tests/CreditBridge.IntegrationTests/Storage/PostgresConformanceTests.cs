using CreditBridge.TestKit.Stores;

namespace CreditBridge.IntegrationTests.Storage;

public sealed class PostgresSnapshotStoreTests : SnapshotStoreConformance
{
    protected override Task<StoresUnderTest> OpenAsync() => PostgresStores.OpenAsync();
}

public sealed class PostgresCompleteListingTests : CompleteListingConformance
{
    protected override Task<StoresUnderTest> OpenAsync() => PostgresStores.OpenAsync();
}

public sealed class PostgresSnapshotReaderTests : SnapshotReaderConformance
{
    protected override Task<StoresUnderTest> OpenAsync() => PostgresStores.OpenAsync();
}

public sealed class PostgresAccountStoreTests : AccountStoreConformance
{
    protected override Task<StoresUnderTest> OpenAsync() => PostgresStores.OpenAsync();
}

public sealed class PostgresOutboxStoreTests : OutboxStoreConformance
{
    protected override Task<StoresUnderTest> OpenAsync() => PostgresStores.OpenAsync();
}

public sealed class PostgresDecisionStoreTests : DecisionStoreConformance
{
    protected override Task<StoresUnderTest> OpenAsync() => PostgresStores.OpenAsync();
}

public sealed class PostgresEngineStoreTests : EngineStoreConformance
{
    protected override Task<StoresUnderTest> OpenAsync() => PostgresStores.OpenAsync();
}

public sealed class PostgresGroupTests : GroupConformance
{
    protected override Task<StoresUnderTest> OpenAsync() => PostgresStores.OpenAsync();
}

public sealed class PostgresHistoryStoreTests : HistoryStoreConformance
{
    protected override Task<StoresUnderTest> OpenAsync() => PostgresStores.OpenAsync();
}

public sealed class PostgresDriftTests : DriftConformance
{
    protected override Task<StoresUnderTest> OpenAsync() => PostgresStores.OpenAsync();
}

public sealed class PostgresUrgencyTests : UrgencyConformance
{
    protected override Task<StoresUnderTest> OpenAsync() => PostgresStores.OpenAsync();
}

public sealed class PostgresMergeTests : MergeConformance
{
    protected override Task<StoresUnderTest> OpenAsync() => PostgresStores.OpenAsync();
}

public sealed class PostgresLinkTests : LinkConformance
{
    protected override Task<StoresUnderTest> OpenAsync() => PostgresStores.OpenAsync();
}

public sealed class PostgresLostCustomerTests : LostCustomerConformance
{
    protected override Task<StoresUnderTest> OpenAsync() => PostgresStores.OpenAsync();
}

public sealed class PostgresKeptClaimTests : KeptClaimConformance
{
    protected override Task<StoresUnderTest> OpenAsync() => PostgresStores.OpenAsync();
}

public sealed class PostgresUnreadableRecordTests : UnreadableRecordConformance
{
    protected override Task<StoresUnderTest> OpenAsync() => PostgresStores.OpenAsync();
}

public sealed class PostgresReportLedgerTests : ReportLedgerConformance
{
    protected override Task<StoresUnderTest> OpenAsync() => PostgresStores.OpenAsync();
}

public sealed class PostgresBureauRunTests : BureauRunConformance
{
    protected override Task<StoresUnderTest> OpenAsync() => PostgresStores.OpenAsync();
}

public sealed class PostgresReviewStoreTests : ReviewStoreConformance
{
    protected override Task<StoresUnderTest> OpenAsync() => PostgresStores.OpenAsync();
}

public sealed class PostgresWatchStoreTests : WatchStoreConformance
{
    protected override Task<StoresUnderTest> OpenAsync() => PostgresStores.OpenAsync();
}

public sealed class PostgresReviewRunTests : ReviewRunConformance
{
    protected override Task<StoresUnderTest> OpenAsync() => PostgresStores.OpenAsync();
}

public sealed class PostgresReviewPeopleTests : ReviewPeopleConformance
{
    protected override Task<StoresUnderTest> OpenAsync() => PostgresStores.OpenAsync();
}

public sealed class PostgresAlertStoreTests : AlertStoreConformance
{
    protected override Task<StoresUnderTest> OpenAsync() => PostgresStores.OpenAsync();
}

public sealed class PostgresAlertRunTests : AlertRunConformance
{
    protected override Task<StoresUnderTest> OpenAsync() => PostgresStores.OpenAsync();
}

public sealed class PostgresForecastStoreTests : ForecastStoreConformance
{
    protected override Task<StoresUnderTest> OpenAsync() => PostgresStores.OpenAsync();
}

public sealed class PostgresWorkloadFeedTests : WorkloadFeedConformance
{
    protected override Task<StoresUnderTest> OpenAsync() => PostgresStores.OpenAsync();
}
