using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Core.Engine;
using CreditBridge.Core.Outbox;

namespace CreditBridge.Core.Runs;

/// <summary>
/// Sends what the outbox holds, the most urgent first, in batches as large as the sink allows, until nothing may be sent now. Every record gets its own outcome:
/// acknowledged, to be tried again, parked for a person, or gone.
/// <para>
/// A slow write (many records by a cheaper way) does not hold up urgent ones: they go out while it runs, and a hold on a record that is part of it ends it early.
/// </para>
/// </summary>
/// <param name="outbox">The outbox.</param>
/// <param name="settings">Leases and retries.</param>
/// <param name="clock">The clock.</param>
/// <param name="jitter">Gives numbers from 0 to 1 for spreading retries.</param>
public sealed class DispatchRun(IOutboxStore outbox, RunSettings settings, TimeProvider clock, Func<double> jitter) : IAsyncDisposable
{
    /// <summary>A batch of this size in which nothing arrived for a passing reason says that the next one would not fare better.</summary>
    private const int TellingBatch = 50;

    private SlowWrite? _slow;

    /// <summary>Whether a slow write may outlast the run that began it, so that a later run settles it. Default: no, a run waits for it.</summary>
    public bool RunsSlowWritesBeside { get; set; }

    /// <summary>Completes when the slow write that runs now has ended, however it ended; completed when none runs. What it wrote is settled by the next run.</summary>
    public Task SlowWriteEnding => _slow is null ? Task.CompletedTask : _slow.Ending.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

    /// <summary>Sends everything that may be sent now.</summary>
    public async Task<DispatchReport> RunAsync(IConnection crm, IProgress<RunProgress>? progress, CancellationToken cancellationToken)
    {
        var sink = crm.Sink ?? throw new ArgumentException($"Connection '{crm.Name}' cannot be written to.", nameof(crm));
        var tally = new DispatchTally();
        var callsBefore = crm.Usage.Calls;
        await SettleSlowAsync(wait: false, tally, cancellationToken);
        while (true)
        {
            while (tally.Stopped is null && await SendNextAsync(crm.Name, sink, tally, cancellationToken))
                progress?.Report(new RunProgress(RunStage.Writing, crm.Name, tally.Delivered, null));
            if (_slow is null || RunsSlowWritesBeside)
                break;
            await SettleSlowAsync(wait: true, tally, cancellationToken);
            progress?.Report(new RunProgress(RunStage.Writing, crm.Name, tally.Delivered, null));
        }

        return tally.ToReport(crm.Usage.Calls - callsBefore, _slow?.Leased.Count ?? 0);
    }

    /// <summary>Ends a slow write that is still under way, and records how far it came.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_slow is null)
            return;
        await _slow.StopAsync();
        await SettleSlowAsync(wait: true, new DispatchTally(), CancellationToken.None);
    }

    /// <summary>Sends one batch; false when there is none to be sent now.</summary>
    private async Task<bool> SendNextAsync(string connection, IFieldSink sink, DispatchTally tally, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var now = clock.GetUtcNow();
        if (_slow is not null)
            await OvertakeAsync(connection, now, tally, cancellationToken);
        var waiting = await outbox.CountWaitingAsync(connection, now, cancellationToken);
        if (waiting.Total == 0)
            return false;

        WriteAllowance allowance;
        try
        {
            allowance = await sink.AllowAsync(waiting, cancellationToken);
        }
        catch (ConnectorException refused)
        {
            tally.Stop(refused.Failure);
            return false;
        }

        tally.HeldBack = allowance.HeldBack;
        if (allowance.Records <= 0 || (allowance.IsSlow && _slow is not null))
            return false;

        var lease = new Lease(settings.Holder, now + (allowance.Lease ?? settings.DispatchLease));
        var leased = await outbox.LeaseAsync(connection, allowance.Records, now, lease, cancellationToken, allowance.Most, allowance.Least);
        if (leased.Count == 0)
            return false;

        var batch = await ToBatchAsync(connection, leased, cancellationToken);
        if (allowance.IsSlow)
            _slow = new SlowWrite(sink, leased, batch);
        else
            await SettleAsync(sink, leased, () => sink.WriteAsync(batch, cancellationToken), isTelling: true, tally);
        return true;
    }

    private async Task<IReadOnlyList<FieldWrite>> ToBatchAsync(string connection, IReadOnlyList<OutboxEntry> leased, CancellationToken cancellationToken)
    {
        var holds = leased.Where(SetsHold).Select(e => e.Target).ToList();
        var stamps = holds.Count == 0
            ? new Dictionary<TargetRecord, DateTimeOffset>()
            : await outbox.GetStampsAsync(connection, holds, cancellationToken);
        return
        [
            .. leased.Select(e => new FieldWrite(e.Target, e.Values)
            {
                ParentKey = e.ParentKey,
                Urgency = e.Priority,
                Basis = Later(e.WrittenAt, stamps.TryGetValue(e.Target, out var stamp) ? stamp : null),
                EarlierAttempts = e.Attempts - 1,
            }),
        ];
    }

    /// <summary>Records the outcomes of a write; unless it was ended by ourselves, its failure as a whole is telling: the run ends.</summary>
    private async Task SettleAsync(
        IFieldSink sink, IReadOnlyList<OutboxEntry> leased, Func<Task<IReadOnlyList<WriteOutcome>>> write, bool isTelling, DispatchTally tally)
    {
        List<SettledEntry> settled;
        try
        {
            var outcomes = await write();
            settled = [.. leased.Select((entry, i) => Settle(sink, entry, outcomes[i], tally))];
            if (isTelling && leased.Count >= TellingBatch && outcomes.All(o => o.Failure is { MayPass: true }))
                tally.Stop(outcomes[0].Failure!);
        }
        catch (ConnectorException refused)
        {
            // Nothing was written and nothing can be. The entries keep their place in the queue: when the way is free again, holds still go first.
            if (isTelling)
                tally.Stop(refused.Failure);
            settled = [.. leased.Select(e => new SettledEntry(e, null, refused.Failure, clock.GetUtcNow()))];
        }

        await outbox.SettleAsync(settled, CancellationToken.None);
    }

    private SettledEntry Settle(IFieldSink sink, OutboxEntry entry, WriteOutcome outcome, DispatchTally tally)
    {
        if (outcome.Failure is not { } failure)
        {
            var acknowledged = entry.Values.Where(v => sink.Accepts(v.Key)).ToDictionary();
            tally.Deliver(acknowledged.Keys);
            return new SettledEntry(entry, acknowledged, null, null) { At = outcome.At };
        }

        switch (failure.Kind)
        {
            case FailureKind.Gone:
                tally.MissGone();
                return new SettledEntry(entry, null, failure, null) { MergedInto = outcome.MergedInto };
            case FailureKind.Authentication:
                // The login ended halfway. That is no fault of the record: it keeps its place.
                tally.Stop(failure);
                return new SettledEntry(entry, null, failure, clock.GetUtcNow());
            case FailureKind.Throttled or FailureKind.Transient:
                if (failure.Kind == FailureKind.Throttled)
                    tally.Stop(failure);
                tally.Retry(failure);
                return new SettledEntry(entry, null, failure, clock.GetUtcNow() + (failure.RetryAfter ?? settings.RetryAfter(entry.Attempts, jitter())));
            default:
                tally.Park(entry.Target, failure);
                return new SettledEntry(entry, null, failure, null);
        }
    }

    // A hold must not wait for minutes behind older values of its record; nor may these arrive after it. So the slow write ends first.
    private async Task OvertakeAsync(string connection, DateTimeOffset now, DispatchTally tally, CancellationToken cancellationToken)
    {
        if (!_slow!.Ending.IsCompleted && await outbox.CountHoldsBehindAsync(connection, settings.Holder, now, cancellationToken) > 0)
        {
            await _slow.StopAsync();
            await SettleSlowAsync(wait: true, tally, cancellationToken);
            return;
        }

        await SettleSlowAsync(wait: false, tally, cancellationToken);
    }

    private async Task SettleSlowAsync(bool wait, DispatchTally tally, CancellationToken cancellationToken)
    {
        if (_slow is not { } slow || (!wait && !slow.Ending.IsCompleted))
            return;
        await ((Task)slow.Ending).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        _slow = null;
        await using (slow)
            await SettleAsync(slow.Sink, slow.Leased, slow.OutcomesAsync, isTelling: !slow.WasStopped, tally);
    }

    private static bool SetsHold(OutboxEntry entry) => entry.Values.TryGetValue(CreditFields.Account.Hold, out var hold) && hold.Content is true;

    private static DateTimeOffset? Later(DateTimeOffset? a, DateTimeOffset? b) => a is null || b > a ? b : a;
}
