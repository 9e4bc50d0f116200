using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Core.Accounts;
using CreditBridge.Core.Engine;
using CreditBridge.Core.Outbox;
using Shouldly;
using Xunit;

namespace CreditBridge.TestKit.Stores;

/// <summary>Contract of <see cref="IOutboxStore"/> where it concerns urgency, what the CRM said when, and records that are gone.</summary>
public abstract class UrgencyConformance : StoreConformance
{
    private Task<IReadOnlyList<OutboxEntry>> SendAsync(WriteUrgency most = WriteUrgency.Hold, WriteUrgency least = WriteUrgency.Normal, int max = 100, DateTimeOffset? now = null) =>
        Stores.Outbox.LeaseAsync(Crm, max, now ?? Noon, new Lease("node", (now ?? Noon).AddMinutes(5)), None, most, least);

    private Task PutAllAsync() => PutAsync("a", Outgoing.Put("a", 1), Outgoing.PutDeal("d", "a", 1), Outgoing.Put("h", 1, WriteUrgency.Hold), Outgoing.Put("n", 1));

    private async Task<OutboxEntry?> EntryAsync(string account) =>
        (await Stores.Outbox.GetStandingAsync(Crm, [Outgoing.Account(account)], None)).GetValueOrDefault(Outgoing.Account(account))?.Entry;

    [Theory]
    [InlineData(WriteUrgency.Hold, WriteUrgency.Hold, "h")]
    [InlineData(WriteUrgency.Hold, WriteUrgency.Deal, "h d")]
    [InlineData(WriteUrgency.Deal, WriteUrgency.Normal, "d a n")]
    [InlineData(WriteUrgency.Normal, WriteUrgency.Normal, "a n")]
    [InlineData(WriteUrgency.Hold, WriteUrgency.Normal, "h d a n")]
    public async Task Lease_TakesOnlyTheUrgenciesThatWereAskedFor(WriteUrgency most, WriteUrgency least, string expected)
    {
        await PutAllAsync();
        (await SendAsync(most, least)).Select(e => e.Target.Key).ShouldBe(expected.Split(' '));
    }

    [Fact]
    public async Task WhatMayBeSentNow_IsCountedByUrgency()
    {
        (await Stores.Outbox.CountWaitingAsync(Crm, Noon, None)).ShouldBe(new WriteBacklog(0, 0, 0));
        await PutAllAsync();
        (await Stores.Outbox.CountWaitingAsync(Crm, Noon, None)).ShouldBe(new WriteBacklog(1, 1, 2));
        (await Stores.Outbox.CountWaitingAsync("other", Noon, None)).Total.ShouldBe(0);

        var hold = (await SendAsync(least: WriteUrgency.Hold)).Single();
        (await Stores.Outbox.CountWaitingAsync(Crm, Noon, None)).ShouldBe(new WriteBacklog(0, 1, 2), "another worker has it");
        (await Stores.Outbox.CountWaitingAsync(Crm, Noon.AddMinutes(5), None)).Holds.ShouldBe(1, "its lease ran out");
        var busy = new Failure(FailureKind.Transient, "Busy.", "Wait.");
        await Stores.Outbox.SettleAsync([new SettledEntry(hold, null, busy, Noon.AddMinutes(1))], None);
        (await Stores.Outbox.CountWaitingAsync(Crm, Noon, None)).Holds.ShouldBe(0, "it waits after a failure");
        (await Stores.Outbox.CountWaitingAsync(Crm, Noon.AddMinutes(1), None)).Holds.ShouldBe(1);
        var deal = (await SendAsync(WriteUrgency.Deal, WriteUrgency.Deal)).Single();
        await Stores.Outbox.SettleAsync([new SettledEntry(deal, null, busy with { Kind = FailureKind.RecordRejected }, null)], None);
        (await Stores.Outbox.CountWaitingAsync(Crm, Noon.AddDays(1), None)).Deals.ShouldBe(0, "it is parked");
    }

    [Fact]
    public async Task WhenTheCrmAnswered_IsKnown_AndNeverMovesBack()
    {
        foreach (var (answer, expected) in new (int? Answer, int? Expected)[] { (10, 10), (5, 10), (20, 20), (null, null), (7, 7) })
        {
            await PutAsync("a", Outgoing.Put("a", _score++));
            var sent = (await SendAsync()).Single();
            await Stores.Outbox.SettleAsync([new SettledEntry(sent, sent.Values, null, null) { At = answer is { } s ? Noon.AddSeconds(s) : null }], None);
            await PutAsync("a", Outgoing.Put("a", _score++));
            (await EntryAsync("a")).ShouldNotBeNull().WrittenAt.ShouldBe(expected is { } e ? Noon.AddSeconds(e) : null);
        }
    }

    private int _score;

    [Fact]
    public async Task GoneRecord_LosesItsEntry_AndTheAccountThatTookItsPlaceIsMarked()
    {
        await ApplyAccountAsync("w");
        await TakeDueAsync();
        await PutAsync("a", Outgoing.Put("a", 1));
        var sent = (await SendAsync()).Single();
        await PutAsync("a", Outgoing.Put("a", 2));
        await Stores.Outbox.SettleAsync([new SettledEntry(sent, null, new Failure(FailureKind.Gone, "Merged.", "Nothing to do."), null) { MergedInto = "w" }], None);
        (await EntryAsync("a")).ShouldBeNull("newer values would not arrive either");
        (await SendAsync(now: Noon.AddDays(1))).ShouldBeEmpty();
        (await TakeDueAsync()).ShouldContain("w");
    }

    [Fact]
    public async Task Settling_AndCompleting_SideBySide_DoNotBlockEachOther()
    {
        var keys = Enumerable.Range(0, 40).Select(i => $"a{i:00}").ToArray();
        for (var round = 0; round < 5; round++)
        {
            await ApplyAsync(Crm, [.. keys.Select(k => Row.Account(k, $"{k} {round}"))]);
            var due = await LeaseAsync();
            await Stores.Accounts.CompleteAsync([.. due.Select(d => new EvaluatedAccount(d, null, null, [Outgoing.Put(d.AccountKey, round)]))], None);
            var sent = await SendAsync();
            // The newer values are put while the older ones are under way, so that settling has to mark the accounts.
            await ApplyAsync(Crm, [.. keys.Select(k => Row.Account(k, $"{k} again {round}"))]);
            due = await LeaseAsync();
            await Task.WhenAll(
                Task.Run(() => Stores.Accounts.CompleteAsync([.. due.Reverse().Select(d => new EvaluatedAccount(d, null, null, [Outgoing.TakeAway(d.AccountKey)]))], None)),
                Task.Run(() => Stores.Outbox.SettleAsync([.. sent.Reverse().Select(e => new SettledEntry(e, e.Values, null, null))], None)));
        }

        (await Stores.Outbox.CountAsync(None)).Pending.ShouldBe(0);
    }
}
