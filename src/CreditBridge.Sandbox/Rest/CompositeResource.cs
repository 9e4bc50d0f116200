using System.Text.Json.Nodes;
using CreditBridge.Sandbox.Records;

namespace CreditBridge.Sandbox.Rest;

/// <summary>/composite: up to 25 requests that can refer to each other, in one call, all or none if asked.</summary>
internal sealed class CompositeResource(RequestWrites writes, Func<ApiRequest, ApiResponse> dispatch)
{
    private const int MaxSubrequests = 25;
    private const int MaxCollectionsOrQueries = 5;

    public ApiResponse Run(ApiRequest request)
    {
        var json = request.Json();
        var parts = (json["compositeRequest"] as JsonArray ?? throw new ApiException(400, "INVALID_INPUT", "compositeRequest is required"))
            .Select(part => part as JsonObject ?? throw ApiException.JsonParser("a subrequest must be an object")).ToList();
        if (parts.Count > MaxSubrequests) throw new ApiException(400, "INVALID_INPUT", $"Composite requests cannot have more than {MaxSubrequests} subrequests");
        return Run(request, parts, json.Flag("allOrNone"), graph: false);
    }

    /// <summary>Runs the subrequests of a composite or of one graph.</summary>
    public ApiResponse Run(ApiRequest request, IReadOnlyList<JsonObject> parts, bool allOrNone, bool graph)
    {
        var references = new CompositeReferences();
        var subrequests = parts.Select(part => Subrequest.Read(part, graph)).ToList();
        if (subrequests.Count(part => part.IsCollectionsOrQuery) > MaxCollectionsOrQueries)
            throw new ApiException(400, "INVALID_INPUT", $"A composite request cannot have more than {MaxCollectionsOrQueries} Collections or Query subrequests");
        if (subrequests.GroupBy(part => part.ReferenceId, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ApiException(400, "INVALID_INPUT", $"Duplicate ReferenceId provided: {twice.Key}. ReferenceIds must be unique per request.");

        var transaction = allOrNone ? new Transaction(new Author(request.Access.UserId, request.Origin)) : null;
        var responses = new List<ApiResponse>();
        foreach (var part in subrequests)
        {
            var response = RunOne(request with { Outer = transaction }, part, references);
            references.Add(part.ReferenceId, response);
            responses.Add(response);
        }

        var failed = responses.Exists(response => response.Status >= 400);
        if (transaction is not null)
        {
            if (failed || responses.Exists(response => response.PartlyFailed))
            {
                transaction.Rollback();
                failed = true;
                responses = [.. responses.Select(response => response.Status >= 400 || response.PartlyFailed ? response with { RecordsWritten = 0 } : Halted)];
            }
            else
            {
                writes.Commit(transaction);
            }
        }

        return new ApiResponse(200, new JsonObject { ["compositeResponse"] = ApiJson.Array(subrequests.Zip(responses), pair => Render(pair.First, pair.Second)) })
        {
            RecordsRead = responses.Sum(response => response.RecordsRead), RecordsWritten = responses.Sum(response => response.RecordsWritten), PartlyFailed = failed,
        };
    }

    private static ApiResponse Halted => new(400, new ApiException(
        400, "PROCESSING_HALTED", "The transaction was rolled back since another operation in the same transaction failed.").Body());

    private ApiResponse RunOne(ApiRequest request, Subrequest part, CompositeReferences references)
    {
        try
        {
            var target = references.Resolve(part.Url, inUrl: true);
            var inner = RequestTarget.Parse(target);
            if (inner is null || part.Method is not ("GET" or "POST" or "PATCH" or "PUT" or "DELETE"))
                throw new ApiException(400, "INVALID_INPUT", $"The url of subrequest {part.ReferenceId} is not a data resource: {part.Url}");
            if (inner.Segments is ["composite", ..] and not ["composite", "sobjects", ..] || inner.Segments is ["jobs", ..])
                throw new ApiException(400, "INVALID_INPUT", $"Invalid subrequest url: {part.Url}");
            return dispatch(new ApiRequest(part.Method, inner.Segments, inner.Query, inner.Version, request.Access)
            {
                Target = target, Headers = part.Headers, Inner = part.Body is null ? new JsonObject() : references.Resolve(part.Body), Outer = request.Outer, Origin = request.Origin,
            });
        }
        catch (ApiException error)
        {
            return new ApiResponse(error.Status, error.Body(request.Text));
        }
    }

    private static JsonObject Render(Subrequest part, ApiResponse response)
    {
        var headers = new JsonObject();
        if (response.Status == 201 && response.Body is JsonObject created && created.Text("id") is { } id)
            headers["Location"] = $"{part.Url.TrimEnd('/')}/{id}";
        return new JsonObject { ["body"] = response.Body?.DeepClone(), ["httpHeaders"] = headers, ["httpStatusCode"] = response.Status, ["referenceId"] = part.ReferenceId };
    }

    private sealed record Subrequest(string Method, string Url, string ReferenceId, JsonNode? Body, IReadOnlyDictionary<string, string> Headers)
    {
        public bool IsCollectionsOrQuery => Url.Contains("/composite/sobjects", StringComparison.OrdinalIgnoreCase)
            || Url.Contains("/query", StringComparison.OrdinalIgnoreCase);

        public static Subrequest Read(JsonObject json, bool graph)
        {
            var part = new Subrequest(
                json.Text("method")?.ToUpperInvariant() ?? throw Missing("method"), json.Text("url") ?? throw Missing("url"),
                json.Text("referenceId") ?? throw Missing("referenceId"), json["body"],
                (json["httpHeaders"] as JsonObject ?? []).ToDictionary(header => header.Key, header => header.Value?.ToString() ?? "", StringComparer.OrdinalIgnoreCase));
            return graph && part.IsCollectionsOrQuery ? throw new ApiException(400, "INVALID_INPUT", $"A graph takes sObject rows only: {part.Url}") : part;
        }

        private static ApiException Missing(string member) => new(400, "JSON_PARSER_ERROR", $"{member} is required in every subrequest");
    }
}
