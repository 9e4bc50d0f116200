using System.Security.Cryptography;
using System.Text;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Core.Runs;

namespace CreditBridge.Core.Alerts;

/// <summary>
/// Tells what waits, channel by channel; what one channel cannot do holds up no other. Which alerts go into a message is stored before it is sent: killed in between, the same message goes
/// out again under the same identity, and none is lost. What is told of one review or account comes in the order in which it happened: an older message that waits to be tried again is
/// tried before a newer one about the same.
/// </summary>
/// <param name="store">The alerts.</param>
/// <param name="channels">The channels.</param>
/// <param name="rules">Quiet hours, and how long is tried.</param>
/// <param name="settings">How long is waited between attempts.</param>
/// <param name="clock">The clock.</param>
/// <param name="jitter">A number from 0 to 1, so that several do not repeat in step.</param>
/// <param name="people">Ways to tell single people; null when nobody is told by name.</param>
public sealed class AlertDispatch(
    IAlertStore store, IReadOnlyList<IAlertChannel> channels, AlertRules rules, RunSettings settings, TimeProvider clock, Func<double> jitter, IPersonalChannels? people = null)
{
    private const int MostAtOnce = 500;
    private static readonly TimeSpan PauseForPeople = TimeSpan.FromMinutes(15);

    /// <summary>Tells what is due.</summary>
    /// <param name="stillOurs">Asked before each message; false stops, because somebody else tells by now. Null: always.</param>
    /// <param name="cancellationToken">Stops between messages.</param>
    public async Task<AlertDispatchReport> RunAsync(Func<Task<bool>>? stillOurs, CancellationToken cancellationToken)
    {
        var (told, givenUp, failures) = (0L, 0L, new List<(string, Failure)>());
        foreach (var (name, channel) in await ChannelsAsync(cancellationToken))
        {
            if (stillOurs is not null && !await stillOurs())
                return new AlertDispatchReport(told, failures) { GivenUp = givenUp };
            var (waiting, late) = await InTimeAsync(name, channel, cancellationToken);
            givenUp += late;
            if (channel is null)
                continue;
            var ready = await ReadyAsync(channel, waiting, cancellationToken);
            for (var i = 0; i < ready.Count; i++)
            {
                if (stillOurs is not null && !await stillOurs())
                    return new AlertDispatchReport(told, failures) { GivenUp = givenUp };
                if (await TellAsync(channel, ready[i], cancellationToken) is { } failure)
                {
                    failures.Add((channel.Name, failure));
                    if (failure.Kind != FailureKind.RecordRejected)
                        await HoldBackAsync(channel, ready[i], ready[(i + 1)..], failure, cancellationToken);
                    break;
                }

                told += ready[i].Count;
            }
        }

        return new AlertDispatchReport(told, failures) { GivenUp = givenUp };
    }

    // Those for which something waits: first those that hear of everything, then people, and channels that nobody has configured any more.
    private async Task<IReadOnlyList<(string Name, IAlertChannel? Channel)>> ChannelsAsync(CancellationToken cancellationToken)
    {
        var names = await store.ListWaitingChannelsAsync(cancellationToken);
        return
        [
            .. channels.Where(c => names.Contains(c.Name)).Select(c => (c.Name, c)),
            .. names.Where(n => channels.All(c => c.Name != n)).Select(n => (n, people?.Named(n))),
        ];
    }

    // What waits, but for what has waited so long that it would be told as news although it is none.
    private async Task<(IReadOnlyList<WaitingAlert> Waiting, long GivenUp)> InTimeAsync(string name, IAlertChannel? channel, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var why = channel is null
            ? new Failure(FailureKind.Configuration, $"{name} is not configured any more.", "Configure it again to hear of what comes; what was given up is not told later.")
            : new Failure(FailureKind.Transient, "It was not told in time (Alerts:GiveUpHours): nothing was sent, or the channel was off.", "What it says may have changed since; look at the account or review.");
        for (var givenUp = 0L; ;)
        {
            var waiting = await store.ListWaitingAsync(name, MostAtOnce, cancellationToken);
            var late = waiting.Where(w => now > LastChance(w.Alert, channel)).ToList();
            if (late.Count > 0)
                await store.SaveAsync([.. late.Select(w => w.Delivery with { State = DeliveryState.GivenUp, LastFailure = w.Delivery.LastFailure ?? why })], cancellationToken);
            givenUp += late.Count;
            if (late.Count < MostAtOnce)
                return ([.. waiting.Except(late)], givenUp);
        }
    }

    // How long telling is tried counts from the moment at which it could be told: after it was collected, and after quiet hours.
    private DateTimeOffset LastChance(RaisedAlert alert, IAlertChannel? channel)
    {
        var first = alert.RaisedAt + (channel?.Collects ?? TimeSpan.Zero);
        return (channel is { KeepsQuiet: false } ? first : rules.Quiet.EndOf(first)) + rules.GiveUpAfter;
    }

    // Messages that were made before and are to be sent again, then those that are made now; with each that is due, the older ones about the same.
    private async Task<List<List<WaitingAlert>>> ReadyAsync(IAlertChannel channel, IReadOnlyList<WaitingAlert> waiting, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var quiet = channel.KeepsQuiet && rules.Quiet.IsQuiet(now);
        var messages = waiting.Where(w => w.Delivery.Message is not null).GroupBy(w => w.Delivery.Message!, StringComparer.Ordinal).Select(g => g.ToList())
            .Where(m => !quiet || m.Any(BreaksQuiet)).ToList();
        var fresh = waiting.Where(w => w.Delivery.Message is null && w.Delivery.NotBefore <= now && (!quiet || BreaksQuiet(w))).ToList();
        if (fresh.Any(w => w.Alert.Alert.Severity == AlertSeverity.Critical || now - w.Alert.RaisedAt >= channel.Collects))
        {
            foreach (var chunk in fresh.Chunk(channel.MostAtOnce))
            {
                var id = MessageId(chunk);
                List<WaitingAlert> message = [.. chunk.Select(w => w with { Delivery = w.Delivery with { Message = id } })];
                await store.SaveAsync([.. message.Select(w => w.Delivery)], cancellationToken);
                messages.Add(message);
            }
        }

        var ready = new List<List<WaitingAlert>>();
        foreach (var message in Enumerable.Reverse(messages))
        {
            if (message.All(w => w.Delivery.NotBefore <= now) || ready.Exists(m => IsBehind(m, message)))
                ready.Insert(0, message);
        }

        return ready;
    }

    // What is about the same as a message that could not be told waits as well: by the pauses of its own attempts, but no longer than that message is tried.
    private async Task HoldBackAsync(IAlertChannel channel, List<WaitingAlert> failed, List<List<WaitingAlert>> later, Failure failure, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        List<List<WaitingAlert>> waiting = [failed];
        foreach (var message in later.Where(m => waiting.Exists(w => IsBehind(m, w))))
        {
            waiting.Add(message);
            var until = waiting[0].Max(w => LastChance(w.Alert, channel));
            await store.SaveAsync([.. message.Select(w => Paused(w, failure, now)).Select(d => d.NotBefore > until ? d with { NotBefore = until } : d)], cancellationToken);
        }
    }

    // Whether a message tells of something that is told of in another one, and happened after that.
    private static bool IsBehind(List<WaitingAlert> message, List<WaitingAlert> other) =>
        message.Exists(m => other.Exists(o => o.Alert.RaisedAt < m.Alert.RaisedAt && o.Alert.Alert.Subject == m.Alert.Alert.Subject));

    private bool BreaksQuiet(WaitingAlert waiting) => rules.CriticalBreaksQuiet && waiting.Alert.Alert.Severity == AlertSeverity.Critical;

    private async Task<Failure?> TellAsync(IAlertChannel channel, List<WaitingAlert> message, CancellationToken cancellationToken)
    {
        var sent = new AlertMessage(message[0].Delivery.Message!, [.. message.Select(w => w.Alert)], clock.GetUtcNow());
        Failure? failure;
        try
        {
            failure = await channel.TellAsync(sent, cancellationToken);
        }
#pragma warning disable CA1031 // A defect of one channel must not keep the others from telling.
        catch (Exception defect) when (defect is not OperationCanceledException)
#pragma warning restore CA1031
        {
            failure = new Failure(FailureKind.Fatal, $"A defect: {defect.GetType().Name}.", "Please report it with the log.");
        }

        var now = clock.GetUtcNow();
        await store.SaveAsync([.. message.Select(w => failure is null
            ? w.Delivery with { State = DeliveryState.Told, ToldAt = now, LastFailure = null, Attempts = w.Delivery.Attempts + 1 }
            : Failed(w, channel, failure, now))], cancellationToken);
        return failure;
    }

    private AlertDelivery Failed(WaitingAlert waiting, IAlertChannel channel, Failure failure, DateTimeOffset now) => Paused(waiting, failure, now) with
    {
        State = failure.Kind == FailureKind.RecordRejected || now >= LastChance(waiting.Alert, channel) ? DeliveryState.GivenUp : DeliveryState.Waiting,
    };

    private AlertDelivery Paused(WaitingAlert waiting, Failure failure, DateTimeOffset now)
    {
        var attempts = waiting.Delivery.Attempts + 1;
        var pause = settings.RetryAfter(attempts, jitter());
        // What only a person can repair is not worth asking for every minute.
        if (!failure.MayPass && pause < PauseForPeople)
            pause = PauseForPeople;
        if (failure.RetryAfter is { } asked && asked > pause)
            pause = asked < settings.LongestRetry ? asked : settings.LongestRetry;
        return waiting.Delivery with { Attempts = attempts, LastFailure = failure, NotBefore = now + pause };
    }

    private static string MessageId(WaitingAlert[] alerts) => alerts.Length == 1 ? alerts[0].Alert.Id
        : "m-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', alerts.Select(a => a.Alert.Id)))))[..16];
}

/// <summary>What telling came to.</summary>
/// <param name="Told">Alerts that were told, once per channel.</param>
/// <param name="Failures">What failed, by channel; of each channel the first.</param>
public sealed record AlertDispatchReport(long Told, IReadOnlyList<(string Channel, Failure Failure)> Failures)
{
    /// <summary>Alerts that were given up without being tried once more, because they had waited too long; once per channel.</summary>
    public long GivenUp { get; init; }
}
