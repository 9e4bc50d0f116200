using CreditBridge.Connectors.OData.Reading;
using CreditBridge.Connectors.OData.Service;
using CreditBridge.Mapping.Sources;

namespace CreditBridge.Connectors.OData.Batching;

/// <summary>Asks the first questions of several kinds in one request.</summary>
internal sealed class Batch(ODataExchange exchange, ODataRows rows)
{
    /// <summary>Asks, and keeps the good answers for whoever asks the same; one question alone is left to be asked as usual.</summary>
    /// <returns>How many good answers came.</returns>
    /// <exception cref="ConnectorException">The batch as a whole was refused, or its answer cannot be understood.</exception>
    public async Task<int> AskAsync(IReadOnlyList<RowQuery<ODataRead>> queries, CancellationToken cancellationToken)
    {
        var good = 0;
        foreach (var ofService in queries.GroupBy(q => q.Kind.Read.Root).Where(g => g.Count() > 1))
        {
            var asked = new List<Asked>();
            foreach (var query in ofService)
                asked.Add(await rows.FirstAsync(query, cancellationToken));
            good += await AskAsync(ofService.First().Kind.Read.Service, ofService.Key, asked, cancellationToken);
        }

        return good;
    }

    private async Task<int> AskAsync(ODataService service, string root, List<Asked> asked, CancellationToken cancellationToken)
    {
        var endpoint = exchange.Endpoint(service);
        var json = service.Batch == BatchForm.Json;
        var home = endpoint.Below(root.Length == 0 ? "" : root + "/");
        var request = new ApiRequest(HttpMethod.Post, new Uri(home, "./$batch" + service.Query), "$batch")
        {
            Body = json ? JsonBatch.Write(asked, home) : MultipartBatch.Write(asked, home),
            BodyType = json ? "application/json" : $"multipart/mixed; boundary={MultipartBatch.Boundary}",
            Accept = json ? "application/json" : "multipart/mixed",
            AnyContent = !json,
            // It holds GETs only.
            OnlyReads = true,
        };
        using var answer = await exchange.Client(service).SendAsync(request, cancellationToken);
        var answers = json ? JsonBatch.Read(answer.Json, asked.Count) : MultipartBatch.Read(answer.Body, answer.Headers.GetValueOrDefault("Content-Type"), asked.Count);
        for (var at = 0; at < asked.Count; at++)
        {
            if (answers[at] is { Status: 200 } good)
                exchange.Batched.Keep(asked[at], good);
        }

        return answers.Count(a => a is { Status: 200 });
    }

    /// <summary>The address of a question as it stands in a batch: relative to the service, or whole when it does not lie below it.</summary>
    internal static string Relative(Uri address, Uri service) => service.IsBaseOf(address) ? service.MakeRelativeUri(address).OriginalString : address.AbsoluteUri;

    internal static ConnectorException Wrong(string message) => new(new Failure(FailureKind.Configuration, message, "Take 'batch:' out of the mapping, or write its other form.") { Where = "$batch" });
}
