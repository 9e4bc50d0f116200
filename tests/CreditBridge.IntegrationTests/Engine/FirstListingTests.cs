using System.Globalization;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Records;
using CreditBridge.Connectors.FileDrop;
using CreditBridge.Core.Runs;
using CreditBridge.Storage;
using Shouldly;
using Xunit;

namespace CreditBridge.IntegrationTests.Engine;

/// <summary>A first listing of which too much could not be read: what anybody owes is not known, as if it had never been read.</summary>
public sealed class FirstListingTests : IAsyncLifetime
{
    private const string Mapping = """
        connector: FileDrop
        system: erp
        records:
          customers:
            read: {pattern: customers-*.csv, set: full}
            fields: {company: {value: "1"}, number: NO, name: NAME}
          open_items:
            read: {pattern: items-*.csv, set: full}
            sign: customer_owes_positive
            credit_notes: negative
            fields: {company: {value: "1"}, customer: NO, document: DOC, type: {value: invoice}, issued: DAY, due: DAY, currency: {value: EUR}, open_amount: OPEN}

        """;

    private static readonly NeverRead s_unreadable = new("erp", RecordKind.Receivable) { IsUnreadable = true };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("creditbridge-first-");
    private BridgeDatabase _database = null!;

    public async Task InitializeAsync()
    {
        _database = BridgeDatabase.Open(new StorageOptions { SqlitePath = Path.Combine(_folder.FullName, "first.db") }, clock: TimeProvider.System);
        await _database.MigrateAsync(CancellationToken.None);
        await WriteAsync("mapping.yaml", Mapping);
        await WriteAsync("customers-1.csv", "NO,NAME\n7,Seven\n");
    }

    public async Task DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    // Good rows; rows that cannot be read and name their customer; rows of which nobody knows whose they are; whether what is owed is known.
    [Theory]
    [InlineData(0, 0, 0, true)]
    [InlineData(9, 0, 1, true)]
    [InlineData(8, 0, 1, false)]
    [InlineData(8, 1, 1, true)]
    [InlineData(18, 0, 2, true)]
    [InlineData(17, 0, 2, false)]
    [InlineData(1, 20, 0, true)]
    [InlineData(0, 1, 0, false)]
    [InlineData(0, 0, 1, false)]
    public async Task MoreThanATenthWithoutACustomer_OrNothingThatCanBeRead_IsAsIfNeverRead(int good, int ofACustomer, int unassigned, bool isKnown)
    {
        await ItemsAsync("items-1.csv", good, ofACustomer, unassigned);
        (await ReadAsync()).ShouldBe(isKnown ? [] : [s_unreadable]);
        (await ReadAsync()).ShouldBe(isKnown ? [] : [s_unreadable], "another process finds the same");
    }

    [Fact]
    public async Task ABetterListing_EndsIt_AndAWorseOneLaterDoesNotBeginItAnew()
    {
        await ItemsAsync("items-1.csv", good: 5, ofACustomer: 0, unassigned: 5);
        (await ReadAsync()).ShouldBe([s_unreadable]);
        await ItemsAsync("items-2.csv", good: 10, ofACustomer: 0, unassigned: 0);
        (await ReadAsync()).ShouldBeEmpty();
        await ItemsAsync("items-3.csv", good: 5, ofACustomer: 0, unassigned: 5);
        (await ReadAsync()).ShouldBeEmpty("what was known before still counts");
    }

    [Fact]
    public async Task ACorrectedMapping_EndsIt()
    {
        await WriteAsync("mapping.yaml", Mapping.Replace("open_amount: OPEN", "open_amount: DOC", StringComparison.Ordinal));
        await ItemsAsync("items-1.csv", good: 5, ofACustomer: 0, unassigned: 0);
        (await ReadAsync()).ShouldBe([s_unreadable]);
        await WriteAsync("mapping.yaml", Mapping);
        (await ReadAsync()).ShouldBeEmpty();
    }

    private Task ItemsAsync(string name, int good, int ofACustomer, int unassigned)
    {
        var line = 0;
        string Rows(int count, string format) => string.Concat(Enumerable.Range(0, count).Select(_ => string.Format(CultureInfo.InvariantCulture, format, ++line)));
        return WriteAsync(name, "NO,DOC,DAY,OPEN\n" + Rows(good, "7,R{0},2026-01-31,5.00\n") + Rows(ofACustomer, "7,R{0},2026-01-31,five\n") + Rows(unassigned, ",R{0},2026-01-31,5.00\n"));
    }

    private Task WriteAsync(string name, string text) => File.WriteAllTextAsync(Path.Combine(_folder.FullName, name), text);

    // A process of its own: nothing is remembered but what is in the database.
    private async Task<IReadOnlyList<NeverRead>> ReadAsync()
    {
        await using var connection = ((IConnector)new FileDropConnector()).Connect(
            new ConnectionContext("erp", TimeProvider.System)
            {
                BaseDirectory = _folder.FullName,
                HasReceipt = (kind, id, cancellationToken) => _database.Snapshots.HasReceiptAsync("erp", kind, id, cancellationToken),
            },
            new FileDropOptions { Directory = ".", Mapping = "mapping.yaml" });
        var run = new SyncRun(_database.Snapshots, _database.Engine, new RunSettings("one"), TimeProvider.System);
        (await run.RunAsync([connection], null, default)).Sources.ShouldAllBe(s => s.Failure == null);
        return await run.FindNeverReadAsync([connection], default);
    }
}
