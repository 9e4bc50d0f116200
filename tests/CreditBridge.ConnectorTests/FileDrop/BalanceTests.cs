using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Records;
using Shouldly;
using Xunit;

namespace CreditBridge.ConnectorTests.FileDrop;

/// <summary>A balance that is not the sum of the customer's open items holds its items back.</summary>
public sealed class BalanceTests : IDisposable
{
    private const string Items = "NO,DOC,ISSUED,DUE,CUR,OPEN\nC1,R1,2025-01-01,2025-02-01,EUR,100\nC1,R2,2025-01-01,2025-02-01,EUR,-20.5\nC2,R3,2025-01-01,2025-02-01,EUR,50\nC4,R4,2025-01-01,2025-02-01,USD,9\n";
    private readonly DropTestFolder _folder = new();

    public BalanceTests()
    {
        _folder.Map("customers", "pattern: c-*.csv, set: full", "company: {value: \"1\"}, number: NO, name: NO, currency: {value: EUR}, balance: {column: BALANCE, sign: customer_owes_positive}");
        _folder.Map("open_items", "pattern: i-*.csv, set: full", "company: {value: \"1\"}, customer: NO, document: DOC, issued: ISSUED, due: DUE, type: {value: invoice}, currency: CUR, open_amount: OPEN", "sign: customer_owes_positive\n    credit_notes: negative", add: true);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task BalancesThatAgree_LetEverythingThrough()
    {
        _folder.Write("c-1.csv", "NO,BALANCE\nC1,79.50\nC2,50\nC3,0\nC4,7\nC5,\n");
        _folder.Write("i-1.csv", Items);
        await _folder.ReadAsync();
        await _folder.ReadAsync(RecordKind.Receivable);
        (_folder.State.Count, _folder.Rejected.Count).ShouldBe((9, 0));
        (await _folder.CheckAsync()).Single(f => f.Subject == "customers.balance").Message.ShouldBe("The items of 3 customers add up to the balance that the other system gives. 1 owe in several currencies, or in another than their own, and were not compared.");
    }

    [Fact]
    public async Task ABalanceThatDiffers_RejectsTheCustomersItems_WithBothFigures()
    {
        _folder.Write("c-1.csv", "NO,BALANCE\nC1,80\nC2,50\nC3,12\n");
        _folder.Write("i-1.csv", Items);
        await _folder.ReadAsync(RecordKind.Receivable, pageSize: 1);
        _folder.State.Keys.ShouldBe(["erp:1/R3", "erp:1/R4"]);
        _folder.Rejected.Select(r => (r.Where, r.Key)).ShouldBe([("i-1.csv:2", "erp:1/R1"), ("i-1.csv:3", "erp:1/R2"), ("c-1.csv:4, column BALANCE", null)]);
        _folder.Rejected.Select(r => r.Customer).ShouldBe(["erp:1/C1", "erp:1/C1", "erp:1/C3"]);
        _folder.Rejected[0].Reason.ShouldBe("erp:1/C1 has a balance of 80 EUR (c-1.csv:2, column BALANCE), but its open items add up to 79.5, a difference of 0.5; none of them counts until they agree.");
        _folder.Rejected[2].Reason.ShouldContain("erp:1/C3 has a balance of 12 EUR (c-1.csv:4, column BALANCE), but its open items add up to 0, a difference of 12");
        var finding = (await _folder.CheckAsync()).Single(f => f.Subject == "customers.balance");
        finding.Status.ShouldBe(CheckStatus.Warning);
        finding.Message.ShouldContain("The items of 2 of 3 customers do not add up to the balance that the other system gives. Their items are rejected when they are read");
        finding.Table!.Rows.Select(r => string.Join('|', r)).ShouldBe(["erp:1/C3|12.00|0.00|EUR -12.00", "erp:1/C1|80.00|79.50|EUR -0.50"]);
    }

    [Fact]
    public async Task BalancesOfAnotherDay_ProveNothing()
    {
        _folder.Write("c-1.csv", "NO,BALANCE\nC1,80\n");
        _folder.Write("i-2.csv", Items);
        await _folder.ReadAsync(RecordKind.Receivable);
        _folder.State.Count.ShouldBe(4);
        (await _folder.CheckAsync()).ShouldContain(f => f.Subject == "customers.balance" && f.Message.Contains("no customer file belongs to i-2.csv", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ItemsThatComeTwice_CountOnceInTheSum()
    {
        _folder.Write("c-1.csv", "NO,BALANCE\nC1,79.50\nC2,50\n");
        _folder.Write("i-1.csv", Items + "C1,R1,2025-01-01,2025-02-01,EUR,100\nC2,R3,2025-01-01,2025-02-01,EUR,51\n");
        await _folder.ReadAsync(RecordKind.Receivable);
        _folder.State.Keys.ShouldBe(["erp:1/R4", "erp:1/R1", "erp:1/R2"], ignoreOrder: true);
        _folder.Rejected.Select(r => (r.Where, r.Key)).ShouldBe([("i-1.csv:7", "erp:1/R3"), ("i-1.csv:2", "erp:1/R1"), ("i-1.csv:4", "erp:1/R3")]);
        _folder.Rejected[0].Reason.ShouldBe("erp:1/R3 stands in line 4 too, with different values: none of these rows counts, and what was known of it before stays. A full file must list each key once.");
        var findings = await _folder.CheckAsync();
        findings.Single(f => f.Subject == "customers.balance").Status.ShouldBe(CheckStatus.Ok);
        findings.Single(f => f.Subject == "open_items.repeated").Message.ShouldStartWith("1 row says what an earlier row says already, and counts once with it: i-1.csv:6.");
        findings.ShouldContain(f => f.Subject == "i-1.csv:7" && f.Message.Contains("erp:1/R3 comes more than once in this listing, with different values", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AFileThatLostItems_RemovesNothingOfThem()
    {
        _folder.Write("c-1.csv", "NO,BALANCE\nC1,79.50\nC2,50\n");
        _folder.Write("i-1.csv", Items);
        await _folder.ReadAsync(RecordKind.Receivable);
        _folder.Write("c-2.csv", "NO,BALANCE\nC1,79.50\nC2,50\n");
        _folder.Write("i-2.csv", Items.Replace("C2,R3,2025-01-01,2025-02-01,EUR,50\n", "", StringComparison.Ordinal));
        await _folder.ReadAsync(RecordKind.Receivable);
        _folder.State.Keys.ShouldContain("erp:1/R3");
        _folder.Rejected.ShouldHaveSingleItem().Reason.ShouldContain("erp:1/C2 has a balance of 50 EUR");
    }

    [Theory]
    [InlineData("{column: BALANCE, sign: customer_owes_negative}", "C1,-79.50\nC2,-50\n")]
    [InlineData("BALANCE", "C1,79.50\nC2,50\n")]
    public async Task ABalance_MayBeTurnedRound(string field, string balances)
    {
        File.WriteAllText(_folder.MappingPath, File.ReadAllText(_folder.MappingPath).Replace("{column: BALANCE, sign: customer_owes_positive}", field, StringComparison.Ordinal));
        _folder.Write("c-1.csv", "NO,BALANCE\n" + balances);
        _folder.Write("i-1.csv", Items);
        await _folder.ReadAsync(RecordKind.Receivable);
        (_folder.State.Count, _folder.Rejected.Count).ShouldBe((4, 0));
    }

    [Fact]
    public async Task BalancesCanBeIgnored()
    {
        File.WriteAllText(_folder.MappingPath, File.ReadAllText(_folder.MappingPath).Replace("pattern: i-*.csv,", "pattern: i-*.csv, balances: ignore,", StringComparison.Ordinal));
        _folder.Write("c-1.csv", "NO,BALANCE\nC1,1\n");
        _folder.Write("i-1.csv", Items);
        await _folder.ReadAsync(RecordKind.Receivable);
        (_folder.State.Count, _folder.Rejected.Count).ShouldBe((4, 0));
    }
}
