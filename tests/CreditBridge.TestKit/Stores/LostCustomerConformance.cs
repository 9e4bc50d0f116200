using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Accounts.Links;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.CreditFiles.Past;
using CreditBridge.Core.Snapshots;
using Shouldly;
using Xunit;
using static CreditBridge.TestKit.Stores.Row;

namespace CreditBridge.TestKit.Stores;

/// <summary>Contract of the stores about a customer that goes away while an account claims it: what was last known of it counts until it is said what became of it.</summary>
public abstract class LostCustomerConformance : StoreConformance
{
    private static readonly CurrencyCode Eur = CurrencyCode.Parse("EUR");
    private int _listings;

    private static ReceivableRecord Open(string key, CustomerKey customer, decimal amount = 100m) =>
        new(key, customer, key, new DateOnly(2026, 1, 1), new DateOnly(2026, 2, 1), new Money(amount, Eur));

    private static PaymentRecord Paid(string key, CustomerKey customer) =>
        new("paid " + key, customer, key, new DateOnly(2026, 1, 1), new DateOnly(2026, 2, 1), new DateOnly(2026, 3, 1), new Money(100m, Eur));

    private Task<IngestResult> AccountAsync(params CustomerKey[] claims) => NameAsync(0, "a", claims);

    private Task<IngestResult> NameAsync(int hour, string account, params CustomerKey[] claims) =>
        IngestAsync(Crm, Noon.AddHours(hour), new AccountRecord(account, "Acme") { CustomerKeys = claims });

    // A complete listing, as a source gives it.
    private Task<IngestResult> ListAsync<T>(int hour, params T[] records)
        where T : SourceRecord
    {
        var page = new SourcePage<T>([.. records.Select(r => SourceChange<T>.Upsert(r))], new Checkpoint("after")) { FullSet = new FullSet($"{_listings++}", true, 100m) };
        var kind = typeof(T) == typeof(ErpCustomerRecord) ? RecordKind.ErpCustomer : RecordKind.Receivable;
        return Stores.Snapshots.ApplyAsync(SnapshotIngestor.Prepare(Erp, kind, page, Noon.AddHours(hour)), None);
    }

    private static ErpCustomerRecord Customer(string number) => new(C(number), "Customer " + number);

    private async Task<(string Records, string Lost)> FileAsync()
    {
        var rows = (await Stores.Reader.ReadAccountsAsync(["a"], None)).ShouldHaveSingleItem();
        return (string.Join(' ', rows.Related.Select(r => RecordCodec.Decode(r.Kind, r.Payload).Key.Split('/')[^1]).Order(StringComparer.Ordinal)), string.Join(' ', rows.LostCustomers.Select(l => l.Customer.Number)));
    }

    private Task<LinkResult> SettleAsync(int hour, params string[] lines) => Stores.Links.ApplyAsync(LinkList.Read(string.Join('\n', lines)), Noon.AddHours(hour), None);

    private async Task LoseAsync()
    {
        await AccountAsync(C("1"));
        await ListAsync(0, Customer("1"), Customer("2"));
        await ListAsync(0, Open("i", C("1")), Open("j", C("2")));
        await TakeDueAsync();
        await ListAsync(1, Customer("2"));
        await ListAsync(1, Open("j", C("2")));
    }

    [Fact]
    public async Task WhatWasLastKnown_Counts_AndTheLossIsListed()
    {
        await LoseAsync();

        (await FileAsync()).ShouldBe(("1 i", "1"));
        (await TakeDueAsync(Noon.AddHours(1))).ShouldBe(["a"]);
        var claim = (await Stores.Accounts.ListLostClaimsAsync(10, None)).ShouldHaveSingleItem();
        (claim.AccountKey, claim.CustomerKey, claim.Since).ShouldBe(("a", C("1").ToString(), Noon.AddHours(1)));
        await ListAsync(2, Customer("2"));
        (await Stores.Accounts.ListLostClaimsAsync(10, None)).ShouldHaveSingleItem().Since.ShouldBe(Noon.AddHours(1), "it is lost once");
    }

    [Fact]
    public async Task CustomerThatNobodyClaims_IsSimplyGone()
    {
        await ListAsync(0, Customer("1"));
        await ListAsync(1, Customer("2"));
        await AccountAsync(C("1"));
        (await FileAsync()).ShouldBe(("", ""));
        (await Stores.Accounts.ListLostClaimsAsync(10, None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task CustomerThatIsBack_CountsAsItIs()
    {
        await LoseAsync();
        await ListAsync(2, Customer("1"), Customer("2"));
        (await FileAsync()).ShouldBe(("1", ""));
        (await Stores.Accounts.ListLostClaimsAsync(10, None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task ItemsThatWentBeforeTheCustomerWasMissed_CountToo_UnlessTheyWerePaid()
    {
        await AccountAsync(C("1"));
        await ListAsync(0, Customer("1"));
        await ListAsync(0, Open("i", C("1")), Open("paid", C("1")));
        await IngestAsync(Erp, Noon.AddHours(1), Paid("paid", C("1")));
        await ListAsync<ReceivableRecord>(1);
        (await FileAsync()).Records.ShouldBe("1 paid paid");
        await ListAsync<ErpCustomerRecord>(2);
        (await FileAsync()).ShouldBe(("1 i paid paid", "1"));
    }

    [Fact]
    public async Task Gone_SettlesIt_AndTakingTheLineOutUndoesThat()
    {
        await LoseAsync();
        await TakeDueAsync(Noon.AddHours(9));

        (await SettleAsync(2, $"gone {C("1")}")).NeverKnown.ShouldBeEmpty();
        (await FileAsync()).ShouldBe(("", ""));
        (await Stores.Accounts.ListLostClaimsAsync(10, None)).ShouldBeEmpty();
        (await TakeDueAsync(Noon.AddHours(9))).ShouldBe(["a"]);
        await SettleAsync(3, $"gone {C("1")}");
        (await TakeDueAsync(Noon.AddHours(9))).ShouldBeEmpty();

        await SettleAsync(4);
        (await FileAsync()).ShouldBe(("1 i", "1"));
        (await TakeDueAsync(Noon.AddHours(9))).ShouldBe(["a"]);
    }

    [Fact]
    public async Task Renumbered_LinksTheNewKeyToWhoeverClaimsTheOldOne()
    {
        await LoseAsync();
        var result = await SettleAsync(2, $"renumbered {C("1")}, {C("2")}");
        (result.Added, result.UnknownSuccessors.Count).ShouldBe((1, 0));
        (await FileAsync()).ShouldBe(("2 j", ""));
        (await Stores.Engine.CountUnclaimedAsync(None)).ShouldBe(0);
        (await SettleAsync(3)).Removed.ShouldBe(1);
        (await FileAsync()).ShouldBe(("1 2 i j", "1"), "whose the new key is, nobody says any more");
    }

    [Fact]
    public async Task Renumbered_TwiceOver_LeadsToTheLastKey()
    {
        await LoseAsync();
        await SettleAsync(2, $"renumbered {C("1")}, {C("2")}");
        await ListAsync(3, Customer("3"));
        await ListAsync(3, Open("k", C("3")));
        (await FileAsync()).ShouldBe(("2 j", "2"));
        await SettleAsync(4, $"renumbered {C("1")}, {C("2")}", $"renumbered {C("2")}, {C("3")}");
        (await FileAsync()).ShouldBe(("3 k", ""));
    }

    [Fact]
    public async Task NewKeyThatNoErpKnows_SettlesNothing_AndTypingMistakesAreNamed()
    {
        await LoseAsync();
        var result = await SettleAsync(2, $"renumbered {C("1")}, {C("77")}", $"gone {C("2")}", $"gone {C("99")}");
        result.UnknownSuccessors.ShouldHaveSingleItem().Line.ShouldBe(1);
        result.StillThere.ShouldHaveSingleItem().Line.ShouldBe(2);
        result.NeverKnown.ShouldHaveSingleItem().Line.ShouldBe(3);
        (await FileAsync()).ShouldBe(("1 i", "1"));
    }

    [Fact]
    public async Task ItemsThatMovedToACustomerOfTheSameAccount_CountOnce()
    {
        await AccountAsync(C("1"), C("2"));
        await ListAsync(0, Customer("1"), Customer("2"));
        await ListAsync(0, Open("i", C("1")));
        await ListAsync(1, Customer("2"));
        await ListAsync(1, Open("i", C("2")));
        (await FileAsync()).ShouldBe(("1 2 i", "1"));
    }

    [Fact]
    public async Task AnotherKeyAtTheAccount_EndsIt()
    {
        await LoseAsync();
        await NameAsync(2, "a", C("2"));
        (await FileAsync()).ShouldBe(("2 j", ""));
        (await Stores.Accounts.ListLostClaimsAsync(10, None)).ShouldBeEmpty();
    }

    private async Task<string> UndeliveredAsync() =>
        string.Join(' ', (await Stores.Accounts.FindUndeliveredKeysAsync(10, None)).First.Select(c => $"{c.AccountKey}:{CustomerKey.Parse(c.CustomerKey).Number}"));

    [Fact]
    public async Task TypingMistakeAtTheAccount_EndsNothing_AndItsCorrectionDoes()
    {
        await LoseAsync();
        await TakeDueAsync(Noon.AddHours(9));

        await NameAsync(2, "a", C("77"));
        (await FileAsync()).ShouldBe(("1 i", "1"));
        (await Stores.Accounts.ListLostClaimsAsync(10, None)).ShouldHaveSingleItem().CustomerKey.ShouldBe(C("1").ToString());
        (await UndeliveredAsync()).ShouldBe("a:77");
        await TakeDueAsync(Noon.AddHours(9));

        await NameAsync(3, "a", C("2"));
        (await FileAsync()).ShouldBe(("2 j", ""));
        (await Stores.Accounts.ListLostClaimsAsync(10, None)).ShouldBeEmpty();
        (await UndeliveredAsync()).ShouldBe("");
        (await TakeDueAsync(Noon.AddHours(9))).ShouldBe(["a"]);
    }

    [Fact]
    public async Task KeyAtTheAccount_EndsIt_OnceAnErpDeliversIt()
    {
        await LoseAsync();
        await NameAsync(2, "a", C("77"));
        await TakeDueAsync(Noon.AddHours(9));

        await IngestAsync(Erp, Noon.AddHours(3), Customer("77"));
        (await FileAsync()).ShouldBe(("77", ""));
        (await TakeDueAsync(Noon.AddHours(9))).ShouldBe(["a"]);
    }

    [Fact]
    public async Task NoKeyAtAll_OrOneThatStoodThereBefore_EndsNothing()
    {
        await AccountAsync(C("1"), C("2"));
        await ListAsync(0, Customer("1"), Customer("2"));
        await ListAsync(0, Open("i", C("1")));
        await ListAsync(1, Customer("2"));
        await ListAsync<ReceivableRecord>(1);
        await NameAsync(2, "a", C("2"));
        (await FileAsync()).ShouldBe(("1 2 i", "1"));
        await NameAsync(3, "a");
        (await FileAsync()).ShouldBe(("1 2 i", "1"));

        await SettleAsync(4, $"gone {C("1")}", $"not a, {C("2")}");
        (await FileAsync()).ShouldBe(("", ""));
        await SettleAsync(5);
        (await FileAsync()).ShouldBe(("1 i", "1"), "the line was taken out");
    }

    [Fact]
    public async Task OneOfTwoNewKeysMistyped_EndsNothing()
    {
        await LoseAsync();
        await NameAsync(2, "a", C("2"), C("77"));
        (await FileAsync()).ShouldBe(("1 2 i j", "1"));
        await NameAsync(3, "a", C("2"));
        (await FileAsync()).ShouldBe(("2 j", ""));
    }

    [Fact]
    public async Task TypingMistakeInTheLinkFile_EndsNothing_AndItsCorrectionDoes()
    {
        await AccountAsync();
        await ListAsync(0, Customer("1"), Customer("2"));
        await ListAsync(0, Open("i", C("1")), Open("j", C("2")));
        await SettleAsync(0, $"a, {C("1")}");
        await ListAsync(1, Customer("2"));
        await ListAsync(1, Open("j", C("2")));
        (await FileAsync()).ShouldBe(("1 i", "1"));
        await TakeDueAsync(Noon.AddHours(9));

        await SettleAsync(2, $"a, {C("77")}");
        (await FileAsync()).ShouldBe(("1 i", "1"));
        (await UndeliveredAsync()).ShouldBe("a:77");
        (await TakeDueAsync(Noon.AddHours(9))).ShouldBe(["a"]);

        await SettleAsync(3, $"a, {C("2")}");
        (await FileAsync()).ShouldBe(("2 j", ""));
        (await Stores.Accounts.ListLostClaimsAsync(10, None)).ShouldBeEmpty();
        (await TakeDueAsync(Noon.AddHours(9))).ShouldBe(["a"]);
    }

    [Fact]
    public async Task LinkThatBecomesARenumbering_LeadsToTheNewKey()
    {
        await AccountAsync();
        await ListAsync(0, Customer("1"), Customer("2"));
        await SettleAsync(0, $"a, {C("1")}");
        await ListAsync(1, Customer("2"));
        await SettleAsync(2, $"renumbered {C("1")}, {C("2")}");
        (await FileAsync()).ShouldBe(("2", ""));
        (await SettleAsync(3, $"renumbered {C("1")}, {C("2")}")).Added.ShouldBe(0);
        (await FileAsync()).ShouldBe(("2", ""));
    }

    [Fact]
    public async Task CustomerThatIsBack_StaysAsItIs_AndOneThatAnotherAccountNames_IsNotKept()
    {
        await LoseAsync();
        await NameAsync(2, "a", C("77"));
        await TakeDueAsync(Noon.AddHours(9));
        await ListAsync(3, Customer("1"), Customer("2"));
        (await FileAsync()).ShouldBe(("1", ""));
        (await TakeDueAsync(Noon.AddHours(9))).ShouldBe(["a"]);

        await NameAsync(4, "a", C("2"));
        await ListAsync(5, Customer("1"));
        await NameAsync(6, "a", C("77"));
        (await FileAsync()).ShouldBe(("2 j", "2"));
        await TakeDueAsync(Noon.AddHours(9));
        await NameAsync(7, "b", C("2"));
        (await FileAsync()).ShouldBe(("", ""));
        (await TakeDueAsync(Noon.AddHours(9))).ShouldBe(["a", "b"]);
        (await Stores.Accounts.ListLostClaimsAsync(10, None)).ShouldHaveSingleItem().AccountKey.ShouldBe("b");
    }

    [Fact]
    public async Task KeysThatNoErpDelivers_AreThoseThatAreNeitherThereNorLost()
    {
        await AccountAsync(C("1"), C("2"), C("8"));
        await NameAsync(0, "b", C("9"));
        await NameAsync(0, "c", C("2"));
        await ListAsync(0, Customer("1"), Customer("2"));
        await ListAsync(1, Customer("2"));
        await SettleAsync(2, $"c, {C("7")}");

        (await UndeliveredAsync()).ShouldBe("a:8 b:9 c:7");
        (await Stores.Accounts.FindUndeliveredKeysAsync(2, None)).Accounts.ShouldBe(3);
        (await Stores.Reader.ReadAccountsAsync(["a", "b", "c"], None)).Select(r => string.Join(' ', r.UndeliveredCustomers))
            .ShouldBe([C("8").ToString(), C("9").ToString(), C("7").ToString()], ignoreOrder: true);
        await SettleAsync(3, $"c, {C("7")}", $"gone {C("1")}");
        (await UndeliveredAsync()).ShouldBe("a:8 b:9 c:7", "a person has said what became of it");
        await IngestAsync(Erp, Noon.AddHours(4), Customer("9"));
        (await UndeliveredAsync()).ShouldBe("a:8 c:7");
    }

    [Fact]
    public async Task Past_ShowsWhatCountedThen_HoweverOldItIs()
    {
        await LoseAsync();
        (await Stores.History.PruneAsync(Noon.AddYears(50), None)).ShouldBe(0, "it still counts");
        await SettleAsync(5, $"gone {C("1")}");

        var reach = new HistoryReach(await Stores.History.GetStartsAsync(None));
        var timeline = new AccountTimeline((await Stores.History.ReadAsync(["a"], Noon.AddHours(3), None)).ShouldHaveSingleItem(), reach);
        PastFile At(int hour) => timeline.FileAt(AsOf.At(Noon.AddHours(hour), TimeZoneInfo.Utc), new ReferenceData([], []))!;
        At(4).File.OpenItems.ShouldHaveSingleItem().Key.ShouldBe("i");
        At(4).File.LostCustomers!.ShouldHaveSingleItem().Customer.ShouldBe(C("1"));
        At(6).File.OpenItems.ShouldBeEmpty();
        At(6).File.LostCustomers.ShouldBeNull();
    }
}
