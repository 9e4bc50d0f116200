using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Engine;
using CreditBridge.Core.Findings;
using Shouldly;
using Xunit;
using static CreditBridge.TestKit.Stores.Row;

namespace CreditBridge.TestKit.Stores;

/// <summary>Contract of <see cref="IEngineStore"/>.</summary>
public abstract class EngineStoreConformance : StoreConformance
{
    private Task<Lease?> TryAsync(string holder, DateTimeOffset now, string name = "sync crm") =>
        Stores.Engine.TryLeaseAsync(name, now, new Lease(holder, now.AddMinutes(5)), None);

    [Fact]
    public async Task Value_IsTheLastOneSet()
    {
        (await Stores.Engine.GetValueAsync("policy", None)).ShouldBeNull();
        await Stores.Engine.SetValueAsync("policy", "one", None);
        await Stores.Engine.SetValueAsync("policy", "two", None);
        (await Stores.Engine.GetValueAsync("policy", None)).ShouldBe("two");
    }

    [Fact]
    public async Task RemovedValue_IsGone_AndMayBeSetAgain()
    {
        await Stores.Engine.RemoveValueAsync("job", None);
        await Stores.Engine.SetValueAsync("job", "750A", None);
        await Stores.Engine.RemoveValueAsync("job", None);
        (await Stores.Engine.GetValueAsync("job", None)).ShouldBeNull();
        await Stores.Engine.SetValueAsync("job", "750B", None);
        (await Stores.Engine.GetValueAsync("job", None)).ShouldBe("750B");
    }

    [Fact]
    public async Task Findings_AreReplacedAccountByAccount()
    {
        OpenFinding[] first = [new(FindingKind.ExchangeRate, "a", "", "EUR→GBP"), new(FindingKind.Balance, "a", "erp:1/C1", "not equal"), new(FindingKind.ExchangeRate, "ab", "", "EUR→USD")];
        await Stores.Engine.ReplaceFindingsAsync(["a", "ab", "b"], first, None);
        (await Stores.Engine.ListFindingsAsync(FindingKind.ExchangeRate, 10, None)).ShouldBe([first[0], first[2]]);
        (await Stores.Engine.ListFindingsAsync(FindingKind.Balance, 10, None)).ShouldBe([first[1]]);
        (await Stores.Engine.ListFindingsAsync(FindingKind.ExchangeRate, 1, None)).ShouldBe([first[0]]);

        var second = new OpenFinding(FindingKind.Balance, "a", "erp:1/C2", "not equal either");
        await Stores.Engine.ReplaceFindingsAsync(["a"], [second], None);
        (await Stores.Engine.ListFindingsAsync(FindingKind.ExchangeRate, 10, None)).ShouldBe([first[2]], "an account whose key begins alike is another one");
        (await Stores.Engine.ListFindingsAsync(FindingKind.Balance, 10, None)).ShouldBe([second]);
        (await Stores.Engine.CountFindingsAsync(FindingKind.Balance, None)).ShouldBe(1);

        await Stores.Engine.ReplaceFindingsAsync(["a", "ab"], [], None);
        (await Stores.Engine.CountFindingsAsync(FindingKind.ExchangeRate, None) + await Stores.Engine.CountFindingsAsync(FindingKind.Balance, None)).ShouldBe(0);
    }

    [Fact]
    public async Task NumberAddedToByMany_LosesNothing()
    {
        var sums = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => Stores.Engine.AddToValueAsync("calls", 5, None))));
        sums.Order().ShouldBe(Enumerable.Range(1, 20).Select(i => i * 5L));
        (await Stores.Engine.AddToValueAsync("calls", -3, None)).ShouldBe(97);
        (await Stores.Engine.GetValueAsync("calls", None)).ShouldBe("97");
        await Stores.Engine.RemoveValueAsync("calls", None);
        (await Stores.Engine.AddToValueAsync("calls", 3_000_000_000, None)).ShouldBe(3_000_000_000);
    }

    [Fact]
    public async Task Lease_IsHeldByOne_AndTheOtherLearnsByWhom()
    {
        (await TryAsync("node 1", Noon)).ShouldBeNull();
        (await TryAsync("node 2", Noon.AddMinutes(1))).ShouldBe(new Lease("node 1", Noon.AddMinutes(5)));
        (await TryAsync("node 2", Noon, "sync erp")).ShouldBeNull();
    }

    [Fact]
    public async Task Lease_IsRenewedByItsHolder_AndTakenWhenItRanOut()
    {
        await TryAsync("node 1", Noon);
        (await TryAsync("node 1", Noon.AddMinutes(4))).ShouldBeNull();
        (await TryAsync("node 2", Noon.AddMinutes(8))).ShouldNotBeNull().Until.ShouldBe(Noon.AddMinutes(9));
        (await TryAsync("node 2", Noon.AddMinutes(9))).ShouldBeNull();
    }

    [Fact]
    public async Task Release_GivesTheLeaseBack_OnlyToItsHolder()
    {
        await TryAsync("node 1", Noon);
        await Stores.Engine.ReleaseAsync("sync crm", "node 2", None);
        (await TryAsync("node 2", Noon)).ShouldNotBeNull();
        await Stores.Engine.ReleaseAsync("sync crm", "node 1", None);
        (await TryAsync("node 2", Noon)).ShouldBeNull();
    }

    [Fact]
    public async Task Everything_a_process_held_is_free_at_once_when_it_is_known_to_be_gone()
    {
        await ApplyAccountAsync("a");
        await TryAsync("gone", Noon);
        var lease = new Lease("gone", Noon.AddMinutes(5));
        (await Stores.Accounts.LeaseDueAsync(10, Noon, lease, None)).ShouldHaveSingleItem();
        (await Stores.Engine.ListHoldersAsync(None)).ShouldBe(["gone"]);

        await Stores.Engine.ReleaseAllAsync("gone", None);

        (await Stores.Engine.ListHoldersAsync(None)).ShouldBeEmpty();
        (await TryAsync("other", Noon)).ShouldBeNull();
        (await Stores.Accounts.LeaseDueAsync(10, Noon, lease with { Holder = "other" }, None)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Lease_SoughtByMany_IsGivenToOne()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => TryAsync($"node {i}", Noon))));
        answers.Count(a => a is null).ShouldBe(1);
    }

    [Fact]
    public async Task UnclaimedCustomers_AreListedByKey_WithTheirNames()
    {
        await ApplyAsync(Erp, Customer(C("3"), "Third"), Customer(C("1"), "First"), Customer(C("2"), "Second"));
        await ApplyAccountAsync("a", C("2"));

        (await Stores.Engine.ListUnclaimedAsync(10, None)).ShouldBe([new(C("1").ToString(), "First"), new(C("3").ToString(), "Third")]);
        (await Stores.Engine.ListUnclaimedAsync(1, None)).ShouldHaveSingleItem().Name.ShouldBe("First");
        (await Stores.Engine.GetFiguresAsync(None)).UnclaimedCustomers.ShouldBe(2);
    }

    [Fact]
    public async Task Figures_CountRecordsByConnectionAndKind()
    {
        await ApplyAsync(Crm, Deal("1", "a"), Deal("2", "a"));
        await ApplyAsync(Crm, Account("a"));
        await ApplyAsync(Erp, Item("i", C("1")));
        var figures = await Stores.Engine.GetFiguresAsync(None);
        figures.Records.ShouldBe([new(Crm, RecordKind.Account, 1), new(Crm, RecordKind.Opportunity, 2), new(Erp, RecordKind.Receivable, 1)]);
        figures.Decisions.ShouldBe(0);
    }

    [Fact]
    public async Task Rejections_ComeNewestFirst_AtMostAsMany_AsAsked()
    {
        for (var i = 0; i < 3; i++)
            await Stores.Snapshots.ApplyAsync(Page(Erp, RecordKind.Receivable) with { Rejected = [new($"line {i}", "bad")], ReadAt = Noon.AddMinutes(i) }, None);
        (await Stores.Engine.ListRejectionsAsync(2, None)).Select(r => r.Where).ShouldBe(["line 2", "line 1"]);
    }
}
