using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Accounts.Links;
using CreditBridge.Core.Snapshots;
using Shouldly;
using Xunit;
using static CreditBridge.TestKit.Stores.Row;

namespace CreditBridge.TestKit.Stores;

/// <summary>Contract of <see cref="ILinkStore"/>: a link counts as if the account named the customer itself.</summary>
public abstract class LinkConformance : StoreConformance
{
    private Task<LinkResult> LinkAsync(params (string Account, CustomerKey Customer)[] links) =>
        Stores.Links.ApplyAsync(LinkList.Empty with { Links = [.. links.Select((l, i) => new AccountLink(l.Account, l.Customer, i + 1))] }, Noon, None);

    private Task<LinkResult> RefuseAsync(string account, CustomerKey customer) => Stores.Links.ApplyAsync(LinkList.Read($"not {account}, {customer}"), Noon, None);

    private async Task<string[]> CustomersOfAsync(string account) =>
        [.. (await Stores.Reader.ReadAccountsAsync([account], None)).SelectMany(r => r.Related).Select(r => RecordCodec.Decode(r.Kind, r.Payload)).OfType<ErpCustomerRecord>().Select(c => c.Customer.Number).Order(StringComparer.Ordinal)];

    private async Task CustomersAsync(params CustomerKey[] customers) =>
        await IngestAsync(Erp, Noon, [.. customers.Select(c => new ErpCustomerRecord(c, "Customer " + c.Number))]);

    private Task<IngestResult> AccountAsync(string key, params CustomerKey[] claims) => IngestAsync(Crm, Noon, new AccountRecord(key, "Acme") { CustomerKeys = claims });

    private async Task<int> UnclaimedAsync()
    {
        var count = 0;
        await foreach (var _ in Stores.Links.ReadUnclaimedAsync(None))
            count++;
        count.ShouldBe((int)(await Stores.Engine.GetFiguresAsync(None)).UnclaimedCustomers);
        return count;
    }

    [Fact]
    public async Task ALink_CountsAsAClaim_MarksTheAccount_AndEndsWithItsLine()
    {
        await AccountAsync("a");
        await CustomersAsync(C("1"), C("2"));
        await TakeDueAsync();
        (await UnclaimedAsync()).ShouldBe(2);

        (await LinkAsync(("a", C("1")))).Added.ShouldBe(1);
        (await TakeDueAsync()).ShouldBe(["a"]);
        (await CustomersOfAsync("a")).ShouldBe(["1"]);
        (await UnclaimedAsync()).ShouldBe(1);
        (await Stores.Links.FindClaimedAsync([C("1"), C("2")], None)).ShouldBe([C("1")]);

        var again = await LinkAsync(("a", C("1")));
        (again.Added, again.Removed, again.UnknownAccounts.Count, again.UnknownCustomers.Count, again.Shared.Count).ShouldBe((0, 0, 0, 0, 0));
        (await TakeDueAsync()).ShouldBeEmpty();

        (await LinkAsync()).Removed.ShouldBe(1);
        (await TakeDueAsync()).ShouldBe(["a"]);
        (await CustomersOfAsync("a")).ShouldBe(["1"], "nobody has said whose it is");
        await RefuseAsync("a", C("1"));
        (await TakeDueAsync()).ShouldBe(["a"]);
        (await CustomersOfAsync("a")).ShouldBeEmpty();
        (await UnclaimedAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task AClaimAndALinkOfTheSameCustomer_EachOutliveTheOther()
    {
        await CustomersAsync(C("1"));
        await AccountAsync("a", C("1"));
        await LinkAsync(("a", C("1")));
        await AccountAsync("a");
        (await CustomersOfAsync("a")).ShouldBe(["1"], "the link holds on");
        await AccountAsync("a", C("1"));
        await LinkAsync();
        (await CustomersOfAsync("a")).ShouldBe(["1"], "the account names it itself");
        await AccountAsync("a");
        await RefuseAsync("a", C("1"));
        (await CustomersOfAsync("a")).ShouldBeEmpty();
    }

    [Fact]
    public async Task AnUnknownAccount_IsWarnedOf_AndItsCustomerStaysUnclaimed_UntilItComes()
    {
        await CustomersAsync(C("1"));
        (await LinkAsync(("a", C("1")), ("b", C("2")))).UnknownAccounts.Select(l => l.AccountKey).ShouldBe(["a", "b"]);
        (await UnclaimedAsync()).ShouldBe(1);
        (await Stores.Links.FindClaimedAsync([C("1")], None)).ShouldBeNull();

        await AccountAsync("a");
        var result = await LinkAsync(("a", C("1")), ("b", C("2")));
        result.Added.ShouldBe(1);
        result.UnknownAccounts.ShouldHaveSingleItem().AccountKey.ShouldBe("b");
        result.UnknownCustomers.ShouldHaveSingleItem().Line.ShouldBe(2);
        (await UnclaimedAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task ACustomerOfTwoAccounts_CountsWithBoth_AndIsReported()
    {
        await CustomersAsync(C("1"));
        await AccountAsync("a", C("1"));
        await AccountAsync("b");
        (await LinkAsync(("b", C("1")))).Shared.ShouldHaveSingleItem().AccountKey.ShouldBe("b");
        (await CustomersOfAsync("a")).ShouldBe(["1"]);
        (await CustomersOfAsync("b")).ShouldBe(["1"]);
        (await Stores.Reader.ReadAccountsAsync(["b"], None)).ShouldHaveSingleItem().SharedCustomers.ShouldBe([C("1").ToString()]);
    }

    [Fact]
    public async Task ALinkToAMergedAccount_StandsForTheKeptOne()
    {
        await CustomersAsync(C("1"));
        await AccountAsync("a");
        await AccountAsync("b");
        await LinkAsync(("a", C("1")));
        await RemoveAsync(Crm, RecordKind.Account, new RemovedRecord("a", "b"));
        (await CustomersOfAsync("b")).ShouldBe(["1"], "what the merged account was is carried on at once");

        await LinkAsync(("a", C("1")));
        (await CustomersOfAsync("b")).ShouldBe(["1"]);
        (await Stores.Accounts.ListCarriedClaimsAsync(10, None)).ShouldBeEmpty("the link says whose the customer is");
        await LinkAsync();
        (await CustomersOfAsync("b")).ShouldBe(["1"]);
        await RefuseAsync("a", C("1"));
        (await CustomersOfAsync("b")).ShouldBeEmpty();
    }

    [Fact]
    public async Task AnAccountThatGoes_TakesItsLinksWithIt_UntilItIsBack()
    {
        await CustomersAsync(C("1"));
        await AccountAsync("a");
        await LinkAsync(("a", C("1")));
        await RemoveAsync(Crm, RecordKind.Account, new RemovedRecord("a", null));
        (await UnclaimedAsync()).ShouldBe(1);
        (await LinkAsync(("a", C("1")))).UnknownAccounts.Count.ShouldBe(1);
        await AccountAsync("a");
        (await LinkAsync(("a", C("1")))).Added.ShouldBe(1);
        (await CustomersOfAsync("a")).ShouldBe(["1"]);
    }
}
