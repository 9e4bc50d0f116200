using System.Net;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Connectors.Salesforce;
using CreditBridge.UnitTests.Resilience;

namespace CreditBridge.UnitTests.Salesforce.Streaming;

/// <summary>
/// A streaming server that answers each message as a test tells it to, good answers where it tells nothing, and holds a connect for ever when the script is over.
/// The pauses of the client are over at once; its deadlines never come.
/// </summary>
internal sealed class StreamScript : HttpMessageHandler
{
    private static readonly TimeSpan[] Deadlines = [TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(125)];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Queue<(string Channel, Func<JsonElement, string> Answer)> _script = new();
    private readonly Channel<ChangeSignal> _heard = Channel.CreateUnbounded<ChangeSignal>();
    private readonly Channel<ChangeFeedStatus> _changes = Channel.CreateUnbounded<ChangeFeedStatus>();
    private readonly Channel<bool> _held = Channel.CreateUnbounded<bool>();
    private readonly Lock _gate = new();

    public JumpingClock Clock { get; } = new(by => !Deadlines.Contains(by));

    public PassingConnectionState State { get; } = new();

    /// <summary>Every message that was received, with the session and the cookie that came with it.</summary>
    public List<(JsonElement Message, string? Session, string? Cookie)> Received { get; } = [];

    public int Logins { get; private set; }

    /// <summary>A cookie that the handshake sets.</summary>
    public string? SetCookie { get; init; }

    /// <summary>HTTP status for answers to connects.</summary>
    public HttpStatusCode ConnectStatus { get; init; } = HttpStatusCode.OK;

    public IReadOnlyList<string> Channels
    {
        get
        {
            lock (_gate)
                return [.. Received.Select(r => r.Message.GetProperty("channel").GetString()!["/meta/".Length..])];
        }
    }

    /// <summary>The replay ids asked for, by channel, in the order of the subscriptions.</summary>
    public IReadOnlyList<(string Channel, long Replay)> Subscriptions
    {
        get
        {
            lock (_gate)
            {
                return [.. Received.Select(r => r.Message).Where(m => m.GetProperty("channel").GetString() == "/meta/subscribe").Select(m =>
                    (m.GetProperty("subscription").GetString()!, m.GetProperty("ext").GetProperty("replay").EnumerateObject().Single().Value.GetInt64()))];
            }
        }
    }

    /// <summary>Answers the next message on a meta channel; an exception of the answer breaks the connection.</summary>
    public StreamScript On(string channel, Func<JsonElement, string> answer)
    {
        _script.Enqueue(("/meta/" + channel, answer));
        return this;
    }

    public StreamScript On(string channel, string answer) => On(channel, _ => answer);

    /// <summary>The first connect, which is answered at once.</summary>
    public StreamScript Connected() => On("connect", Good);

    public static string Good(JsonElement message) => $$"""
        {"channel":{{message.GetProperty("channel").GetRawText()}},"id":{{message.GetProperty("id").GetRawText()}},"successful":true,"clientId":"c1"
        {{(message.TryGetProperty("subscription", out var s) ? $",\"subscription\":{s.GetRawText()}" : "")}},"advice":{"interval":0,"timeout":110000,"reconnect":"retry"} }
        """;

    public static string Refused(JsonElement message, string error, string? reconnect = null) => $$"""
        {"channel":{{message.GetProperty("channel").GetRawText()}},"successful":false,"error":{{JsonSerializer.Serialize(error)}}
        {{(message.TryGetProperty("subscription", out var s) ? $",\"subscription\":{s.GetRawText()}" : "")}}
        {{(reconnect is null ? "" : $",\"advice\":{{\"reconnect\":\"{reconnect}\",\"interval\":0}}")}} }
        """;

    public static string Event(string entity, long replayId, string id, string origin = "com/salesforce/api/soap/67.0;client=SfdcInternalAPI/", string type = "UPDATE") => $$$"""
        {"channel":"/data/{{{entity}}}ChangeEvent","data":{"schema":"x","payload":{"ChangeEventHeader":{"entityName":"{{{entity}}}","recordIds":["{{{id}}}"],
         "changeType":"{{{type}}}","changeOrigin":"{{{origin}}}","commitNumber":1},"Name":"Ignored"},"event":{"replayId":{{{replayId}}} } } }
        """;

    /// <summary>Runs a feed on the script until the test is done with it.</summary>
    public async Task RunAsync(Func<IChangeFeed, Task> test)
    {
        var connection = new SalesforceConnection(new ConnectionContext("crm", Clock) { Transport = () => this, State = State, Jitter = () => 0.5 }, ScriptedOrg.ClientCredentials);
        await using (connection)
        {
            connection.Feed!.Changed += status => _changes.Writer.TryWrite(status);
            using var stop = new CancellationTokenSource();
            var running = connection.Feed.RunAsync(
                signal =>
                {
                    _heard.Writer.TryWrite(signal);
                    return ValueTask.CompletedTask;
                },
                stop.Token);
            await test(connection.Feed);
            await stop.CancelAsync();
            await running;
        }
    }

    public async Task<ChangeFeedStatus> UntilAsync(ChangeFeedState state)
    {
        using var deadline = new CancellationTokenSource(Patience);
        while (true)
        {
            var status = await _changes.Reader.ReadAsync(deadline.Token);
            if (status.State == state)
                return status;
        }
    }

    /// <summary>Waits until the script is over and a connect is being held.</summary>
    public async Task HeldAsync()
    {
        using var deadline = new CancellationTokenSource(Patience);
        await _held.Reader.ReadAsync(deadline.Token);
    }

    public IReadOnlyList<ChangeSignal> Heard()
    {
        var heard = new List<ChangeSignal>();
        while (_heard.Reader.TryRead(out var signal))
            heard.Add(signal);
        return heard;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri!.AbsolutePath.EndsWith("/services/oauth2/token", StringComparison.Ordinal))
        {
            Logins++;
            return ScriptedOrg.Json($$"""{"access_token":"00D!session{{Logins}}","instance_url":"https://example.my.salesforce.com"}""");
        }

        request.Options.TryGetValue(ConnectionContext.LongPollKey, out var held);
        if (!held || request.RequestUri.AbsolutePath != "/cometd/67.0")
            throw new InvalidOperationException($"{request.RequestUri} is not a request of a stream.");
        var messages = JsonDocument.Parse(await request.Content!.ReadAsStringAsync(cancellationToken)).RootElement.EnumerateArray().ToList();
        var answers = new List<string>();
        var status = HttpStatusCode.OK;
        foreach (var message in messages)
        {
            var channel = message.GetProperty("channel").GetString()!;
            lock (_gate)
            {
                Received.Add((message, request.Headers.Authorization?.Parameter, request.Headers.TryGetValues("Cookie", out var cookies) ? string.Join(";", cookies) : null));
                if (channel == "/meta/connect")
                    status = ConnectStatus;
            }

            if (_script.TryPeek(out var next) && next.Channel == channel)
                answers.Add(_script.Dequeue().Answer(message));
            else if (channel != "/meta/connect")
                answers.Add(Good(message));
            else
                await HoldAsync(cancellationToken);
        }

        var response = new HttpResponseMessage(status) { Content = new StringContent($"[{string.Join(',', answers)}]", Encoding.UTF8, "application/json"), RequestMessage = request };
        if (SetCookie is not null && messages[0].GetProperty("channel").GetString() == "/meta/handshake")
            response.Headers.TryAddWithoutValidation("Set-Cookie", SetCookie);
        return response;
    }

    private async Task HoldAsync(CancellationToken cancellationToken)
    {
        _held.Writer.TryWrite(true);
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }
}
