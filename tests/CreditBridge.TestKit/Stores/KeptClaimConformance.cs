using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Accounts;
using CreditBridge.Core.Accounts.Links;
using CreditBridge.Core.Snapshots;
using Shouldly;
using Xunit;
using static CreditBridge.TestKit.Stores.Row;

namespace CreditBridge.TestKit.Stores;

/// <summary>Contract of the stores about a customer whose key is taken out of an account while its ERP delivers it: it stays until it is said whose it is.</summary>
public abstract class KeptClaimConformance : StoreConformance
{
    private Task<IngestResult> NameAsync(int hour, string account, params CustomerKey[] claims) =>
        IngestAsync(Crm, Noon.AddHours(hour), new AccountRecord(account, "Acme") { CustomerKeys = claims });

    private static ErpCustomerRecord Customer(string number) => new(C(number), "Customer " + number);

    private Task<LinkResult> LinkAsync(int hour, params string[] lines) => Stores.Links.ApplyAsync(LinkList.Read(string.Join('\n', lines)), Noon.AddHours(hour), None);

    private async Task BeginAsync(params CustomerKey[] claims)
    {
        await NameAsync(0, "a", claims);
        await NameAsync(0, "b");
        await IngestAsync(Erp, Noon, Customer("1"), Customer("2"), Customer("3"));
        await TakeDueAsync(Noon.AddHours(9));
    }

    // The customers that count with the account, and those of them that it names no longer.
    private async Task<(string All, string Kept)> FileAsync(string account = "a")
    {
        var rows = (await Stores.Reader.ReadAccountsAsync([account], None)).ShouldHaveSingleItem();
        var listed = (await Stores.Accounts.ListKeptClaimsAsync(10, None)).Where(k => k.AccountKey == account).Select(k => k.CustomerKey);
        listed.ShouldBe(rows.KeptCustomers);
        return (string.Join(' ', rows.Related.Select(r => RecordCodec.Decode(r.Kind, r.Payload)).OfType<ErpCustomerRecord>().Select(c => c.Customer.Number).Order(StringComparer.Ordinal)),
            string.Join(' ', rows.KeptCustomers.Select(c => CustomerKey.Parse(c).Number)));
    }

    [Fact]
    public async Task EmptiedField_SettlesNothing_AndTheKeyWrittenAgainDoes()
    {
        await BeginAsync(C("1"));
        await NameAsync(1, "a");
        (await FileAsync()).ShouldBe(("1", "1"));
        (await TakeDueAsync(Noon.AddHours(9))).ShouldBe(["a"]);
        (await Stores.Accounts.ListKeptClaimsAsync(10, None)).ShouldHaveSingleItem().ShouldBe(new KeptClaim("a", C("1").ToString(), Noon.AddHours(1)));
        (await Stores.Engine.CountUnclaimedAsync(None)).ShouldBe(2);

        await NameAsync(2, "a", C("1"));
        (await FileAsync()).ShouldBe(("1", ""));
    }

    [Fact]
    public async Task AnotherCustomerInItsPlace_SettlesIt_ButNotOneThatStoodBesideIt_NorOneThatNoErpDelivers()
    {
        await BeginAsync(C("1"), C("2"));
        await NameAsync(1, "a", C("2"));
        (await FileAsync()).ShouldBe(("1 2", "1"));
        await NameAsync(2, "a", C("77"));
        (await FileAsync()).ShouldBe(("1 2", "1 2"));
        (await Stores.Accounts.FindUndeliveredKeysAsync(10, None)).Accounts.ShouldBe(1);

        await NameAsync(3, "a", C("3"));
        (await FileAsync()).ShouldBe(("3", ""));
        await NameAsync(4, "a", C("1"));
        (await FileAsync()).ShouldBe(("1", ""), "a wrong key was put right");
    }

    [Fact]
    public async Task MistypedKey_ThatAnErpDeliversLater_SettlesIt()
    {
        await BeginAsync(C("1"));
        await NameAsync(1, "a", C("77"));
        (await FileAsync()).ShouldBe(("1", "1"));
        await IngestAsync(Erp, Noon.AddHours(2), Customer("77"));
        (await FileAsync()).ShouldBe(("77", ""));
    }

    [Fact]
    public async Task CustomerThatAnotherAccountClaims_DoesNotStay()
    {
        await BeginAsync(C("1"), C("2"));
        await NameAsync(1, "b", C("2"));
        await NameAsync(2, "a");
        (await FileAsync()).ShouldBe(("1", "1"));
        await TakeDueAsync(Noon.AddHours(9));

        await LinkAsync(3, $"b, {C("1")}");
        (await FileAsync()).ShouldBe(("", ""));
        (await FileAsync("b")).ShouldBe(("1 2", ""));
        (await TakeDueAsync(Noon.AddHours(9))).ShouldBe(["a", "b"]);
        await LinkAsync(4, $"a, {C("1")}");
        (await FileAsync("b")).ShouldBe(("2", ""), "the line was put right");
    }

    [Fact]
    public async Task ALineThatItIsNotThatCustomer_SettlesIt_AlsoWhenItStoodThereBefore()
    {
        await BeginAsync(C("1"));
        await LinkAsync(0, $"not a, {C("1")}");
        (await FileAsync()).ShouldBe(("1", ""), "the account names it");
        await NameAsync(1, "a");
        await TakeDueAsync(Noon.AddHours(9));
        await LinkAsync(2, $"not a, {C("1")}");
        (await FileAsync()).ShouldBe(("", ""));
        (await TakeDueAsync(Noon.AddHours(9))).ShouldBe(["a"]);
        (await Stores.Engine.CountUnclaimedAsync(None)).ShouldBe(3);
    }

    [Fact]
    public async Task CustomerThatGoesAwayMeanwhile_IsLost_AndIsKeptWhenItIsBack()
    {
        await BeginAsync(C("1"));
        await NameAsync(1, "a");
        await Stores.Snapshots.ApplyAsync(Page(Erp, RecordKind.ErpCustomer) with { Removed = [new RemovedRecord(C("1").ToString(), null)], ReadAt = Noon.AddHours(2) }, None);
        (await FileAsync()).ShouldBe(("1", ""));
        (await Stores.Accounts.ListLostClaimsAsync(10, None)).ShouldHaveSingleItem().AccountKey.ShouldBe("a");
        await IngestAsync(Erp, Noon.AddHours(3), Customer("1"));
        (await FileAsync()).ShouldBe(("1", "1"));
    }

    [Fact]
    public async Task CustomerOfAMergedAccount_StaysWithTheOneThatStandsForIt()
    {
        await BeginAsync(C("1"));
        await NameAsync(1, "b", C("2"));
        await NameAsync(2, "a");
        await NameAsync(2, "b");
        (await FileAsync()).ShouldBe(("1", "1"));
        (await FileAsync("b")).ShouldBe(("2", "2"));
        await TakeDueAsync(Noon.AddHours(9));

        await RemoveAsync(Crm, RecordKind.Account, new RemovedRecord("a", "b"));
        (await FileAsync("b")).ShouldBe(("1 2", "2"));
        (await Stores.Accounts.ListCarriedClaimsAsync(10, None)).ShouldBe([new CarriedClaim("b", C("1").ToString(), "a")]);
        (await TakeDueAsync(Noon.AddHours(9))).ShouldBe(["b"]);
        (await Stores.Engine.CountUnclaimedAsync(None)).ShouldBe(1);

        await NameAsync(3, "b", C("1"), C("2"));
        (await FileAsync("b")).ShouldBe(("1 2", ""));
        (await Stores.Accounts.ListCarriedClaimsAsync(10, None)).ShouldBeEmpty();
        await NameAsync(4, "b");
        (await FileAsync("b")).ShouldBe(("1 2", "1 2"), "what was carried and then named is kept like any other");
    }

    [Fact]
    public async Task CustomerThatBothOfTwoMergedAccountsNamed_Stays_WhicheverFieldIsEmptied()
    {
        await BeginAsync(C("1"));
        await NameAsync(1, "b", C("1"));
        await NameAsync(2, "b");
        (await FileAsync("b")).ShouldBe(("", ""), "the other account names it");
        await RemoveAsync(Crm, RecordKind.Account, new RemovedRecord("a", "b"));
        (await FileAsync("b")).ShouldBe(("1", ""));
        (await Stores.Accounts.ListCarriedClaimsAsync(10, None)).ShouldHaveSingleItem().AccountKey.ShouldBe("b");
    }

    [Fact]
    public async Task RenumberingOfACustomerThatIsThere_MovesNothing()
    {
        await BeginAsync(C("1"));
        await NameAsync(1, "a");
        for (var hour = 2; hour < 5; hour++)
            (await LinkAsync(hour, $"renumbered {C("1")}, {C("2")}")).Added.ShouldBe(0);
        (await FileAsync()).ShouldBe(("1", "1"));
    }

    [Fact]
    public async Task WhatTheEvaluationLetsGo_Ends_UnlessThereIsNews()
    {
        await BeginAsync(C("1"));
        await NameAsync(1, "a");
        var due = (await LeaseAsync(Noon.AddHours(9))).ShouldHaveSingleItem();
        await IngestAsync(Erp, Noon.AddHours(2), new SignalRecord("s", CreditParty.Of(C("1")), "insolvency", new DateOnly(2026, 3, 1)));
        await Stores.Accounts.CompleteAsync([new EvaluatedAccount(due, null, null, []) { LetGo = [C("1").ToString()] }], None);
        (await FileAsync()).ShouldBe(("1", "1"));

        due = (await LeaseAsync(Noon.AddHours(9))).ShouldHaveSingleItem();
        await Stores.Accounts.CompleteAsync([new EvaluatedAccount(due, null, null, []) { LetGo = [C("1").ToString()] }], None);
        (await FileAsync()).ShouldBe(("", ""));
    }

    [Fact]
    public async Task OpenItemsOfCustomersThatNoErpLists_AreFound_ButNotThoseOfLostOnes()
    {
        await BeginAsync(C("1"));
        ReceivableRecord Item(string key, string number) => new(key, C(number), key, new DateOnly(2026, 1, 1), new DateOnly(2026, 2, 1), new Money(5m, CurrencyCode.Parse("EUR")));
        await IngestAsync(Erp, Noon, Item("i", "1"), Item("j", "2"));
        (await Stores.Engine.FindUnlistedCustomersAsync(5, None)).Count.ShouldBe(0);

        await IngestAsync(Erp, Noon, Item("k", "9"), Item("l", "9"), Item("m", "8"));
        var found = await Stores.Engine.FindUnlistedCustomersAsync(1, None);
        (found.Count, found.First.ShouldHaveSingleItem()).ShouldBe((2, (C("8").ToString(), 1)));
        (await Stores.Engine.FindUnlistedCustomersAsync(5, None)).First.ShouldBe([(C("8").ToString(), 1), (C("9").ToString(), 2)]);

        await RemoveAsync(Erp, RecordKind.ErpCustomer, new RemovedRecord(C("1").ToString(), null), new RemovedRecord(C("2").ToString(), null));
        (await Stores.Engine.FindUnlistedCustomersAsync(5, None)).First.Select(u => CustomerKey.Parse(u.Customer).Number).ShouldBe(["2", "8", "9"], "an account claimed customer 1: it is lost");
    }
}
