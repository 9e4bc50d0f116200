using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Receivables;
using CreditBridge.Worker.Cli.Balances;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Receivables;

public sealed class BalanceTests
{
    private static readonly DateOnly Today = new(2026, 11, 22);
    private static readonly CurrencyCode Eur = CurrencyCode.Parse("EUR");
    private static readonly CurrencyCode Usd = CurrencyCode.Parse("USD");

    [Fact]
    public void Items_AddUpByCustomerAndCurrency_AndPastDueIsCountedInEveryWay()
    {
        var lines = List(
            Item("A", "1", -10, 100.10m), Item("A", "2", 0, 50m), Item("A", "3", 5, 1_000m), Item("A", "4", -1, -30.05m, DocumentType.UnappliedCash),
            Item("A", "5", 0, -5m, DocumentType.CreditNote), Item("A", "6", -3, 7m, currency: Usd), Item("B", "7", -3, -9m, DocumentType.Invoice));
        lines.Select(l => $"{l.Customer.Number} {l.Currency} {l.Items} {l.Open} {l.Credits}").ShouldBe(["A EUR 5 1115.05 -35.05", "A USD 1 7 0", "B EUR 1 -9 -9"]);
        lines[0].PastDue.ShouldBe(new PastDueFigures(100.10m, 70.05m, 150.10m, 115.05m));
        lines[0].OldestDue.ShouldBe(Today.AddDays(-10));
        lines[2].PastDue.ShouldBe(new PastDueFigures(0m, -9m, 0m, -9m), "an overpaid invoice is a credit");
    }

    [Fact]
    public void ACustomerWithoutItems_HasALineWithZeros()
    {
        var list = new BalanceList(Today);
        list.Add(new ErpCustomerRecord(Key("A"), "Müller & Söhne") { Currency = Eur });
        list.Lines().ShouldHaveSingleItem().ShouldBe(new CustomerBalance(Key("A"), Eur) { Name = "Müller & Söhne" });
    }

    [Theory]
    [InlineData("100.10", PastDueCount.Gross)]
    [InlineData("70.05", PastDueCount.Net)]
    [InlineData("150.10", PastDueCount.GrossWithToday)]
    [InlineData("120.05", PastDueCount.NetWithToday)]
    public void TheWayOfCountingPastDue_IsFoundOut(string pastDue, PastDueCount count)
    {
        var ours = List(Item("A", "1", -10, 100.10m), Item("A", "2", 0, 50m), Item("A", "4", -1, -30.05m, DocumentType.UnappliedCash));
        var comparison = Compare(ours, $"customer,balance,past_due\nA,120.05,{pastDue}\n");
        (comparison.Count, comparison.OpenAgrees, comparison.PastDueAgrees).ShouldBe((count, 1, 1));
        comparison.Differences.ShouldBeEmpty();
    }

    [Fact]
    public void EveryDifference_IsNamed()
    {
        var ours = List(Item("A", "1", -10, 100m), Item("B", "2", -1, 70m), Item("C", "3", 5, 5m), Item("D", "4", 5, 5m), Item("D", "5", 5, 6m, currency: Usd));
        var comparison = Compare(ours, "customer;balance;past_due\nA;100.01;100\nB;70;60\nX;8;0\nY;0;0\nD;5;0\n");
        comparison.Differences.Select(d => $"{d.Line} {d.Customer} {d.Kind} {d.Ours} {d.Theirs}").ShouldBe(
            ["2 e:1/A Open 100 100.01", "3 e:1/B PastDue 70 60", "4 X Unknown  8", "6 D Ambiguous  5", " e:1/C NotInTheList 5 "]);
        Compare(ours, "customer,currency,balance\nD,USD,6\nD,EUR,5\nA,EUR,100\nB,EUR,70\nC,EUR,5\n").Differences.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("", "l.csv", "empty")]
    [InlineData("customer,saldo\nA,1\n", "l.csv:1", "no column 'balance'")]
    [InlineData("customer,balance\nA,\"1,5\"\n", "l.csv:2", "'1,5' in column balance is not a number")]
    [InlineData("customer,balance\nA,1\nB,\n", "l.csv:3", "Customer B has no balance")]
    [InlineData("customer,balance,currency\nA,1,Euro\n", "l.csv:2", "'Euro' is not a currency")]
    [InlineData("customer,balance\n,1\n", "l.csv:2", "names no customer")]
    public void AMistakeInTheList_IsNamedWithItsLine(string text, string where, string what)
    {
        var problem = StatedBalanceFile.Read(new StringReader(text), "l.csv").Problems.ShouldHaveSingleItem();
        problem.Where.ShouldBe(where);
        problem.What.ShouldContain(what);
    }

    private static BalanceComparison Compare(IReadOnlyList<CustomerBalance> ours, string list)
    {
        var (stated, problems) = StatedBalanceFile.Read(new StringReader(list), "l.csv");
        problems.ShouldBeEmpty();
        return BalanceComparison.Of(ours, stated);
    }

    private static IReadOnlyList<CustomerBalance> List(params ReceivableRecord[] items)
    {
        var list = new BalanceList(Today);
        foreach (var item in items)
            list.Add(item);
        return list.Lines();
    }

    private static ReceivableRecord Item(string customer, string document, int dueIn, decimal amount, DocumentType type = DocumentType.Invoice, CurrencyCode? currency = null) =>
        new($"e:1/{document}", Key(customer), document, Today.AddDays(-40), Today.AddDays(dueIn), new Money(amount, currency ?? Eur)) { Type = type };

    private static CustomerKey Key(string number) => new("e", "1", number);
}
