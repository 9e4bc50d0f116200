using CreditBridge.Connectors.OData.Service;

namespace CreditBridge.Connectors.OData.Metadata;

/// <summary>Keeps the description of a service, which is long and rarely changes, for as long as the process lives and the mapping says the same about the service.</summary>
internal sealed class ServiceTypes
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Identity, string Root), ServiceModel> _known = [];

    public async Task<ServiceModel> OfAsync(ODataService service, string root, ODataExchange exchange, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_known.TryGetValue((service.Api.Identity, root), out var known))
                return known;
        }

        var model = await exchange.DescribeAsync(service, root, cancellationToken);
        lock (_gate)
            _known[(service.Api.Identity, root)] = model;
        return model;
    }
}
