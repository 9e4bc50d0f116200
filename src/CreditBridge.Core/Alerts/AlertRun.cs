using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Engine;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Snapshots;
using CreditBridge.Core.Watch;

namespace CreditBridge.Core.Alerts;

/// <summary>
/// Raises alerts: brings the watch list up to date, asks who else knows of conditions, and stores what is new together with what is to be told. The first look ever tells nobody: what it
/// finds has been so for long.
/// </summary>
/// <param name="watch">The watch list.</param>
/// <param name="store">The alerts.</param>
/// <param name="engine">Where it is noted that alerts have been looked for.</param>
/// <param name="channels">The channels that tell every alert.</param>
/// <param name="rules">What is told.</param>
/// <param name="clock">The clock.</param>
/// <param name="people">Ways to tell single people; null when nobody is told by name.</param>
/// <param name="reader">Knows the users of the CRM; null when nobody in sales is told by name.</param>
public sealed class AlertRun(
    WatchPass watch, IAlertStore store, IEngineStore engine, IReadOnlyList<IAlertChannel> channels, AlertRules rules, TimeProvider clock, IPersonalChannels? people = null,
    ISnapshotReader? reader = null)
{
    private const string BegunName = "alerts/begun";
    private static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    /// <summary>Raises what is new.</summary>
    /// <param name="policy">The active policy.</param>
    /// <param name="asOf">The moment.</param>
    /// <param name="touched">Accounts that were evaluated; null when there were too many to name.</param>
    /// <param name="sources">Who else knows of conditions.</param>
    /// <param name="cancellationToken">Stops between batches; the next run goes on.</param>
    public async Task<AlertRunReport> RunAsync(CreditPolicy policy, AsOf asOf, IReadOnlyCollection<string>? touched, IReadOnlyList<IAlertSource> sources, CancellationToken cancellationToken)
    {
        var silent = await engine.GetValueAsync(BegunName, cancellationToken) is null;
        var raised = 0L;
        var looked = await watch.RunAsync(policy, asOf, silent ? null : touched, async batch =>
        {
            var known = await store.ReadAsync([.. batch.Accounts.SelectMany(a => WatchAlerts.KeysOf(a.AccountKey))], cancellationToken);
            var gone = batch.Accounts.Where(a => a.Case is null).Select(a => a.AccountKey).ToHashSet(StringComparer.Ordinal);
            await SettleAsync(known, [.. batch.Accounts.SelectMany(WatchAlerts.Of)], silent, a => a.AccountKey is { } key && gone.Contains(key));
        }, cancellationToken);
        if (silent)
            await engine.SetValueAsync(BegunName, clock.GetUtcNow().ToString("O"), cancellationToken);

        foreach (var source in sources)
        {
            var conditions = await source.FindAsync(asOf, cancellationToken);
            var lasting = await store.ListLastingAsync(source.Kinds, cancellationToken);
            var before = await store.ReadAsync([.. conditions.Select(c => c.Key).Except(lasting.Select(a => a.Alert.Key), StringComparer.Ordinal)], cancellationToken);
            await SettleAsync([.. lasting, .. before], conditions, quietly: false, _ => false);
        }

        await store.PruneAsync(clock.GetUtcNow() - Kept, cancellationToken);
        return new AlertRunReport(looked, raised);

        async Task SettleAsync(IReadOnlyList<RaisedAlert> known, IReadOnlyList<Alert> conditions, bool quietly, Func<Alert, bool> isGone)
        {
            var now = clock.GetUtcNow();
            var changes = AlertBook.Settle(known, [.. conditions.Where(c => rules.Wants(c.Kind))], now, rules.CoolDown, quietly, a => isGone(a) || !rules.Wants(a.Kind));
            if (changes.IsEmpty)
                return;
            changes = changes with { Raised = await ForSalesAsync(changes.Raised, cancellationToken) };
            var deliveries = DeliveriesOf(changes.Raised, channels, people);
            // What another alert says wherever it is told is kept, so that it is known, and shown to nobody a second time.
            changes = changes with { Raised = [.. changes.Raised.Select(a => a.ToldIn is null || deliveries.Any(d => d.AlertId == a.Id) ? a : a with { IsSilent = true })] };
            await store.SaveAsync(changes, deliveries, cancellationToken);
            raised += changes.Raised.Count(a => a is { IsSilent: false, ToldIn: null });
        }
    }

    // Only the users whom something new is for are read.
    private async Task<IReadOnlyList<RaisedAlert>> ForSalesAsync(IReadOnlyList<RaisedAlert> raised, CancellationToken cancellationToken)
    {
        var wanted = raised.Where(a => !a.IsSilent).SelectMany(a => a.Alert.ForSales ?? []).ToHashSet(StringComparer.Ordinal);
        if (people is null || reader is null || wanted.Count == 0)
            return raised;
        var users = new Dictionary<string, UserRecord>(StringComparer.Ordinal);
        foreach (var stored in await reader.ReadRecordsAsync(RecordKind.User, wanted, cancellationToken))
        {
            var user = (UserRecord)RecordCodec.Decode(RecordKind.User, stored.Payload);
            users[user.Key] = user;
        }

        return [.. raised.Select(a => a.IsSilent ? a : a with { Alert = AlertOwners.Named(a.Alert, users, address => people.To(address) is not null) })];
    }

    /// <summary>The deliveries of alerts that were raised together: what another one says, too, goes only where that one does not.</summary>
    public static IReadOnlyList<AlertDelivery> DeliveriesOf(IReadOnlyCollection<RaisedAlert> raised, IReadOnlyList<IAlertChannel> channels, IPersonalChannels? people = null)
    {
        var all = raised.Where(a => !a.IsSilent).SelectMany(a => DeliveriesOf(a, channels, people)).ToList();
        var both = raised.Where(a => a.ToldIn is not null).ToDictionary(a => a.Id, a => a.ToldIn, StringComparer.Ordinal);
        return [.. all.Where(d => !both.TryGetValue(d.AlertId, out var other) || !all.Exists(o => o.AlertId == other && string.Equals(o.Channel, d.Channel, StringComparison.OrdinalIgnoreCase)))];
    }

    /// <summary>One delivery for each channel that tells the alert, and for each person whom it is for; whoever hears of every alert hears of it once.</summary>
    public static IEnumerable<AlertDelivery> DeliveriesOf(RaisedAlert alert, IReadOnlyList<IAlertChannel> channels, IPersonalChannels? people = null) => channels
        .Concat(people is null ? [] : (alert.Alert.People ?? []).Select(p => p.Address is { } address ? people.To(address) : null).OfType<IAlertChannel>())
        .Where(c => c.Tells(alert.Alert)).Select(c => c.Name).Distinct(StringComparer.OrdinalIgnoreCase).Select(name => new AlertDelivery(alert.Id, name) { NotBefore = alert.RaisedAt });
}

/// <summary>What a run came to.</summary>
/// <param name="Accounts">Accounts that were looked at.</param>
/// <param name="Raised">Alerts that were raised.</param>
public sealed record AlertRunReport(long Accounts, long Raised);
