using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Records;
using CreditBridge.TestKit.Connectors;

namespace CreditBridge.ConnectorTests.OData;

/// <summary>How the service of customers is read under test.</summary>
internal enum ServiceReading
{
    Full,
    Changes,
    Delta,
}

/// <summary>A service with customers. A record's version stands in Value; each publication stamps what it touches.</summary>
internal sealed class CustomerService : ISourceHarness
{
    private static readonly DateTimeOffset FirstStamp = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly ODataStub _stub;
    private readonly StubSet _set;
    private readonly ServiceReading _reading;
    private readonly ODataTestFolder _folder = new();
    private SchemaDrift _drift;
    private int _publications;

    private CustomerService(ODataStub stub, StubSet set, ServiceReading reading)
    {
        (_stub, _set, _reading) = (stub, set, reading);
        (_stub.Login, _stub.PageLimit) = ("Basic dXNlcjpyaWdodA==", _stub.IsV2 ? null : 3);
        var keys = reading switch
        {
            ServiceReading.Full => "set: full, max_removed_percent: 90, key: [Id]",
            ServiceReading.Changes => "set: changes, key: [Id], changed: {column: Modified, overlap: 90s}",
            _ => "set: changes, key: [Number], delta: true",
        };
        _folder.Write($$$"""
            connector: OData
            system: erp
            time_zone: UTC
            odata: {version: {{{(stub.IsV2 ? 2 : 4)}}}, auth: {kind: basic, user: user, password: {secret: PASSWORD} } }
            records:
              customers:
                read: {entity: Customers, {{{keys}}} }
                fields: {company: {value: "1"}, number: Number, name: Name, customer_since: Since, limit: {column: Value, zero: none, null: not_set}, currency: Currency}
            """);
        Cannot = CannotOf(reading);
    }

    public RecordKind Kind => RecordKind.ErpCustomer;

    public IReadOnlyDictionary<Ability, string> Cannot { get; }

    public static async Task<ISourceHarness> StartAsync(ServiceReading reading, bool isV2 = false)
    {
        var set = new StubSet("Customers", reading == ServiceReading.Delta ? ["Number"] : ["Id"], new(StringComparer.Ordinal)
        {
            ["Id"] = "Edm.Int32",
            ["Number"] = "Edm.String",
            ["Name"] = "Edm.String",
            ["Since"] = isV2 ? "Edm.DateTime" : "Edm.Date",
            ["Value"] = "Edm.Decimal",
            ["Currency"] = "Edm.String",
            ["Modified"] = "Edm.DateTimeOffset",
        });
        return new CustomerService(await ODataStub.StartAsync(isV2, set), set, reading);
    }

    public string KeyOf(int number) => $"erp:1/N{number}";

    public IConnection Connect(ConnectionContext context) => _folder.Connect(context, _stub.BaseUrl, 4);

    public IConnection? ConnectRefused(ConnectionContext context) => _folder.Connect(context, _stub.BaseUrl, 4, "wrong");

    public Task PublishAsync(IReadOnlyList<int> numbers, int version)
    {
        // A service may give more at once than it is asked for; with thousands of records it does, so that the test is not all waiting.
        if (numbers.Count > 100 && !_stub.IsV2)
            (_stub.PageLimit, _stub.IgnoresPreference) = (500, true);
        _publications++;
        foreach (var number in numbers)
            _set.Put(Row(number, $"N{number}", version, "EUR"));
        return Task.CompletedTask;
    }

    public async Task<bool> PublishWithUnreadableAsync(IReadOnlyList<int> numbers, int version)
    {
        await PublishAsync(numbers, version);
        var row = Row(99, "N99", version, "EUR");
        row["Since"] = "the day before yesterday";
        _set.Put(row);
        return true;
    }

    public Task<bool> DeleteAsync(IReadOnlyList<int> numbers)
    {
        if (_reading == ServiceReading.Changes)
            return Task.FromResult(false);
        _set.Remove(r => numbers.Contains((int)r["Id"]!));
        return Task.FromResult(true);
    }

    public Task<bool> PublishTwiceAsync(int number, int version, int then)
    {
        if (_reading == ServiceReading.Delta)
            return Task.FromResult(false);
        _publications++;
        _set.Put(Row(number, $"N{number}", version, "EUR"));
        _publications++;
        _set.Put(Row(1000 + number, $"N{number}", then, "EUR"));
        return Task.FromResult(true);
    }

    public Task<bool> PublishLateAsync(int number, int version)
    {
        if (_reading != ServiceReading.Changes)
            return Task.FromResult(false);
        var row = Row(number, $"N{number}", version, "EUR");
        row["Modified"] = FirstStamp.AddMinutes(_publications).AddSeconds(-30);
        _set.Put(row);
        return Task.FromResult(true);
    }

    public async Task<bool> RenumberAsync(int number, int becomes)
    {
        if (_reading == ServiceReading.Changes)
            return false;
        _set.Remove(r => (int)r["Id"]! == number);
        await PublishAsync([becomes], 1);
        return true;
    }

    public Task<bool> PublishAmountAsync(int number, decimal amount, string currency)
    {
        _publications++;
        var row = Row(number, $"N{number}", 1, currency);
        row["Value"] = amount;
        _set.Put(row);
        return Task.FromResult(true);
    }

    public Task<bool> DriftAsync(SchemaDrift drift)
    {
        _drift = drift;
        if (drift == SchemaDrift.MissingColumn)
            _set.Types.Remove("Name");
        else
            _set.Types["Name"] = "Edm.String";
        if (drift == SchemaDrift.AddedColumn)
            _set.Types["Remark"] = "Edm.String";
        // Whoever let the service go wrong mends its records with it.
        foreach (var row in drift == SchemaDrift.None ? _set.Rows : [])
            row["Since"] = Since(1);
        return Task.FromResult(true);
    }

    public async ValueTask DisposeAsync()
    {
        await _stub.DisposeAsync();
        _folder.Dispose();
    }

    private Dictionary<string, object?> Row(int id, string number, int version, string currency) => new(StringComparer.Ordinal)
    {
        ["Id"] = id,
        ["Number"] = number,
        ["Name"] = $"Name of {number}",
        ["Since"] = _drift == SchemaDrift.ChangedType ? "1.1.25" : Since(1),
        ["Value"] = (decimal)version,
        ["Currency"] = currency,
        ["Modified"] = FirstStamp.AddMinutes(_publications),
        ["Remark"] = "new",
    };

    private object Since(int day) => _stub.IsV2 ? new DateTime(2025, 1, day, 0, 0, 0, DateTimeKind.Unspecified) : new DateOnly(2025, 1, day);

    private static Dictionary<Ability, string> CannotOf(ServiceReading reading) => reading switch
    {
        ServiceReading.Full => new() { [Ability.LateArrival] = "Everything is listed each time; stamps are not looked at." },
        ServiceReading.Changes => new()
        {
            [Ability.Deletion] = "A question by stamps cannot show what is gone; full_every lists everything for that.",
            [Ability.KeyChange] = "A question by stamps shows the new key; it cannot say that the old one is gone.",
        },
        _ => new()
        {
            [Ability.Duplicate] = "A delta link shows each record once, in its latest state.",
            [Ability.LateArrival] = "The service keeps track of changes itself; there are no stamps.",
        },
    };
}
