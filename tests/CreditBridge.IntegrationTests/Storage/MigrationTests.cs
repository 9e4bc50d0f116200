using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Core.Snapshots;
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

    [Theory]
    [InlineData(StorageProvider.Sqlite)]
    [InlineData(StorageProvider.PostgreSql)]
    public async Task DatabaseOfTheFirstVersion_LearnsItsGroups_AndKeepsHistoryFromThenOn(StorageProvider provider)
    {
        await using var database = await StorageDatabase.CreateAsync(provider);
        await database.ApplyOnlyAsync("0001-initial");
        foreach (var (key, parent) in new[] { ("leaf", "branch"), ("branch", "root"), ("root", null), ("alone", null), ("y", "x"), ("x", "y"), ("tail", "y"), ("child", "unread") })
            await database.AddAccountOfFirstVersionAsync(key, parent);
        await database.ExecuteAsync("INSERT INTO checkpoints (connection, kind, value, read_at) VALUES ('crm', 1, 'after', '2026-01-01T00:00:00.000000Z')");

        (await database.MigrateAsync()).ShouldBe(
        [
            "0002-groups-and-history", "0003-drift", "0004-account-links", "0005-report-orders", "0006-listed-pages", "0007-lost-customers", "0008-kept-claims",
            "0009-unreadable-records", "0010-alerts", "0011-reviews", "0012-forecasts", "0013-pressing-reviews", "0014-decided-deals",
        ]);

        (await database.RowsAsync("SELECT account_key, parent_key, top_key FROM account_groups ORDER BY account_key")).ShouldBe(
        [
            "branch root root", "child unread unread", "leaf branch root", "root - root", "tail y x", "unread - unread", "x y x", "y x x",
        ]);
        (await database.RowsAsync("SELECT connection, kind FROM history_starts")).ShouldBe(["crm 1"]);

        await using var opened = BridgeDatabase.Open(database.Options);
        var since = (await opened.History.GetStartsAsync(CancellationToken.None)).ShouldHaveSingleItem().Since;
        since.ShouldBeGreaterThan(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var page = new SourcePage<AccountRecord>([SourceChange<AccountRecord>.Upsert(new AccountRecord("leaf", "New name"))], new Checkpoint("later"));
        await opened.Snapshots.ApplyAsync(SnapshotIngestor.Prepare("crm", RecordKind.Account, page, since.AddDays(1)), CancellationToken.None);
        var versions = (await opened.History.ReadAsync(["leaf"], since, CancellationToken.None)).ShouldHaveSingleItem().Versions;
        versions.Select(v => (v.KnownFrom, v.KnownTo)).ShouldBe([(since.AddDays(1), null), (null, since.AddDays(1))], ignoreOrder: true);
        (await database.RowsAsync("SELECT account_key FROM account_groups WHERE top_key = 'root' ORDER BY account_key")).ShouldBe(["branch", "root"]);
    }
}
