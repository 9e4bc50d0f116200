using System.Net;
using System.Net.Sockets;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Storage;
using Npgsql;
using Shouldly;
using Xunit;

namespace CreditBridge.IntegrationTests.Storage;

public sealed class StorageFailureTests
{
    private static async Task<Failure> MigratingAsync(StorageOptions options)
    {
        await using var database = BridgeDatabase.Open(options);
        var refusal = await Should.ThrowAsync<StorageException>(() => database.MigrateAsync(CancellationToken.None));
        refusal.Message.ShouldNotContain("s3cret");
        refusal.Failure.NextStep.ShouldNotBeEmpty();
        return refusal.Failure;
    }

    private static StorageOptions Postgres(string connectionString) => new() { Provider = StorageProvider.PostgreSql, ConnectionString = connectionString };

    [Fact]
    public async Task UnreachableServer_IsTransient_AndNamed()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        var failure = await MigratingAsync(Postgres($"Host=127.0.0.1;Port={port};Username=u;Password=s3cret;Database=d"));
        failure.Kind.ShouldBe(FailureKind.Transient);
        failure.Message.ShouldContain($"127.0.0.1:{port}");
    }

    [Fact]
    public async Task MissingDatabaseOrUser_IsSaid()
    {
        await using var database = await StorageDatabase.CreateAsync(StorageProvider.PostgreSql);
        var settings = new NpgsqlConnectionStringBuilder(database.Options.ConnectionString) { Database = "not_there", Password = "s3cret" };
        var missing = await MigratingAsync(Postgres(settings.ConnectionString));
        missing.Kind.ShouldBe(FailureKind.Configuration);
        missing.NextStep.ShouldContain("CREATE DATABASE \"not_there\"");

        settings = new NpgsqlConnectionStringBuilder(database.Options.ConnectionString) { Username = "nobody_known", Password = "s3cret" };
        (await MigratingAsync(Postgres(settings.ConnectionString))).Kind.ShouldBe(FailureKind.Authentication);
    }

    [Fact]
    public async Task MissingRight_NamesUserAndGrant()
    {
        await using var database = await StorageDatabase.CreateAsync(StorageProvider.PostgreSql);
        var role = "creditbridge_poor_" + Environment.ProcessId;
        await database.ExecuteAsync($"CREATE ROLE {role} LOGIN PASSWORD 's3cret'");
        try
        {
            var schema = new NpgsqlConnectionStringBuilder(database.Options.ConnectionString).SearchPath;
            await database.ExecuteAsync($"GRANT USAGE ON SCHEMA {schema} TO {role}");
            var failure = await MigratingAsync(Postgres(
                new NpgsqlConnectionStringBuilder(database.Options.ConnectionString) { Username = role, Password = "s3cret", Pooling = false }.ConnectionString));
            failure.Kind.ShouldBe(FailureKind.Configuration);
            failure.Message.ShouldContain(role);
            failure.NextStep.ShouldContain("GRANT");
        }
        finally
        {
            await database.ExecuteAsync($"DROP OWNED BY {role}; DROP ROLE {role}");
        }
    }

    [Fact]
    public async Task SqliteFile_InAMissingFolder_OrOfAnotherKind_IsSaid()
    {
        await using var database = await StorageDatabase.CreateAsync(StorageProvider.Sqlite);
        var folder = Path.GetDirectoryName(database.Options.SqlitePath)!;
        (await MigratingAsync(new StorageOptions { SqlitePath = Path.Combine(folder, "missing", "x.db") })).Message.ShouldContain("missing");

        await File.WriteAllTextAsync(Path.Combine(folder, "text.db"), string.Concat(Enumerable.Repeat("this is no database\n", 300)));
        (await MigratingAsync(new StorageOptions { SqlitePath = Path.Combine(folder, "text.db") })).Message.ShouldContain("is not a SQLite database");
    }

    [Theory]
    [InlineData(StorageProvider.Sqlite)]
    [InlineData(StorageProvider.PostgreSql)]
    public async Task StoreWithoutTables_SaysThatMigrationsAreMissing(StorageProvider provider)
    {
        await using var database = await StorageDatabase.CreateAsync(provider);
        await using var unprepared = BridgeDatabase.Open(database.Options);
        var refusal = await Should.ThrowAsync<StorageException>(() => unprepared.Engine.GetValueAsync("x", CancellationToken.None));
        refusal.Message.ShouldContain("tables of this version");
    }

    [Fact]
    public void Options_NameEveryMistake()
    {
        Postgres("").Problems().ShouldHaveSingleItem().Option.ShouldBe("ConnectionString");
        Postgres("nonsense").Problems().ShouldHaveSingleItem().Option.ShouldBe("ConnectionString");
        Postgres("Host=h;Password=p").Problems().ShouldBeEmpty();
        new StorageOptions { SqlitePath = " " }.Problems().ShouldHaveSingleItem().Option.ShouldBe("SqlitePath");
        new StorageOptions().Problems().ShouldBeEmpty();
    }
}
