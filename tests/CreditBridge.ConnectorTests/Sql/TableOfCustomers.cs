using System.Data.Common;
using System.Globalization;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Records;
using CreditBridge.Connectors.Sql;
using CreditBridge.TestKit.Connectors;

namespace CreditBridge.ConnectorTests.Sql;

/// <summary>How a table of customers is read under test.</summary>
public enum TableReading
{
    /// <summary>Everything each time, in the order of the key.</summary>
    Full,

    /// <summary>Everything each time, without a key.</summary>
    FullWithoutKey,

    /// <summary>What changed since, with an overlap.</summary>
    Changes,

    /// <summary>What changed since, in pages that the query cuts itself.</summary>
    PagedChanges,
}

/// <summary>A table of customers in any database; each publication stamps the rows that it touches.</summary>
public sealed class TableOfCustomers : ISourceHarness
{
    private static readonly DateTime FirstStamp = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    private readonly DbConnection _connection;
    private readonly Func<ValueTask> _dispose;
    private readonly SqlOptions _options;
    private readonly string _folder = Directory.CreateTempSubdirectory("creditbridge-sql-").FullName;
    private int _publications;

    public TableOfCustomers(DbConnection connection, SqlOptions options, TableReading reading, Func<ValueTask> dispose, string stampType = "text")
    {
        (_connection, _options, _dispose) = (connection, options, dispose);
        Run($"CREATE TABLE customers (id integer PRIMARY KEY, number text, name text, changed {stampType})");
        File.WriteAllText(Path.Combine(_folder, "mapping.yaml"), MappingOf(reading));
        (options.Mapping, options.PageSize) = ("mapping.yaml", 3);
    }

    public RecordKind Kind => RecordKind.ErpCustomer;

    public IConnection Connect(ConnectionContext context) => ((IConnector)new SqlConnector()).Connect(context with { BaseDirectory = _folder }, _options);

    public Task PublishAsync(IReadOnlyList<int> numbers, int version)
    {
        var stamp = FirstStamp.AddMinutes(++_publications).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        foreach (var n in numbers)
            Run($"INSERT INTO customers VALUES ({n}, 'C{n}', 'Name {n} v{version}', '{stamp}') ON CONFLICT (id) DO UPDATE SET name = excluded.name, changed = excluded.changed");
        return Task.CompletedTask;
    }

    public async Task<bool> PublishWithUnreadableAsync(IReadOnlyList<int> numbers, int version)
    {
        await PublishAsync(numbers, version);
        Run("INSERT INTO customers VALUES (0, NULL, 'nobody', '2026-03-01 12:00:00')");
        return true;
    }

    public string KeyOf(int number) => $"erp:1/C{number}";

    public async ValueTask DisposeAsync()
    {
        await _dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string MappingOf(TableReading reading) => $$"""
        connector: Sql
        system: erp
        records:
          customers:
            read:
        {{ReadOf(reading)}}
            fields:
              company: {value: "1"}
              number: number
              name: name
        """;

    private static string ReadOf(TableReading reading) => reading switch
    {
        TableReading.Full => "      {set: full, key: [id], query: SELECT * FROM customers}",
        TableReading.FullWithoutKey => "      {set: full, query: SELECT * FROM customers}",
        TableReading.Changes => "      {set: changes, key: [id], changed: changed, overlap: 30s, query: SELECT * FROM customers}",
        _ => """
                  set: changes
                  key: id
                  changed: changed
                  overlap: 30s
                  query: |
                    SELECT * FROM customers
                    WHERE changed >= @changed_since AND (@after_changed IS NULL OR changed > @after_changed OR (changed = @after_changed AND id > @after_id))
                    ORDER BY changed, id LIMIT @page_size
            """,
    };

    private void Run(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
