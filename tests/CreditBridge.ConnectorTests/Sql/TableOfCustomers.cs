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
    private readonly TableReading _reading;
    private readonly string? _refusedConnectionString;
    private readonly string _folder = Directory.CreateTempSubdirectory("creditbridge-sql-").FullName;
    private readonly Dictionary<Ability, string> _cannot = [];
    private int _publications;
    private SchemaDrift _drift;

    public TableOfCustomers(
        DbConnection connection, SqlOptions options, TableReading reading, Func<ValueTask> dispose, string stampType = "text", string? refusedConnectionString = null)
    {
        (_connection, _options, _reading, _dispose, _refusedConnectionString) = (connection, options, reading, dispose, refusedConnectionString);
        Run($"CREATE TABLE customers (id integer PRIMARY KEY, number text, name text, since text, amount numeric, currency text, gone integer DEFAULT 0, changed {stampType})");
        Run("CREATE INDEX by_change ON customers (changed, id)");
        File.WriteAllText(Path.Combine(_folder, "mapping.yaml"), Mapping());
        (options.Mapping, options.PageSize) = ("mapping.yaml", 3);
        if (refusedConnectionString is null)
            _cannot[Ability.WrongCredentials] = "A file of SQLite has no login that could be refused.";
        if (IsChanges)
            _cannot[Ability.KeyChange] = "A row says what it is called now, not what it was called; the next complete listing finds out.";
        else
            _cannot[Ability.LateArrival] = "A complete listing asks for no stamps, so nothing can be too late.";
    }

    public RecordKind Kind => RecordKind.ErpCustomer;

    public IReadOnlyDictionary<Ability, string> Cannot => _cannot;

    private bool IsChanges => _reading is TableReading.Changes or TableReading.PagedChanges;

    public IConnection Connect(ConnectionContext context) => Connect(context, _options);

    public IConnection? ConnectRefused(ConnectionContext context) => _refusedConnectionString is null ? null
        : Connect(context, new SqlOptions { Provider = _options.Provider, ConnectionString = _refusedConnectionString, Mapping = _options.Mapping, PageSize = _options.PageSize });

    public Task PublishAsync(IReadOnlyList<int> numbers, int version)
    {
        var stamp = NextStamp();
        using var transaction = _connection.BeginTransaction();
        foreach (var n in numbers)
            Put(n, $"C{n}", version, stamp, transaction);
        transaction.Commit();
        return Task.CompletedTask;
    }

    public async Task<bool> PublishWithUnreadableAsync(IReadOnlyList<int> numbers, int version)
    {
        await PublishAsync(numbers, version);
        Put(0, null, 1, NextStamp());
        return true;
    }

    public Task<bool> DeleteAsync(IReadOnlyList<int> numbers) => Done(() =>
    {
        // Where changes are read, a row that is gone says nothing; one that is marked does.
        foreach (var n in numbers)
            Run(IsChanges ? $"UPDATE customers SET gone = 1, changed = '{NextStamp()}' WHERE id = {n}" : $"DELETE FROM customers WHERE id = {n}");
    });

    public Task<bool> PublishTwiceAsync(int number, int version, int then) => Done(() =>
    {
        Put(number, $"C{number}", version, NextStamp());
        Put(1000 + number, $"C{number}", then, NextStamp());
    });

    public Task<bool> PublishLateAsync(int number, int version) => IsChanges
        ? Done(() => Put(number, $"C{number}", version, Stamp(FirstStamp.AddMinutes(_publications).AddSeconds(-10))))
        : Task.FromResult(false);

    public Task<bool> RenumberAsync(int number, int becomes) => IsChanges ? Task.FromResult(false) : Done(() => Run($"UPDATE customers SET number = 'C{becomes}' WHERE id = {number}"));

    public Task<bool> PublishAmountAsync(int number, decimal amount, string currency) => Done(() =>
    {
        Put(number, $"C{number}", 1, NextStamp());
        Run($"UPDATE customers SET amount = {amount.ToString(CultureInfo.InvariantCulture)}, currency = '{currency}' WHERE id = {number}");
    });

    public Task<bool> DriftAsync(SchemaDrift drift) => Done(() =>
    {
        if (drift == SchemaDrift.MissingColumn)
            Run("ALTER TABLE customers RENAME COLUMN number TO customer_number");
        else if (_drift == SchemaDrift.MissingColumn)
            Run("ALTER TABLE customers RENAME COLUMN customer_number TO number");
        if (drift == SchemaDrift.AddedColumn)
            Run("ALTER TABLE customers ADD COLUMN nobody_asked_for text DEFAULT 'x'");
        _drift = drift;
    });

    public string KeyOf(int number) => $"erp:1/C{number}";

    public async ValueTask DisposeAsync()
    {
        await _dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private IConnection Connect(ConnectionContext context, SqlOptions options) => ((IConnector)new SqlConnector()).Connect(context with { BaseDirectory = _folder }, options);

    private static Task<bool> Done(Action work)
    {
        work();
        return Task.FromResult(true);
    }

    private string NextStamp() => Stamp(FirstStamp.AddMinutes(++_publications));

    private static string Stamp(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private void Put(int id, string? number, int version, string stamp, DbTransaction? transaction = null)
    {
        var since = _drift == SchemaDrift.ChangedType ? "the first of March" : "2020-03-01";
        var column = _drift == SchemaDrift.MissingColumn ? "customer_number" : "number";
        Run($"INSERT INTO customers (id, {column}, name, since, amount, currency, changed) VALUES ({id}, {(number is null ? "NULL" : $"'{number}'")}, 'Name v{version}', '{since}', 100, 'EUR', '{stamp}') "
            + "ON CONFLICT (id) DO UPDATE SET name = excluded.name, since = excluded.since, gone = 0, changed = excluded.changed", transaction);
    }

    private string Mapping() => $$"""
        connector: Sql
        system: erp
        records:
          customers:
            read:
        {{ReadOf(_reading)}}
            where:
              - {column: gone, is: ["0"]}
            fields:
              company: {value: "1"}
              number: number
              name: name
              customer_since: since
              currency: currency
              limit: {column: amount, zero: none, null: not_set}
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
                    WHERE changed >= @changed_since AND (changed > @after_changed OR (changed = @after_changed AND id > @after_id) OR @after_changed IS NULL)
                    ORDER BY changed, id LIMIT @page_size
            """,
    };

    private void Run(string sql, DbTransaction? transaction = null)
    {
        using var command = _connection.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, transaction);
        command.ExecuteNonQuery();
    }
}
