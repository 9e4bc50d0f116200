using System.Globalization;
using System.Text.Json.Nodes;
using CreditBridge.Sandbox.Faults;
using CreditBridge.Sandbox.Records;
using CreditBridge.Sandbox.Rest;

namespace CreditBridge.Sandbox.Streaming;

/// <summary>Who may subscribe to what, from where, and which events that gives.</summary>
internal sealed class Subscriptions(SandboxOrg org, SandboxFaults faults, ChangeSelection selection, EventBus bus)
{
    private const int MaxEventsInAnswer = 200;
    private const string Data = "/data/";
    private const string Event = "/event/";

    /// <summary>Subscribes, or says why not.</summary>
    /// <returns>The error of the answer; null when all is well.</returns>
    public string? Subscribe(StreamClient client, string channel, JsonObject message)
    {
        if (channel.Length == 0) return "400::Channel name not specified";
        if (channel[0] != '/') return "400::Channel subscriptions must start with a leading '/'";
        var target = new FaultTarget(Path: channel, Object: ObjectOf(channel));
        if (faults.Take(FaultKind.StreamRefused, target)?.Rule is { } refused) return refused.Message ?? "403:denied_by_security_policy:create_denied";
        UserAccess access;
        lock (org.Gate) access = org.AccessOf(client.UserId);
        if (Refusal(channel, access) is { } reason) return reason;

        var replay = ReplayOf(message, channel);
        if (replay >= 0 && (faults.Take(FaultKind.InvalidReplayId, target) is not null || !bus.Knows(replay)))
        {
            return string.Create(CultureInfo.InvariantCulture,
                $"400::The replayId {{{replay}}} you provided was invalid.  Please provide a valid ID, -2 to replay all events, or -1 to replay only new events.");
        }

        client.Positions[channel] = replay switch { -1 => bus.LastId, -2 => 0, _ => replay };
        return null;
    }

    /// <summary>The next events for a client, as messages; taking them moves its place.</summary>
    public IReadOnlyList<JsonObject> Take(StreamClient client)
    {
        var messages = new List<(long Id, JsonObject Message)>();
        foreach (var (channel, position) in client.Positions)
        {
            var found = bus.After(position, item => IsOn(item, channel), MaxEventsInAnswer);
            if (found.Count == 0) continue;
            client.Positions.TryUpdate(channel, found[^1].ReplayId, position);
            UserAccess access;
            lock (org.Gate) access = org.AccessOf(client.UserId);
            messages.AddRange(found.Where(item => !IsShared(channel) || SeesAll(access, item.Entity)).Select(item => (item.ReplayId, item.ToMessage(channel))));
        }

        return [.. messages.OrderBy(pair => pair.Id).Select(pair => pair.Message)];
    }

    private string? Refusal(string channel, UserAccess access)
    {
        var missing = $"400::The channel you requested to subscribe to does not exist {{{channel}}}";
        if (channel.StartsWith(Event, StringComparison.Ordinal))
            return org.Schema.TryGet(channel[Event.Length..], out var item) && item.Name.EndsWith("__e", StringComparison.Ordinal) && access.CanRead(item) ? null : missing;
        if (!channel.StartsWith(Data, StringComparison.Ordinal)) return missing;
        if (IsShared(channel)) return selection.IsChannel(channel[Data.Length..]) ? null : missing;
        if (ObjectOf(channel) is not { } entity || !selection.Carries(ChangeSelection.StandardChannel, entity)) return missing;
        return SeesAll(access, entity) ? null : "403:denied_by_security_policy:create_denied";
    }

    private bool SeesAll(UserAccess access, string entity) => org.Schema.TryGet(entity, out var item) && access.SeesAll(item);

    /// <summary>Whether the channel carries several entities: what a user may not see is left out when events are delivered.</summary>
    private static bool IsShared(string channel) =>
        channel.Equals(Data + ChangeSelection.StandardChannel, StringComparison.Ordinal) || channel.EndsWith("__chn", StringComparison.Ordinal);

    private bool IsOn(StreamEvent item, string channel) =>
        IsShared(channel) ? item.Topic.StartsWith(Data, StringComparison.Ordinal) && selection.Carries(channel[Data.Length..], item.Entity) : item.Topic == channel;

    private string? ObjectOf(string channel) =>
        org.Schema.Objects.FirstOrDefault(item => channel == Data + ChangeSelection.EventName(item) || channel == Event + item.Name)?.Name;

    /// <summary>Where the client wants to resume; -1, new events only, when it does not say.</summary>
    private static long ReplayOf(JsonObject message, string channel)
    {
        if (message["ext"] is not JsonObject ext || ext["replay"] is not JsonObject replay || replay[channel] is not JsonValue value) return -1;
        return value.TryGetValue<long>(out var id) ? id : throw ApiException.JsonParser($"replay of {channel} must be a number");
    }
}
