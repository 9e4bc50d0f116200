using System.Text.Json.Nodes;

namespace CreditBridge.Sandbox.Rest;

/// <summary>/composite/graph: several composites in one call, each all or none, of rows only.</summary>
internal sealed class GraphResource(CompositeResource composite)
{
    private const int MaxGraphs = 75;
    private const int MaxNodes = 500;
    private const int MaxFailures = 14;

    public ApiResponse Run(ApiRequest request)
    {
        var graphs = (request.Json()["graphs"] as JsonArray ?? throw new ApiException(400, "INVALID_INPUT", "graphs is required"))
            .Select(graph => (Id: (graph as JsonObject)?.Text("graphId") ?? throw new ApiException(400, "INVALID_INPUT", "graphId is required"),
                Parts: Parts(graph!["compositeRequest"]))).ToList();
        if (graphs.Count > MaxGraphs) throw new ApiException(400, "INVALID_INPUT", $"a payload cannot have more than {MaxGraphs} graphs");
        if (graphs.Sum(graph => graph.Parts.Count) > MaxNodes) throw new ApiException(400, "INVALID_INPUT", $"a payload cannot have more than {MaxNodes} nodes");
        var failures = 0;
        var answers = new List<(ApiResponse Response, bool Successful)>();
        foreach (var (_, parts) in graphs)
        {
            var response = failures >= MaxFailures ? Halted(parts) : composite.Run(request, parts, allOrNone: true, graph: true);
            if (response.PartlyFailed) failures++;
            answers.Add((response, !response.PartlyFailed));
        }

        return ApiResponse.Ok(new JsonObject
        {
            ["graphs"] = ApiJson.Array(graphs.Zip(answers), pair => new JsonObject
            {
                ["graphId"] = pair.First.Id, ["graphResponse"] = pair.Second.Response.Body, ["isSuccessful"] = pair.Second.Successful,
            }),
        }) with { RecordsRead = answers.Sum(answer => answer.Response.RecordsRead), RecordsWritten = answers.Sum(answer => answer.Response.RecordsWritten) };
    }

    private static List<JsonObject> Parts(JsonNode? node) => node is JsonArray parts
        ? [.. parts.Select(part => part as JsonObject ?? throw ApiException.JsonParser("a subrequest must be an object"))]
        : throw new ApiException(400, "INVALID_INPUT", "compositeRequest is required");

    private static ApiResponse Halted(IEnumerable<JsonObject> parts) => ApiResponse.Ok(new JsonObject
    {
        ["compositeResponse"] = ApiJson.Array(parts, part => new JsonObject
        {
            ["body"] = new ApiException(400, "PROCESSING_HALTED", "Processing halted after too many failed graphs.").Body(), ["httpHeaders"] = new JsonObject(),
            ["httpStatusCode"] = 400, ["referenceId"] = part.Text("referenceId"),
        }),
    }) with { PartlyFailed = true };
}
