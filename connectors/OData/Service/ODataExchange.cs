using CreditBridge.Connectors.OData.Batching;
using CreditBridge.Connectors.OData.Metadata;
using CreditBridge.Connectors.OData.Reading;

namespace CreditBridge.Connectors.OData.Service;

/// <summary>Asks a service. An answer that came in a batch at the beginning of the cycle is given without asking again.</summary>
/// <param name="clients">The HTTP client for what a mapping says about the service.</param>
internal sealed class ODataExchange(Func<ApiSettings, ApiClient> clients)
{
    private readonly ServiceTypes _types = new();

    /// <summary>Answers that came in a batch.</summary>
    public BatchedAnswers Batched { get; } = new();

    public ApiClient Client(ODataService service) => clients(service.Api);

    public ApiEndpoint Endpoint(ODataService service) => Client(service).Endpoint;

    /// <summary>Asks.</summary>
    /// <param name="service">The service.</param>
    /// <param name="asked">The question.</param>
    /// <param name="alsoGood">Statuses that are answers and no failures.</param>
    /// <param name="cancellationToken">Ends it promptly.</param>
    public Task<ApiAnswer> AskAsync(ODataService service, Asked asked, IReadOnlyList<int> alsoGood, CancellationToken cancellationToken) =>
        Batched.Take(asked) is { } known ? Task.FromResult(known)
        : Client(service).SendAsync(new ApiRequest(HttpMethod.Get, asked.Address, asked.Name) { Headers = asked.Headers, AlsoGood = alsoGood }, cancellationToken);

    /// <summary>The types of the properties of an entity set: those that the mapping declares, and with <c>metadata: true</c> those that the service describes.</summary>
    public async Task<Func<string, EdmKind?>> TypesAsync(ODataRead read, CancellationToken cancellationToken)
    {
        var described = read.Service.Metadata ? (await _types.OfAsync(read.Service, read.Root, this, cancellationToken)).Resolve(read.Entity) : null;
        return property => read.Types.TryGetValue(property, out var declared) ? declared : described?.KindOf(property);
    }

    /// <summary>The description of the service, read anew.</summary>
    public async Task<ServiceModel> DescribeAsync(ODataService service, string root, CancellationToken cancellationToken)
    {
        var client = Client(service);
        var request = new ApiRequest(HttpMethod.Get, client.Endpoint.Below($"{root}/$metadata{service.Query}"), "$metadata") { Accept = "application/xml", AnyContent = true };
        using var answer = await client.SendAsync(request, cancellationToken);
        return CsdlReader.Read(answer);
    }
}
