using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Connectors.Sql;
using CreditBridge.TestKit.Connectors;
using CreditBridge.TestKit.Time;
using Microsoft.Data.Sqlite;
using Shouldly;
using Xunit;

namespace CreditBridge.ConnectorTests.Sql;

/// <summary>Which rows are one item and which are two, and what an ERP says that a customer owes.</summary>
public sealed class ItemsAndBalancesTests : IDisposable
{
    private const string Items = "SELECT id, document, line, due, amount, changed FROM items";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("creditbridge-items-");
    private readonly SqliteConnection _connection;
    private readonly SqlOptions _options;
    private readonly MiniEngine _engine = new();
    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public ItemsAndBalancesTests()
    {
        var text = $"Data Source={Path.Combine(_folder.FullName, "erp.db")};Pooling=False";
        _connection = new SqliteConnection(text);
        _connection.Open();
        _options = new SqlOptions { Provider = "Sqlite", ConnectionString = text, Mapping = "mapping.yaml", PageSize = 2 };
        Run("CREATE TABLE items (id integer, document text, line text, due text, amount numeric, changed text)");
        Run("CREATE TABLE customers (number text PRIMARY KEY, balance numeric)");
    }

    [Theory]
    [InlineData("key: [id]", "document: document", "erp:1/INV1/1", "erp:1/INV1/2")]
    [InlineData("key: [document, id]", "document: document", "erp:1/INV1/1", "erp:1/INV1/2")]
    [InlineData("key: [id]", "document: document, line: id", "erp:1/INV1/1", "erp:1/INV1/2")]
    [InlineData("key: [id]", "document: document, line: line", "erp:1/INV1/1/1", "erp:1/INV1/1/2")]
    public async Task RowsWithDifferentKeys_AreDifferentItems_HoweverAlikeTheyAre(string key, string fields, params string[] expected)
    {
        Map($"set: full, {key}", fields);
        Insert(1, "INV1", 100m);
        Insert(2, "INV1", 100m);
        (await ReadAsync()).ShouldBeEmpty();
        _engine.Records.Keys.Order().ShouldBe(expected);
    }

    [Fact]
    public async Task KeyThatNamesTheDocument_AddsNothing()
    {
        Map("set: full, key: [document]", "document: document");
        Insert(1, "INV1", 100m);
        await ReadAsync();
        _engine.Records.Keys.ShouldBe(["erp:1/INV1"]);
    }

    [Fact]
    public async Task ChangesAndListings_KnowAnItemByTheSameKey()
    {
        Map("set: changes, full_every: 1d, key: [id], changed: changed, overlap: 10m", "document: document");
        Insert(1, "INV1", 100m);
        Insert(2, "INV1", 100m);
        await ReadAsync();
        Run("UPDATE items SET amount = 40, changed = '2026-03-01 12:30:00' WHERE id = 2");
        _clock.Advance(TimeSpan.FromHours(1));
        await ReadAsync();
        Amounts().ShouldBe([100m, 40m]);
        Run("DELETE FROM items WHERE id = 1");
        _clock.Advance(TimeSpan.FromDays(2));
        await ReadAsync();
        Amounts().ShouldBe([40m], "the listing misses the other one");
    }

    [Fact]
    public async Task TwoEqualRows_CountOnce_AndAreReported()
    {
        Map("set: full, key: [id]", "document: document");
        Insert(1, "INV1", 100m);
        Insert(1, "INV1", 100m);
        var repeated = (await ReadAsync()).ShouldHaveSingleItem();
        (repeated.Where, repeated.Key, repeated.Customer, repeated.IsRepetition).ShouldBe(("open_items, key 1", "erp:1/INV1/1", "erp:1/C1", true));
        repeated.Reason.ShouldBe("erp:1/INV1/1 comes more than once, with the same values: it counts once, and nobody knows whether these are one or two.");
        Amounts().ShouldBe([100m]);
    }

    [Theory]
    [InlineData("set: full")]
    [InlineData("set: full, key: [document]")]
    [InlineData("set: changes, key: [document], changed: changed, overlap: 10m")]
    public async Task EqualRowsOverSeveralPages_AreReportedByTheOneStatement_AndNoOthers(string read)
    {
        Map(read, "document: document");
        foreach (var document in (string[])["INV1", "INV2", "INV2", "INV2", "INV3"])
            Insert(1, document, 100m);
        (await ReadAsync()).ShouldAllBe(r => r.IsRepetition && r.Key == "erp:1/INV2");
        Amounts().ShouldBe([100m, 100m, 100m]);
    }

    [Fact]
    public async Task EqualRowsThatTheMappingDeclares_AreNoMatter()
    {
        Map("set: full, key: [id]", "document: document", keys: "repeated: once");
        Insert(1, "INV1", 100m);
        Insert(1, "INV1", 100m);
        (await ReadAsync()).ShouldBeEmpty();
        Amounts().ShouldBe([100m]);
    }

    /// <summary>A balance is held against the items only when both are read in every cycle; otherwise it may be of another moment.</summary>
    [Theory]
    [InlineData("set: full, key: [number]", "set: full, key: [id]", true)]
    [InlineData("set: full, key: [number]", "set: changes, key: [id], changed: changed, overlap: 10m", true)]
    [InlineData("set: full, every: 1h, key: [number]", "set: full, key: [id]", false)]
    [InlineData("set: full, key: [number]", "set: full, every: 1h, key: [id]", false)]
    public async Task Balance_IsPartOfTheCustomer_WhenItIsOfTheSameMoment(string customers, string items, bool isPart)
    {
        Map(items, "document: document", customers);
        Run("INSERT INTO customers VALUES ('C1', 999), ('C2', NULL), ('C3', 'oops')");
        (await ReadAsync(RecordKind.ErpCustomer)).ShouldBeEmpty("a customer is a customer, whatever its balance says");
        _engine.Records.Values.Cast<ErpCustomerRecord>().OrderBy(c => c.Key).Select(c => c.Balance).ShouldBe([isPart ? 999m : null, null, null]);
    }

    private void Map(string items, string fields, string? customers = null, string keys = "") => File.WriteAllText(Path.Combine(_folder.FullName, "mapping.yaml"), $$"""
        connector: Sql
        system: erp
        company: {value: "1"}
        records:
          {{(customers is null ? "" : $"customers: {{read: {{{customers}, query: \"SELECT number, balance FROM customers\"}}, fields: {{number: number, name: number, balance: balance}}}}")}}
          open_items:
            read: {{{items}}, query: "{{Items}}"}
            date_format: yyyy-MM-dd
            sign: customer_owes_positive
            credit_notes: negative
            {{keys}}
            fields: { {{fields}}, customer: {value: C1}, type: {value: invoice}, issued: due, due: due, currency: {value: EUR}, open_amount: amount }
        """);

    private void Insert(int id, string document, decimal amount) =>
        Run(FormattableString.Invariant($"INSERT INTO items VALUES ({id}, '{document}', '1', '2026-02-01', {amount}, '2026-03-01 11:00:00')"));

    private IEnumerable<decimal> Amounts() => _engine.Records.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => ((ReceivableRecord)r.Value).OpenAmount.Amount);

    private async Task<List<RejectedRecord>> ReadAsync(RecordKind kind = RecordKind.Receivable)
    {
        var rejected = new List<RejectedRecord>();
        await using var connection = ((IConnector)new SqlConnector()).Connect(_engine.Context with { BaseDirectory = _folder.FullName, Clock = _clock }, _options);
        await foreach (var page in connection.Sources.Single(s => s.Kind == kind).ReadPagesAsync(_engine.Checkpoint, default))
        {
            _engine.Store(page);
            rejected.AddRange(page.Rejected);
        }

        return rejected;
    }

    private void Run(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        _connection.Dispose();
        _folder.Delete(recursive: true);
    }
}
