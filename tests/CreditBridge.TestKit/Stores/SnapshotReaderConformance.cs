using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Snapshots;
using Shouldly;
using Xunit;
using static CreditBridge.TestKit.Stores.Row;

namespace CreditBridge.TestKit.Stores;

/// <summary>Contract of <see cref="ISnapshotReader"/>.</summary>
public abstract class SnapshotReaderConformance : StoreConformance
{
    [Fact]
    public async Task Account_ComesWithItsDealsAndTheRecordsOfItsCustomers()
    {
        await ApplyAccountAsync("a", C("1"), C("2"));
        await ApplyAccountAsync("b", C("3"));
        await ApplyAsync(Crm, Deal("d1", "a"), Deal("d2", "b"), Deal("d3", null));
        await ApplyAsync(Erp, Customer(C("1")), Customer(C("3")));
        await ApplyAsync(Erp, Item("i1", C("1")), Item("i2", C("2")), Item("i3", C("3")));

        var rows = await Stores.Reader.ReadAccountsAsync(["a", "nobody", "a"], None);

        var a = rows.ShouldHaveSingleItem();
        a.AccountKey.ShouldBe("a");
        a.Account.ShouldBe(Account("a", claims: [C("1"), C("2")]).Payload);
        a.Related.Select(r => r.Kind).Order().ShouldBe([RecordKind.Opportunity, RecordKind.ErpCustomer, RecordKind.Receivable, RecordKind.Receivable]);
        a.Related.Select(r => System.Text.Encoding.UTF8.GetString(r.Payload)).ShouldContain(System.Text.Encoding.UTF8.GetString(Deal("d1", "a").Payload));
        a.SharedCustomers.ShouldBeEmpty();
    }

    [Fact]
    public async Task SharedCustomer_IsNamedOnBothAccounts_WithItsRecords()
    {
        await ApplyAccountAsync("a", C("1"), C("2"));
        await ApplyAccountAsync("b", C("2"));
        await ApplyAsync(Erp, Item("i", C("2")));

        var rows = await Stores.Reader.ReadAccountsAsync(["a", "b"], None);

        rows.Count.ShouldBe(2);
        rows.ShouldAllBe(r => r.SharedCustomers.Single() == C("2").ToString() && r.Related.Count == 1);
        (await Stores.Reader.ReadAccountsAsync(["b"], None)).Single().SharedCustomers.ShouldBe([C("2").ToString()]);
    }

    [Fact]
    public async Task AccountWithoutARecordOfItsOwn_IsAbsent()
    {
        await ApplyAsync(Crm, Deal("d1", "ghost"));
        (await Stores.Reader.ReadAccountsAsync(["ghost"], None)).ShouldBeEmpty();
        (await Stores.Reader.ReadAccountsAsync([], None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task ReferenceData_OfAllConnections_IsReadCompletely()
    {
        await ApplyAsync(Crm, [.. Enumerable.Range(0, 2_500).Select(i => Stage($"s{i}"))]);
        await ApplyAsync("other", Stage("s1", 9));
        await ApplyAsync(Crm, User("u"));
        var read = new List<byte[]>();
        await foreach (var payload in Stores.Reader.ReadReferenceAsync(RecordKind.Stage, None))
            read.Add(payload);
        read.Select(System.Text.Encoding.UTF8.GetString).Distinct().Count().ShouldBe(2_501);
        read.Count.ShouldBe(2_501);
    }

    [Fact]
    public async Task RecordsOfAKind_AreFoundByTheirKeys_AndUnknownKeysAreAbsent()
    {
        await ApplyAsync(Crm, User("u3", "Lee"), User("u1"), User("U1"), User("u2", "Sam"));
        await ApplyAsync(Crm, Deal("u3", null));
        async Task<string> ReadAsync(params string[] keys) => string.Join(' ', (await Stores.Reader.ReadRecordsAsync(RecordKind.User, keys, None))
            .Select(r => $"{r.Connection}/{((UserRecord)RecordCodec.Decode(RecordKind.User, r.Payload)).Name}"));
        (await ReadAsync("u3", "nobody", "u2", "u3", "' OR 1=1")).ShouldBe($"{Crm}/Sam {Crm}/Lee");
        (await ReadAsync()).ShouldBe("");
        (await Stores.Reader.ReadRecordsAsync(RecordKind.Account, ["u3"], None)).ShouldBeEmpty();
        (await Stores.Reader.ReadRecordsAsync(RecordKind.User, [.. Enumerable.Range(0, 2_000).Select(i => $"u{i}")], None)).Count.ShouldBe(3);
    }

    [Theory]
    [InlineData("001A", "001A")]
    [InlineData("001a", "")]
    [InlineData("söhne", "001A")]
    [InlineData("SÖHNE", "001A")]
    [InlineData("acm", "001B,001C")]
    [InlineData("acme", "001B")]
    [InlineData("006D", "001C")]
    [InlineData("%", "001D")]
    [InlineData("100%", "001D")]
    [InlineData("", "")]
    public async Task Search_FindsByKeyNamePartOrDeal(string text, string found)
    {
        await ApplyAsync(Crm, Account("001A", "Müller & Söhne"), Account("001B", "Acme"), Account("001C", "The ACME Company"), Account("001D", "100% Pure"));
        await ApplyAsync(Crm, Deal("006D", "001C"));
        (await Stores.Reader.FindAccountsAsync(text, 10, None)).Select(a => a.Key).Order(StringComparer.Ordinal)
            .ShouldBe(found.Split(',', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Search_FindsByTheCustomerThatAccountsClaim()
    {
        await ApplyAccountAsync("a", C("1"), C("2"));
        await ApplyAccountAsync("b", C("2"));
        async Task<string> FoundAsync(string text) => string.Join(' ', (await Stores.Reader.FindAccountsAsync(text, 10, None)).Select(a => a.Key));
        (await FoundAsync($" {C("1")} ")).ShouldBe("a");
        (await FoundAsync(C("2").ToString())).ShouldBe("a b");
        (await FoundAsync(C("3").ToString())).ShouldBe("");
        (await FoundAsync("1")).ShouldBe("");
    }

    [Fact]
    public async Task Search_StopsAtItsLimit_AndNamesAccounts()
    {
        await ApplyAsync(Crm, Account("1", "Acme 1"), Account("2", "Acme 2"), Account("3", "Acme 3"));
        (await Stores.Reader.FindAccountsAsync("acme", 2, None)).ShouldBe([new FoundAccount("1", "Acme 1"), new FoundAccount("2", "Acme 2")]);
    }
}
