using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Records;
using CreditBridge.Connectors.FileDrop;
using CreditBridge.Core.Runs;
using CreditBridge.Storage;
using Shouldly;
using Xunit;

namespace CreditBridge.IntegrationTests.Engine;

/// <summary>Kinds that a mapping does not declare are nobody's business: not when it is broken for a while, and not when another process reads.</summary>
public sealed class DeclaredKindsTests : IAsyncLifetime
{
    private const string Customers = """
        connector: FileDrop
        system: erp
        records:
          customers:
            read: {pattern: customers-*.csv, set: full}
            fields: {company: {value: "1"}, number: NO, name: NAME}

        """;

    private const string Items = """
          open_items:
            read: {pattern: items-*.csv, set: full}
            sign: customer_owes_positive
            fields: {company: {value: "1"}, customer: NO, document: DOC, type: {value: invoice}, issued: DAY, due: DAY, currency: {value: EUR}, open_amount: OPEN}
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("creditbridge-kinds-");
    private BridgeDatabase _database = null!;

    public async Task InitializeAsync()
    {
        _database = BridgeDatabase.Open(new StorageOptions { SqlitePath = Path.Combine(_folder.FullName, "kinds.db") }, clock: TimeProvider.System);
        await _database.MigrateAsync(CancellationToken.None);
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "customers-1.csv"), "NO,NAME\n7,Seven\n");
        await MapAsync(Customers);
    }

    public async Task DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task ABrokenMapping_StopsOnlyWhatWasDeclaredLast()
    {
        Told(await ReadAsync("one")).ShouldBe([RecordKind.ErpCustomer]);
        await MapAsync(Customers + "  nonsense: [");
        var broken = await ReadAsync("two");
        Told(broken).ShouldBe([RecordKind.ErpCustomer]);
        broken.Sources.Where(s => s.Failure is not null).Select(s => s.Kind).ShouldBe([RecordKind.ErpCustomer]);
    }

    [Fact]
    public async Task WhereAnotherProcessReads_WhatItFoundDeclared_IsTold()
    {
        await ReadAsync("one");
        await _database.Engine.TryLeaseAsync("read:erp", TimeProvider.System.GetUtcNow(), new("other", TimeProvider.System.GetUtcNow().AddHours(1)), default);
        var report = await ReadAsync("two");
        report.Sources.ShouldAllBe(s => s.ReadBy == "other");
        Told(report).ShouldBe([RecordKind.ErpCustomer]);
    }

    [Fact]
    public async Task AKindThatIsAskedForLater_IsWaitedFor()
    {
        await ReadAsync("one");
        await MapAsync(Customers + Items);
        var (run, connection) = Open("two");
        (await run.RunAsync([connection], null, default)).Sources.Single(s => s.Kind == RecordKind.Receivable).Failure.ShouldNotBeNull();
        (await run.FindNeverReadAsync([connection], default)).ShouldBe([new NeverRead("erp", RecordKind.Receivable)]);
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "items-1.csv"), "NO,DOC,DAY,OPEN\n7,R1,2026-01-31,5.00\n");
        await run.RunAsync([connection], null, default);
        (await run.FindNeverReadAsync([connection], default)).ShouldBeEmpty();
    }

    private static IEnumerable<RecordKind> Told(SyncReport report) => report.Told.Select(s => s.Kind);

    private Task MapAsync(string mapping) => File.WriteAllTextAsync(Path.Combine(_folder.FullName, "mapping.yaml"), mapping);

    private Task<SyncReport> ReadAsync(string process)
    {
        var (run, connection) = Open(process);
        return run.RunAsync([connection], null, default);
    }

    // A process of its own: nothing is remembered but what is in the database.
    private (SyncRun Run, IConnection Connection) Open(string process) => (
        new SyncRun(_database.Snapshots, _database.Engine, new RunSettings(process), TimeProvider.System),
        ((IConnector)new FileDropConnector()).Connect(
            new ConnectionContext("erp", TimeProvider.System)
            {
                BaseDirectory = _folder.FullName,
                HasReceipt = (kind, id, cancellationToken) => _database.Snapshots.HasReceiptAsync("erp", kind, id, cancellationToken),
            },
            new FileDropOptions { Directory = ".", Mapping = "mapping.yaml" }));
}
