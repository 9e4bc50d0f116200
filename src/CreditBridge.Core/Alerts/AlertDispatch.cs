using System.Security.Cryptography;
using System.Text;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Core.Runs;

namespace CreditBridge.Core.Alerts;

/// <summary>
/// Tells what waits, channel by channel; what one channel cannot do holds up no other. Which alerts go into a message is stored before it is sent: killed in between, the same message goes
/// out again under the same identity, and none is lost.
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
        var (told, failures) = (0L, new List<(string, Failure)>());
        foreach (var channel in await ChannelsAsync(cancellationToken))
        {
            var waiting = await store.ListWaitingAsync(channel.Name, MostAtOnce, cancellationToken);
            foreach (var message in await ReadyAsync(channel, waiting, cancellationToken))
            {
                if (stillOurs is not null && !await stillOurs())
                    return new AlertDispatchReport(told, failures);
                if (await TellAsync(channel, message, cancellationToken) is { } failure)
                {
                    failures.Add((channel.Name, failure));
                    break;
                }

                told += message.Count;
            }
        }

        return new AlertDispatchReport(told, failures);
    }

    // Those that hear of everything, then the people for whom something waits.
    private async Task<IReadOnlyList<IAlertChannel>> ChannelsAsync(CancellationToken cancellationToken)
    {
        if (people is null)
            return channels;
        var names = await store.ListWaitingChannelsAsync(cancellationToken);
        return [.. channels, .. names.Where(n => channels.All(c => c.Name != n)).Select(people.Named).OfType<IAlertChannel>()];
    }

    // Messages that were made before and are to be sent again, then those that are made now.
    private async Task<List<List<WaitingAlert>>> ReadyAsync(IAlertChannel channel, IReadOnlyList<WaitingAlert> waiting, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var quiet = channel.KeepsQuiet && rules.Quiet.IsQuiet(now);
        var ready = waiting.Where(w => w.Delivery.Message is not null).GroupBy(w => w.Delivery.Message!, StringComparer.Ordinal).Select(g => g.ToList())
            .Where(m => m.All(w => w.Delivery.NotBefore <= now) && (!quiet || m.Any(BreaksQuiet))).ToList();
        var fresh = waiting.Where(w => w.Delivery.Message is null && w.Delivery.NotBefore <= now && (!quiet || BreaksQuiet(w))).ToList();
        if (fresh.Count == 0 || !fresh.Any(w => w.Alert.Alert.Severity == AlertSeverity.Critical || now - w.Alert.RaisedAt >= channel.Collects))
            return ready;
        foreach (var chunk in fresh.Chunk(channel.MostAtOnce))
        {
            var id = MessageId(chunk);
            List<WaitingAlert> message = [.. chunk.Select(w => w with { Delivery = w.Delivery with { Message = id } })];
            await store.SaveAsync([.. message.Select(w => w.Delivery)], cancellationToken);
            ready.Add(message);
        }

        return ready;
    }

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
            : Failed(w, failure, now))], cancellationToken);
        return failure;
    }

    private AlertDelivery Failed(WaitingAlert waiting, Failure failure, DateTimeOffset now)
    {
        var attempts = waiting.Delivery.Attempts + 1;
        var pause = settings.RetryAfter(attempts, jitter());
        // What only a person can repair is not worth asking for every minute.
        if (!failure.MayPass && pause < PauseForPeople)
            pause = PauseForPeople;
        if (failure.RetryAfter is { } asked && asked > pause)
            pause = asked < settings.LongestRetry ? asked : settings.LongestRetry;
        return waiting.Delivery with
        {
            Attempts = attempts,
            LastFailure = failure,
            NotBefore = now + pause,
            State = failure.Kind == FailureKind.RecordRejected || now - waiting.Alert.RaisedAt >= rules.GiveUpAfter ? DeliveryState.GivenUp : DeliveryState.Waiting,
        };
    }

    private static string MessageId(WaitingAlert[] alerts) => alerts.Length == 1 ? alerts[0].Alert.Id
        : "m-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', alerts.Select(a => a.Alert.Id)))))[..16];
}

/// <summary>What telling came to.</summary>
/// <param name="Told">Alerts that were told, once per channel.</param>
/// <param name="Failures">What failed, by channel; of each channel the first.</param>
public sealed record AlertDispatchReport(long Told, IReadOnlyList<(string Channel, Failure Failure)> Failures);
