using System.Text.Json.Nodes;

namespace CreditBridge.Sandbox.Rest;

/// <summary>/composite/batch: up to 25 independent requests, one after the other, each of which counts.</summary>
internal sealed class BatchResource(Func<ApiRequest, ApiResponse> dispatch)
{
    private const int MaxSubrequests = 25;

    public ApiResponse Run(ApiRequest request)
    {
        var json = request.Json();
        var parts = json["batchRequests"] as JsonArray ?? throw new ApiException(400, "INVALID_INPUT", "batchRequests is required");
        if (parts.Count > MaxSubrequests) throw new ApiException(400, "INVALID_INPUT", $"Batch requests cannot have more than {MaxSubrequests} subrequests");
        var halt = json.Flag("haltOnError");
        var responses = new List<ApiResponse>();
        foreach (var part in parts) responses.Add(halt && responses.Exists(response => response.Status >= 400) ? Halted : RunOne(request, part as JsonObject));
        return ApiResponse.Ok(new JsonObject
        {
            ["hasErrors"] = responses.Exists(response => response.Status >= 400),
            ["results"] = ApiJson.Array(responses, response => new JsonObject { ["statusCode"] = response.Status, ["result"] = response.Body }),
        }) with { RecordsRead = responses.Sum(response => response.RecordsRead), RecordsWritten = responses.Sum(response => response.RecordsWritten) };
    }

    private static ApiResponse Halted => new(412, new ApiException(412, "BATCH_PROCESSING_HALTED", "Batch processing halted per request").Body());

    private ApiResponse RunOne(ApiRequest request, JsonObject? part)
    {
        var url = part?.Text("url") ?? throw new ApiException(400, "INVALID_INPUT", "url is required in every subrequest");
        var method = part.Text("method")?.ToUpperInvariant() ?? throw new ApiException(400, "INVALID_INPUT", "method is required in every subrequest");
        var target = url.StartsWith("/services/data/", StringComparison.OrdinalIgnoreCase) ? url : "/services/data/" + url.TrimStart('/');
        if (RequestTarget.Parse(target) is not { } inner || inner.Segments is ["composite", ..] and not ["composite", "sobjects", ..] or ["jobs", ..])
            return new ApiResponse(400, new ApiException(400, "INVALID_INPUT", $"Invalid subrequest url: {url}").Body());
        return dispatch(new ApiRequest(method, inner.Segments, inner.Query, inner.Version, request.Access)
        {
            Target = target, Inner = part["richInput"]?.DeepClone() ?? new JsonObject(), Origin = request.Origin,
        });
    }
}
