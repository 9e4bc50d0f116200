using CreditBridge.Connectors.OData.Service;

namespace CreditBridge.Connectors.OData.Metadata;

/// <summary>Keeps the description of a service, which is long and rarely changes, for as long as the process lives and the mapping says the same about the service.</summary>
internal sealed class ServiceTypes
{
    private readonly Lock _gate = new();
    private (string Identity, ServiceModel Model)? _known;

    public async Task<ServiceModel> OfAsync(ODataService service, ODataExchange exchange, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_known is { } known && known.Identity == service.Api.Identity)
                return known.Model;
        }

        var model = await exchange.DescribeAsync(service, cancellationToken);
        lock (_gate)
            _known = (service.Api.Identity, model);
        return model;
    }
}
