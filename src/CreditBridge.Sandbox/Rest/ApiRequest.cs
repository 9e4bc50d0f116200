using System.Text.Json.Nodes;
using CreditBridge.Sandbox.Records;

namespace CreditBridge.Sandbox.Rest;

/// <summary>A data request, from a connection or from inside a composite.</summary>
internal sealed record ApiRequest(string Method, IReadOnlyList<string> Segments, IReadOnlyDictionary<string, string> Query, string Version, UserAccess Access)
{
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The path and query as the caller wrote them.</summary>
    public string Target { get; init; } = "";

    /// <summary>What change events say about where the changes of this request came from.</summary>
    public string Origin { get; init; } = "";

    /// <summary>The body as text; for JSON requests <see cref="Json"/> reads it.</summary>
    public string Text { get; init; } = "";

    /// <summary>The body of a subrequest, which is already JSON.</summary>
    public JsonNode? Inner { get; init; }

    /// <summary>The transaction of an all-or-none composite around this request.</summary>
    public Transaction? Outer { get; init; }

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    public string? Parameter(string name) => Query.GetValueOrDefault(name);

    /// <summary>The body as a JSON object.</summary>
    /// <exception cref="ApiException">It is not one.</exception>
    public JsonObject Json()
    {
        if (Inner is not null) return Inner as JsonObject ?? throw ApiException.JsonParser("The HTTP entity body must be an object");
        if (string.IsNullOrWhiteSpace(Text)) throw ApiException.JsonParser("The HTTP entity body is required, but this request has no entity body.");
        return ApiJson.Parse(Text) as JsonObject ?? throw ApiException.JsonParser("Unexpected token, expected an object at [line:1, column:1]");
    }
}
