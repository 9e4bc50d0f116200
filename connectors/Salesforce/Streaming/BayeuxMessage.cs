using System.Text.Json;

namespace CreditBridge.Connectors.Salesforce.Streaming;

/// <summary>One message of the Bayeux protocol as the server sent it; what it leaves out reads as absent.</summary>
internal readonly struct BayeuxMessage(JsonElement json)
{
    public const string Handshake = "/meta/handshake";
    public const string Connect = "/meta/connect";
    public const string Subscribe = "/meta/subscribe";
    public const string Disconnect = "/meta/disconnect";

    public string Channel => Text("channel") ?? "";

    public string? ClientId => Text("clientId");

    public string? Subscription => Text("subscription");

    public bool IsSuccessful => json.ValueKind == JsonValueKind.Object && json.TryGetProperty("successful", out var value) && value.ValueKind == JsonValueKind.True;

    /// <summary>What is wrong, with the code before it: <c>403::Unknown client</c>. A refused handshake tells the cause apart from the error.</summary>
    public string Error => Inner("ext", "sfdc") is { } inner && StringOf(inner, "failureReason") is { } reason ? reason : Text("error") ?? "";

    /// <summary>What to do next: retry, handshake or none.</summary>
    public string? Reconnect => Inner("advice") is { } advice ? StringOf(advice, "reconnect") : null;

    /// <summary>How long the server holds a connect; null when it does not say.</summary>
    public TimeSpan? Timeout => Milliseconds("timeout");

    /// <summary>How long to wait before the next connect.</summary>
    public TimeSpan Interval => Milliseconds("interval") ?? TimeSpan.Zero;

    /// <summary>The content of an event.</summary>
    public JsonElement? Data => Inner("data");

    public bool IsAbout401 => Error.StartsWith("401", StringComparison.Ordinal);

    /// <summary>The server has forgotten the client. Salesforce says 403, other servers 402.</summary>
    public bool IsUnknownClient => Error.Contains("Unknown client", StringComparison.OrdinalIgnoreCase);

    /// <summary>The event to resume behind is not there any more, or never was.</summary>
    public bool IsAboutReplayId => Error.StartsWith("400", StringComparison.Ordinal) && Error.Contains("replayId", StringComparison.OrdinalIgnoreCase);

    private TimeSpan? Milliseconds(string name) =>
        Inner("advice") is { } advice && advice.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var ms) && ms >= 0
            ? TimeSpan.FromMilliseconds(Math.Min(ms, 600_000))
            : null;

    private string? Text(string name) => StringOf(json, name);

    private JsonElement? Inner(params ReadOnlySpan<string> path)
    {
        var at = json;
        foreach (var name in path)
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at))
                return null;
        }

        return at.ValueKind == JsonValueKind.Object ? at : null;
    }

    private static string? StringOf(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
