using CreditBridge.Abstractions.Failures;
using CreditBridge.Storage;
using Shouldly;
using Xunit;

namespace CreditBridge.IntegrationTests.Storage;

public sealed class MigrationTests
{
    [Theory]
    [InlineData(StorageProvider.Sqlite)]
    [InlineData(StorageProvider.PostgreSql)]
    public async Task Migrations_AreAppliedOnce(StorageProvider provider)
    {
        await using var database = await StorageDatabase.CreateAsync(provider);
        (await database.MigrateAsync()).ShouldContain("0001-initial");
        (await database.MigrateAsync()).ShouldBeEmpty();
        (await database.RowsAsync("SELECT number, name FROM migrations ORDER BY number"))[0].ShouldBe("1 0001-initial");
    }

    [Theory]
    [InlineData(StorageProvider.Sqlite)]
    [InlineData(StorageProvider.PostgreSql)]
    public async Task ManyProcesses_StartingAtOnce_ApplyThemOnce(StorageProvider provider)
    {
        await using var database = await StorageDatabase.CreateAsync(provider);
        var applied = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(database.MigrateAsync)));
        applied.Count(names => names.Count > 0).ShouldBe(1);
    }

    [Theory]
    [InlineData(StorageProvider.Sqlite)]
    [InlineData(StorageProvider.PostgreSql)]
    public async Task ChangedMigration_IsRefused(StorageProvider provider)
    {
        await using var database = await StorageDatabase.CreateAsync(provider);
        await database.MigrateAsync();
        await database.ExecuteAsync("UPDATE migrations SET checksum = '0123456789abcdef' WHERE number = 1");
        var refusal = await Should.ThrowAsync<StorageException>(database.MigrateAsync);
        refusal.Failure.Kind.ShouldBe(FailureKind.Configuration);
        refusal.Message.ShouldContain("0001-initial");
        refusal.Message.ShouldContain("0123456789ab");
    }

    [Theory]
    [InlineData(StorageProvider.Sqlite)]
    [InlineData(StorageProvider.PostgreSql)]
    public async Task NewerDatabase_IsRefused(StorageProvider provider)
    {
        await using var database = await StorageDatabase.CreateAsync(provider);
        await database.MigrateAsync();
        await database.ExecuteAsync("INSERT INTO migrations (number, name, checksum, applied_at) SELECT 9000, '9000-future', checksum, applied_at FROM migrations WHERE number = 1");
        var refusal = await Should.ThrowAsync<StorageException>(database.MigrateAsync);
        refusal.Message.ShouldContain("newer than this program");
        refusal.Message.ShouldContain("9000-future");
    }

    [Theory]
    [InlineData(StorageProvider.Sqlite)]
    [InlineData(StorageProvider.PostgreSql)]
    public async Task FailingMigration_LeavesTheDatabaseAsItWas(StorageProvider provider)
    {
        await using var database = await StorageDatabase.CreateAsync(provider);
        await database.ExecuteAsync("CREATE TABLE leases (somebody_elses integer)");
        await Should.ThrowAsync<Exception>(database.MigrateAsync);
        await database.ExecuteAsync("DROP TABLE leases");
        (await database.MigrateAsync()).ShouldContain("0001-initial");
    }
}
