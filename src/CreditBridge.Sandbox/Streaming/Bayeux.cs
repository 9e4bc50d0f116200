using System.Text.Json.Nodes;

namespace CreditBridge.Sandbox.Streaming;

/// <summary>The answers of the Bayeux protocol in the wording of the platform.</summary>
internal static class Bayeux
{
    public const string Handshake = "/meta/handshake";
    public const string Connect = "/meta/connect";
    public const string Subscribe = "/meta/subscribe";
    public const string Unsubscribe = "/meta/unsubscribe";
    public const string Disconnect = "/meta/disconnect";

    public static JsonObject Good(string channel, JsonObject message, string? clientId = null)
    {
        var answer = new JsonObject();
        if (clientId is not null) answer["clientId"] = clientId;
        answer["channel"] = channel;
        Identify(answer, message);
        answer["successful"] = true;
        return answer;
    }

    public static JsonObject Refused(string channel, JsonObject message, string error, string? reconnect = null)
    {
        var answer = new JsonObject();
        if (message["clientId"] is { } client) answer["clientId"] = client.DeepClone();
        if (reconnect is not null) answer["advice"] = new JsonObject { ["reconnect"] = reconnect, ["interval"] = 0 };
        answer["channel"] = channel;
        Identify(answer, message);
        if (channel is Subscribe or Unsubscribe && message["subscription"] is { } subscription) answer["subscription"] = subscription.DeepClone();
        answer["error"] = error;
        answer["successful"] = false;
        return answer;
    }

    public static JsonObject UnknownClient(string channel, JsonObject message)
    {
        var answer = Refused(channel, message, "403::Unknown client", "handshake");
        answer.Remove("clientId");
        return answer;
    }

    /// <summary>The session is not, or no longer, valid.</summary>
    public static JsonObject Unauthenticated(string channel, JsonObject message, string reason)
    {
        if (channel != Handshake) return Refused(channel, message, reason, "none");
        var answer = Refused(channel, message, "403::Handshake denied", "none");
        answer["ext"] = new JsonObject { ["sfdc"] = new JsonObject { ["failureReason"] = reason }, ["replay"] = true, ["payload.format"] = true };
        return answer;
    }

    private static void Identify(JsonObject answer, JsonObject message)
    {
        if (message["id"] is { } id) answer["id"] = id.DeepClone();
    }
}
