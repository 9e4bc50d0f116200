using Npgsql;

namespace CreditBridge.IntegrationTests.Storage;

/// <summary>A schema of its own in the database that <c>test.sh</c> provides: as good as a database, and much quicker to make and drop.</summary>
internal sealed class PostgresTestDatabase(string name, string connectionString)
{
    private static int _count;

    /// <summary>Finds the new schema.</summary>
    public string ConnectionString { get; } = connectionString;

    private static string Server => Environment.GetEnvironmentVariable("CREDITBRIDGE_TEST_POSTGRES") is { Length: > 0 } server
        ? server
        : throw new InvalidOperationException(
            "CREDITBRIDGE_TEST_POSTGRES is not set, so there is no PostgreSQL to test on. Run ./test.sh, which provides one, or set it to the connection string of a server on which schemas may be created.");

    public static async Task<PostgresTestDatabase> CreateAsync()
    {
        var name = $"creditbridge_test_{Environment.ProcessId}_{Interlocked.Increment(ref _count)}";
        await ExecuteAsync($"DROP SCHEMA IF EXISTS {name} CASCADE; CREATE SCHEMA {name}");
        return new PostgresTestDatabase(name, new NpgsqlConnectionStringBuilder(Server) { SearchPath = name, MaxPoolSize = 20 }.ConnectionString);
    }

    public Task DropAsync() => ExecuteAsync($"DROP SCHEMA {name} CASCADE");

    private static async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Server);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
