using CreditBridge.Storage;
using CreditBridge.TestKit.Stores;

namespace CreditBridge.IntegrationTests.Storage;

/// <summary>Stores over a new schema of the PostgreSQL database for tests.</summary>
internal static class PostgresStores
{
    public static async Task<StoresUnderTest> OpenAsync()
    {
        var database = await PostgresTestDatabase.CreateAsync();
        return await OpenStores.OpenAsync(new StorageOptions { Provider = StorageProvider.PostgreSql, ConnectionString = database.ConnectionString }, database.DropAsync);
    }
}
