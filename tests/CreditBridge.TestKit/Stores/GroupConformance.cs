using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Snapshots;
using Shouldly;
using Xunit;
using static CreditBridge.TestKit.Stores.Row;

namespace CreditBridge.TestKit.Stores;

/// <summary>Contract of both snapshot stores for groups: which accounts belong together, and whose changes mark whom.</summary>
public abstract class GroupConformance : StoreConformance
{
    private static readonly CurrencyCode Eur = CurrencyCode.Parse("EUR");

    private static AccountRecord Member(string key, string? parent, params CustomerKey[] claims) => new(key, "Account " + key) { ParentKey = parent, CustomerKeys = claims };

    private static ReceivableRecord Open(string key, CustomerKey customer, decimal amount = 100m) =>
        new(key, customer, key, new DateOnly(2026, 1, 1), new DateOnly(2026, 2, 1), new Money(amount, Eur));

    private Task<IngestResult> StoreAsync(params AccountRecord[] accounts) => IngestAsync(Crm, Noon, accounts);

    private async Task<string> GroupsAsync(params string[] keys) =>
        string.Join("; ", (await Stores.Reader.ReadGroupsAsync(keys, None)).Select(g => $"{g.TopKey}: {string.Join(' ', g.Members)}"));

    [Fact]
    public async Task Group_IsFoundFromAnyOfItsMembers_HoweverDeep()
    {
        await StoreAsync(Member("leaf", "branch"), Member("alone", null), Member("other", "root"));
        await StoreAsync(Member("branch", "root"), Member("root", null));
        (await GroupsAsync("leaf")).ShouldBe("root: branch leaf other root");
        (await GroupsAsync("root", "other", "leaf")).ShouldBe("root: branch leaf other root");
        (await GroupsAsync("alone", "nobody")).ShouldBe("");
        (await GroupsAsync()).ShouldBe("");
    }

    [Fact]
    public async Task Parent_thatWasNeverRead_StillHoldsItsChildrenTogether()
    {
        await StoreAsync(Member("a", "unread"), Member("b", "unread"));
        (await GroupsAsync("a")).ShouldBe("unread: a b unread");
    }

    [Fact]
    public async Task CircleOfParents_HasItsSmallestKeyAtTheTop()
    {
        await StoreAsync(Member("c", "b"), Member("b", "a"), Member("a", "c"), Member("tail", "b"), Member("self", "self"));
        (await GroupsAsync("tail")).ShouldBe("a: a b c tail");
        (await GroupsAsync("self")).ShouldBe("self: self");
        await StoreAsync(Member("a", null));
        (await GroupsAsync("tail")).ShouldBe("a: a b c tail");
        await StoreAsync(Member("b", null));
        (await GroupsAsync("tail", "a")).ShouldBe("b: b c tail");
    }

    [Fact]
    public async Task BranchThatMoves_LeavesOneGroupAndJoinsTheOther_AndMarksBoth()
    {
        await StoreAsync(Member("one", null), Member("two", null), Member("branch", "one"), Member("leaf", "branch"), Member("stays", "one"), Member("there", "two"), Member("far", null));
        await TakeDueAsync();
        await StoreAsync(Member("branch", "two"));
        (await GroupsAsync("leaf")).ShouldBe("two: branch leaf there two");
        (await GroupsAsync("one")).ShouldBe("one: one stays");
        (await TakeDueAsync()).ShouldBe(["branch", "leaf", "one", "stays", "there", "two"]);
    }

    [Fact]
    public async Task GroupThatLosesItsLastChild_IsNoGroupAnyMore()
    {
        await StoreAsync(Member("root", null), Member("child", "root"));
        await StoreAsync(Member("child", null));
        (await GroupsAsync("root", "child")).ShouldBe("");
    }

    [Fact]
    public async Task RemovedAccount_LeavesItsGroup_AndMarksTheOthers()
    {
        await StoreAsync(Member("root", null), Member("child", "root"), Member("other", "root"));
        await TakeDueAsync();
        await RemoveAsync(Crm, RecordKind.Account, new RemovedRecord("child", null));
        (await GroupsAsync("root", "child")).ShouldBe("root: other root");
        (await TakeDueAsync()).ShouldBe(["other", "root"]);
    }

    [Fact]
    public async Task WhatAMemberOwes_MarksItsWholeGroup_AndNobodyElse()
    {
        await StoreAsync(Member("root", null), Member("child", "root", C("1")), Member("far", null, C("9")), Member("cousin", "far"));
        await TakeDueAsync();

        await IngestAsync(Erp, Noon, Open("i", C("1")));
        (await TakeDueAsync()).ShouldBe(["child", "root"]);
        await IngestAsync(Erp, Noon, new ErpCustomerRecord(C("1"), "ONE"));
        (await TakeDueAsync()).ShouldBe(["child", "root"]);
        await IngestAsync(Erp, Noon, new OpenOrderRecord("o", C("1"), "O-1", new DateOnly(2026, 1, 1), new Money(1m, Eur)));
        (await TakeDueAsync()).ShouldBe(["child", "root"]);
        await IngestAsync(Erp, Noon, new SecurityRecord("s", CreditParty.Account("root"), SecurityType.CreditInsurance, new Money(1m, Eur)));
        (await TakeDueAsync()).ShouldBe(["child", "root"]);
        await IngestAsync(Crm, Noon, new OverrideRecord("x", "child", OverrideEffect.Hold, "Kim", "why", new DateOnly(2026, 1, 1)) { Scope = OverrideScope.Group });
        (await TakeDueAsync()).ShouldBe(["child", "root"]);
        await StoreAsync(Member("child", "root", C("1"), C("2")));
        (await TakeDueAsync()).ShouldBe(["child", "root"]);
    }

    [Fact]
    public async Task WhatAMemberPaysBuysAndIsSaidOfIt_MarksOnlyItself()
    {
        await StoreAsync(Member("root", null), Member("child", "root", C("1")));
        await TakeDueAsync();

        await IngestAsync(Erp, Noon, new PaymentRecord("p", C("1"), "p", new DateOnly(2026, 1, 1), new DateOnly(2026, 2, 1), new DateOnly(2026, 2, 1), new Money(1m, Eur)));
        (await TakeDueAsync()).ShouldBe(["child"]);
        await IngestAsync(Crm, Noon, new OpportunityRecord("d", "Deal", "Offer", new DateOnly(2026, 5, 1)) { AccountKey = "child" });
        (await TakeDueAsync()).ShouldBe(["child"]);
        await IngestAsync(Erp, Noon, new BureauReportRecord("b", CreditParty.Of(C("1")), "dnb", new DateOnly(2026, 1, 1)));
        (await TakeDueAsync()).ShouldBe(["child"]);
        await IngestAsync(Erp, Noon, new SignalRecord("g", CreditParty.Account("child"), "news", new DateOnly(2026, 1, 1)));
        (await TakeDueAsync()).ShouldBe(["child"]);
        await IngestAsync(Erp, Noon, new FinancialStatementRecord("f", CreditParty.Account("root"), new DateOnly(2025, 12, 31), Eur));
        (await TakeDueAsync()).ShouldBe(["root"]);
    }

    [Fact]
    public async Task Records_CanBeReadForSomeKindsOnly()
    {
        await StoreAsync(Member("a", null, C("1")));
        await IngestAsync(Erp, Noon, Open("i", C("1")));
        await IngestAsync(Erp, Noon, new ErpCustomerRecord(C("1"), "ONE"));
        var rows = (await Stores.Reader.ReadAccountsAsync(["a"], [RecordKind.Receivable], None)).ShouldHaveSingleItem();
        rows.Related.ShouldHaveSingleItem().Kind.ShouldBe(RecordKind.Receivable);
    }
}
