using CreditBridge.Storage;
using CreditBridge.TestKit.Stores;

namespace CreditBridge.IntegrationTests.Storage;

/// <summary>Opens and migrates the stores as a host does.</summary>
internal static class OpenStores
{
    public static async Task<StoresUnderTest> OpenAsync(StorageOptions options, Func<Task> removeAsync)
    {
        var database = BridgeDatabase.Open(options);
        await database.MigrateAsync(CancellationToken.None);
        return new StoresUnderTest(database.Snapshots, database.SnapshotReader, database.History, database.Accounts, database.Outbox, database.Decisions, database.Engine, database.Drift, database.Links)
        {
            Reports = database.ReportOrders,
            Watch = database.Watch,
            Alerts = database.Alerts,
            Reviews = database.Reviews,
            Forecasts = database.Forecasts,
            CloseAsync = async () =>
            {
                await database.DisposeAsync();
                await removeAsync();
            },
        };
    }
}
