using System.Text.Json.Nodes;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Connectors.Salesforce.Auth;

namespace CreditBridge.Connectors.Salesforce.Streaming;

/// <summary>
/// Listens to the change events of accounts and opportunities: handshake, subscriptions from where it stopped, then one held request after the other. Whatever
/// goes wrong, it starts over from the handshake and resumes behind the last event, so that nothing depends on how a connection ended.
/// </summary>
internal sealed class ChangeFeed(HttpClient http, SharedLogin<Session> sessions, ConnectionContext context, string apiVersion) : IChangeFeed
{
    /// <summary>How much longer than promised an answer may take before the stream counts as silent.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan UsualTimeout = TimeSpan.FromSeconds(110);
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FarewellTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RefusedPause = TimeSpan.FromMinutes(15);

    private readonly TimeProvider _clock = context.Clock;
    private readonly ReplayPositions _positions = new(context.State, context.Clock);
    private readonly ReconnectPause _pause = new(context.Jitter);
    private readonly StreamChannel[] _channels =
    [
        new("/data/AccountChangeEvent", "Account", RecordKind.Account),
        new("/data/OpportunityChangeEvent", "Opportunity", RecordKind.Opportunity),
    ];

    private volatile ChangeFeedStatus _status = new(ChangeFeedState.Off, null);
    private Func<ChangeSignal, ValueTask> _heard = static _ => ValueTask.CompletedTask;
    private DateTimeOffset _refusedAt;

    /// <inheritdoc />
    public event Action<ChangeFeedStatus>? Changed;

    /// <inheritdoc />
    public ChangeFeedStatus Status => _status;

    /// <inheritdoc />
    public async Task RunAsync(Func<ChangeSignal, ValueTask> heard, CancellationToken cancellationToken)
    {
        _heard = heard;
        try
        {
            await _positions.LoadAsync(_channels, cancellationToken);
            Session? refused = null;
            while (true)
                refused = await ListenOnceAsync(refused, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Asked to stop.
        }
        finally
        {
            await _positions.SaveAsync(_channels, CancellationToken.None);
            Become(ChangeFeedState.Off, null);
        }
    }

    /// <summary>Listens until something breaks, then waits as long as is right before the next try.</summary>
    /// <returns>The session that was refused; null when it may be used again.</returns>
    private async Task<Session?> ListenOnceAsync(Session? refused, CancellationToken cancellationToken)
    {
        if (_status.State == ChangeFeedState.Off && _status.Problem is null)
            Become(ChangeFeedState.Connecting, null);
        Session? session = null;
        try
        {
            session = refused is null ? await sessions.CurrentAsync(cancellationToken) : await sessions.RenewAsync(refused, cancellationToken);
            var client = new BayeuxClient(http, session, _clock, apiVersion);
            try
            {
                await HandshakeAsync(client, cancellationToken);
                await SubscribeAsync(client, _channels, cancellationToken);
                if (!Array.Exists(_channels, channel => channel.IsSubscribed))
                {
                    Become(ChangeFeedState.Off, _channels[0].Refusal);
                    await FarewellAsync(client);
                    await Task.Delay(RefusedPause, _clock, cancellationToken);
                    return null;
                }

                await ConnectAsync(client, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                await FarewellAsync(client);
                throw;
            }
        }
        catch (StreamEndedException ended)
        {
            // An expired session and a forgotten client are everyday: the first time round they are mended at once and no one need know.
            var everyday = ended.Answer is { } answer && (answer.IsUnknownClient || answer.IsAbout401) && _pause.IsRested;
            if (!everyday)
                Become(ChangeFeedState.Silent, ended.Failure);
            await PauseAsync(everyday, cancellationToken);
            return ended.Answer is { IsAbout401: true } ? session : null;
        }
        catch (ConnectorException e)
        {
            // A request that we gave up ourselves has not failed.
            cancellationToken.ThrowIfCancellationRequested();
            if (e.Failure == StreamFailures.NotOffered)
            {
                Become(ChangeFeedState.Off, e.Failure);
                await Task.Delay(RefusedPause, _clock, cancellationToken);
                return null;
            }

            Become(ChangeFeedState.Silent, e.Failure);
            await PauseAsync(atOnce: false, cancellationToken);
            return e.Failure.Kind == FailureKind.Authentication ? session : null;
        }

        return null;
    }

    private async Task HandshakeAsync(BayeuxClient client, CancellationToken cancellationToken)
    {
        foreach (var channel in _channels)
            channel.IsSubscribed = false;
        var message = client.Message(BayeuxMessage.Handshake);
        message["version"] = "1.0";
        message["minimumVersion"] = "1.0";
        message["supportedConnectionTypes"] = new JsonArray("long-polling");
        message["ext"] = new JsonObject { ["replay"] = true };
        var answer = MetaAnswer(await client.SendAsync([message], AnswerTime, cancellationToken), BayeuxMessage.Handshake);
        client.ClientId = answer.ClientId ?? throw new StreamEndedException(answer);
    }

    private async Task SubscribeAsync(BayeuxClient client, IReadOnlyCollection<StreamChannel> channels, CancellationToken cancellationToken)
    {
        var messages = channels.Select(channel => SubscribeMessage(client, channel)).ToList();
        var answers = await client.SendAsync(messages, AnswerTime, cancellationToken);
        await TakeAsync(answers, cancellationToken);
        foreach (var channel in channels)
        {
            var answer = answers.FirstOrDefault(a => a.Channel == BayeuxMessage.Subscribe && a.Subscription == channel.Name);
            if (answer.IsSuccessful)
            {
                (channel.IsSubscribed, channel.Refusal) = (true, null);
                // Without a place to resume from, changes may have happened that no event will tell of.
                if (channel.Position is null)
                    await _heard(new ChangeSignal(channel.Kind, []) { IsCatchUp = true });
            }
            else if (answer.IsAboutReplayId && channel.Position is not null)
            {
                channel.Position = null;
                await SubscribeAsync(client, [channel], cancellationToken);
            }
            else if (answer.IsAbout401 || answer.IsUnknownClient || answer.Error.Length == 0)
            {
                throw new StreamEndedException(answer);
            }
            else
            {
                (channel.IsSubscribed, channel.Refusal) = (false, StreamFailures.Refused(channel, answer));
                _refusedAt = _clock.GetUtcNow();
            }
        }
    }

    private static JsonObject SubscribeMessage(BayeuxClient client, StreamChannel channel)
    {
        const long newEventsOnly = -1;
        var message = client.Message(BayeuxMessage.Subscribe);
        message["subscription"] = channel.Name;
        message["ext"] = new JsonObject { ["replay"] = new JsonObject { [channel.Name] = channel.Position ?? newEventsOnly } };
        return message;
    }

    private async Task ConnectAsync(BayeuxClient client, CancellationToken cancellationToken)
    {
        var timeout = UsualTimeout;
        for (var isFirst = true; ; isFirst = false)
        {
            var message = client.Message(BayeuxMessage.Connect);
            message["connectionType"] = "long-polling";
            var answers = await HeldAsync(client, message, timeout, cancellationToken);
            await TakeAsync(answers, cancellationToken);
            await _positions.SaveNowAndThenAsync(_channels, cancellationToken);
            var answer = MetaAnswer(answers, BayeuxMessage.Connect);
            timeout = answer.Timeout ?? timeout;
            // The first connect is answered at once; only the second proves that the stream holds.
            if (!isFirst)
                _pause.Rest();
            Become(ChangeFeedState.Listening, Array.Find(_channels, channel => channel.Refusal is not null)?.Refusal);
            if (answer.Interval > TimeSpan.Zero)
                await Task.Delay(answer.Interval, _clock, cancellationToken);
            if (Array.FindAll(_channels, channel => !channel.IsSubscribed) is { Length: > 0 } missing && _clock.GetUtcNow() - _refusedAt >= RefusedPause)
                await SubscribeAsync(client, missing, cancellationToken);
        }
    }

    private static async Task<IReadOnlyList<BayeuxMessage>> HeldAsync(BayeuxClient client, JsonObject message, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            return await client.SendAsync([message], timeout + Grace, cancellationToken);
        }
        catch (ConnectorException e) when (e.InnerException is OperationCanceledException)
        {
            throw new ConnectorException(StreamFailures.Silent(timeout + Grace), e);
        }
    }

    /// <summary>The answer to our one message of this kind.</summary>
    private static BayeuxMessage MetaAnswer(IReadOnlyList<BayeuxMessage> answers, string channel)
    {
        var answer = answers.FirstOrDefault(a => a.Channel == channel);
        return answer.IsSuccessful && answer.Reconnect is null or "retry" ? answer : throw new StreamEndedException(answer);
    }

    private async Task TakeAsync(IReadOnlyList<BayeuxMessage> messages, CancellationToken cancellationToken)
    {
        _status = _status with { HeardAt = _clock.GetUtcNow() };
        foreach (var message in messages)
        {
            if (Array.Find(_channels, channel => channel.Name == message.Channel) is not { } channel || message.Data is not { } data)
                continue;
            cancellationToken.ThrowIfCancellationRequested();
            var change = ChangeEvent.Read(data);
            if (!change.IsOwn)
            {
                // Counted before it is passed on, so that whoever acts on it finds it counted.
                _status = _status with { Signals = _status.Signals + 1 };
                await _heard(change.ToSignal(channel.Kind));
            }

            channel.Position = change.ReplayId ?? channel.Position;
        }
    }

    /// <summary>Tells the server that we leave, so that it need not wait for us; what becomes of that does not matter.</summary>
    private static async Task FarewellAsync(BayeuxClient client)
    {
        if (client.ClientId is null)
            return;
        try
        {
            await client.SendAsync([client.Message(BayeuxMessage.Disconnect)], FarewellTime, CancellationToken.None);
        }
        catch (ConnectorException)
        {
            // The server forgets us by itself.
        }
    }

    private async Task PauseAsync(bool atOnce, CancellationToken cancellationToken)
    {
        var pause = _pause.Next();
        if (!atOnce)
            await Task.Delay(pause, _clock, cancellationToken);
    }

    private void Become(ChangeFeedState state, Failure? problem)
    {
        var before = _status;
        if (before.State == state && before.Problem == problem)
            return;
        _status = before with { State = state, Problem = problem, Since = before.State == state ? before.Since : _clock.GetUtcNow() };
        Changed?.Invoke(_status);
    }
}
