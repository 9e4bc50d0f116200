using System.Text.Json;

namespace CreditBridge.Sandbox.Rest;

/// <summary>How many API calls a request costs: one, except that a batch costs one for each subrequest.</summary>
internal static class CallCost
{
    public static int Of(string target, string body)
    {
        if (RequestTarget.Parse(target) is not { Segments: ["composite", "batch"] }) return 1;
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.TryGetProperty("batchRequests", out var requests) && requests.ValueKind == JsonValueKind.Array ? Math.Max(1, requests.GetArrayLength()) : 1;
        }
        catch (JsonException)
        {
            return 1;
        }
    }
}
