using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.TestKit.Connectors;
using Shouldly;

namespace CreditBridge.ConnectorTests.OData;

/// <summary>A stub service with customers, a mapping for it, and an engine that reads it.</summary>
internal sealed class ServiceUnderTest(ODataStub stub, StubSet customers, ODataTestFolder folder) : IAsyncDisposable
{
    public ODataStub Stub => stub;

    public StubSet Customers => customers;

    public ODataTestFolder Folder => folder;

    public MiniEngine Engine { get; } = new();

    public IEnumerable<string> Numbers => Engine.Records.Keys.Select(k => k["erp:1/".Length..]);

    public static async Task<ServiceUnderTest> StartAsync(string read, bool isV2 = false, string top = "", string fields = "", params StubSet[] others)
    {
        var customers = new StubSet("Customers", ["Number"], new(StringComparer.Ordinal)
        {
            ["Number"] = "Edm.String",
            ["Name"] = "Edm.String",
            ["Since"] = isV2 ? "Edm.DateTime" : "Edm.Date",
            ["Limit"] = "Edm.Decimal",
            ["Modified"] = "Edm.DateTimeOffset",
        });
        var folder = new ODataTestFolder();
        folder.Write($"""
            connector: OData
            system: erp
            time_zone: America/New_York
            odata:
              version: {(isV2 ? 2 : 4)}
              auth:
                kind: none
              {top}
            records:
              customers:
                read:
                  entity: Customers
                  key: [Number]
                  {read}
                fields:
                  company:
                    value: "1"
                  number: Number
                  name: Name
                  customer_since: Since
                  {fields}
            """);
        return new ServiceUnderTest(await ODataStub.StartAsync(isV2, [customers, .. others]), customers, folder);
    }

    public ServiceUnderTest With(params string[] numbers)
    {
        foreach (var number in numbers)
            customers.Put(Row(number));
        return this;
    }

    public Dictionary<string, object?> Row(string number, string name = "Name") => new(StringComparer.Ordinal)
    {
        ["Number"] = number,
        ["Name"] = name,
        ["Since"] = stub.IsV2 ? new DateTime(2025, 3, 1, 0, 0, 0, DateTimeKind.Unspecified) : new DateOnly(2025, 3, 1),
        ["Limit"] = 1234.56m,
        ["Modified"] = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(customers.Events),
    };

    /// <summary>Reads to the end, or so many pages; a new connection each time, as after a restart.</summary>
    public async Task ReadAsync(int pages = int.MaxValue, bool inCycle = false)
    {
        await using var connection = folder.Connect(Engine.Context, stub.BaseUrl, 2);
        if (inCycle)
            await connection.BeginCycleAsync(new Dictionary<RecordKind, Checkpoint?> { [RecordKind.ErpCustomer] = Engine.Checkpoint }, CancellationToken.None);
        await foreach (var page in connection.Sources.Single(s => s.Kind == RecordKind.ErpCustomer).ReadPagesAsync(Engine.Checkpoint, CancellationToken.None))
        {
            Engine.Store(page);
            if (--pages == 0)
                return;
        }
    }

    public async Task<Failure> FailAsync() => (await Should.ThrowAsync<ConnectorException>(() => ReadAsync())).Failure;

    public async ValueTask DisposeAsync()
    {
        await stub.DisposeAsync();
        folder.Dispose();
    }
}
