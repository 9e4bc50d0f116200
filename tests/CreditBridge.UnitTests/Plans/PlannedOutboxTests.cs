using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Core.Engine;
using CreditBridge.Core.Outbox;
using CreditBridge.Core.Plans;
using CreditBridge.TestKit.Simulation;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Plans;

public sealed class PlannedOutboxTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private readonly MemoryOutbox _outbox = new();

    [Fact]
    public async Task OnlyTheChosen_AreHandedOut_TheUrgentFirst_EachOnce()
    {
        var planned = Choose(Put("a", WriteUrgency.Normal), Put("b", WriteUrgency.Hold), Put("c", WriteUrgency.Deal));
        Put("z", WriteUrgency.Hold);

        (await planned.CountWaitingAsync("crm", Noon, default)).ShouldBe(new WriteBacklog(1, 1, 1));
        (await LeaseAsync(planned, 2)).ShouldBe(["b", "c"]);
        (await LeaseAsync(planned, 2)).ShouldBe(["a"]);
        (await LeaseAsync(planned, 2)).ShouldBeEmpty();
        _outbox[new TargetRecord(RecordKind.Account, "z")]!.Attempts.ShouldBe(0);
    }

    [Fact]
    public async Task WhatWasReplacedOrTakenMeanwhile_IsPassedOver()
    {
        var planned = Choose(Put("a", WriteUrgency.Normal), Put("b", WriteUrgency.Normal), Put("c", WriteUrgency.Normal));
        Put("a", WriteUrgency.Hold);
        await _outbox.LeaseAsync("crm", [new EntryVersion(new TargetRecord(RecordKind.Account, "b"), 1)], Noon, new Lease("other", Noon.AddMinutes(5)), default);

        (await LeaseAsync(planned, 1)).ShouldBe(["c"]);
        planned.Left.ShouldBe(0);
        _outbox[new TargetRecord(RecordKind.Account, "a")]!.Attempts.ShouldBe(0);
    }

    private static async Task<string[]> LeaseAsync(PlannedOutbox planned, int max) =>
        [.. (await planned.LeaseAsync("crm", max, Noon, new Lease("node", Noon.AddMinutes(5)), default)).Select(e => e.Target.Key)];

    private PlannedOutbox Choose(params (EntryVersion, WriteUrgency)[] entries) => new(_outbox, entries);

    private (EntryVersion, WriteUrgency) Put(string key, WriteUrgency urgency)
    {
        var target = new TargetRecord(RecordKind.Account, key);
        _outbox.Put(target, urgency, new Dictionary<CreditField, FieldValue> { [CreditFields.Account.Score] = FieldValue.Number(1m) });
        return (new EntryVersion(target, _outbox[target]!.Version), urgency);
    }
}
