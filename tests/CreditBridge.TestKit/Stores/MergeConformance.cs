using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Accounts;
using CreditBridge.Core.Snapshots;
using Shouldly;
using Xunit;
using static CreditBridge.TestKit.Stores.Row;

namespace CreditBridge.TestKit.Stores;

/// <summary>What storage does when the CRM merges accounts: nothing that belonged to the merged one may be lost.</summary>
public abstract class MergeConformance : StoreConformance
{
    private Task<IngestResult> MergeAsync(string loser, string into) => RemoveAsync(Crm, RecordKind.Account, new RemovedRecord(loser, into));

    private Task<IngestResult> AccountAsync(string key, string? parent = null, string name = "Acme", params CustomerKey[] claims) =>
        IngestAsync(Crm, Noon, new AccountRecord(key, name) { ParentKey = parent, CustomerKeys = claims });

    private Task<IngestResult> GrantAsync(string key, string account, OverrideScope scope = OverrideScope.Account) => IngestAsync(
        "creditbridge", Noon, new OverrideRecord(key, account, OverrideEffect.Hold, "kim", "looked at", new DateOnly(2026, 3, 1)) { Scope = scope });

    private async Task<AccountRows> RowsAsync(string account) => (await Stores.Reader.ReadAccountsAsync([account], None)).ShouldHaveSingleItem();

    private async Task<string[]> RelatedAsync(string account) =>
        [.. (await RowsAsync(account)).Related.Select(r => RecordCodec.Decode(r.Kind, r.Payload).Key).Order(StringComparer.Ordinal)];

    private async Task<string[]> CarriedAsync() =>
        [.. (await Stores.Accounts.ListCarriedClaimsAsync(10, None)).Select(c => $"{c.AccountKey} {c.CustomerKey.Split('/')[^1]} from {c.MergedKey}")];

    private Task<IngestResult> ItemAsync(string key, CustomerKey customer) =>
        IngestAsync(Erp, Noon, new ReceivableRecord(key, customer, key, new DateOnly(2026, 1, 1), new DateOnly(2026, 2, 1), new Money(100, CurrencyCode.Parse("EUR"))));

    [Fact]
    public async Task Exceptions_AndDeals_OfTheMergedAccount_BelongToTheKeptOne()
    {
        await AccountAsync("a");
        await AccountAsync("b");
        await GrantAsync("x", "a");
        await IngestAsync(Crm, Noon, new OpportunityRecord("d", "Deal", "Proposal", new DateOnly(2026, 4, 1)) { AccountKey = "a" });
        await TakeDueAsync();

        await MergeAsync("a", "b");

        (await TakeDueAsync()).ShouldBe(["b"]);
        (await RelatedAsync("b")).ShouldBe(["d", "x"]);
        (await RowsAsync("b")).Merged.ShouldBe([new MergedAccount("a", IsHandedOn: false)]);
        await GrantAsync("y", "a");
        (await TakeDueAsync()).ShouldBe(["b"], "what is about the merged account concerns the kept one");
        (await MergeAgainAsync("a", "b")).ShouldBe(0);
        (await TakeDueAsync()).ShouldBeEmpty("a page that is stored twice changes nothing");
    }

    private async Task<long> MergeAgainAsync(string loser, string into) => (await RemoveAsync(Crm, RecordKind.Account, new RemovedRecord(loser, into))).Removed;

    [Theory]
    [InlineData("a>b b>c")]
    [InlineData("b>c a>b")]
    [InlineData("a>b,b>c")]
    [InlineData("b>c,a>b")]
    public async Task Chains_LeadToTheLast_InWhateverOrderTheyArrive(string order)
    {
        foreach (var key in "abc")
            await AccountAsync(key.ToString(), claims: C(key.ToString()));
        await GrantAsync("x", "a");
        await GrantAsync("y", "b");
        await TakeDueAsync();
        foreach (var page in order.Split(' '))
            await RemoveAsync(Crm, RecordKind.Account, [.. page.Split(',').Select(m => new RemovedRecord(m[..1], m[2..]))]);

        (await TakeDueAsync()).ShouldBe(["c"]);
        (await RelatedAsync("c")).ShouldBe(["x", "y"]);
        (await RowsAsync("c")).Merged.Select(m => m.Key).ShouldBe(["a", "b"]);
        (await CarriedAsync()).ShouldBe(["c a from a", "c b from b"]);
    }

    [Fact]
    public async Task MiddleOfAChain_ThatWasNeverRead_IsFollowed()
    {
        await AccountAsync("a");
        await AccountAsync("c");
        await GrantAsync("x", "a");
        await MergeAsync("unread", "c");
        await MergeAsync("a", "unread");
        (await RelatedAsync("c")).ShouldBe(["x"]);
    }

    [Fact]
    public async Task KeptAccount_ThatIsReadLater_FindsEverything()
    {
        await AccountAsync("a", claims: C("1"));
        await GrantAsync("x", "a");
        await ItemAsync("i", C("1"));
        await MergeAsync("a", "b");
        await TakeDueAsync();
        await IngestAsync(Erp, Noon, new ErpCustomerRecord(C("1"), "ONE"));
        (await Stores.Engine.ListUnclaimedAsync(10, None)).ShouldHaveSingleItem("the kept account is not known, so the debt counts nowhere");
        await AccountAsync("b");
        (await TakeDueAsync()).ShouldBe(["b"]);
        (await RelatedAsync("b")).ShouldBe([C("1").ToString(), "i", "x"]);
        (await Stores.Engine.ListUnclaimedAsync(10, None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Customers_ThatNobodyClaims_CountWithTheKeptAccount_UntilAnAccountClaimsThem()
    {
        await AccountAsync("a", claims: [C("1"), C("2")]);
        await AccountAsync("b", claims: C("3"));
        await AccountAsync("other", claims: C("2"));
        await ItemAsync("i", C("1"));
        await MergeAsync("a", "b");

        (await CarriedAsync()).ShouldBe(["b 1 from a"], "the second customer is claimed by another account");
        (await RelatedAsync("b")).ShouldBe(["i"]);
        (await Stores.Accounts.ListCarriedClaimsAsync(1, None))[0].NextStep.ShouldContain("field of b");
        await AccountAsync("b", name: "Renamed", claims: C("3"));
        (await CarriedAsync()).ShouldBe(["b 1 from a"], "keys of its own do not say whose the other customer is");
        await TakeDueAsync();

        await AccountAsync("other", claims: [C("2"), C("1")]);
        (await CarriedAsync()).ShouldBeEmpty();
        (await TakeDueAsync()).ShouldBe(["b", "other"]);
        (await RelatedAsync("b")).ShouldBeEmpty();
        (await RelatedAsync("other")).ShouldBe(["i"]);
    }

    [Fact]
    public async Task KeptAccount_ThatTakesTheKeyOver_ClaimsItItself_AndMayGiveItUpLater()
    {
        await AccountAsync("a", claims: C("1"));
        await AccountAsync("b");
        await MergeAsync("a", "b");
        await AccountAsync("b", claims: C("1"));
        (await CarriedAsync()).ShouldBeEmpty();
        (await RowsAsync("b")).SharedCustomers.ShouldBeEmpty();
        await AccountAsync("b");
        (await CarriedAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task KeyTakenOver_BeforeTheMergeIsSeen_IsNotCarried()
    {
        await AccountAsync("a", claims: C("1"));
        await AccountAsync("b");
        await AccountAsync("b", claims: C("1"));
        await MergeAsync("a", "b");
        (await CarriedAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task UndeletedAccount_StandsForItselfAgain()
    {
        await AccountAsync("a", claims: C("1"));
        await AccountAsync("b");
        await GrantAsync("x", "a");
        await MergeAsync("a", "b");
        await TakeDueAsync();
        await AccountAsync("a", claims: C("1"));
        (await TakeDueAsync()).ShouldBe(["a", "b"]);
        (await RelatedAsync("a")).ShouldBe(["x"]);
        (await RelatedAsync("b")).ShouldBeEmpty();
        (await CarriedAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task KeptAccount_DeletedAndUndeleted_KeepsWhatItTookOver()
    {
        await AccountAsync("a", claims: C("1"));
        await AccountAsync("b");
        await GrantAsync("x", "a");
        await MergeAsync("a", "b");
        await RemoveAsync(Crm, RecordKind.Account, new RemovedRecord("b", null));
        await AccountAsync("b");
        (await RelatedAsync("b")).ShouldBe(["x"]);
        (await CarriedAsync()).ShouldBe(["b 1 from a"]);
    }

    [Fact]
    public async Task MergedBack_TheOtherWayRound_IsNoCircle()
    {
        await AccountAsync("a");
        await AccountAsync("b");
        await GrantAsync("x", "a");
        await GrantAsync("y", "b");
        await MergeAsync("a", "b");
        await AccountAsync("a", name: "Back");
        await MergeAsync("b", "a");
        (await RelatedAsync("a")).ShouldBe(["x", "y"]);
    }

    [Fact]
    public async Task Writes_OfTheMergedAccount_Go_ThoseOfItsDealsStay()
    {
        await AccountAsync("b");
        await TakeDueAsync();
        await PutAsync("a", Outgoing.Put("a", 1), Outgoing.PutDeal("d", "a", 5));
        await MergeAsync("a", "b");
        var left = await Stores.Outbox.LeaseAsync(Crm, 10, Noon, new Core.Engine.Lease("node", Noon.AddMinutes(5)), None);
        var deal = left.ShouldHaveSingleItem();
        (deal.Target, deal.ParentKey).ShouldBe((Outgoing.Deal("d"), "b"));
    }

    [Fact]
    public async Task LastDecision_OfTheMergedAccount_IsTakenOnOnce()
    {
        await AccountAsync("a");
        await AccountAsync("b");
        await TakeDueAsync();
        await MergeAsync("a", "b");
        var due = (await LeaseAsync()).Single();
        await Stores.Accounts.CompleteAsync([new EvaluatedAccount(due, null, null, []) { TookOver = ["a"] }], None);
        (await RowsAsync("b")).Merged.ShouldBe([new MergedAccount("a", IsHandedOn: true)]);
        await MergeAsync("a", "b");
        (await RowsAsync("b")).Merged.ShouldBe([new MergedAccount("a", IsHandedOn: true)]);
    }

    [Fact]
    public async Task Groups_FollowTheMerge()
    {
        await AccountAsync("top");
        await AccountAsync("a", "top");
        await AccountAsync("child", "a");
        await AccountAsync("b");
        await MergeAsync("a", "b");
        (await GroupOfAsync("child")).ShouldBe("b: b child");
        await AccountAsync("late", "a");
        (await GroupOfAsync("late")).ShouldBe("b: b child late", "a child that still names the merged account");
        await TakeDueAsync();
        await AccountAsync("late", "a");
        (await TakeDueAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task ChildThatIsKept_TakesThePlaceOfItsParent()
    {
        await AccountAsync("top");
        await AccountAsync("a", "top");
        await AccountAsync("b", "a");
        await AccountAsync("sister", "a");
        await MergeAsync("a", "b");
        (await GroupOfAsync("b")).ShouldBe("top: b sister top");
        await AccountAsync("b", "a", name: "Not read again since");
        (await GroupOfAsync("b")).ShouldBe("b: b sister", "an account cannot be its own parent");
    }

    [Fact]
    public async Task ExceptionForTheGroup_OfTheMergedAccount_ConcernsTheGroupOfTheKeptOne()
    {
        await AccountAsync("b");
        await AccountAsync("child", "b");
        await AccountAsync("a");
        await MergeAsync("a", "b");
        await TakeDueAsync();
        await GrantAsync("x", "a", OverrideScope.Group);
        (await TakeDueAsync()).ShouldBe(["b", "child"]);
    }

    [Fact]
    public async Task OwnerAndCurrency_ChangeTheRecord_AndNothingElse()
    {
        var eur = CurrencyCode.Parse("EUR");
        await IngestAsync(Crm, Noon, new AccountRecord("a", "Acme") { OwnerKey = "kim", Currency = eur, CustomerKeys = [C("1")] });
        await TakeDueAsync();
        (await IngestAsync(Crm, Noon, new AccountRecord("a", "Acme") { OwnerKey = "lee", Currency = eur, CustomerKeys = [C("1")] })).Changed.ShouldBe(1);
        (await TakeDueAsync()).ShouldBe(["a"]);
        (await IngestAsync(Crm, Noon, new AccountRecord("a", "Acme") { OwnerKey = "lee", Currency = CurrencyCode.Parse("USD"), CustomerKeys = [C("1")] })).Changed.ShouldBe(1);
        (await TakeDueAsync()).ShouldBe(["a"]);
    }

    private async Task<string> GroupOfAsync(string account)
    {
        var group = (await Stores.Reader.ReadGroupsAsync([account], None)).ShouldHaveSingleItem();
        return $"{group.TopKey}: {string.Join(' ', group.Members)}";
    }
}
