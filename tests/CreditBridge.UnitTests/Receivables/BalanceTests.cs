using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Receivables;
using CreditBridge.Worker.Cli.Balances;
using Shouldly;
using Spectre.Console;
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
    public void FractionsOfACent_AreRoundedInTheSums_AndOneIsNamed()
    {
        var lines = List(Item("A", "1", -10, 233.333333m), Item("A", "2", -3, 233.333333m), Item("A", "3", 5, 233.333333m), Item("B", "4", -1, 1.5m), Item("C", "5", -1, 100.4m, currency: CurrencyCode.Parse("JPY")));
        lines.Select(l => l.Open).ShouldBe([700.00m, 1.5m, 100m]);
        lines[0].PastDue.Gross.ShouldBe(466.67m);
        lines.Select(l => l.Odd?.Item).ShouldBe(["e:1/1", null, "e:1/5"]);
        Compare(lines, "customer,balance,past_due\nA,700,466.67\nB,1.50,1.50\nC,100,100\n").Differences.ShouldBeEmpty();
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors });
        console.Profile.Width = 80;
        BalanceTables.Show(console, lines, Today, 50);
        var shown = text.ToString();
        shown.ShouldContain("700.00 EUR");
        shown.ShouldContain("100 JPY");
        shown.Split('\n').Count(l => l.StartsWith("e:1/", StringComparison.Ordinal)).ShouldBe(3, "one line per customer");
        shown.Split("233.333333").Length.ShouldBe(2, "once, in the note");
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
        comparison.Differences.Select(d => $"{string.Join('+', d.Lines)} {d.Customer} {d.Kind} {d.Ours} {d.Theirs}").ShouldBe(
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
    [InlineData("customer,balance\nA,1\n\"B,2\nC,3\n", "l.csv:3", "A quotation mark is opened here")]
    [InlineData("customer,balance\nA,1\n\"B,2\nC,3\n\"D,x\n", "l.csv:3", "A quotation mark is opened here")]
    [InlineData("customer,balance,past_due\nA,1\n", "l.csv:2", "The line has 2 values, the header 3.")]
    [InlineData("customer,balance,past_due\nA,1,500,00\n", "l.csv:2", "The line has 4 values, the header 3.")]
    [InlineData("customer,balance,Balance\nA,1,2\n", "l.csv:1", "Column 'balance' is there twice.")]
    public void AMistakeInTheList_IsNamedWithItsLine(string text, string where, string what)
    {
        var problem = StatedBalanceFile.Read(new StringReader(text), "l.csv", StatedNumbers.Of(null)).Problems.ShouldHaveSingleItem();
        problem.Where.ShouldBe(where);
        problem.What.ShouldContain(what);
    }

    [Fact]
    public void EveryMistake_IsNamed_UpToTwenty()
    {
        var list = "customer,balance,past_due\n" + string.Concat(Enumerable.Range(1, 15).Select(i => $"C{i},\"{i},5\",x\n")) + ",1,\nA,2,1\n";
        var problems = StatedBalanceFile.Read(new StringReader(list), "l.csv", StatedNumbers.Of(null)).Problems;
        problems.Count.ShouldBe(21);
        problems.Select(p => p.Where).Take(3).ShouldBe(["l.csv:2", "l.csv:2", "l.csv:3"]);
        problems[0].NextStep.ShouldBe("Say how the list writes its numbers: '--decimal .' for 1,234.50, '--decimal ,' for 1.234,50.");
        problems[^1].What.ShouldBe("There are 11 more mistakes.");
    }

    [Theory]
    [InlineData(",", "1.234,50", "1234.50")]
    [InlineData(",", "1 234,50", "1234.50")]
    [InlineData(",", "1\u00A0234,5", "1234.5")]
    [InlineData(",", "1234,50-", "-1234.50")]
    [InlineData(",", "1.234", "1234")]
    [InlineData(",", "1.23", null)]
    [InlineData(".", "1,234.50", "1234.50")]
    [InlineData(".", "-1’234.50", "-1234.50")]
    [InlineData(".", "1.234,50", null)]
    [InlineData(null, "1234.50", "1234.50")]
    [InlineData(null, "1,234.50", null)]
    public void Numbers_AreReadAsDeclared(string? separator, string text, string? number)
    {
        StatedNumbers.Of(separator).TryRead(text, out var read).ShouldBe(number is not null);
        if (number is not null)
            read.ShouldBe(decimal.Parse(number, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void LinesOfOneCustomer_AreAddedUp()
    {
        var ours = List(Item("A", "1", -10, 100m), Item("A", "2", 5, 50m), Item("B", "3", 5, 7m));
        var comparison = Compare(ours, "customer;balance;past_due\nA;100;100\ne:1/a;50;0\nB;8;\nB;-2;\n", ",");
        (comparison.Stated, comparison.AddedUp, comparison.OpenAgrees, comparison.PastDueAgrees).ShouldBe((2, 2, 1, 1));
        var difference = comparison.Differences.ShouldHaveSingleItem();
        (string.Join('+', difference.Lines), difference.Customer, difference.Ours, difference.Theirs).ShouldBe(("4+5", "e:1/B", 7m, 6m));
    }

    [Fact]
    public void ACustomerThatWasReadOtherwiseThanTheListSays_IsNotUnknown()
    {
        var ours = List(Item("A", "1", -10, 100m), Item("B", "3", 5, 7m));
        var comparison = Compare(ours, "customer,company,currency,balance\nA,Acme GmbH,EUR,100\nB,1,USD,7\nX,1,EUR,1\n");
        comparison.Differences.Select(d => $"{d.Customer} {d.Kind} {d.Detail}").ShouldBe(
            ["A Elsewhere company 'Acme GmbH' in the list, '1' as read", "B Elsewhere currency 'USD' in the list, 'EUR' as read", "X Unknown "]);
    }

    [Fact]
    public void NoLine_IsWiderThanTheTerminal()
    {
        const int Width = 80;
        var ours = List([.. Enumerable.Range(1, 4).Select(i => Item(new string('K', 30) + i, $"{i}", -i, 123_456_789.01m))]);
        var comparison = Compare(ours, $"customer,company,balance,past_due\n{new string('K', 30)}1,1,223456789.01,5\n{new string('K', 30)}2,Somebody & Sons (Holding) Limited,1234567.5,6\nX,1,5,5\n");
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors });
        console.Profile.Width = Width;
        BalanceTables.Show(console, ours, Today, 50);
        BalanceTables.Show(console, comparison, 50);
        text.ToString().ShouldContain("223,456,789.01");
        text.ToString().Split('\n').Max(l => l.TrimEnd().Length).ShouldBeLessThanOrEqualTo(Width, text.ToString());
    }

    private static BalanceComparison Compare(IReadOnlyList<CustomerBalance> ours, string list, string? separator = null)
    {
        var (stated, problems) = StatedBalanceFile.Read(new StringReader(list), "l.csv", StatedNumbers.Of(separator));
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
