using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Connectors.Sql;
using Microsoft.Data.Sqlite;
using Shouldly;
using Xunit;

namespace CreditBridge.ConnectorTests.Sql;

public sealed class SqliteReadingTests : IDisposable
{
    private const string Everything = "{set: full, key: [id], query: SELECT * FROM customers}";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("creditbridge-sqlite-");
    private readonly SqliteConnection _connection;
    private readonly MappedDatabase _database;

    public SqliteReadingTests()
    {
        var connectionString = $"Data Source={Path.Combine(_folder.FullName, "erp.db")};Pooling=False";
        _connection = new SqliteConnection(connectionString);
        _connection.Open();
        Run("CREATE TABLE customers (id integer PRIMARY KEY, number text, name text, credit, changed text)");
        _database = new MappedDatabase(new SqlOptions { Provider = "Sqlite", ConnectionString = connectionString, PageSize = 2 });
    }

    [Fact]
    public async Task Changes_WithoutNews_AreNotSentAgainOnceTheOverlapHasPassed()
    {
        Map("{set: changes, key: [id], changed: changed, overlap: 10m, query: SELECT * FROM customers}");
        Insert(1, "2026-03-01 11:59:00");
        Insert(2, "2026-03-01 11:59:30");
        (await SentAsync()).ShouldBe(2);
        (await SentAsync()).ShouldBe(2, "a transaction that began within the overlap may still come late");
        _database.Clock.Advance(TimeSpan.FromMinutes(12));
        (await SentAsync()).ShouldBe(2);
        (await SentAsync()).ShouldBe(0);
        Insert(3, "2026-03-01 12:12:00");
        (await SentAsync()).ShouldBe(1);
        _database.Engine.Records.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Changes_InterruptedAndResumedMuchLater_DoNotMissWhatBecameVisibleInBetween()
    {
        Map("{set: changes, key: [id], changed: changed, overlap: 10m, query: SELECT * FROM customers}");
        for (var i = 1; i <= 6; i++)
            Insert(i, $"2026-03-01 11:5{i}:00");
        await _database.ReadAsync(stopAfter: 2);
        Insert(7, "2026-03-01 11:50:00");
        for (var i = 11; i <= 16; i++)
            Insert(i, $"2026-03-01 18:0{i - 10}:00");
        _database.Clock.Advance(TimeSpan.FromHours(6));
        await _database.ReadAsync();
        await _database.ReadAsync();
        _database.Engine.Records.Keys.ShouldContain("erp:1/C7");
        _database.Engine.Records.Count.ShouldBe(13);
    }

    [Fact]
    public async Task Changes_WithAStampOfTheFuture_AreStillSeen()
    {
        Map("{set: changes, key: [id], changed: changed, overlap: 1m, query: SELECT * FROM customers}");
        Insert(1, "2026-03-01 11:00:00");
        Insert(2, "2026-03-01 11:30:00");
        Insert(3, "2099-01-01 00:00:00");
        await _database.ReadAsync();
        Insert(4, "2026-03-01 12:30:00");
        _database.Clock.Advance(TimeSpan.FromHours(1));
        await _database.ReadAsync();
        _database.Engine.Records.Keys.ShouldContain("erp:1/C4");
    }

    [Fact]
    public async Task Changes_ByAGrowingNumber_AreReadWithTheirOverlap()
    {
        Run("ALTER TABLE customers ADD COLUMN version integer");
        Map("{set: changes, key: [id], changed: version, overlap: 2, query: SELECT * FROM customers}");
        for (var i = 1; i <= 5; i++)
            Insert(i, "", i * 10);
        (await SentAsync()).ShouldBe(5);
        Insert(6, "", 49);
        Insert(7, "", 60);
        (await SentAsync()).ShouldBe(3);
        _database.Engine.Records.Count.ShouldBe(7);
    }

    [Fact]
    public async Task Changes_WithAnEmptyStamp_AreRejectedByName()
    {
        Map("{set: changes, key: [id], changed: changed, overlap: 1m, query: SELECT * FROM customers}");
        Insert(1, "2026-03-01 11:00:00");
        Run("INSERT INTO customers (id, number) VALUES (2, 'C2')");
        await _database.ReadAsync();
        var rejection = _database.Engine.Rejected.ShouldHaveSingleItem().Value;
        rejection.Where.ShouldBe("customers, key 2");
        rejection.Key.ShouldBe("erp:1/C2");
        rejection.Reason.ShouldContain("COALESCE(changed");
    }

    [Fact]
    public async Task Changes_WithAnOverlapOfTheWrongSort_AreRefused()
    {
        Map("{set: changes, key: [id], changed: id, overlap: 10m, query: SELECT * FROM customers}");
        Insert(1, "x");
        (await _database.FailAsync()).Message.ShouldContain("length of time");
    }

    [Fact]
    public async Task Row_WhoseKeyComesAgain_IsRejectedByName()
    {
        Map("{set: full, key: [name], query: SELECT * FROM customers}");
        Run("INSERT INTO customers (id, number, name) VALUES (1, 'C1', 'same'), (2, 'C2', 'same')");
        await _database.ReadAsync();
        _database.Engine.Records.Keys.ShouldBe(["erp:1/C1"]);
        _database.Engine.Rejected.ShouldHaveSingleItem().Value.Reason.ShouldContain("same key");
    }

    [Fact]
    public async Task Column_ThatIsNotThere_IsRefusedWithTheNearestName()
    {
        _database.Map(Everything, "number: numbre, name: name");
        var failure = await _database.FailAsync();
        failure.Kind.ShouldBe(FailureKind.Configuration);
        failure.Message.ShouldContain("no column numbre (records.customers.fields.number names it); did you mean number?");
    }

    [Theory]
    [InlineData("SELECT * FROM nowhere", "nowhere")]
    [InlineData("SELECT nothing FROM customers", "nothing")]
    [InlineData("SELECT FROM customers", "syntax")]
    public async Task Query_ThatTheDatabaseRefuses_IsAFailureOfTheMapping(string query, string said)
    {
        Map($"{{set: full, query: {query}}}");
        var failure = await _database.FailAsync();
        failure.Kind.ShouldBe(FailureKind.Configuration);
        failure.Message.ShouldContain(said);
    }

    [Theory]
    [InlineData("DELETE FROM customers")]
    [InlineData("ATTACH DATABASE 'x.db' AS x")]
    [InlineData("PRAGMA query_only = OFF")]
    [InlineData("WITH x AS (SELECT 1) DELETE FROM customers")]
    public async Task Query_ThatWrites_IsRefusedByTheMapping(string query)
    {
        Map($"{{set: full, query: \"{query}\"}}");
        Insert(1, "x");
        (await _database.FailAsync()).Kind.ShouldBe(FailureKind.Configuration);
        Count().ShouldBe(1);
    }

    [Fact]
    public async Task Query_ThatTakesTooLong_IsEnded()
    {
        _database.Options.StatementTimeoutSeconds = 1;
        Map("{set: full, query: WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) AS number FROM n}", "number: number, name: number");
        var failure = await _database.FailAsync();
        failure.Kind.ShouldBe(FailureKind.Transient);
        failure.Message.ShouldContain("StatementTimeoutSeconds");
    }

    [Fact]
    public async Task Query_ThatIsCancelled_EndsAtOnce()
    {
        Map("{set: full, query: WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) AS number FROM n}", "number: number, name: number");
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await Should.ThrowAsync<OperationCanceledException>(() => _database.ReadAsync(cancellationToken: cancellation.Token));
    }

    [Fact]
    public async Task File_ThatIsMissing_IsAFailureOfTheConfiguration()
    {
        _database.Options.ConnectionString = "Data Source=gone.db";
        Map(Everything);
        (await _database.FailAsync()).Kind.ShouldBe(FailureKind.Configuration);
    }

    [Fact]
    public async Task ConnectionString_ThatCannotBeRead_IsNotShown()
    {
        _database.Options.ConnectionString = "Data Source=erp.db;Pasword=hunter2";
        Map(Everything);
        (await _database.FailAsync()).ToString().ShouldNotContain("hunter2");
    }

    [Fact]
    public async Task Check_SaysThatTheFileIsOnlyReadAndWhichColumnsAre()
    {
        Insert(1, "2026-03-01 11:00:00");
        Map(Everything);
        var findings = await _database.CheckAsync();
        findings.ShouldAllBe(f => f.Status != CheckStatus.Failed);
        findings.ShouldContain(f => f.Subject == "Login");
        findings.ShouldContain(f => f.Subject == "Read-only" && f.Status == CheckStatus.Ok);
        findings.ShouldContain(f => f.Subject == "customers.query" && f.Message.Contains("number, name"));
    }

    [Fact]
    public async Task Check_OfAQueryThatFails_SaysSoAndLooksAtTheOthers()
    {
        Map("{set: full, key: [id], query: SELECT * FROM nowhere}");
        var findings = await _database.CheckAsync();
        findings.ShouldContain(f => f.Subject == "customers.query" && f.Status == CheckStatus.Failed && f.Message.Contains("nowhere"));
    }

    [Theory]
    [InlineData("No.Such.Assembly: Some.Factory", "No such assembly")]
    [InlineData("drivers/none.dll: Some.Factory", "cannot be loaded")]
    [InlineData("Microsoft.Data.Sqlite: Microsoft.Data.Sqlite.SqliteFactor", "It has Microsoft.Data.Sqlite.SqliteFactory")]
    [InlineData("Microsoft.Data.Sqlite: Microsoft.Data.Sqlite.SqliteConnection", "no DbProviderFactory")]
    public async Task Driver_ThatCannotBeFound_IsNamed(string provider, string said)
    {
        _database.Options.Provider = provider;
        Map(Everything);
        var failure = await _database.FailAsync();
        failure.Kind.ShouldBe(FailureKind.Configuration);
        failure.ToString().ShouldContain(said);
    }

    [Fact]
    public async Task Driver_OfAFile_IsLoadedWithWhatStandsBesideIt()
    {
        _database.Options.Provider = $"{typeof(SqliteConnection).Assembly.Location}: Microsoft.Data.Sqlite.SqliteFactory";
        Insert(1, "2026-03-01 11:00:00");
        Map(Everything);
        await _database.ReadAsync();
        _database.Engine.Records.Count.ShouldBe(1);
    }

    [Fact]
    public void Options_WithAProviderThatIsNone_AreRefused() =>
        new SqlOptions { Provider = "Postgres" }.Problems().ShouldHaveSingleItem().Problem.ShouldContain("Assembly: Type");

    [Fact]
    public async Task Values_OfEverySort_AreReadOrRejectedByThemselves()
    {
        _database.Map(Everything, "number: number, name: name, currency: {value: EUR}, limit: {column: credit, zero: none, null: not_set}");
        Run("INSERT INTO customers (id, number, name, credit) VALUES (1, 'C1', 'N', 100), (2, 'C2', 'N', 100.25), (3, 'C3', 'N', '7'), (4, 'C4', 'N', 9e999), (5, 'C5', 'N', 'much'), (6, 'C6', 'N', NULL)");
        await _database.ReadAsync();
        _database.Engine.Records.Keys.ShouldBe(["erp:1/C1", "erp:1/C2", "erp:1/C3", "erp:1/C6"]);
        _database.Engine.Rejected.Keys.ShouldBe(["customers, key 4, column credit", "customers, key 5, column credit"]);
        _database.Engine.Records.Values.OfType<ErpCustomerRecord>().Count().ShouldBe(4);
    }

    public void Dispose()
    {
        _database.Dispose();
        _connection.Dispose();
        _folder.Delete(recursive: true);
    }

    private void Map(string read, string? fields = null)
    {
        if (fields is null)
            _database.Map(read);
        else
            _database.Map(read, fields);
    }

    private async Task<int> SentAsync() => (await _database.ReadAsync()).Sum(p => p.Changes.Count);

    private void Insert(int id, string changed, int? version = null) =>
        Run($"INSERT INTO customers (id, number, name, changed{(version is null ? "" : ", version")}) VALUES ({id}, 'C{id}', 'Name', '{changed}'{(version is null ? "" : $", {version}")})");

    private long Count()
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM customers";
        return (long)command.ExecuteScalar()!;
    }

    private void Run(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
