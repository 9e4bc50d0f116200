using System.Text.Json.Nodes;

namespace CreditBridge.Sandbox.Streaming;

/// <summary>One event on the bus.</summary>
/// <param name="ReplayId">Its place; rises, with gaps.</param>
/// <param name="At">When it was published, on the org's clock.</param>
/// <param name="Topic">The channel that is its own: <c>/data/AccountChangeEvent</c>, <c>/event/Alert__e</c>.</param>
/// <param name="Entity">The object that changed; for a platform event, the event.</param>
/// <param name="Payload">Makes its content; called once for each delivery.</param>
internal sealed record StreamEvent(long ReplayId, DateTimeOffset At, string Topic, string Entity, Func<JsonObject> Payload)
{
    /// <summary>The event as a subscriber of the channel gets it.</summary>
    public JsonObject ToMessage(string channel) => new()
    {
        ["data"] = new JsonObject
        {
            ["schema"] = $"{Entity}-schema",
            ["payload"] = Payload(),
            ["event"] = new JsonObject { ["replayId"] = ReplayId },
        },
        ["channel"] = channel,
    };
}
