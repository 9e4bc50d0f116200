using CreditBridge.TestKit.Stores;

namespace CreditBridge.IntegrationTests.Storage;

public sealed class SqliteSnapshotStoreTests : SnapshotStoreConformance
{
    protected override Task<StoresUnderTest> OpenAsync() => SqliteStores.OpenAsync();
}

public sealed class SqliteCompleteListingTests : CompleteListingConformance
{
    protected override Task<StoresUnderTest> OpenAsync() => SqliteStores.OpenAsync();
}

public sealed class SqliteSnapshotReaderTests : SnapshotReaderConformance
{
    protected override Task<StoresUnderTest> OpenAsync() => SqliteStores.OpenAsync();
}

public sealed class SqliteAccountStoreTests : AccountStoreConformance
{
    protected override Task<StoresUnderTest> OpenAsync() => SqliteStores.OpenAsync();
}

public sealed class SqliteOutboxStoreTests : OutboxStoreConformance
{
    protected override Task<StoresUnderTest> OpenAsync() => SqliteStores.OpenAsync();
}

public sealed class SqliteDecisionStoreTests : DecisionStoreConformance
{
    protected override Task<StoresUnderTest> OpenAsync() => SqliteStores.OpenAsync();
}

public sealed class SqliteEngineStoreTests : EngineStoreConformance
{
    protected override Task<StoresUnderTest> OpenAsync() => SqliteStores.OpenAsync();
}

public sealed class SqliteGroupTests : GroupConformance
{
    protected override Task<StoresUnderTest> OpenAsync() => SqliteStores.OpenAsync();
}

public sealed class SqliteHistoryStoreTests : HistoryStoreConformance
{
    protected override Task<StoresUnderTest> OpenAsync() => SqliteStores.OpenAsync();
}

public sealed class SqliteDriftTests : DriftConformance
{
    protected override Task<StoresUnderTest> OpenAsync() => SqliteStores.OpenAsync();
}

public sealed class SqliteUrgencyTests : UrgencyConformance
{
    protected override Task<StoresUnderTest> OpenAsync() => SqliteStores.OpenAsync();
}

public sealed class SqliteMergeTests : MergeConformance
{
    protected override Task<StoresUnderTest> OpenAsync() => SqliteStores.OpenAsync();
}

public sealed class SqliteLinkTests : LinkConformance
{
    protected override Task<StoresUnderTest> OpenAsync() => SqliteStores.OpenAsync();
}

public sealed class SqliteLostCustomerTests : LostCustomerConformance
{
    protected override Task<StoresUnderTest> OpenAsync() => SqliteStores.OpenAsync();
}

public sealed class SqliteKeptClaimTests : KeptClaimConformance
{
    protected override Task<StoresUnderTest> OpenAsync() => SqliteStores.OpenAsync();
}

public sealed class SqliteUnreadableRecordTests : UnreadableRecordConformance
{
    protected override Task<StoresUnderTest> OpenAsync() => SqliteStores.OpenAsync();
}

public sealed class SqliteReportLedgerTests : ReportLedgerConformance
{
    protected override Task<StoresUnderTest> OpenAsync() => SqliteStores.OpenAsync();
}

public sealed class SqliteBureauRunTests : BureauRunConformance
{
    protected override Task<StoresUnderTest> OpenAsync() => SqliteStores.OpenAsync();
}

public sealed class SqliteReviewStoreTests : ReviewStoreConformance
{
    protected override Task<StoresUnderTest> OpenAsync() => SqliteStores.OpenAsync();
}

public sealed class SqliteWatchStoreTests : WatchStoreConformance
{
    protected override Task<StoresUnderTest> OpenAsync() => SqliteStores.OpenAsync();
}

public sealed class SqliteReviewRunTests : ReviewRunConformance
{
    protected override Task<StoresUnderTest> OpenAsync() => SqliteStores.OpenAsync();
}

public sealed class SqliteReviewPeopleTests : ReviewPeopleConformance
{
    protected override Task<StoresUnderTest> OpenAsync() => SqliteStores.OpenAsync();
}

public sealed class SqliteAlertStoreTests : AlertStoreConformance
{
    protected override Task<StoresUnderTest> OpenAsync() => SqliteStores.OpenAsync();
}

public sealed class SqliteAlertRunTests : AlertRunConformance
{
    protected override Task<StoresUnderTest> OpenAsync() => SqliteStores.OpenAsync();
}

public sealed class SqliteForecastStoreTests : ForecastStoreConformance
{
    protected override Task<StoresUnderTest> OpenAsync() => SqliteStores.OpenAsync();
}

public sealed class SqliteWorkloadFeedTests : WorkloadFeedConformance
{
    protected override Task<StoresUnderTest> OpenAsync() => SqliteStores.OpenAsync();
}
