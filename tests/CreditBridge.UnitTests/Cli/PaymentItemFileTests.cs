using CreditBridge.Worker.Cli.Balances;
using CreditBridge.Worker.Cli.Forecasts;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Cli;

/// <summary>Invoices that cannot be as the file says.</summary>
public sealed class PaymentItemFileTests
{
    private static readonly DateOnly Today = new(2026, 6, 30);
    private static readonly PaymentItemColumns Columns = new("customer", "issued", "due", "paid") { Key = "id" };

    [Theory]
    [InlineData("b,C,2026-07-01,2026-08-01,", "The invoice was issued on 2026-07-01, which is after today.")]
    [InlineData("b,C,2026-05-01,2026-06-01,2040-01-01", "The invoice was paid on 2040-01-01, which is after today.")]
    [InlineData("b,C,2026-05-01,2026-04-30,", "The invoice was due on 2026-04-30, before it was issued on 2026-05-01.")]
    [InlineData("b,C,2026-05-01,2026-06-01,2011-01-01", "The invoice was paid on 2011-01-01, before it was issued on 2026-05-01.")]
    [InlineData("b,C,0001-01-01,2026-06-01,", "'0001-01-01' in column issued lies before 1900.")]
    [InlineData("b,C,2026-05-01,2026-06-01", "The line has 4 values, the header 5.")]
    [InlineData("b,C,2026-05-01,2026-06-01,,7", "The line has 6 values, the header 5.")]
    [InlineData(",C,2026-05-01,2026-06-01,", "Column id is empty.")]
    [InlineData("b,C,,2026-06-01,", "Column issued is empty.")]
    public void ALineThatCannotBeTrue_IsLeftOutAndNamed(string line, string what)
    {
        var file = Read(Today, "a,C,2026-01-01,2026-01-01,2026-01-01", line, "c,C,2026-06-30,2026-09-01,2026-06-30");

        file.IsUnusable.ShouldBeFalse();
        file.Items.Select(i => i.Key).ShouldBe(["a", "c"]);
        file.LeftOut.ShouldBe(1);
        var problem = file.Problems.ShouldHaveSingleItem();
        (problem.Where, problem.What).ShouldBe(("i.csv:3", what));
        problem.NextStep.ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [InlineData("1,234.50", "is not a number with a decimal point and nothing between thousands", "--decimal")]
    [InlineData("a lot", "is not a number with a decimal point and nothing between thousands", "--decimal")]
    [InlineData("123456789012345678901234567890123", "is larger or finer than any amount", "Correct the number")]
    [InlineData("1e30", "is larger or finer than any amount", "Correct the number")]
    public void AnAmountThatIsTooLarge_WasNoNumber(string amount, string what, string nextStep)
    {
        var text = new StringReader($"id,customer,issued,due,paid,amount\na,C,2026-01-01,2026-02-01,,\"{amount}\"\n");
        var problem = PaymentItemFile.Read(text, "i.csv", Columns with { Amount = "amount" }, StatedNumbers.Of(null), Today).Problems.ShouldHaveSingleItem();

        problem.What.ShouldBe($"'{amount}' in column amount {what}.");
        problem.NextStep.ShouldNotBeNull().ShouldContain(nextStep);
    }

    [Fact]
    public void WithADayAsOfWhichIsLooked_LaterDaysAreNoMistake() =>
        Read(null, "a,C,2026-01-01,2026-02-01,2040-01-01", "b,C,2040-01-01,2040-02-01,").LeftOut.ShouldBe(0);

    [Fact]
    public void AnInvoiceThatComesTwice_RefusesTheFile_AlsoBehindManyLinesLeftOut()
    {
        var file = Read(Today, [.. Enumerable.Range(0, 9).Select(i => $"x{i},C,2026-02-30,2026-03-01,"), "a,C,2026-01-01,2026-02-01,", "a,D,2026-01-01,2026-02-01,"]);

        file.IsUnusable.ShouldBeTrue();
        var problem = file.Problems.ShouldHaveSingleItem();
        (problem.Where, problem.What).ShouldBe(("i.csv:12", "Invoice a comes twice."));
    }

    [Theory]
    [InlineData("i.csv:3", "A quotation mark is opened here", "a,C,2026-01-01,2026-02-01,", "b,\"C,2026-01-01,2026-02-01,", "c,C,2026-01-01,2026-02-01,")]
    [InlineData("i.csv:2", "A quotation mark is opened here", "a,\"C,2026-01-01,2026-02-01,", "b,C\",2026-01-01,2026-02-01,", "a,C,2026-01-01,2026-02-01,")]
    public void AStrayQuotationMark_RefusesTheFile(string where, string what, params string[] lines)
    {
        var problem = Read(Today, lines).Problems.ShouldHaveSingleItem();

        problem.Where.ShouldBe(where);
        problem.What.ShouldStartWith(what);
    }

    [Fact]
    public void ADuplicateColumn_RefusesTheFile() =>
        PaymentItemFile.Read(new StringReader("id,customer,issued,due,paid,Paid\n"), "i.csv", Columns, StatedNumbers.Of(null), Today).Problems.ShouldHaveSingleItem().What.ShouldBe("Column 'paid' is there twice.");

    private static PaymentItemFile Read(DateOnly? today, params string[] lines) =>
        PaymentItemFile.Read(new StringReader(string.Join('\n', ["id,customer,issued,due,paid", .. lines])), "i.csv", Columns, StatedNumbers.Of(null), today);
}
