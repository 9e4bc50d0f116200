using System.Text.Json.Nodes;

namespace CreditBridge.Sandbox.Rest;

/// <summary>The answer to a data request.</summary>
internal sealed record ApiResponse(int Status, JsonNode? Body = null)
{
    /// <summary>A body that is not JSON.</summary>
    public string? Text { get; init; }

    public string ContentType { get; init; } = "application/json;charset=UTF-8";

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public int RecordsRead { get; init; }

    public int RecordsWritten { get; init; }

    /// <summary>For Collections: some record was not saved although the status is 200.</summary>
    public bool PartlyFailed { get; init; }

    public static ApiResponse Ok(JsonNode body) => new(200, body);

    public static ApiResponse NoContent { get; } = new(204);
}
