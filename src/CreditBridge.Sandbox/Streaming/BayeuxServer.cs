using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using CreditBridge.Sandbox.Faults;
using CreditBridge.Sandbox.Rest;

namespace CreditBridge.Sandbox.Streaming;

/// <summary>One message of a client, with what its request says about the client.</summary>
/// <param name="Message">The message.</param>
/// <param name="Channel">Its channel.</param>
/// <param name="UserId">The user of the session.</param>
/// <param name="Cookie">The cookie that came with it; null when the client keeps none.</param>
/// <param name="SessionLives">Whether the session is still valid; asked again while a connect is held.</param>
internal sealed record BayeuxRequest(JsonObject Message, string Channel, string UserId, string? Cookie, Func<bool> SessionLives);

/// <summary>Clients, and the answers to their messages.</summary>
internal sealed class BayeuxServer(SandboxOrg org, SandboxFaults faults, Subscriptions subscriptions, EventBus bus)
{
    public const string CookieName = "BAYEUX_BROWSER";

    /// <summary>A client that got events and does not connect again for so long is forgotten.</summary>
    private static readonly TimeSpan AfterEvents = TimeSpan.FromSeconds(40);

    /// <summary>How often a held connect looks at what no event tells: faults, sessions, late commits.</summary>
    private static readonly TimeSpan LookAround = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentDictionary<string, StreamClient> clients = new(StringComparer.Ordinal);

    private TimeSpan Timeout => org.Options.StreamTimeout;

    /// <summary>The cookie to set with answers, when they contain a handshake.</summary>
    public string? CookieFor(IReadOnlyList<JsonObject> replies) =>
        replies.FirstOrDefault(reply => reply.Text("channel") == Bayeux.Handshake)?.Text("clientId") is { } id && clients.TryGetValue(id, out var client) ? client.Cookie : null;

    /// <summary>The answer to a message with the events that go with it; null when the connection breaks instead.</summary>
    public async Task<IReadOnlyList<JsonObject>?> AnswerAsync(BayeuxRequest request, FaultTarget fault, CancellationToken cancellationToken)
    {
        var (message, channel) = (request.Message, request.Channel);
        if (channel == Bayeux.Handshake) return [Handshake(request)];
        if (Find(request) is not { } client) return [Bayeux.UnknownClient(channel, message)];
        switch (channel)
        {
            case Bayeux.Connect:
                return await ConnectAsync(request, client, fault, cancellationToken);
            case Bayeux.Subscribe:
                return [.. Names(message).Select(name => Subscribed(client, name, message))];
            case Bayeux.Unsubscribe:
                foreach (var name in Names(message)) client.Positions.TryRemove(name, out _);
                return [.. Names(message).Select(name => Named(Bayeux.Good(channel, message, client.Id), name))];
            case Bayeux.Disconnect:
                clients.TryRemove(client.Id, out _);
                client.NextTurn();
                bus.Wake();
                return [Bayeux.Good(channel, message, client.Id)];
            default:
                return [Bayeux.Refused(channel, message, "403:denied_by_security_policy:publish_denied")];
        }
    }

    private JsonObject Handshake(BayeuxRequest request)
    {
        var types = request.Message["supportedConnectionTypes"] as JsonArray ?? [];
        if (!types.Any(type => type?.ToString() == "long-polling")) return Bayeux.Refused(Bayeux.Handshake, request.Message, $"400::Invalid connection type {types.ToJsonString()}", "none");
        var client = new StreamClient(RandomNumberGenerator.GetHexString(28, lowercase: true), request.UserId, RandomNumberGenerator.GetHexString(16, lowercase: true))
        {
            Expires = org.Now + Timeout,
        };
        clients[client.Id] = client;
        var answer = Bayeux.Good(Bayeux.Handshake, request.Message, client.Id);
        answer["ext"] = new JsonObject { ["replay"] = true, ["payload.format"] = true };
        answer["version"] = "1.0";
        answer["minimumVersion"] = "1.0";
        answer["supportedConnectionTypes"] = new JsonArray("long-polling");
        return answer;
    }

    private StreamClient? Find(BayeuxRequest request)
    {
        if (request.Message.Text("clientId") is not { } id || !clients.TryGetValue(id, out var client)) return null;
        if (faults.Take(FaultKind.ForgottenClient, new FaultTarget(Path: request.Channel)) is not null || client.Expires < org.Now)
        {
            clients.TryRemove(id, out _);
            return null;
        }

        // A client that keeps cookies has to come with its own; one that keeps none is let in.
        return client.UserId == request.UserId && (request.Cookie is null || request.Cookie == client.Cookie) ? client : null;
    }

    private async Task<IReadOnlyList<JsonObject>?> ConnectAsync(BayeuxRequest request, StreamClient client, FaultTarget fault, CancellationToken cancellationToken)
    {
        if (faults.Take(FaultKind.SilentStream, fault) is not null)
        {
            client.Expires = org.Now + Timeout;
            await Task.Delay(System.Threading.Timeout.InfiniteTimeSpan, cancellationToken);
        }

        var turn = client.NextTurn();
        bus.Wake();
        client.Expires = null;
        try
        {
            var answer = Bayeux.Good(Bayeux.Connect, request.Message, client.Id);
            if (!client.HasConnected)
            {
                client.HasConnected = true;
                answer["advice"] = new JsonObject { ["interval"] = 0, ["timeout"] = (long)Timeout.TotalMilliseconds, ["reconnect"] = "retry" };
                return [.. subscriptions.Take(client), answer];
            }

            var started = org.Options.Clock.GetTimestamp();
            while (true)
            {
                var news = bus.News;
                CommitDue();
                if (faults.Take(FaultKind.DroppedConnection, fault) is not null) return null;
                if (!request.SessionLives()) return [Bayeux.Unauthenticated(Bayeux.Connect, request.Message, "401::Authentication invalid")];
                var events = client.IsCurrent(turn) ? subscriptions.Take(client) : [];
                if (events.Count > 0 || !client.IsCurrent(turn) || org.Options.Clock.GetElapsedTime(started) >= Timeout) return [.. events, answer];
                await Task.WhenAny(news, Task.Delay(LookAround, cancellationToken));
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            client.Expires = org.Now + (client.HasConnected ? AfterEvents : Timeout);
        }
    }

    private void CommitDue()
    {
        lock (org.Gate) org.Store.CommitDue(org.Now);
    }

    private JsonObject Subscribed(StreamClient client, string name, JsonObject message) => subscriptions.Subscribe(client, name, message) is { } error
        ? Named(Bayeux.Refused(Bayeux.Subscribe, message, error), name)
        : Named(Bayeux.Good(Bayeux.Subscribe, message, client.Id), name);

    private static JsonObject Named(JsonObject answer, string subscription)
    {
        answer["subscription"] = subscription;
        return answer;
    }

    /// <summary>A message may name one channel or several.</summary>
    private static IEnumerable<string> Names(JsonObject message) => message["subscription"] switch
    {
        JsonArray all => all.Select(name => name?.ToString() ?? ""),
        { } one => [one.ToString()],
        null => [""],
    };
}
