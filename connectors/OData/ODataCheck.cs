using System.Runtime.CompilerServices;
using CreditBridge.Connectors.OData.Metadata;
using CreditBridge.Connectors.OData.Reading;
using CreditBridge.Connectors.OData.Service;
using CreditBridge.Mapping;
using CreditBridge.Mapping.Checks;

namespace CreditBridge.Connectors.OData;

/// <summary>Looks at the mapping, the login, the service's description and rows of each kind without changing anything.</summary>
internal sealed class ODataCheck(string path, ODataExchange exchange, ODataRows rows, ConnectionContext context)
{
    public async IAsyncEnumerable<CheckFinding> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (mapping, read) = await MappingCheck.OpenAsync(new ODataDialect(), path, cancellationToken);
        foreach (var finding in read)
            yield return finding;
        if (mapping is null)
            yield break;
        var service = mapping.Kinds[0].Read.Service;
        var reached = await ProbeAsync(service, mapping.Kinds[0].Read.Root, cancellationToken);
        yield return reached;
        if (reached.Status == CheckStatus.Failed)
            yield break;
        foreach (var root in mapping.Kinds.Select(k => k.Read.Root).Distinct())
        {
            foreach (var finding in await DescribedAsync(mapping, service, root, cancellationToken))
                yield return finding;
        }

        if (service.Batch != BatchForm.None)
            yield return await BatchAsync(mapping, cancellationToken);
        await foreach (var finding in MappingCheck.OfKindsAsync(mapping, rows, context, cancellationToken))
            yield return finding;
    }

    private async Task<CheckFinding> ProbeAsync(ODataService service, string root, CancellationToken cancellationToken)
    {
        try
        {
            var client = exchange.Client(service);
            var request = new ApiRequest(HttpMethod.Get, client.Endpoint.Below(root + (root.Length == 0 ? "" : "/") + service.Query), "service document") { AlsoGood = [400, 403, 404, 501] };
            using var answer = await client.SendAsync(request, cancellationToken);
            return (int)answer.Status < 400 ? CheckFinding.Ok(client.Endpoint.BaseUrl.Authority, "The service answers, and accepts the login.")
                : new CheckFinding(client.Endpoint.BaseUrl.Authority, CheckStatus.Warning, $"The service's root answers {(int)answer.Status}, so the login is proven by the entity sets only.", "Check that BaseUrl is the address to which $metadata can be added.");
        }
        catch (ConnectorException e)
        {
            return CheckFinding.Failed("service document", e.Failure);
        }
    }

    private async Task<IReadOnlyList<CheckFinding>> DescribedAsync(MappingFile<ODataRead> mapping, ODataService service, string root, CancellationToken cancellationToken)
    {
        try
        {
            var model = await exchange.DescribeAsync(service, root, cancellationToken);
            return [CheckFinding.Ok(root.Length == 0 ? "$metadata" : $"{root}/$metadata", $"The service describes {model.EntitySets.Count} entity sets."), .. mapping.Kinds.Where(k => k.Read.Root == root).SelectMany(k => new DescribedKind(model, k).Findings())];
        }
        catch (ConnectorException e) when (!service.Metadata)
        {
            return [new CheckFinding("$metadata", CheckStatus.Warning, $"Names cannot be compared with the service's description: {e.Failure.Message}", e.Failure.NextStep)];
        }
        catch (ConnectorException e)
        {
            return [CheckFinding.Failed("$metadata", e.Failure)];
        }
    }

    private async Task<CheckFinding> BatchAsync(MappingFile<ODataRead> mapping, CancellationToken cancellationToken)
    {
        try
        {
            var queries = mapping.Kinds.Where(k => k.Read.Root == mapping.Kinds[0].Read.Root).Select(k => new Mapping.Sources.RowQuery<ODataRead>(k, false, null, 1)).Take(2).ToList();
            var good = await new Batching.Batch(exchange, rows).AskAsync(queries, cancellationToken);
            exchange.Batched.Clear();
            return queries.Count < 2 || good == queries.Count ? CheckFinding.Ok("$batch", queries.Count < 2 ? "With one kind of a service in the mapping nothing is batched." : "The service answers several questions in one request.")
                : new CheckFinding("$batch", CheckStatus.Warning, $"Of {queries.Count} questions in a batch the service answers {good}; the others are asked one by one.", "Take 'batch:' out of the mapping, or try its other form.");
        }
        catch (ConnectorException e)
        {
            return new CheckFinding("$batch", CheckStatus.Warning, $"The service takes no batch, so each kind is asked by itself: {e.Failure.Message}", "Take 'batch:' out of the mapping, or try its other form.");
        }
    }
}
