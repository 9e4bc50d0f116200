using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Accounts;
using CreditBridge.Core.Drift;
using CreditBridge.Core.Engine;
using CreditBridge.Core.Outbox;
using CreditBridge.Core.Snapshots;
using Shouldly;
using Xunit;

namespace CreditBridge.TestKit.Stores;

/// <summary>What storing a page does with what its records show, and the contract of <see cref="IDriftStore"/>.</summary>
public abstract class DriftConformance : StoreConformance
{
    private static readonly DriftRules Reassert = new(DriftPolicy.Default, (_, ours, theirs) => ours == theirs);
    private static readonly DriftRules Respect = Reassert with { Policy = new DriftPolicy(DriftMode.Respect, new HashSet<CreditField>()) };

    /// <summary>Puts a score, sends it and has it acknowledged at noon.</summary>
    private async Task WriteAsync(string account, decimal score)
    {
        await PutAsync(account, Outgoing.Put(account, score));
        await DeliverAsync(0);
    }

    private async Task DeliverAsync(int second)
    {
        var sent = await Stores.Outbox.LeaseAsync(Crm, 10, Noon, new Lease("node", Noon.AddMinutes(5)), None);
        await Stores.Outbox.SettleAsync([.. sent.Select(e => new SettledEntry(e, e.Values, null, null) { At = Noon.AddSeconds(second) })], None);
    }

    private Task<IngestResult> ShowAsync(string account, decimal score, int second = 60, DriftRules? rules = null) => Stores.Snapshots.ApplyAsync(
        Page(Crm, RecordKind.Account) with
        {
            Shown = [new ShownRecord(account, Outgoing.Score(score)) { ChangedAt = Noon.AddSeconds(second), ChangedBy = "005A" }],
            Drift = rules ?? Reassert,
            ReadAt = Noon.AddSeconds(second + 1),
        },
        None);

    private async Task<RecordStanding> StandingAsync(string account) => (await Stores.Outbox.GetStandingAsync(Crm, [Outgoing.Account(account)], None))[Outgoing.Account(account)];

    private static decimal? Score(IReadOnlyDictionary<CreditField, FieldValue> values) => (decimal?)values[CreditFields.Account.Score].Content;

    [Fact]
    public async Task TypedOverField_IsReported_CountsAsAcknowledged_AndMarksTheAccount()
    {
        await WriteAsync("a", 61);
        await WriteAsync("b", 70);
        (await TakeDueAsync()).ShouldBeEmpty();

        (await ShowAsync("a", 99)).Drifted.ShouldBe(1);

        (await TakeDueAsync(Noon.AddHours(1))).ShouldBe(["a"]);
        Score((await StandingAsync("a")).Acknowledged).ShouldBe(99);
        var field = (await Stores.Drift.ListAsync(10, None)).ShouldHaveSingleItem();
        (field.Connection, field.Target, field.Field, field.Ours, field.Theirs).ShouldBe(
            (Crm, Outgoing.Account("a"), CreditFields.Account.Score, FieldValue.Number(61), FieldValue.Number(99)));
        (field.ChangedBy, field.ChangedAt, field.SeenAt, field.State).ShouldBe(("005A", Noon.AddSeconds(60), Noon.AddSeconds(61), DriftState.Reasserted));
        (await Stores.Drift.CountAsync(None)).ShouldBe(new DriftCounts(1, 0, 0));
    }

    [Fact]
    public async Task OwnWriteComingBack_IsNone_WhateverTheOrder()
    {
        await WriteAsync("a", 61);
        (await ShowAsync("a", 61)).Drifted.ShouldBe(0);
        (await ShowAsync("a", 50, second: 0)).Drifted.ShouldBe(0, "read before the write, or in its second");
        (await ShowAsync("a", 50, second: -30)).Drifted.ShouldBe(0);
        await PutAsync("a", Outgoing.Put("a", 62));
        await DeliverAsync(90);
        (await ShowAsync("a", 61)).Drifted.ShouldBe(0, "a page that was read before the second write and is stored after it");
        (await ShowAsync("a", 62, second: 90)).Drifted.ShouldBe(0);
        (await Stores.Drift.ListAsync(10, None)).ShouldBeEmpty();
        (await TakeDueAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task StoredTwice_IsCountedOnce_AndEndsWhenOursShowsAgain()
    {
        await WriteAsync("a", 61);
        await ShowAsync("a", 99);
        (await ShowAsync("a", 99)).Drifted.ShouldBe(0);
        (await ShowAsync("a", 61, second: 30)).Drifted.ShouldBe(0, "an older page says nothing about what is there now");
        (await Stores.Drift.CountAsync(None)).Total.ShouldBe(1);

        await PutAsync("a", Outgoing.Put("a", 61));
        await DeliverAsync(120);
        (await ShowAsync("a", 61, second: 120)).Drifted.ShouldBe(0);
        (await Stores.Drift.ListAsync(10, None)).ShouldBeEmpty();
        (await Stores.Drift.PruneAsync(Noon.AddDays(1), None)).ShouldBe(0);
        (await Stores.Drift.PruneAsync(Noon.AddDays(40), None)).ShouldBe(1);
    }

    [Fact]
    public async Task Respected_NothingIsLearnedOrMarked()
    {
        await WriteAsync("a", 61);
        (await ShowAsync("a", 99, rules: Respect)).Drifted.ShouldBe(1);
        (await ShowAsync("a", 99, rules: Respect)).Drifted.ShouldBe(0);
        (await TakeDueAsync(Noon.AddHours(1))).ShouldBeEmpty();
        Score((await StandingAsync("a")).Acknowledged).ShouldBe(61);
        (await Stores.Drift.CountAsync(None)).ShouldBe(new DriftCounts(0, 1, 0));
        (await ShowAsync("a", 61, second: 90, rules: Respect)).Drifted.ShouldBe(0);
        (await Stores.Drift.CountAsync(None)).Total.ShouldBe(0);
    }

    [Fact]
    public async Task WhileAWriteIsUnderWay_NothingIsConcluded()
    {
        await WriteAsync("a", 61);
        await PutAsync("a", Outgoing.Put("a", 62));
        var sent = await Stores.Outbox.LeaseAsync(Crm, 10, Noon, new Lease("node", Noon.AddMinutes(50)), None);
        (await ShowAsync("a", 99)).Drifted.ShouldBe(0);
        await Stores.Outbox.SettleAsync([.. sent.Select(e => new SettledEntry(e, null, new Failure(FailureKind.Transient, "Lost.", "Wait."), Noon.AddMinutes(1)))], None);
        (await ShowAsync("a", 99)).Drifted.ShouldBe(0, "it may have arrived");
        Score((await StandingAsync("a")).Entry!.Values).ShouldBe(62);
    }

    [Fact]
    public async Task LostAnswer_WhoseValuesShow_IsAcknowledged_AndNotSentAgain()
    {
        await PutAsync("a", Outgoing.Put("a", 62));
        var sent = await Stores.Outbox.LeaseAsync(Crm, 10, Noon, new Lease("node", Noon.AddMinutes(5)), None);
        await Stores.Outbox.SettleAsync([.. sent.Select(e => new SettledEntry(e, null, new Failure(FailureKind.Transient, "Lost.", "Wait."), Noon.AddMinutes(1)))], None);

        (await ShowAsync("a", 62, second: 1)).Drifted.ShouldBe(0);

        var standing = await StandingAsync("a");
        standing.Entry.ShouldBeNull();
        Score(standing.Acknowledged).ShouldBe(62);
        (await Stores.Outbox.LeaseAsync(Crm, 10, Noon.AddHours(1), new Lease("node", Noon.AddHours(2)), None)).ShouldBeEmpty();
        (await ShowAsync("a", 99, second: 2)).Drifted.ShouldBe(1, "from then on it is watched");
    }

    [Fact]
    public async Task LostAnswer_WhoseEntryWasReplaced_IsSentAgain()
    {
        await PutAsync("a", Outgoing.Put("a", 62));
        var sent = await Stores.Outbox.LeaseAsync(Crm, 10, Noon, new Lease("node", Noon.AddMinutes(5)), None);
        await PutAsync("a", Outgoing.Put("a", 63));
        await Stores.Outbox.SettleAsync([.. sent.Select(e => new SettledEntry(e, null, new Failure(FailureKind.Transient, "Lost.", "Wait."), Noon.AddMinutes(1)))], None);
        await ShowAsync("a", 63, second: 1);
        Score((await StandingAsync("a")).Entry!.Values).ShouldBe(63, "what was lost may arrive late and must be overwritten");
    }

    [Fact]
    public async Task DriftOfWhatIsWantedNow_EndsWithTheNextEvaluation()
    {
        await WriteAsync("a", 61);
        await ShowAsync("a", 99);
        var due = (await LeaseAsync(Noon.AddHours(1))).Single();
        var keep = new OutboxChange(Crm, Outgoing.Account("a"), _ => OutboxPlan.Keep);
        await Stores.Accounts.CompleteAsync([new EvaluatedAccount(due, null, null, [keep])], None);
        (await Stores.Drift.ListAsync(10, None)).ShouldBeEmpty("the new decision wants what they typed");
    }

    [Fact]
    public async Task RemovedRecord_TakesItsDriftAlong_AndComesBackWithoutAPast()
    {
        await WriteAsync("a", 61);
        await ShowAsync("a", 99);
        await RemoveAsync(Crm, RecordKind.Account, new RemovedRecord("a", null));
        (await Stores.Drift.CountAsync(None)).Total.ShouldBe(0);
        await ApplyAccountAsync("a");
        (await Stores.Outbox.GetStandingAsync(Crm, [Outgoing.Account("a")], None)).ShouldBeEmpty("every field is written again");
        (await ShowAsync("a", 61, second: 200)).Drifted.ShouldBe(0);
        (await TakeDueAsync()).ShouldBe(["a"]);
    }

    [Fact]
    public async Task Found_WhileAccountsAreCompleted_BlocksNothing()
    {
        var keys = Enumerable.Range(0, 30).Select(i => $"a{i:00}").ToArray();
        await ApplyAsync(Crm, [.. keys.Select(k => Row.Account(k))]);
        var due = await LeaseAsync();
        await Stores.Accounts.CompleteAsync([.. due.Select(d => new EvaluatedAccount(d, null, null, [Outgoing.Put(d.AccountKey, 1)]))], None);
        var sent = await Stores.Outbox.LeaseAsync(Crm, 100, Noon, new Lease("node", Noon.AddMinutes(5)), None);
        await Stores.Outbox.SettleAsync([.. sent.Select(e => new SettledEntry(e, e.Values, null, null) { At = Noon })], None);
        static OutboxChange Keep(DueAccount due) => new(Crm, Outgoing.Account(due.AccountKey), _ => OutboxPlan.Keep);
        for (var round = 1; round <= 3; round++)
        {
            await ApplyAsync(Crm, [.. keys.Select(k => Row.Account(k, $"round {round}"))]);
            due = await LeaseAsync();
            var page = Page(Crm, RecordKind.Account) with
            {
                Shown = [.. keys.Reverse().Select(k => new ShownRecord(k, Outgoing.Score(90 + round)) { ChangedAt = Noon.AddSeconds(round) })],
                Drift = Reassert,
            };
            var keep = await Task.WhenAll(
                Task.Run(async () => (await Stores.Snapshots.ApplyAsync(page, None)).Drifted),
                Task.Run(() => Stores.Accounts.CompleteAsync([.. due.Select(d => new EvaluatedAccount(d, null, null, [Keep(d)]))], None)));
            keep[0].ShouldBe(keys.Length);
        }
    }
}
