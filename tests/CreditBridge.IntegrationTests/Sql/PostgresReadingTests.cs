using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Connectors.Sql;
using CreditBridge.ConnectorTests.Sql;
using CreditBridge.IntegrationTests.Storage;
using Npgsql;
using Shouldly;
using Xunit;

namespace CreditBridge.IntegrationTests.Sql;

#pragma warning disable CA1001 // What it owns is disposed of at the end of its life, which xunit tells it asynchronously.
public sealed class PostgresReadingTests : IAsyncLifetime
#pragma warning restore CA1001
{
    // Counts to a million millions.
    private const string Endless = "{set: full, query: \"SELECT count(*)::text AS number, 'x' AS name FROM generate_series(1, 1000000) a, generate_series(1, 1000000) b\"}";

    private const string Everything = "{set: full, key: [id], query: SELECT * FROM customers}";

    private PostgresTestDatabase _schema = null!;
    private NpgsqlConnection _connection = null!;
    private MappedDatabase _database = null!;

    public async Task InitializeAsync()
    {
        _schema = await PostgresTestDatabase.CreateAsync();
        _connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_schema.ConnectionString) { Pooling = false }.ConnectionString);
        await _connection.OpenAsync();
        await RunAsync("CREATE TABLE customers (id integer PRIMARY KEY, number text, name text, changed timestamptz)");
        _database = new MappedDatabase(new SqlOptions { ConnectionString = _schema.ConnectionString, PageSize = 2 });
    }

    [Theory]
    [InlineData("SELECT nextval('numbers')::text AS number, 'x' AS name", "nextval")]
    [InlineData("SELECT writes()::text AS number, 'x' AS name", "INSERT")]
    [InlineData("SELECT set_config('transaction_read_only', 'off', false) AS number, writes()::text AS name", "read")]
    public async Task Query_WhoseFunctionsWrite_IsRefusedByTheDatabase(string query, string said)
    {
        await RunAsync("CREATE SEQUENCE numbers; CREATE FUNCTION writes() RETURNS integer LANGUAGE sql AS $$ INSERT INTO customers (id) VALUES (99) RETURNING id $$");
        _database.Map($"{{set: full, query: \"{query}\"}}");
        var failure = await _database.FailAsync();
        failure.Kind.ShouldBe(FailureKind.Configuration);
        failure.Message.ShouldContain(said);
        (await AskAsync("SELECT count(*) FROM customers")).ShouldBe(0L);
        (await AskAsync("SELECT is_called FROM numbers")).ShouldBe(false);
    }

    [Fact]
    public async Task Query_WithAMistake_IsShownWithItsLineInTheMapping()
    {
        _database.Map("set: full\nkey: [id]\nquery: |\n  SELECT id, number,\n    nmae AS name\n  FROM customers");
        var failure = await _database.FailAsync();
        failure.Kind.ShouldBe(FailureKind.Configuration);
        failure.Where.ShouldBe("customers, line 10 of the mapping");
        failure.Message.ShouldContain("nmae");
    }

    [Fact]
    public async Task Values_OfEverySort_AreReadOrRejectedByThemselves()
    {
        await RunAsync("""
            CREATE TABLE odd (id bigint PRIMARY KEY, number uuid, name text, since date, amount numeric, paid money, rate double precision, seen timestamptz, noted timestamp, data jsonb, tags text[]);
            INSERT INTO odd SELECT i, ('00000000-0000-0000-0000-00000000000' || i)::uuid, 'Name', '2020-03-01', 10.50, 7, 1.5, '2026-03-01 12:00Z', '2026-03-01 12:00', '{"a": 1}', '{a}' FROM generate_series(1, 6) i;
            UPDATE odd SET amount = 'NaN' WHERE id = 2;
            UPDATE odd SET amount = 123456789012345678901234567890123456789012 WHERE id = 3;
            UPDATE odd SET since = 'infinity' WHERE id = 4;
            UPDATE odd SET amount = NULL, since = NULL WHERE id = 5;
            UPDATE odd SET since = '0044-03-15 BC' WHERE id = 6
            """);
        _database.Map("{set: full, key: [id], query: SELECT * FROM odd}", "number: number, name: name, customer_since: since, currency: {value: EUR}, limit: {column: amount, zero: none, null: not_set}");
        await _database.ReadAsync();
        _database.Engine.Records.Values.OfType<ErpCustomerRecord>().Select(r => r.Key).ShouldBe(
            ["erp:1/00000000-0000-0000-0000-000000000001", "erp:1/00000000-0000-0000-0000-000000000005"], ignoreOrder: true);
        _database.Engine.Rejected.Keys.ShouldAllBe(w => w.StartsWith("customers, key "));
        _database.Engine.Rejected.Count.ShouldBe(4);
        _database.Engine.Rejected.Values.ShouldAllBe(r => r.Key != null);
    }

    [Theory]
    [InlineData("time")]
    [InlineData("timestamp")]
    [InlineData("date")]
    [InlineData("numeric")]
    public async Task Key_OfAnyType_CanBeGoneOnFrom(string type)
    {
        var value = type switch { "time" => "'00:00'::time + i * interval '1 minute'", "timestamp" => "timestamp '2026-01-01' + i * interval '1 microsecond'", "date" => "date '2026-01-01' + i", _ => "i / 7.0" };
        await RunAsync($"CREATE TABLE keyed AS SELECT ({value})::{type} AS id, 'C' || i AS number, 'Name' AS name FROM generate_series(1, 7) i");
        _database.Map("{set: full, key: [id], query: SELECT * FROM keyed}");
        if (type == "time")
        {
            (await _database.FailAsync()).Message.ShouldContain("cannot be ordered and found again");
            return;
        }

        await _database.ReadAsync(stopAfter: 2);
        await _database.ReadAsync();
        _database.Engine.Records.Count.ShouldBe(7);
        _database.Engine.Rejected.ShouldBeEmpty();
    }

    [Fact]
    public async Task Transaction_ThatEndsLate_IsNotMissed()
    {
        _database.Map("{set: changes, key: [id], changed: changed, overlap: 10m, query: SELECT * FROM customers}");
        await RunAsync("INSERT INTO customers VALUES (1, 'C1', 'early', now())");
        await using var late = new NpgsqlConnection(_schema.ConnectionString);
        await late.OpenAsync();
        await using var transaction = await late.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand("INSERT INTO customers VALUES (2, 'C2', 'late', now())", late, transaction))
            await command.ExecuteNonQueryAsync();
        await RunAsync("INSERT INTO customers VALUES (3, 'C3', 'after', now())");
        await _database.ReadAsync();
        _database.Engine.Records.Keys.ShouldBe(["erp:1/C1", "erp:1/C3"]);
        await transaction.CommitAsync();
        await _database.ReadAsync();
        _database.Engine.Records.Keys.ShouldBe(["erp:1/C1", "erp:1/C2", "erp:1/C3"]);
    }

    [Fact]
    public async Task Listing_ShowsOneMoment_WhateverHappensMeanwhile()
    {
        _database.Map(Everything);
        await RunAsync("INSERT INTO customers SELECT i, 'C' || i, 'Name', now() FROM generate_series(1, 9) i");
        var count = 0;
        await using var connection = _database.Connect();
        await foreach (var page in connection.Sources.Single(s => s.Kind == RecordKind.ErpCustomer).ReadPagesAsync(null, default))
        {
            count += page.Changes.Count;
            await RunAsync("DELETE FROM customers WHERE id = 9");
        }

        count.ShouldBe(9);
    }

    [Fact]
    public async Task Connection_ThatIsLostInTheMiddle_GoesOnBehindTheLastRow()
    {
        const string Name = "lost in the middle";
        _database.Options.ConnectionString = new NpgsqlConnectionStringBuilder(_schema.ConnectionString) { ApplicationName = Name }.ConnectionString;
        _database.Map(Everything);
        await RunAsync("INSERT INTO customers SELECT i, 'C' || i, 'Name', now() FROM generate_series(1, 6000) i");
        await using (var connection = _database.Connect())
        {
            var failure = (await Should.ThrowAsync<ConnectorException>(async () =>
            {
                await foreach (var page in connection.Sources.Single(s => s.Kind == RecordKind.ErpCustomer).ReadPagesAsync(null, default))
                {
                    _database.Engine.Store(page);
                    if (_database.Engine.Records.Count == 2)
                        await RunAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '{Name}'");
                }
            })).Failure;
            failure.Kind.ShouldBe(FailureKind.Transient);
        }

        _database.Engine.Records.Count.ShouldBeInRange(2, 5999);
        await _database.ReadAsync();
        _database.Engine.Records.Count.ShouldBe(6000);
    }

    [Fact]
    public async Task Query_ThatTakesTooLong_IsEnded()
    {
        _database.Options.StatementTimeoutSeconds = 1;
        _database.Map(Endless);
        var failure = await _database.FailAsync();
        failure.Kind.ShouldBe(FailureKind.Transient);
        failure.Message.ShouldContain("1 seconds");
    }

    [Fact]
    public async Task Query_ThatIsCancelled_EndsAtOnce()
    {
        _database.Map(Endless);
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Should.ThrowAsync<OperationCanceledException>(() => _database.ReadAsync(cancellationToken: cancellation.Token));
    }

    [Theory]
    [InlineData("Username", "nobody_of_that_name", FailureKind.Authentication)]
    [InlineData("Database", "no_such_database", FailureKind.Configuration)]
    [InlineData("Port", "1", FailureKind.Transient)]
    [InlineData("Host", "no-such-host.invalid", FailureKind.Transient)]
    public async Task Login_ThatFails_IsTheRightKindOfFailureAndShowsNoSecret(string key, string value, FailureKind kind)
    {
        _database.Options.ConnectionString = new NpgsqlConnectionStringBuilder(_schema.ConnectionString) { [key] = value, Password = "hunter2" }.ConnectionString;
        _database.Map(Everything);
        var failure = await _database.FailAsync();
        failure.Kind.ShouldBe(kind);
        failure.ToString().ShouldNotContain("hunter2");
    }

    [Fact]
    public async Task Table_ThatMayNotBeRead_IsAFailureThatNamesIt()
    {
        var role = $"creditbridge_reader_{Environment.ProcessId}";
        await RunAsync($"CREATE ROLE {role}; GRANT {role} TO CURRENT_USER");
        try
        {
            _database.Options.ConnectionString = new NpgsqlConnectionStringBuilder(_schema.ConnectionString) { Options = $"-c role={role}" }.ConnectionString;
            _database.Map("{set: full, key: [oid], query: SELECT * FROM pg_authid}", "number: rolname, name: rolname");
            var failure = await _database.FailAsync();
            failure.Kind.ShouldBe(FailureKind.Configuration);
            failure.Message.ShouldContain("pg_authid");
        }
        finally
        {
            await RunAsync($"DROP ROLE {role}");
        }
    }

    [Fact]
    public async Task Check_ShowsLoginReadOnlyAndQuery()
    {
        await RunAsync("INSERT INTO customers VALUES (1, 'C1', 'one', now())");
        _database.Map("{set: changes, key: [id], changed: changed, overlap: 10m, query: SELECT * FROM customers}");
        var findings = await _database.CheckAsync();
        findings.ShouldAllBe(f => f.Status != CheckStatus.Failed);
        findings.ShouldContain(f => f.Subject == "Login" && f.Message.StartsWith("PostgreSQL "));
        findings.ShouldContain(f => f.Subject == "Read-only" && f.Message.Contains("read-only"));
        findings.ShouldContain(f => f.Subject == "customers.query" && f.Status == CheckStatus.Ok);
    }

    public async Task DisposeAsync()
    {
        _database.Dispose();
        await _connection.DisposeAsync();
        await _schema.DropAsync();
    }

    private async Task RunAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<object?> AskAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        return await command.ExecuteScalarAsync();
    }
}
