using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Core.Engine;
using CreditBridge.Core.Outbox;

namespace CreditBridge.Core.Runs;

/// <summary>
/// Sends what the outbox holds, by priority, in batches of one counted call, until nothing may be sent now. Every record gets its own outcome:
/// acknowledged, to be tried again, or parked for a person.
/// </summary>
/// <param name="outbox">The outbox.</param>
/// <param name="settings">Leases and retries.</param>
/// <param name="clock">The clock.</param>
/// <param name="jitter">Gives numbers from 0 to 1 for spreading retries.</param>
public sealed class DispatchRun(IOutboxStore outbox, RunSettings settings, TimeProvider clock, Func<double> jitter)
{
    /// <summary>Sends everything that may be sent now.</summary>
    public async Task<DispatchReport> RunAsync(IConnection crm, IProgress<RunProgress>? progress, CancellationToken cancellationToken)
    {
        var sink = crm.Sink ?? throw new ArgumentException($"Connection '{crm.Name}' cannot be written to.", nameof(crm));
        var tally = new DispatchTally();
        var callsBefore = crm.Usage.Calls;
        while (tally.Stopped is null)
        {
            var now = clock.GetUtcNow();
            var leased = await outbox.LeaseAsync(crm.Name, sink.BatchSize, now, new Lease(settings.Holder, now + settings.DispatchLease), cancellationToken);
            if (leased.Count == 0)
                break;

            var settled = await SendAsync(sink, leased, tally, cancellationToken);
            await outbox.SettleAsync(settled, CancellationToken.None);
            progress?.Report(new RunProgress(RunStage.Writing, crm.Name, tally.Delivered, null));
        }

        return tally.ToReport(crm.Usage.Calls - callsBefore);
    }

    private async Task<IReadOnlyList<SettledEntry>> SendAsync(
        IFieldSink sink, IReadOnlyList<OutboxEntry> leased, DispatchTally tally, CancellationToken cancellationToken)
    {
        IReadOnlyList<WriteOutcome> outcomes;
        try
        {
            var batch = leased.Select(e => new FieldWrite(e.Target, e.Values) { ParentKey = e.ParentKey }).ToList();
            outcomes = await sink.WriteAsync(batch, cancellationToken);
        }
        catch (ConnectorException refused)
        {
            // Nothing was written and nothing can be. The entries keep their place in the queue: when the way is free again, holds still go first.
            tally.Stop(refused.Failure);
            return [.. leased.Select(e => new SettledEntry(e, null, refused.Failure, clock.GetUtcNow()))];
        }

        var settled = new List<SettledEntry>(leased.Count);
        for (var i = 0; i < leased.Count; i++)
            settled.Add(Settle(sink, leased[i], outcomes[i].Failure, tally));
        return settled;
    }

    private SettledEntry Settle(IFieldSink sink, OutboxEntry entry, Failure? failure, DispatchTally tally)
    {
        if (failure is null)
        {
            var acknowledged = entry.Values.Where(v => sink.Accepts(v.Key)).ToDictionary();
            tally.Deliver(acknowledged.Keys);
            return new SettledEntry(entry, acknowledged, null, null);
        }

        if (!failure.MayPass)
        {
            tally.Park(entry.Target, failure);
            return new SettledEntry(entry, null, failure, null);
        }

        if (failure.Kind == FailureKind.Throttled)
            tally.Stop(failure);
        tally.Retry();
        return new SettledEntry(entry, null, failure, clock.GetUtcNow() + (failure.RetryAfter ?? settings.RetryAfter(entry.Attempts, jitter())));
    }

    private sealed class DispatchTally
    {
        private const int MaxShown = 100;

        private readonly Dictionary<CreditField, long> _fields = [];
        private readonly List<(TargetRecord, Failure)> _parked = [];
        private long _parkedCount;
        private long _retrying;

        public long Delivered { get; private set; }

        public Failure? Stopped { get; private set; }

        public void Deliver(IEnumerable<CreditField> fields)
        {
            Delivered++;
            foreach (var field in fields)
                _fields[field] = _fields.GetValueOrDefault(field) + 1;
        }

        public void Park(TargetRecord target, Failure failure)
        {
            _parkedCount++;
            if (_parked.Count < MaxShown)
                _parked.Add((target, failure));
        }

        public void Retry() => _retrying++;

        public void Stop(Failure why) => Stopped ??= why;

        public DispatchReport ToReport(long calls) => new()
        {
            Delivered = Delivered,
            Fields = _fields,
            Retrying = _retrying,
            Parked = _parked,
            ParkedCount = _parkedCount,
            Stopped = Stopped,
            Calls = calls,
        };
    }
}
