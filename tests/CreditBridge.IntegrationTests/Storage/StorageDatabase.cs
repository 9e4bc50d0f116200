using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Snapshots;
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

    /// <summary>Makes the database as an earlier version of the program left it.</summary>
    public async Task ApplyOnlyAsync(string migration)
    {
        var instant = Options.Provider == StorageProvider.PostgreSql ? "timestamptz" : "text";
        await ExecuteAsync($"CREATE TABLE migrations (number integer NOT NULL PRIMARY KEY, name text NOT NULL, checksum text NOT NULL, applied_at {instant} NOT NULL)");
        var dialect = Options.Provider == StorageProvider.PostgreSql ? "postgres" : "sqlite";
        using var reader = new StreamReader(typeof(BridgeDatabase).Assembly.GetManifestResourceStream($"{migration}.{dialect}.sql")!);
        var script = await reader.ReadToEndAsync();
        await ExecuteAsync(script);
        var checksum = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(script.ReplaceLineEndings("\n"))));
        await ExecuteAsync($"INSERT INTO migrations (number, name, checksum, applied_at) VALUES ({int.Parse(migration[..4], CultureInfo.InvariantCulture)}, '{migration}', '{checksum}', '2026-01-01T00:00:00.000000Z')");
    }

    /// <summary>Adds an account as the first version of the program stored it.</summary>
    public async Task AddAccountOfFirstVersionAsync(string key, string? parent)
    {
        var payload = Convert.ToHexStringLower(RecordCodec.Encode(new AccountRecord(key, $"The \"parentKey\":\"{key}\" account") { ParentKey = parent }));
        var bytes = Options.Provider == StorageProvider.PostgreSql ? $"decode('{payload}', 'hex')" : $"x'{payload}'";
        await ExecuteAsync(
            $"INSERT INTO records (connection, kind, key, subject_kind, subject_key, hash, payload) VALUES ('crm', 1, '{key}', 1, '{key}', {bytes}, {bytes}); " +
            $"INSERT INTO account_states (account_key, mark, evaluated_mark, lease) VALUES ('{key}', 0, 0, 0)");
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
