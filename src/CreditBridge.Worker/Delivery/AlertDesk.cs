using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Alerts;
using CreditBridge.Core.Engine;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Runs;
using CreditBridge.Core.Watch;
using CreditBridge.Storage;
using CreditBridge.Worker.Delivery.Webhooks;
using CreditBridge.Worker.Hosting;

namespace CreditBridge.Worker.Delivery;

/// <summary>Raises and tells alerts. One process does so at a time, whoever else shares the database.</summary>
internal sealed class AlertDesk : IDisposable
{
    private const string LeaseName = "alerts";
    private static readonly TimeSpan LeaseTime = TimeSpan.FromMinutes(10);

    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly HttpClient _http = WebhookChannel.Client();
    private readonly BridgeDatabase _database;
    private readonly TimeProvider _clock;
    private readonly TimeZoneInfo _zone;
    private readonly string _holder;
    private readonly AlertRun _run;
    private readonly AlertDispatch _dispatch;
    private readonly IPersonalChannels? _people;

    /// <summary>Puts the parts together; no I/O.</summary>
    public AlertDesk(LoadedConfiguration configuration, BridgeDatabase database, Abstractions.Sinks.IAlertSink? crm, RunSettings settings, TimeProvider clock)
    {
        var options = configuration.Options;
        (_database, _clock, _zone, _holder) = (database, clock, options.Bridge.Zone, settings.Holder);
        Mailer = new Mail.Mailer(options.Mail, configuration.BaseDirectory, clock);
        Channels = AlertChannels.Of(options, crm, Mailer, _http, clock);
        var rules = options.Alerts.ToRules(_zone);
        var watch = new WatchPass(database.Watch, database.SnapshotReader, database.Engine, options.Watch.Rules);
        _people = AlertChannels.PeopleOf(options, Mailer);
        _run = new AlertRun(watch, database.Alerts, database.Engine, Channels, rules, clock, _people, database.SnapshotReader);
        _dispatch = new AlertDispatch(database.Alerts, Channels, rules, settings, clock, Jitter.Next, _people);
    }

    /// <summary>Hands mail to the configured server.</summary>
    public Mail.IMailer Mailer { get; }

    /// <summary>Where alerts are told.</summary>
    public IReadOnlyList<IAlertChannel> Channels { get; }

    /// <summary>Who knows of conditions beside the watch list; added to before the first run.</summary>
    public IList<IAlertSource> Sources { get; } = [];

    /// <summary>Brings the watch list up to date and raises what is new; nothing is told.</summary>
    /// <param name="policy">The active policy.</param>
    /// <param name="touched">Accounts that were evaluated; null when there were too many to name.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <returns>Null when another process is at it.</returns>
    public Task<AlertRunReport?> RaiseAsync(CreditPolicy policy, IReadOnlyCollection<string>? touched, CancellationToken cancellationToken) =>
        AloneAsync(() => _run.RunAsync(policy, AsOf.At(_clock.GetUtcNow(), _zone), touched, [.. Sources], cancellationToken), cancellationToken);

    /// <summary>Whether a channel of which a name was stored is configured: one that tells every alert, or one to a single person.</summary>
    public bool IsConfigured(string channel) => Channels.Any(c => c.Name == channel) || _people?.Named(channel) is not null;

    /// <summary>Tells what is due, and gives up what has waited too long, also where nobody is told any more.</summary>
    /// <returns>Null when another process is at it.</returns>
    public async Task<AlertDispatchReport?> TellAsync(CancellationToken cancellationToken) =>
        Channels.Count == 0 && _people is null && (await _database.Alerts.ListWaitingChannelsAsync(cancellationToken)).Count == 0
            ? new AlertDispatchReport(0, [])
            : await AloneAsync(() => _dispatch.RunAsync(async () => await LeaseAsync(cancellationToken) is null, cancellationToken), cancellationToken);

    private async Task<T?> AloneAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
        where T : class
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (await LeaseAsync(cancellationToken) is not null)
                return null;
            try
            {
                return await work();
            }
            finally
            {
                await _database.Engine.ReleaseAsync(LeaseName, _holder, CancellationToken.None);
            }
        }
        finally
        {
            _one.Release();
        }
    }

    private Task<Lease?> LeaseAsync(CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        return _database.Engine.TryLeaseAsync(LeaseName, now, new Lease(_holder, now + LeaseTime), cancellationToken);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _http.Dispose();
        _one.Dispose();
    }
}
