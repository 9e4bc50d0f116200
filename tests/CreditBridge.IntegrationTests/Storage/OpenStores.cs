using CreditBridge.Core.Accounts;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Engine;
using CreditBridge.Core.Outbox;
using CreditBridge.Core.Snapshots;
using CreditBridge.Storage;
using CreditBridge.TestKit.Stores;
using Microsoft.Extensions.DependencyInjection;

namespace CreditBridge.IntegrationTests.Storage;

/// <summary>Registers, migrates and resolves the stores as a host does.</summary>
internal static class OpenStores
{
    public static async Task<StoresUnderTest> OpenAsync(StorageOptions options, Func<Task> removeAsync)
    {
        var services = new ServiceCollection().AddBridgeStorage(options).BuildServiceProvider();
        await services.GetRequiredService<BridgeDatabase>().MigrateAsync(CancellationToken.None);
        return new StoresUnderTest(
            services.GetRequiredService<ISnapshotStore>(),
            services.GetRequiredService<ISnapshotReader>(),
            services.GetRequiredService<IAccountStore>(),
            services.GetRequiredService<IOutboxStore>(),
            services.GetRequiredService<IDecisionStore>(),
            services.GetRequiredService<IEngineStore>())
        {
            CloseAsync = async () =>
            {
                await services.DisposeAsync();
                await removeAsync();
            },
        };
    }
}
