using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Core.Engine;
using CreditBridge.Core.Snapshots;
using Shouldly;
using Xunit;
using static CreditBridge.TestKit.Stores.Row;

namespace CreditBridge.TestKit.Stores;

/// <summary>Contract of <see cref="ISnapshotStore.ApplyAsync"/> for single pages: what is stored, what is marked, what is rejected.</summary>
public abstract class SnapshotStoreConformance : StoreConformance
{
    [Fact]
    public async Task Page_Stored_CountsWhatItChanged()
    {
        (await ApplyAsync(Crm, Deal("1", "a"), Deal("2", "a"), Deal("3", "a"))).ShouldBe(new IngestResult(3, 3, 0, 0, 0));

        var second = await Stores.Snapshots.ApplyAsync(
            Page(Crm, RecordKind.Opportunity, Deal("1", "a"), Deal("2", "a", 200), Deal("4", "a")) with { Removed = [new("3", null), new("unknown", null)] }, None);

        second.ShouldBe(new IngestResult(5, 1, 1, 1, 0));
    }

    [Fact]
    public async Task Page_StoredTwice_ChangesNothingTheSecondTime()
    {
        var page = Page(Crm, RecordKind.Account, Account("a"), Account("b")) with { Claims = Claims(("a", [C("1")])), Removed = [new("c", "a")] };
        await Stores.Snapshots.ApplyAsync(page, None);
        (await TakeDueAsync()).ShouldBe(["a", "b"]);

        (await Stores.Snapshots.ApplyAsync(page, None)).ChangedAnything.ShouldBeFalse();

        (await TakeDueAsync()).ShouldBeEmpty();
        (await Stores.Engine.GetFiguresAsync(None)).Records.ShouldHaveSingleItem().Count.ShouldBe(2);
    }

    [Fact]
    public async Task Page_FailingHalfway_LeavesNothingBehind()
    {
        await ApplyAccountAsync("a");
        await TakeDueAsync();
        var page = Page(Crm, RecordKind.Opportunity, Deal("1", "a")) with { Rejected = new Broken<RejectedRecord>(), Receipt = new Receipt("r", "file", 1, 0) };

        await Should.ThrowAsync<InvalidDataException>(() => Stores.Snapshots.ApplyAsync(page, None));

        (await Stores.Reader.ReadAccountsAsync(["a"], None)).Single().Related.ShouldBeEmpty();
        (await Stores.Snapshots.GetCheckpointsAsync(Crm, None)).Keys.ShouldBe([RecordKind.Account]);
        (await Stores.Snapshots.HasReceiptAsync(Crm, RecordKind.Opportunity, "r", None)).ShouldBeFalse();
        (await TakeDueAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Cancelled_BeforeItBegins_StoresNothing()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => Stores.Snapshots.ApplyAsync(Page(Crm, RecordKind.User, User("u")), cancelled.Token));
        (await Stores.Snapshots.GetCheckpointsAsync(Crm, None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Checkpoint_IsTheLastOneStored_PerConnectionAndKind()
    {
        await Stores.Snapshots.ApplyAsync(Page(Crm, RecordKind.User, User("u")) with { Next = new Checkpoint("one") }, None);
        await Stores.Snapshots.ApplyAsync(Page(Crm, RecordKind.User) with { Next = new Checkpoint("two") }, None);
        await Stores.Snapshots.ApplyAsync(Page(Crm, RecordKind.Stage) with { Next = new Checkpoint("stages") }, None);
        await Stores.Snapshots.ApplyAsync(Page("other", RecordKind.User) with { Next = new Checkpoint("elsewhere") }, None);

        var checkpoints = await Stores.Snapshots.GetCheckpointsAsync(Crm, None);

        checkpoints.Count.ShouldBe(2);
        checkpoints[RecordKind.User].Value.ShouldBe("two");
        checkpoints[RecordKind.Stage].Value.ShouldBe("stages");
    }

    [Fact]
    public async Task Receipt_IsKnown_OnlyForItsConnectionAndKind()
    {
        await Stores.Snapshots.ApplyAsync(Page(Erp, RecordKind.Receivable) with { Receipt = new Receipt("sha256:1", "items.csv", 10, 0) }, None);
        await Stores.Snapshots.ApplyAsync(Page(Erp, RecordKind.Receivable) with { Receipt = new Receipt("sha256:1", "items.csv", 10, 0) }, None);

        (await Stores.Snapshots.HasReceiptAsync(Erp, RecordKind.Receivable, "sha256:1", None)).ShouldBeTrue();
        (await Stores.Snapshots.HasReceiptAsync(Erp, RecordKind.Payment, "sha256:1", None)).ShouldBeFalse();
        (await Stores.Snapshots.HasReceiptAsync("other", RecordKind.Receivable, "sha256:1", None)).ShouldBeFalse();
        (await Stores.Snapshots.HasReceiptAsync(Erp, RecordKind.Receivable, "sha256:2", None)).ShouldBeFalse();
    }

    [Fact]
    public async Task SameKey_InTwoConnections_AreTwoRecords()
    {
        await ApplyAsync(Erp, Item("1", C("1")));
        (await ApplyAsync("erp2", Item("1", C("1"), 7))).Added.ShouldBe(1);
        await RemoveAsync("erp2", RecordKind.Receivable, new RemovedRecord("1", null));
        (await Stores.Engine.GetFiguresAsync(None)).Records.ShouldHaveSingleItem().Connection.ShouldBe(Erp);
    }

    [Fact]
    public async Task AwkwardText_InKeysAndRejections_IsStored()
    {
        var key = "a'b\"c\\d {0} %_ ü 漢 😀";
        await ApplyAsync(Crm, Account(key, "O'Brien \"& Söhne\""));
        await Stores.Snapshots.ApplyAsync(
            Page(Erp, RecordKind.Receivable) with { Rejected = [new("line 1\0", "half \ud83d character") { Raw = "\0\0" }, new("line 1\0", "again")] }, None);

        (await Stores.Reader.ReadAccountsAsync([key], None)).ShouldHaveSingleItem().AccountKey.ShouldBe(key);
        (await Stores.Engine.ListRejectionsAsync(10, None)).ShouldHaveSingleItem().Reason.ShouldBe("again");
    }

    [Fact]
    public async Task Mark_FollowsEveryChangeAboutTheAccount()
    {
        await ApplyAsync(Crm, Account("a"), Account("b"));
        (await TakeDueAsync()).ShouldBe(["a", "b"]);
        await ApplyAsync(Crm, Deal("1", "a"));
        (await TakeDueAsync()).ShouldBe(["a"]);
        await ApplyAsync(Crm, Deal("1", "a", 200));
        (await TakeDueAsync()).ShouldBe(["a"]);
        await RemoveAsync(Crm, RecordKind.Opportunity, new RemovedRecord("1", null));
        (await TakeDueAsync()).ShouldBe(["a"]);
    }

    [Fact]
    public async Task UnchangedRecord_MarksNobody()
    {
        await ApplyAsync(Crm, Account("a"));
        await ApplyAsync(Crm, Deal("1", "a"));
        await TakeDueAsync();
        (await ApplyAsync(Crm, Deal("1", "a"))).ChangedAnything.ShouldBeFalse();
        (await TakeDueAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task MovedRecord_MarksBothAccounts()
    {
        await ApplyAsync(Crm, Account("a"), Account("b"), Account("c"));
        await ApplyAsync(Crm, Deal("1", "a"));
        await TakeDueAsync();
        await ApplyAsync(Crm, Deal("1", "b"));
        (await TakeDueAsync()).ShouldBe(["a", "b"]);
        await ApplyAsync(Crm, Deal("1", null));
        (await TakeDueAsync()).ShouldBe(["b"]);
    }

    [Fact]
    public async Task CustomerRecord_MarksEveryAccountThatClaimsTheCustomer()
    {
        await ApplyAccountAsync("a", C("1"));
        await ApplyAccountAsync("b", C("1"), C("2"));
        await ApplyAccountAsync("c", C("3"));
        await TakeDueAsync();
        await ApplyAsync(Erp, Item("i", C("1")));
        (await TakeDueAsync()).ShouldBe(["a", "b"]);
        await ApplyAsync(Erp, Item("i", C("2")));
        (await TakeDueAsync()).ShouldBe(["a", "b"]);
        await ApplyAsync(Erp, Item("i", C("unclaimed")));
        (await TakeDueAsync()).ShouldBe(["b"]);
    }

    [Fact]
    public async Task ClaimChange_MarksTheOtherAccountsThatClaimTheCustomer()
    {
        await ApplyAccountAsync("a", C("1"));
        await ApplyAccountAsync("b");
        await TakeDueAsync();
        await ApplyAccountAsync("b", C("1"));
        (await TakeDueAsync()).ShouldBe(["a", "b"]);
        await ApplyAccountAsync("b", C("2"));
        (await TakeDueAsync()).ShouldBe(["a", "b"]);
        await ApplyAsync(Erp, Item("i", C("2")));
        (await TakeDueAsync()).ShouldBe(["b"]);
    }

    [Fact]
    public async Task RecordBeforeItsAccount_IsThereWhenTheAccountComes()
    {
        await ApplyAsync(Crm, Deal("1", "a"));
        await ApplyAsync(Erp, Item("i", C("1")));
        (await TakeDueAsync()).ShouldBeEmpty();
        await ApplyAccountAsync("a", C("1"));
        (await TakeDueAsync()).ShouldBe(["a"]);
        (await Stores.Reader.ReadAccountsAsync(["a"], None)).Single().Related.Count.ShouldBe(2);
    }

    [Fact]
    public async Task ReferenceData_MarksEverybody_AndUsersNobody()
    {
        await ApplyAsync(Crm, Account("a"), Account("b"));
        await TakeDueAsync();
        await ApplyAsync(Crm, User("u"));
        (await TakeDueAsync()).ShouldBeEmpty();
        await ApplyAsync(Crm, Stage("Won"));
        (await TakeDueAsync()).ShouldBe(["a", "b"]);
        await RemoveAsync(Crm, RecordKind.Stage, new RemovedRecord("Won", null));
        (await TakeDueAsync()).ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task RemovedAccount_LosesClaimsMarkAndWrites()
    {
        await ApplyAccountAsync("a", C("1"));
        await ApplyAccountAsync("b", C("1"));
        await ApplyAsync(Erp, Customer(C("1")));
        await PutAsync("a", Outgoing.Put("a", 1), Outgoing.PutDeal("deal", "a", 2));
        await ApplyAccountAsync("a", C("1"), C("2"));

        await RemoveAsync(Crm, RecordKind.Account, new RemovedRecord("a", null));

        (await TakeDueAsync(Noon.AddDays(1))).ShouldBe(["b"]);
        (await Stores.Outbox.CountAsync(None)).ShouldBe(new(0, 0, 0));
        (await Stores.Outbox.GetStandingAsync(Crm, [Outgoing.Account("a"), Outgoing.Deal("deal")], None)).ShouldBeEmpty();
        (await Stores.Reader.ReadAccountsAsync(["a", "b"], None)).Single().SharedCustomers.ShouldBeEmpty();
        (await RemoveAsync(Crm, RecordKind.Account, new RemovedRecord("a", null))).ChangedAnything.ShouldBeFalse();
    }

    [Fact]
    public async Task MergedAccount_MarksTheOneThatTookItsPlace()
    {
        await ApplyAsync(Crm, Account("loser"), Account("winner"), Account("other"));
        await TakeDueAsync();
        await RemoveAsync(Crm, RecordKind.Account, new RemovedRecord("loser", "winner"));
        (await TakeDueAsync()).ShouldBe(["winner"]);
        await RemoveAsync(Crm, RecordKind.Account, new RemovedRecord("loser", "winner"));
        (await TakeDueAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task RemovedDeal_LosesItsPendingWrite()
    {
        await ApplyAsync(Crm, Deal("deal", "a"));
        await PutAsync("a", Outgoing.PutDeal("deal", "a", 2), Outgoing.Put("a", 1));
        await RemoveAsync(Crm, RecordKind.Opportunity, new RemovedRecord("deal", null));
        (await Stores.Outbox.LeaseAsync(Crm, 10, Noon, new Lease("node", Noon.AddMinutes(1)), None)).ShouldHaveSingleItem().Target.ShouldBe(Outgoing.Account("a"));
    }

    [Fact]
    public async Task Rejection_OfAFile_EndsWhenItIsSettled()
    {
        await Stores.Snapshots.ApplyAsync(
            Page(Erp, RecordKind.ErpCustomer) with { Rejected = [new("a.csv", "broken")], Receipt = new Receipt("sha256:1", "a.csv", 0, 1) }, None);
        await Stores.Snapshots.ApplyAsync(Page(Erp, RecordKind.ErpCustomer) with { Rejected = [new("b.csv:2", "no number") { Raw = "x" }] }, None);
        (await Stores.Engine.ListRejectionsAsync(10, None)).Where(r => r.IsFile).ShouldHaveSingleItem().Where.ShouldBe("a.csv");

        await Stores.Snapshots.ApplyAsync(Page(Erp, RecordKind.Receivable) with { Settled = ["a.csv"] }, None);
        (await Stores.Engine.ListRejectionsAsync(10, None)).Count.ShouldBe(2, "of another kind");
        await Stores.Snapshots.ApplyAsync(Page(Erp, RecordKind.ErpCustomer) with { Settled = ["a.csv", "unknown.csv"] }, None);
        (await Stores.Engine.ListRejectionsAsync(10, None)).ShouldHaveSingleItem().Where.ShouldBe("b.csv:2");
    }

    [Fact]
    public async Task Rejection_ReplacesTheEarlierOneOfItsPlace_AndEndsWhenTheRecordArrives()
    {
        Task RejectAsync(string reason, DateTimeOffset at) => Stores.Snapshots.ApplyAsync(
            Page(Crm, RecordKind.Opportunity) with { Rejected = [new("Opportunity 006A, CloseDate", reason) { Key = "006A", Raw = "{}" }], ReadAt = at }, None);
        (await Stores.Snapshots.ApplyAsync(Page(Crm, RecordKind.Opportunity) with { Rejected = [new("other", "wrong date")] }, None)).Rejected.ShouldBe(1);
        await RejectAsync("no close date", Noon.AddHours(1));
        await RejectAsync("no stage", Noon.AddHours(2));

        var rejections = await Stores.Engine.ListRejectionsAsync(10, None);
        rejections.Select(r => r.Where).ShouldBe(["Opportunity 006A, CloseDate", "other"]);
        rejections[0].ShouldBe(new(Crm, RecordKind.Opportunity, "Opportunity 006A, CloseDate", "no stage", "{}", Noon.AddHours(2)));

        await ApplyAsync(Crm, Deal("006A", "a"));
        (await Stores.Engine.ListRejectionsAsync(10, None)).ShouldHaveSingleItem().Where.ShouldBe("other");
        (await Stores.Engine.GetFiguresAsync(None)).Rejections.ShouldBe(1);
    }

    /// <summary>A list that breaks when it is read, as when the process dies in the middle.</summary>
    private sealed class Broken<T> : IReadOnlyList<T>
    {
        public int Count => 1;

        public T this[int index] => throw new InvalidDataException("broken");

        public IEnumerator<T> GetEnumerator() => throw new InvalidDataException("broken");

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
