using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Core.Runs;
using CreditBridge.TestKit.Simulation;
using CreditBridge.TestKit.Time;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Runs;

public sealed class DispatchRunTests : IAsyncLifetime, IAsyncDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly Failure Busy = new(FailureKind.Transient, "Busy.", "Wait.");

    private readonly MemoryOutbox _outbox = new();
    private readonly ManualClock _clock = new(Noon);
    private readonly ScriptedCrm _crm = new();
    private readonly DispatchRun _run;

    public DispatchRunTests() => _run = new DispatchRun(_outbox, new RunSettings("node"), _clock, () => 0.5);

    public Task InitializeAsync() => Task.CompletedTask;

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await _run.DisposeAsync();
        await _crm.DisposeAsync();
    }

    [Fact]
    public async Task Batches_AreAsLargeAsTheSinkAllows_TheUrgentFirst()
    {
        Put("a", WriteUrgency.Normal);
        Put("b", WriteUrgency.Hold);
        Put("c", WriteUrgency.Deal);
        _crm.Allow = _ => new WriteAllowance(2);

        var report = await RunAsync();

        _crm.Batches.Select(b => string.Concat(b.Select(w => w.Target.Key))).ShouldBe(["bc", "a"]);
        _crm.Asked.ShouldBe([new WriteBacklog(1, 1, 1), new WriteBacklog(0, 0, 1)]);
        _crm.Batches[0].Select(w => w.Urgency).ShouldBe([WriteUrgency.Hold, WriteUrgency.Deal]);
        report.Delivered.ShouldBe(3);
    }

    [Fact]
    public async Task HeldBack_LeavesTheLessUrgentWaiting_AndSaysWhy()
    {
        Put("a", WriteUrgency.Normal);
        Put("b", WriteUrgency.Hold);
        var spent = new Failure(FailureKind.Throttled, "Spent.", "Wait.");
        _crm.Allow = waiting => waiting.Holds > 0 ? new WriteAllowance(10) { Least = WriteUrgency.Hold, HeldBack = spent } : new WriteAllowance(0) { HeldBack = spent };

        var report = await RunAsync();

        (report.Delivered, report.HeldBack, report.Stopped).ShouldBe((1, spent, null));
        Entry("a")!.Attempts.ShouldBe(0);
    }

    [Fact]
    public async Task Write_KnowsWhatItIsBasedOn()
    {
        Put("a", WriteUrgency.Hold, hold: true, writtenAt: Noon.AddHours(-2));
        Put("b", WriteUrgency.Hold, hold: true, writtenAt: Noon.AddHours(-1));
        Put("c", WriteUrgency.Hold, hold: true);
        Put("d", WriteUrgency.Normal);
        foreach (var key in "abcd")
            _outbox.Stamps[Account(key.ToString())] = Noon.AddMinutes(-90);

        await RunAsync();

        _crm.Batches[0].Select(w => w.Basis).ShouldBe([Noon.AddMinutes(-90), Noon.AddHours(-1), Noon.AddMinutes(-90), null]);
        _outbox.Settled.ShouldAllBe(s => s.At == Noon.AddSeconds(3));
    }

    [Fact]
    public async Task Outcomes_AreSortedByWhatToDo()
    {
        foreach (var key in "abcde")
            Put(key.ToString(), WriteUrgency.Normal);
        _crm.Outcome = w => w.Target.Key switch
        {
            "a" => Busy,
            "b" => Busy with { Code = "PRECONDITION_FAILED" },
            "c" => new Failure(FailureKind.RecordRejected, "No.", "Ask."),
            "d" => new Failure(FailureKind.Gone, "Merged.", ""),
            _ => null,
        };

        var report = await RunAsync();

        (report.Delivered, report.Retrying, report.Conflicts, report.ParkedCount, report.Gone).ShouldBe((1, 2, 1, 1, 1));
        Entry("a")!.NotBefore.ShouldBe(Noon.AddSeconds(22.5));
        Entry("c")!.State.ShouldBe(Core.Outbox.OutboxState.Parked);
        Entry("d").ShouldBeNull();
        _outbox.Settled.Single(s => s.Entry.Target.Key == "d").MergedInto.ShouldBe("winner");

        _clock.Advance(TimeSpan.FromMinutes(1));
        await RunAsync();
        _crm.Batches[^1].Select(w => w.EarlierAttempts).ShouldBe([1, 1]);
    }

    [Fact]
    public async Task Login_ThatEndsHalfway_IsNoFaultOfTheRecords()
    {
        Put("a", WriteUrgency.Normal);
        _crm.Outcome = _ => new Failure(FailureKind.Authentication, "Out.", "Log in.");

        var report = await RunAsync();

        (report.ParkedCount, report.Stopped!.Kind).ShouldBe((0, FailureKind.Authentication));
        Entry("a")!.NotBefore.ShouldBe(Noon);
    }

    [Fact]
    public async Task Batch_InWhichNothingArrives_EndsTheRun()
    {
        for (var i = 0; i < 200; i++)
            Put($"{i:D3}", WriteUrgency.Normal);
        _crm.Allow = _ => new WriteAllowance(50);
        _crm.Outcome = _ => Busy;

        (await RunAsync()).Stopped.ShouldBe(Busy);

        _crm.Batches.Count.ShouldBe(1);
    }

    [Fact]
    public async Task SlowWrite_IsAwaitedOnTheCommandLine_AndFollowedByTheNext()
    {
        for (var i = 0; i < 5; i++)
            Put($"{i}", WriteUrgency.Normal);
        _crm.Allow = waiting => new WriteAllowance(3) { IsSlow = true, Most = WriteUrgency.Deal };

        var report = await RunAsync();

        (report.Delivered, report.UnderWay).ShouldBe((5, 0));
        _crm.Batches.Select(b => b.Count).ShouldBe([3, 2]);
    }

    [Fact]
    public async Task SlowWrite_RunsBesideTheCyclesOfAService_WhileHoldsGoOut()
    {
        _run.RunsSlowWritesBeside = true;
        Put("a", WriteUrgency.Normal);
        Put("b", WriteUrgency.Normal);
        using var gate = _crm.HoldUpSlowWrites();

        (await RunAsync()).UnderWay.ShouldBe(2);
        Put("z", WriteUrgency.Hold);
        var second = await RunAsync();
        (second.Delivered, second.UnderWay).ShouldBe((1, 2));

        gate.Open();
        _run.RunsSlowWritesBeside = false;
        var third = await RunAsync();
        (third.Delivered, third.UnderWay).ShouldBe((2, 0));
        Entry("a").ShouldBeNull();
    }

    [Fact]
    public async Task Hold_OnARecordOfASlowWrite_EndsItFirst()
    {
        _run.RunsSlowWritesBeside = true;
        Put("a", WriteUrgency.Normal);
        Put("b", WriteUrgency.Normal);
        using var gate = _crm.HoldUpSlowWrites();
        await RunAsync();

        Put("a", WriteUrgency.Hold, hold: true);
        var report = await RunAsync();

        report.Delivered.ShouldBe(1);
        _crm.Batches[^1].ShouldHaveSingleItem().Target.Key.ShouldBe("a");
        _crm.Batches[^1][0].EarlierAttempts.ShouldBe(1);
        Entry("b")!.NotBefore.ShouldNotBeNull("its slow write was ended, so it is tried again");
    }

    [Fact]
    public async Task HoldsInNumber_OnRecordsOfALargeSlowWrite_AllGoOut()
    {
        _run.RunsSlowWritesBeside = true;
        for (var i = 0; i < 300; i++)
            Put($"{i:D3}", WriteUrgency.Normal);
        using var gate = _crm.HoldUpSlowWrites(atOnce: 300);
        await RunAsync();

        for (var i = 0; i < 250; i++)
            Put($"{i:D3}", WriteUrgency.Hold, hold: true);
        var report = await RunAsync();

        (report.Delivered, report.Stopped).ShouldBe((250, null));
    }

    [Fact]
    public async Task Stopping_EndsASlowWriteAndRecordsHowFarItCame()
    {
        _run.RunsSlowWritesBeside = true;
        Put("a", WriteUrgency.Normal);
        using var gate = _crm.HoldUpSlowWrites();
        await RunAsync();

        await _run.DisposeAsync();

        _outbox.Settled.ShouldHaveSingleItem().Failure!.Kind.ShouldBe(FailureKind.Transient);
    }

    [Fact]
    public async Task Sink_ThatCannotBeAsked_StopsTheRun()
    {
        Put("a", WriteUrgency.Normal);
        _crm.Allow = _ => throw new ConnectorException(Busy);

        (await RunAsync()).Stopped.ShouldBe(Busy);

        Entry("a")!.Attempts.ShouldBe(0);
    }

    private static TargetRecord Account(string key) => new(RecordKind.Account, key);

    private Task<DispatchReport> RunAsync() => _run.RunAsync(_crm, null, CancellationToken.None);

    private Core.Outbox.OutboxEntry? Entry(string key) => _outbox[Account(key)];

    private void Put(string key, WriteUrgency urgency, bool hold = false, DateTimeOffset? writtenAt = null) => _outbox.Put(
        Account(key),
        urgency,
        new Dictionary<CreditField, FieldValue> { [hold ? CreditFields.Account.Hold : CreditFields.Account.Score] = hold ? FieldValue.Flag(true) : FieldValue.Number(1) },
        writtenAt);

    /// <summary>A CRM that does what a test says.</summary>
    private sealed class ScriptedCrm : IConnection, IFieldSink
    {
        private TaskCompletionSource? _gate;

        public Func<WriteBacklog, WriteAllowance> Allow { get; set; } = _ => new WriteAllowance(100);

        public Func<FieldWrite, Failure?> Outcome { get; set; } = _ => null;

        public List<WriteBacklog> Asked { get; } = [];

        public List<IReadOnlyList<FieldWrite>> Batches { get; } = [];

        public string Name => "crm";

        public IReadOnlyList<ISource> Sources => [];

        public IFieldSink Sink => this;

        public ConnectionUsage Usage => new(Batches.Count);

        public int BatchSize => 100;

        public IReadOnlyList<CheckFinding> Problems => [];

        public bool Accepts(CreditField field) => true;

        public ValueTask<WriteAllowance> AllowAsync(WriteBacklog waiting, CancellationToken cancellationToken)
        {
            Asked.Add(waiting);
            return ValueTask.FromResult(Allow(waiting));
        }

        /// <summary>From now on, what is not a hold is written slowly, one write at a time, until the gate opens.</summary>
        public Gate HoldUpSlowWrites(int atOnce = 100)
        {
            var gate = _gate = new TaskCompletionSource();
            var begun = false;
            Allow = waiting =>
            {
                if (waiting.Holds > 0)
                    return new WriteAllowance(100) { Least = WriteUrgency.Hold };
                var allowance = new WriteAllowance(begun ? 0 : atOnce) { IsSlow = true, Most = WriteUrgency.Deal, Lease = TimeSpan.FromHours(2) };
                begun = true;
                return allowance;
            };
            return new Gate(gate);
        }

        public async Task<IReadOnlyList<WriteOutcome>> WriteAsync(IReadOnlyList<FieldWrite> batch, CancellationToken cancellationToken)
        {
            lock (Batches)
                Batches.Add(batch);
            if (_gate is not null && batch[0].Urgency != WriteUrgency.Hold)
            {
                try
                {
                    await _gate.Task.WaitAsync(cancellationToken);
                }
                catch (OperationCanceledException)
                {
                    return [.. batch.Select(w => WriteOutcome.Failed(w.Target, Busy))];
                }
            }

            return [.. batch.Select(w => new WriteOutcome(w.Target, Outcome(w)) { At = Noon.AddSeconds(3), MergedInto = Outcome(w)?.Kind == FailureKind.Gone ? "winner" : null })];
        }

        public IAsyncEnumerable<CheckFinding> CheckAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        public sealed class Gate(TaskCompletionSource source) : IDisposable
        {
            public void Open() => source.TrySetResult();

            public void Dispose() => Open();
        }
    }
}
