using System.Net;
using System.Text.Json;
using System.Web;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.TestKit.Connectors;

namespace CreditBridge.UnitTests.Samples.LedgerApi;

/// <summary>The whole contract of a source, checked for this connector.</summary>
public sealed class LedgerApiTests : SourceConformance
{
    /// <inheritdoc />
    protected override Task<ISourceHarness> CreateHarnessAsync() => Task.FromResult<ISourceHarness>(new FakeLedger());
}

/// <summary>A ledger in memory behind the same HTTP interface.</summary>
internal sealed class FakeLedger : HttpMessageHandler, ISourceHarness
{
    private readonly SortedDictionary<string, LedgerCustomer> _customers = new(StringComparer.Ordinal);
    private long _change;

    public RecordKind Kind => RecordKind.ErpCustomer;

    public IConnection Connect(ConnectionContext context) => ((IConnector)new LedgerApiConnector()).Connect(
        context with { Transport = () => this },
        new LedgerApiOptions { Url = "http://ledger/", ApiKey = "k", ZeroLimitMeans = CreditLimitKind.None, PageSize = 3 });

    public Task PublishAsync(IReadOnlyList<int> numbers, int version)
    {
        foreach (var number in numbers)
            Put($"C{number}", $"C{number}", version);
        return Task.CompletedTask;
    }

    public Task<bool> PublishWithUnreadableAsync(IReadOnlyList<int> numbers, int version)
    {
        Put("nameless", null, version);
        PublishAsync(numbers, version);
        return Task.FromResult(true);
    }

    public string KeyOf(int number) => $"ledger:1000/C{number}";

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var query = HttpUtility.ParseQueryString(request.RequestUri!.Query);
        var page = _customers.Values.Where(c => c.Change > long.Parse(query["after"]!)).OrderBy(c => c.Change).Take(int.Parse(query["take"]!));
        return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(JsonSerializer.Serialize(page, JsonSerializerOptions.Web)) });
    }

    private void Put(string slot, string? number, int version) => _customers[slot] = new LedgerCustomer(++_change, "1000", number, "Name", version * 100, "EUR");
}
