using CreditBridge.Abstractions.Sinks;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Fields;
using CreditBridge.Core.Engine;
using CreditBridge.Core.Outbox;
using Shouldly;
using Xunit;

namespace CreditBridge.TestKit.Stores;

/// <summary>Contract of <see cref="IOutboxStore"/>.</summary>
public abstract class OutboxStoreConformance : StoreConformance
{
    private static readonly Failure Busy = new(FailureKind.Transient, "Busy.", "Wait.") { Code = "LOCK", Where = "001A", RetryAfter = TimeSpan.FromSeconds(3), Fields = ["A__c"] };
    private static readonly Failure Refused = new(FailureKind.RecordRejected, "A validation rule refused it.", "Change the rule.");

    private Task<IReadOnlyList<OutboxEntry>> SendAsync(DateTimeOffset? now = null, int max = 100) =>
        Stores.Outbox.LeaseAsync(Crm, max, now ?? Noon, new Lease("node", (now ?? Noon).AddMinutes(5)), None);

    private Task SettleAsync(params SettledEntry[] settled) => Stores.Outbox.SettleAsync(settled, None);

    private static SettledEntry Delivered(OutboxEntry entry) => new(entry, entry.Values, null, null);

    private async Task<RecordStanding?> StandingAsync(string account = "a") =>
        (await Stores.Outbox.GetStandingAsync(Crm, [Outgoing.Account(account)], None)).GetValueOrDefault(Outgoing.Account(account));

    private static decimal? Score(IReadOnlyDictionary<CreditField, FieldValue>? values) => (decimal?)values?.GetValueOrDefault(CreditFields.Account.Score).Content;

    [Fact]
    public async Task Entry_Leased_ComesAsItWasPut_WithOneAttempt()
    {
        await PutAsync("a", Outgoing.PutDeal("d", "a", 12.50m));
        var entry = (await SendAsync()).ShouldHaveSingleItem();
        entry.Connection.ShouldBe(Crm);
        entry.Target.ShouldBe(Outgoing.Deal("d"));
        entry.ParentKey.ShouldBe("a");
        entry.Values.ShouldBe(Outgoing.Headroom(12.50m));
        entry.Priority.ShouldBe(WriteUrgency.Deal);
        entry.State.ShouldBe(OutboxState.Pending);
        entry.Attempts.ShouldBe(1);
        entry.LastFailure.ShouldBeNull();
        (await SendAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Lease_GoesByPriorityThenParent_AndTakesNoMoreThanAsked()
    {
        await PutAsync("b", Outgoing.Put("b", 1), Outgoing.PutDeal("d2", "b", 1));
        await PutAsync("a", Outgoing.Put("a", 1, WriteUrgency.Hold), Outgoing.PutDeal("d3", "a", 1), Outgoing.PutDeal("d1", "c", 1));
        (await SendAsync(max: 2)).Select(e => e.Target.Key).ShouldBe(["a", "d3"]);
        (await SendAsync()).Select(e => e.Target.Key).ShouldBe(["d2", "d1", "b"]);
    }

    [Fact]
    public async Task Lease_OfGivenEntries_TakesOnlyThese_AndOnlyInTheirVersion()
    {
        await PutAsync("a", Outgoing.Put("a", 1), Outgoing.PutDeal("d", "a", 1));
        await PutAsync("b", Outgoing.Put("b", 1));
        var seen = new List<EntryVersion>();
        await foreach (var entry in Stores.Outbox.ListByAccountAsync(Crm, None))
            seen.Add(new EntryVersion(entry.Target, entry.Version));
        seen.Select(e => e.Target.Key).ShouldBe(["a", "d", "b"]);
        await PutAsync("b", Outgoing.Put("b", 2));

        var lease = new Lease("node", Noon.AddMinutes(5));
        var leased = await Stores.Outbox.LeaseAsync(Crm, [seen[0], seen[2]], Noon, lease, None);
        leased.ShouldHaveSingleItem().Target.ShouldBe(Outgoing.Account("a"), "the values of b were replaced");
        leased[0].Attempts.ShouldBe(1);
        (await Stores.Outbox.LeaseAsync(Crm, seen, Noon, lease, None)).ShouldHaveSingleItem().Target.ShouldBe(Outgoing.Deal("d"), "a is under way");
        (await Stores.Outbox.LeaseAsync("other", seen, Noon, lease, None)).ShouldBeEmpty();
        (await SendAsync()).ShouldHaveSingleItem().Target.ShouldBe(Outgoing.Account("b"));
    }

    [Fact]
    public async Task Lease_IsForOneConnection_AndRunsOut()
    {
        await PutAsync("a", Outgoing.Put("a", 1));
        (await Stores.Outbox.LeaseAsync("other", 10, Noon, new Lease("node", Noon.AddMinutes(5)), None)).ShouldBeEmpty();
        (await SendAsync()).Count.ShouldBe(1);
        (await SendAsync(Noon.AddMinutes(4))).ShouldBeEmpty();
        (await SendAsync(Noon.AddMinutes(5))).ShouldHaveSingleItem().Attempts.ShouldBe(2);
    }

    [Fact]
    public async Task Hold_PutWhileItsRecordIsBeingWritten_WaitsBehindTheWrite()
    {
        await PutAsync("a", Outgoing.Put("a", 1), Outgoing.Put("b", 1));
        var entry = (await SendAsync()).Single(e => e.Target.Key == "a");
        (await BehindAsync("node")).ShouldBe(0);

        await PutAsync("a", Outgoing.Put("a", 2, WriteUrgency.Hold));
        (await BehindAsync("node")).ShouldBe(1);
        (await BehindAsync("other")).ShouldBe(0);
        (await Stores.Outbox.CountWaitingAsync(Crm, Noon, None)).Total.ShouldBe(0);

        await SettleAsync(Delivered(entry));
        (await BehindAsync("node")).ShouldBe(0);
        (await Stores.Outbox.CountWaitingAsync(Crm, Noon, None)).ShouldBe(new WriteBacklog(1, 0, 0));

        Task<long> BehindAsync(string holder) => Stores.Outbox.CountHoldsBehindAsync(Crm, holder, Noon, None);
    }

    [Fact]
    public async Task Stamps_AreThoseOfTheRecordsAsRead()
    {
        await ApplyAsync(Crm, Row.Account("a") with { ChangedAt = Noon.AddHours(-1) }, Row.Account("b") with { ChangedAt = null });

        var stamps = await Stores.Outbox.GetStampsAsync(Crm, [Outgoing.Account("a"), Outgoing.Account("b"), Outgoing.Deal("a"), Outgoing.Account("c")], None);

        stamps.ShouldHaveSingleItem().ShouldBe(KeyValuePair.Create(Outgoing.Account("a"), Noon.AddHours(-1)));
    }

    // A hold waited for the third attempt, because somebody had changed a field that is not read, before it was read again.
    [Fact]
    public async Task Stamps_AreOfTheLastReading_AlsoWhenNothingThatIsReadHasChanged()
    {
        var row = Row.Account("a") with { ChangedAt = Noon.AddHours(-1) };
        await ApplyAsync(Crm, row, Row.Account("b") with { ChangedAt = Noon.AddHours(-1) });
        (await ApplyAsync(Crm, row with { ChangedAt = Noon })).Changed.ShouldBe(0);

        var stamps = await Stores.Outbox.GetStampsAsync(Crm, [Outgoing.Account("a"), Outgoing.Account("b")], None);

        (stamps[Outgoing.Account("a")], stamps[Outgoing.Account("b")]).ShouldBe((Noon, Noon.AddHours(-1)));
    }

    [Fact]
    public async Task Delivered_IsAcknowledged_AndTheEntryGoes()
    {
        await PutAsync("a", Outgoing.Put("a", 61.5m));
        await SettleAsync(Delivered((await SendAsync()).Single()));
        var standing = await StandingAsync();
        standing.ShouldNotBeNull().Entry.ShouldBeNull();
        standing.Acknowledged.ShouldBe(Outgoing.Score(61.5m));
        (await Stores.Outbox.CountAsync(None)).ShouldBe(new OutboxCounts(0, 0, 0));
        (await SendAsync(Noon.AddDays(1))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Acknowledged_GathersField_ByField_EmptyValuesIncluded()
    {
        await PutAsync("a", Outgoing.Put("a", 1));
        var sent = (await SendAsync()).Single();
        var band = new Dictionary<CreditField, FieldValue> { [CreditFields.Account.Band] = FieldValue.Text("B"), [CreditFields.Account.Hold] = FieldValue.Flag(true) };
        await SettleAsync(new SettledEntry(sent, band, null, null));
        await PutAsync("a", Outgoing.Put("a", 2));
        await SettleAsync(new SettledEntry((await SendAsync()).Single(), Outgoing.Score(null), null, null));

        var acknowledged = (await StandingAsync())!.Acknowledged;
        acknowledged.Count.ShouldBe(3);
        acknowledged[CreditFields.Account.Band].ShouldBe(FieldValue.Text("B"));
        acknowledged[CreditFields.Account.Score].IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public async Task Standing_OfUnknownRecords_IsAbsent()
    {
        await PutAsync("a", Outgoing.Put("a", 1));
        var standing = await Stores.Outbox.GetStandingAsync(Crm, [Outgoing.Account("a"), Outgoing.Account("b"), Outgoing.Deal("a")], None);
        standing.Keys.ShouldBe([Outgoing.Account("a")]);
        Score(standing.Values.Single().Entry!.Values).ShouldBe(1);
        (await Stores.Outbox.GetStandingAsync("other", [Outgoing.Account("a")], None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task NewValues_ReplaceTheOldInPlace_AndCountUpTheVersion()
    {
        await PutAsync("a", Outgoing.Put("a", 1));
        var first = (await StandingAsync())!.Entry!;
        await PutAsync("a", Outgoing.Put("a", 2, WriteUrgency.Hold));
        (await Stores.Outbox.CountAsync(None)).Pending.ShouldBe(1);
        var second = (await SendAsync()).ShouldHaveSingleItem();
        Score(second.Values).ShouldBe(2);
        second.Priority.ShouldBe(WriteUrgency.Hold);
        second.Version.ShouldBeGreaterThan(first.Version);
    }

    [Fact]
    public async Task ReplacedWhileUnderWay_Delivered_StaysPendingAtOnce()
    {
        await PutAsync("a", Outgoing.Put("a", 1));
        var sent = (await SendAsync()).Single();
        await PutAsync("a", Outgoing.Put("a", 2));
        (await SendAsync()).ShouldBeEmpty("newer values must not overtake those under way");

        await SettleAsync(Delivered(sent));

        Score((await StandingAsync())!.Acknowledged).ShouldBe(1);
        var next = (await SendAsync()).ShouldHaveSingleItem();
        Score(next.Values).ShouldBe(2);
        next.Attempts.ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ReplacedWhileUnderWay_Failed_IsPendingAtOnce_WithItsAttempts(bool retry)
    {
        await PutAsync("a", Outgoing.Put("a", 1));
        var sent = (await SendAsync()).Single();
        await PutAsync("a", Outgoing.Put("a", 2));
        await SettleAsync(new SettledEntry(sent, null, retry ? Busy : Refused, retry ? Noon.AddHours(1) : null));
        var next = (await SendAsync()).ShouldHaveSingleItem();
        Score(next.Values).ShouldBe(2);
        next.Attempts.ShouldBe(2);
        (await StandingAsync())!.Acknowledged.ShouldBeEmpty();
    }

    [Fact]
    public async Task EqualValuesPutAgain_ChangeNothing()
    {
        await PutAsync("a", Outgoing.Put("a", 1));
        var sent = (await SendAsync()).Single();
        await PutAsync("a", Outgoing.Put("a", 1.0m));
        await SettleAsync(Delivered(sent));
        (await StandingAsync())!.Entry.ShouldBeNull();
    }

    [Fact]
    public async Task Retry_WaitsForItsTime_AndKeepsTheFailure()
    {
        await PutAsync("a", Outgoing.Put("a", 1));
        await SettleAsync(new SettledEntry((await SendAsync()).Single(), null, Busy, Noon.AddMinutes(10)));

        (await Stores.Outbox.CountAsync(None)).ShouldBe(new OutboxCounts(1, 1, 0));
        (await SendAsync(Noon.AddMinutes(9))).ShouldBeEmpty();
        var again = (await SendAsync(Noon.AddMinutes(10))).ShouldHaveSingleItem();
        again.Attempts.ShouldBe(2);
        again.NotBefore.ShouldBe(Noon.AddMinutes(10));
        var failure = again.LastFailure.ShouldNotBeNull();
        failure.Fields.ShouldBe(Busy.Fields);
        (failure with { Fields = Busy.Fields }).ShouldBe(Busy);
    }

    [Fact]
    public async Task Parked_WaitsForNewValues()
    {
        await PutAsync("a", Outgoing.Put("a", 1));
        await SettleAsync(new SettledEntry((await SendAsync()).Single(), null, Refused, null));
        (await Stores.Outbox.CountAsync(None)).ShouldBe(new OutboxCounts(0, 0, 1));
        (await SendAsync(Noon.AddDays(1))).ShouldBeEmpty();

        await PutAsync("a", Outgoing.Put("a", 1));
        (await StandingAsync())!.Entry!.State.ShouldBe(OutboxState.Parked);
        await PutAsync("a", Outgoing.Put("a", 2));
        var next = (await SendAsync()).ShouldHaveSingleItem();
        next.LastFailure.ShouldBeNull();
    }

    [Fact]
    public async Task Unpark_TakesOnlyTheNamedKinds()
    {
        await PutAsync("a", Outgoing.Put("a", 1), Outgoing.Put("b", 1));
        var sent = await SendAsync();
        await SettleAsync(new SettledEntry(sent[0], null, Refused, null), new SettledEntry(sent[1], null, Refused with { Kind = FailureKind.Configuration }, null));

        (await Stores.Outbox.UnparkAsync([FailureKind.Configuration, FailureKind.Authentication], None)).ShouldBe(1);
        (await Stores.Outbox.UnparkAsync([], None)).ShouldBe(0);

        (await SendAsync()).ShouldHaveSingleItem().Target.Key.ShouldBe("b");
        (await Stores.Outbox.CountAsync(None)).Parked.ShouldBe(1);
    }

    [Fact]
    public async Task List_GivesEntriesOfAState_InTheOrderOfSending()
    {
        await PutAsync("a", Outgoing.Put("a", 1), Outgoing.Put("b", 1), Outgoing.Put("c", 1, WriteUrgency.Hold));
        await SettleAsync(new SettledEntry((await SendAsync(max: 1)).Single(), null, Refused, null));
        (await ListAsync(OutboxState.Pending, 10)).ShouldBe(["a", "b"]);
        (await ListAsync(OutboxState.Pending, 1)).ShouldBe(["a"]);
        (await ListAsync(OutboxState.Parked, 10)).ShouldBe(["c"]);
    }

    [Fact]
    public async Task TakenAway_IsNeverSent_AndWhatWasAcknowledgedStays()
    {
        await PutAsync("a", Outgoing.Put("a", 1));
        await SettleAsync(Delivered((await SendAsync()).Single()));
        await PutAsync("a", Outgoing.Put("a", 2));
        await PutAsync("a", Outgoing.TakeAway("a"), Outgoing.TakeAway("never put"));
        (await SendAsync()).ShouldBeEmpty();
        (await StandingAsync())!.Entry.ShouldBeNull();
        Score((await StandingAsync())!.Acknowledged).ShouldBe(1);
    }

    [Fact]
    public async Task TakenAwayWhileUnderWay_ButDelivered_IsAcknowledged_AndTheAccountIsLookedAtAgain()
    {
        await PutAsync("a", Outgoing.Put("a", 1));
        var sent = (await SendAsync()).Single();
        await PutAsync("a", Outgoing.TakeAway("a"));
        await SettleAsync(Delivered(sent));
        Score((await StandingAsync())!.Acknowledged).ShouldBe(1);
        (await TakeDueAsync()).ShouldBe(["a"]);
    }

    [Fact]
    public async Task PutAgainAfterTakingAway_IsNotTakenForTheOneUnderWay()
    {
        await PutAsync("a", Outgoing.Put("a", 1));
        var sent = (await SendAsync()).Single();
        await PutAsync("a", Outgoing.TakeAway("a"));
        await PutAsync("a", Outgoing.Put("a", 2));
        await SettleAsync(Delivered(sent));
        Score((await SendAsync()).ShouldHaveSingleItem().Values).ShouldBe(2);
    }

    [Fact]
    public async Task LateNewsOfALostLease_DoesNotDisturbTheNewHolder()
    {
        await PutAsync("a", Outgoing.Put("a", 1));
        var slow = (await SendAsync()).Single();
        var quick = (await SendAsync(Noon.AddMinutes(10))).Single();
        await SettleAsync(new SettledEntry(slow, null, Busy, Noon));
        (await SendAsync(Noon.AddMinutes(11))).ShouldBeEmpty();
        await SettleAsync(Delivered(quick));
        await SettleAsync(Delivered(slow));
        (await StandingAsync())!.Entry.ShouldBeNull();
        (await TakeDueAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task ManySenders_LeaseEveryEntryExactlyOnce()
    {
        await PutAsync("a", [.. Enumerable.Range(0, 400).Select(i => Outgoing.PutDeal($"d{i:000}", $"p{i % 9}", i))]);
        var senders = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            var mine = new List<string>();
            while (await SendAsync(max: 25) is { Count: > 0 } leased)
            {
                await SettleAsync([.. leased.Select(Delivered)]);
                mine.AddRange(leased.Select(e => e.Target.Key));
            }

            return mine;
        })));
        senders.SelectMany(s => s).Count().ShouldBe(400);
        senders.SelectMany(s => s).Distinct().Count().ShouldBe(400);
    }

    private async Task<string[]> ListAsync(OutboxState state, int max)
    {
        var keys = new List<string>();
        await foreach (var entry in Stores.Outbox.ListAsync(state, max, None))
            keys.Add(entry.Target.Key);
        return [.. keys];
    }

    [Fact]
    public async Task Plan_IsWorkedOut_OnTheStandingAtThatMoment()
    {
        var seen = new List<RecordStanding?>();
        var look = new OutboxChange(Crm, Outgoing.Account("a"), standing =>
        {
            seen.Add(standing);
            return OutboxPlan.Keep;
        });

        await PutAsync("a", look);
        await PutAsync("a", Outgoing.Put("a", 1));
        var sent = (await SendAsync()).Single();
        await PutAsync("a", look);
        await SettleAsync(Delivered(sent));
        await PutAsync("a", look);

        seen[0].ShouldBeNull();
        seen[^2].ShouldNotBeNull().Entry.ShouldNotBeNull().Attempts.ShouldBe(1, "it is under way: its values may arrive");
        seen[^1].ShouldNotBeNull().Acknowledged.ShouldBe(Outgoing.Score(1));
    }

    [Fact]
    public async Task Overtaken_ByAnEntryWithoutItsFields_TheDeliveredWriteMarksTheAccount()
    {
        await PutAsync("a", Outgoing.Put("a", 1));
        var sent = (await SendAsync()).Single();
        var other = new Dictionary<CreditField, FieldValue> { [CreditFields.Account.Band] = FieldValue.Text("Low") };
        await PutAsync("a", new OutboxChange(Crm, Outgoing.Account("a"), _ => OutboxPlan.Put(new OutboxEntry(Crm, Outgoing.Account("a"), "a", other, WriteUrgency.Normal, 0))));

        await SettleAsync(Delivered(sent));

        (await Stores.Accounts.CountDueAsync(Noon, None)).ShouldBe(1, "the CRM shows a score that nothing else would correct");
    }
}
