using CreditBridge.Storage;
using CreditBridge.TestKit.Stores;

namespace CreditBridge.IntegrationTests.Storage;

/// <summary>Stores over a new SQLite file in a temporary folder.</summary>
internal static class SqliteStores
{
    public static Task<StoresUnderTest> OpenAsync()
    {
        var folder = Directory.CreateTempSubdirectory("creditbridge-");
        return OpenStores.OpenAsync(new StorageOptions { SqlitePath = Path.Combine(folder.FullName, "test.db") }, () =>
        {
            folder.Delete(recursive: true);
            return Task.CompletedTask;
        });
    }
}
