using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Sinks;

namespace CreditBridge.TestKit.Simulation;

/// <summary>Writes into a simulated CRM as one process does, and fails in every way that a network and an org can.</summary>
public sealed class SimulatedOrgSink(SimulatedOrg org, SimulatedFaults faults, string process) : IFieldSink
{
    private const int SlowFrom = 8;
    private static readonly FailureKind Passing = FailureKind.Transient;

    public int BatchSize => 5;

    public IReadOnlyList<CheckFinding> Problems => [];

    public bool Accepts(CreditField field) => true;

    public bool IsShownAs(CreditField field, FieldValue written, FieldValue shown) => (written.Content, shown.Content) switch
    {
        (decimal a, decimal b) => Math.Abs(a - b) < 0.01m,
        (string a, string b) => a.ReplaceLineEndings("\n").Trim() == b.ReplaceLineEndings("\n").Trim(),
        _ => written == shown,
    };

    public ValueTask<WriteAllowance> AllowAsync(WriteBacklog waiting, CancellationToken cancellationToken) => ValueTask.FromResult(
        waiting.Deals + waiting.Others >= SlowFrom && waiting.Holds == 0
            ? new WriteAllowance(50) { Most = WriteUrgency.Deal, IsSlow = true, Lease = TimeSpan.FromMinutes(30) }
            : new WriteAllowance(BatchSize));

    public async Task<IReadOnlyList<WriteOutcome>> WriteAsync(IReadOnlyList<FieldWrite> batch, CancellationToken cancellationToken)
    {
        var job = org.Locked(() => Begin(batch));
        if (job is null)
            return org.Locked(() => WriteNow(batch));
        await using var stop = cancellationToken.Register(() => org.Locked(() => job.End()));
        return await job.Outcomes;
    }

    internal bool Owns(SimulatedJob job) => job.Process == process;

    private SimulatedJob? Begin(IReadOnlyList<FieldWrite> batch)
    {
        // A slow write begins on a thread of its own; one whose process died before that is never sent.
        if (org.Sink != this)
            throw new SimulatedCrashException("before a slow write began");
        org.Tick();
        org.WriteCalls++;
        // What a process that has died left behind must not go on beside this one: its values may be older.
        if (org.Job is { } left && left.Process != process)
            left.End();
        return batch.Count <= BatchSize ? null : org.Job = new SimulatedJob(org, batch, process);
    }

    private List<WriteOutcome> WriteNow(IReadOnlyList<FieldWrite> batch)
    {
        if (faults.Happens("login refused"))
            throw new ConnectorException(new Failure(FailureKind.Authentication, "The login was refused (simulated).", "Try again."));
        if (faults.Happens("request lost"))
            return Everything(batch, "The request was lost (simulated).");
        var outcomes = batch.Select(w => faults.Happens("record locked") ? Failed(w, "The record is locked (simulated).") : Write(org, w)).ToList();
        faults.MayCrash("after the CRM applied a batch");
        return faults.Happens("response lost") ? Everything(batch, "The response was lost (simulated).") : outcomes;
    }

    /// <summary>Writes one record; a hold that is set only if nobody has changed the record since.</summary>
    internal static WriteOutcome Write(SimulatedOrg org, FieldWrite write)
    {
        var setsHold = write.Values.TryGetValue(CreditFields.Account.Hold, out var hold) && hold.Content is true;
        return org.Write(write, conditional: setsHold && write.EarlierAttempts < 2) switch
        {
            null => WriteOutcome.Delivered(write.Target) with { At = org.Now },
            { IsGone: true } gone => WriteOutcome.Failed(write.Target, new Failure(FailureKind.Gone, "The record is deleted (simulated).", "Nothing to do.")) with { MergedInto = gone.MergedInto },
            { IsLocked: true } => Failed(write, "The record is locked (simulated)."),
            _ => WriteOutcome.Failed(write.Target, new Failure(Passing, "The record was changed (simulated).", "It is read again.") { Code = "PRECONDITION_FAILED" }),
        };
    }

    internal static WriteOutcome Failed(FieldWrite write, string why) => WriteOutcome.Failed(write.Target, new Failure(Passing, why, "Try again."));

    private static List<WriteOutcome> Everything(IReadOnlyList<FieldWrite> batch, string why) => [.. batch.Select(w => Failed(w, why))];
}

/// <summary>A slow write: some records every few seconds, whether its process still lives or not.</summary>
internal sealed class SimulatedJob(SimulatedOrg org, IReadOnlyList<FieldWrite> batch, string process)
{
    private readonly TaskCompletionSource<IReadOnlyList<WriteOutcome>> _outcomes = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<WriteOutcome> _done = [];
    private DateTimeOffset _next = org.Now.AddSeconds(20);
    private bool _isWriting;

    public string Process => process;

    public Task<IReadOnlyList<WriteOutcome>> Outcomes => _outcomes.Task;

    /// <summary>Goes on with what it should have done by now.</summary>
    public void Advance(DateTimeOffset now)
    {
        // Writing itself looks at the clock.
        if (_isWriting)
            return;
        _isWriting = true;
        for (; _next <= now && _done.Count < batch.Count; _next = _next.AddSeconds(5))
        {
            foreach (var write in batch.Skip(_done.Count).Take(4))
                _done.Add(SimulatedOrgSink.Write(org, write));
        }

        _isWriting = false;
        if (_done.Count == batch.Count)
            End();
    }

    /// <summary>Ends it; what it has not written fails in passing.</summary>
    public bool End()
    {
        if (org.Job == this)
            org.Job = null;
        // A row of such a write is acknowledged with the moment at which its end is known.
        return _outcomes.TrySetResult(
        [
            .. _done.Select(o => o.IsDelivered ? o with { At = org.Now } : o),
            .. batch.Skip(_done.Count).Select(w => SimulatedOrgSink.Failed(w, "The slow write was ended (simulated).")),
        ]);
    }
}
