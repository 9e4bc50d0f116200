using System.Diagnostics.Metrics;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Core.Runs;
using CreditBridge.Worker.Hosting;

namespace CreditBridge.Worker.Metrics;

/// <summary>
/// The service's figures for monitoring, as instruments of the meter "CreditBridge": any collector of .NET metrics, such as OpenTelemetry, can pick it up, and
/// <c>/metrics</c> shows the same in Prometheus's text format. No figure names a customer.
/// </summary>
internal sealed class BridgeMetrics : IDisposable
{
    private static readonly double[] DurationBuckets = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3_600];

    private readonly Bridge _bridge;
    private readonly Counter<long> _cycles, _read, _changed, _rejected, _evaluated, _decisions, _written, _retried, _refused, _gone, _conflicts, _drifted, _missed, _reviews;
    private readonly Histogram<double> _duration;
    private readonly BureauMetrics _bureaus;

    /// <summary>Begins to count the cycles of a bridge.</summary>
    public BridgeMetrics(Bridge bridge)
    {
        _bridge = bridge;
        Meter = new Meter(Name, BuildInfo.Version);
        _cycles = Meter.CreateCounter<long>("creditbridge.cycles", "{cycle}", "Cycles that ended, by result: ok, attention when something needs a person.");
        _duration = Meter.CreateHistogram("creditbridge.cycle.duration", "s", "Time that a cycle takes.", tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = DurationBuckets });
        _read = Meter.CreateCounter<long>("creditbridge.records.read", "{record}", "Records that sources gave, repeated ones included.");
        _changed = Meter.CreateCounter<long>("creditbridge.records.changed", "{record}", "Records that were new, changed or gone.");
        _rejected = Meter.CreateCounter<long>("creditbridge.records.rejected", "{record}", "Records that could not be read.");
        _evaluated = Meter.CreateCounter<long>("creditbridge.accounts.evaluated", "{account}", "Accounts that were evaluated.");
        _decisions = Meter.CreateCounter<long>("creditbridge.decisions", "{decision}", "Decisions that said something new.");
        _written = Meter.CreateCounter<long>("creditbridge.records.written", "{record}", "CRM records that were written.");
        _retried = Meter.CreateCounter<long>("creditbridge.records.retried", "{record}", "Writes that failed and are tried again.");
        _refused = Meter.CreateCounter<long>("creditbridge.records.refused", "{record}", "Writes that the CRM refused for good.");
        _gone = Meter.CreateCounter<long>("creditbridge.records.gone", "{record}", "Records that turned out to be deleted or merged away when they were written.");
        _conflicts = Meter.CreateCounter<long>("creditbridge.records.conflicts", "{record}", "Records that somebody changed between reading and writing.");
        _drifted = Meter.CreateCounter<long>("creditbridge.fields.drifted", "{field}", "Credit fields that somebody typed over in the CRM.");
        _missed = Meter.CreateCounter<long>("creditbridge.verification.missed", "{record}", "Records that reading had missed and a verification found.");
        _reviews = Meter.CreateCounter<long>("creditbridge.reviews", "{review}", "What became of reviews: opened, merged, decided, refused, withdrawn.");
        _bureaus = new BureauMetrics(Meter, () => bridge.LastBureaus);
        Observe();
        bridge.CycleEnded += Count;
    }

    /// <summary>Name of the meter.</summary>
    public static string Name => "CreditBridge";

    /// <summary>The meter.</summary>
    public Meter Meter { get; }

    /// <inheritdoc />
    public void Dispose()
    {
        _bridge.CycleEnded -= Count;
        Meter.Dispose();
    }

    private void Observe()
    {
        Meter.CreateObservableCounter("creditbridge.calls", () => PerConnection(u => u.Calls), "{call}", "Calls that the other system counts, since the process started.");
        Meter.CreateObservableGauge("creditbridge.org.calls.used", () => PerConnection(u => u.UsedInPeriod), "{call}", "Calls of all clients together in the period, as the other system states them.");
        Meter.CreateObservableGauge("creditbridge.org.calls.allowed", () => PerConnection(u => u.AllowedInPeriod), "{call}", "Calls allowed in the period, as the other system states them.");
        Meter.CreateObservableGauge("creditbridge.budget.used", () => PerConnection(u => u.OwnInPeriod), "{call}", "Calls used of the own budget of the day, all processes together.");
        Meter.CreateObservableGauge("creditbridge.budget.allowed", () => PerConnection(u => u.OwnBudget), "{call}", "The own budget of the day.");
        Meter.CreateObservableGauge("creditbridge.budget.reserved", () => PerConnection(u => u.ReservedForHolds), "{call}", "Of the own budget, what is kept for writing holds.");
        Meter.CreateObservableCounter("creditbridge.cycles.failed", () => _bridge.FailedCycles, "{cycle}", "Cycles that failed as a whole.");
        Meter.CreateObservableGauge("creditbridge.outbox.records", Outbox, "{record}", "Records that wait to be written, wait after a failure, or were refused, at the end of the last cycle.");
        Meter.CreateObservableGauge("creditbridge.reviews.open", Reviews, "{review}", "Open reviews at the end of the last cycle, by state of their clock: waiting for sales, in time, at risk, late.");
        Meter.CreateObservableGauge("creditbridge.feed.listening", Feeds, null, "1 when changes are heard of as they happen, 0 when only polling finds them.");
        Meter.CreateObservableGauge("creditbridge.cycle.last", () => Seconds(_bridge.LastCycleAt), "s", "When the last cycle ended, in seconds since 1970.");
        Meter.CreateObservableGauge("creditbridge.verification.last", () => Seconds(_bridge.LastVerification?.At), "s", "When the last verification ended, in seconds since 1970.");
        Meter.CreateObservableGauge("creditbridge.started", () => Seconds(_bridge.StartedAt), "s", "When the process started, in seconds since 1970.");
    }

    private void Count(CycleReport report)
    {
        _cycles.Add(1, new KeyValuePair<string, object?>("result", report.NeedsAttention ? "attention" : "ok"));
        _duration.Record(report.Duration.TotalSeconds);
        foreach (var source in report.Sync.Sources)
        {
            KeyValuePair<string, object?>[] tags = [new("connection", source.Connection), new("kind", source.Kind.ToString())];
            _read.Add(source.Result.Read, tags);
            _changed.Add(source.Result.Added + source.Result.Changed + source.Result.Removed, tags);
            _rejected.Add(source.Result.Rejected, tags);
        }

        _evaluated.Add(report.Evaluation.Accounts);
        _decisions.Add(report.Evaluation.NewDecisions);
        _written.Add(report.Dispatch?.Delivered ?? 0);
        _retried.Add(report.Dispatch?.Retrying ?? 0);
        _refused.Add(report.Dispatch?.ParkedCount ?? 0);
        _gone.Add(report.Dispatch?.Gone ?? 0);
        _conflicts.Add(report.Dispatch?.Conflicts ?? 0);
        _drifted.Add(report.Sync.Total.Drifted);
        _missed.Add(report.Verification?.Missed ?? 0);
        _bureaus.Count(report.Bureaus);
        var reviews = report.Evaluation.Reviews;
        foreach (var (count, what) in new[] { (reviews.Opened, "opened"), (reviews.Merged, "merged"), (reviews.Decided, "decided"), (reviews.Refused, "refused"), (reviews.Withdrawn, "withdrawn") })
            _reviews.Add(count, new KeyValuePair<string, object?>("what", what));
    }

    private IEnumerable<Measurement<long>> PerConnection(Func<ConnectionUsage, long?> figure) =>
        from connection in _bridge.Connections
        let value = figure(connection.Usage)
        where value is not null
        select new Measurement<long>(value.Value, new KeyValuePair<string, object?>("connection", connection.Name));

    private IEnumerable<Measurement<long>> Outbox() => _bridge.LastCycle?.Outbox is { } outbox
        ? [State(outbox.Pending, "waiting"), State(outbox.Retrying, "retrying"), State(outbox.Parked, "refused")]
        : [];

    private IEnumerable<Measurement<long>> Reviews() => _bridge.LastCycle?.Reviews is { } r
        ? [State(r.Waiting, "waiting"), State(r.Open - r.Waiting - r.AtRisk - r.Breached, "in time"), State(r.AtRisk, "at risk"), State(r.Breached, "late")]
        : [];

    private IEnumerable<Measurement<long>> Feeds() => _bridge.Connections.Where(c => c.Feed is not null).Select(c => new Measurement<long>(
        c.Feed!.Status.State == Abstractions.Sources.ChangeFeedState.Listening ? 1 : 0, new KeyValuePair<string, object?>("connection", c.Name)));

    private static Measurement<long> State(long value, string state) => new(value, new KeyValuePair<string, object?>("state", state));

    private static IEnumerable<Measurement<double>> Seconds(DateTimeOffset? moment) => moment is { } at ? [new Measurement<double>(at.ToUnixTimeMilliseconds() / 1000.0)] : [];
}
