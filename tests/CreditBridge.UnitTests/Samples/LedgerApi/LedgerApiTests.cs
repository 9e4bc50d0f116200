using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Web;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.TestKit.Connectors;

namespace CreditBridge.UnitTests.Samples.LedgerApi;

/// <summary>The whole contract of a source, checked for this connector.</summary>
[ConformanceOf("LedgerApi", ReadMode.Changes)]
public sealed class LedgerApiTests : SourceConformance
{
    /// <inheritdoc />
    protected override Task<ISourceHarness> CreateHarnessAsync() => Task.FromResult<ISourceHarness>(new FakeLedger());
}

/// <summary>A ledger in memory behind the same HTTP interface.</summary>
internal sealed class FakeLedger : HttpMessageHandler, ISourceHarness
{
    private readonly Dictionary<string, LedgerCustomer> _customers = [];
    private SchemaDrift _drift;
    private long _change;

    public RecordKind Kind => RecordKind.ErpCustomer;

    public IReadOnlyDictionary<Ability, string> Cannot { get; } = new Dictionary<Ability, string>
    {
        [Ability.Deletion] = "The ledger closes customers and never deletes one.",
        [Ability.KeyChange] = "A customer keeps its number for good.",
        [Ability.Duplicate] = "The ledger answers with one row per customer, its newest.",
        [Ability.LateArrival] = "The ledger numbers changes in the order in which they become visible.",
    };

    // The ledger keeps house currencies, too, so any three letters may be one.
    public string NoCurrency => "??";

    public IConnection Connect(ConnectionContext context) => Connect(context, "k");

    public IConnection? ConnectRefused(ConnectionContext context) => Connect(context, "an old key");

    public Task PublishAsync(IReadOnlyList<int> numbers, int version)
    {
        foreach (var number in numbers)
            Put($"C{number}", $"C{number}", version * 100, "EUR");
        return Task.CompletedTask;
    }

    public Task<bool> PublishWithUnreadableAsync(IReadOnlyList<int> numbers, int version)
    {
        Put("nameless", null, version, "EUR");
        PublishAsync(numbers, version);
        return Task.FromResult(true);
    }

    public Task<bool> PublishAmountAsync(int number, decimal amount, string currency)
    {
        Put($"C{number}", $"C{number}", amount, currency);
        return Task.FromResult(true);
    }

    public Task<bool> DriftAsync(SchemaDrift drift)
    {
        _drift = drift;
        return Task.FromResult(true);
    }

    public string KeyOf(int number) => $"ledger:1000/C{number}";

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (request.Headers.GetValues("X-Api-Key").Single() != "k")
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.Unauthorized));
        var query = HttpUtility.ParseQueryString(request.RequestUri!.Query);
        var page = _customers.Values.Where(c => c.Change > long.Parse(query["after"]!)).OrderBy(c => c.Change).Take(int.Parse(query["take"]!));
        var rows = JsonSerializer.SerializeToNode(page, JsonSerializerOptions.Web)!.AsArray();
        foreach (var row in rows)
            Drift(row!.AsObject());
        return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(rows.ToJsonString()) });
    }

    private IConnection Connect(ConnectionContext context, string key) => ((IConnector)new LedgerApiConnector()).Connect(
        context with { Transport = () => this },
        new LedgerApiOptions { Url = "http://ledger/", ApiKey = key, ZeroLimitMeans = CreditLimitKind.None, PageSize = 3 });

    private void Drift(JsonObject row)
    {
        if (_drift == SchemaDrift.MissingColumn)
            row.Remove("number");
        else if (_drift == SchemaDrift.AddedColumn)
            row["remark"] = "new";
        else if (_drift == SchemaDrift.ChangedType)
            row["limit"] = "as agreed";
    }

    private void Put(string slot, string? number, decimal limit, string currency) => _customers[slot] = new LedgerCustomer(++_change, "1000", number, "Name", limit, currency);
}
