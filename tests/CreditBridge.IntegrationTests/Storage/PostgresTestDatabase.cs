using Npgsql;

namespace CreditBridge.IntegrationTests.Storage;

/// <summary>A database of its own on the server that <c>test.sh</c> provides.</summary>
internal sealed class PostgresTestDatabase(string name, string connectionString)
{
    private static int _count;

    /// <summary>For the new database.</summary>
    public string ConnectionString { get; } = connectionString;

    private static string Server => Environment.GetEnvironmentVariable("CREDITBRIDGE_TEST_POSTGRES") is { Length: > 0 } server
        ? server
        : throw new InvalidOperationException(
            "CREDITBRIDGE_TEST_POSTGRES is not set, so there is no PostgreSQL to test on. Run ./test.sh, which provides one, or set it to the connection string of a server on which databases may be created.");

    public static async Task<PostgresTestDatabase> CreateAsync()
    {
        var name = $"creditbridge_test_{Environment.ProcessId}_{Interlocked.Increment(ref _count)}";
        await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE template0");
        return new PostgresTestDatabase(name, new NpgsqlConnectionStringBuilder(Server) { Database = name, MaxPoolSize = 20 }.ConnectionString);
    }

    public Task DropAsync() => ExecuteAsync($"DROP DATABASE {name} WITH (FORCE)");

    private static async Task ExecuteAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(Server) { Pooling = false }.ConnectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
