using System.Data.Common;
using CreditBridge.Storage;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace CreditBridge.IntegrationTests.Storage;

/// <summary>An empty database of either kind, with a raw connection beside the program's.</summary>
internal sealed class StorageDatabase(StorageOptions options, Func<Task> removeAsync) : IAsyncDisposable
{
    public StorageOptions Options { get; } = options;

    public static async Task<StorageDatabase> CreateAsync(StorageProvider provider)
    {
        if (provider == StorageProvider.PostgreSql)
        {
            var schema = await PostgresTestDatabase.CreateAsync();
            return new StorageDatabase(new StorageOptions { Provider = provider, ConnectionString = schema.ConnectionString }, schema.DropAsync);
        }

        var folder = Directory.CreateTempSubdirectory("creditbridge-");
        return new StorageDatabase(new StorageOptions { SqlitePath = Path.Combine(folder.FullName, "test.db") }, () =>
        {
            folder.Delete(recursive: true);
            return Task.CompletedTask;
        });
    }

    public async Task<IReadOnlyList<string>> MigrateAsync()
    {
        await using var database = BridgeDatabase.Open(Options);
        return await database.MigrateAsync(CancellationToken.None);
    }

    public async Task ExecuteAsync(string sql) => await RowsAsync(sql);

    /// <summary>Rows of a query, their columns as text joined with a space; null is "-".</summary>
    public async Task<List<string>> RowsAsync(string sql)
    {
        await using DbConnection connection = Options.Provider == StorageProvider.PostgreSql
            ? new NpgsqlConnection(Options.ConnectionString)
            : new SqliteConnection($"Data Source={Options.SqlitePath};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
            rows.Add(string.Join(' ', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "-" : $"{reader.GetValue(i)}")));
        return rows;
    }

    public async ValueTask DisposeAsync() => await removeAsync();
}
