using CreditBridge.Core.Forecasting;
using CreditBridge.Worker.Cli.Forecasts;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Cli;

/// <summary>Lists of deals from which nothing can be learned, and lists of which a person has to know something.</summary>
public sealed class DealFileTests
{
    private static readonly DateOnly Today = new(2026, 6, 30);
    private static readonly DealColumns Columns = new("id", "opened", "closed", "yyyy-MM-dd");

    [Theory]
    [InlineData("All 2 deals were opened after 2026-06-30", "a,2026-07-01,2026-07-02", "b,2027-01-01,")]
    [InlineData("The only deal was opened after 2026-06-30", "a,2026-07-01,")]
    [InlineData("None of the 3 deals that were opened until 2026-02-01 closed by then, 2 did later", "a,2026-01-01,2026-07-02", "b,2026-02-01,2026-08-01", "c,2026-02-01,")]
    [InlineData("All 2 deals that are closed closed before they were opened", "a,2026-03-01,2026-02-01", "b,2026-03-05,2026-02-05", "c,2026-02-01,")]
    [InlineData("The only deal that is closed closed before it was opened", "a,2026-03-01,2026-02-01", "c,2026-02-01,")]
    public void ListWithoutAPast_IsRefused_WithWhatToDo(string reason, params string[] lines)
    {
        var refusal = Known(lines).Refusal("deals.csv").ShouldNotBeNull();

        refusal.What.ShouldStartWith(reason);
        refusal.NextStep.ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [InlineData("a,2026-01-01,2026-02-01")]
    [InlineData("a,2026-01-01,", "b,2026-01-01,2026-02-01", "c,2026-03-01,2026-02-01")]
    [InlineData("a,2026-01-01,")]
    public void OtherLists_AreNotRefused(params string[] lines) => Known(lines).Refusal("deals.csv").ShouldBeNull();

    [Theory]
    [InlineData("1 deal has a day of opening or closing after today; that day is left out.", "a,2026-01-01,2026-02-01", "b,2026-01-01,2026-08-01")]
    [InlineData("2 deals have a day of opening or closing after today; these days are left out.", "a,2026-01-01,2026-08-01", "b,2026-01-01,2026-08-01", "c,2026-01-01,2026-02-01")]
    [InlineData("1 line has no day of opening and is left out", "a,2026-01-01,2026-02-01", "b,,2026-02-02")]
    [InlineData("1 line has fewer or more values than the header and is left out: line 3.", "a,2026-01-01,2026-02-01", "b,2026-01-01")]
    [InlineData("6 lines have fewer or more values than the header and are left out: lines 3, 4, 5, 6, 7 and 1 more.", "a,2026-01-01,2026-02-01", "b", "c", "d", "e", "f", "g,,,")]
    [InlineData("1 deal closed before it was opened and is left out", "a,2026-01-01,2026-02-01", "b,2026-03-01,2026-02-01")]
    [InlineData("2 deals closed before they were opened and are left out", "a,2026-01-01,2026-02-01", "b,2026-03-01,2026-02-01", "c,2026-03-01,2026-02-01")]
    public void WhatIsLeftOut_IsSaid(string warning, params string[] lines)
    {
        var known = Known(lines);
        var counts = new HazardCounts(ForecastEvent.Closes, known.First, known.Last.DayNumber - known.First.DayNumber + 1);
        foreach (var deal in known.Deals)
            counts.Add(deal);

        known.Warnings(counts).ShouldHaveSingleItem().Message.ShouldStartWith(warning);
    }

    [Theory]
    [InlineData("deals.csv:3", "A quotation mark is opened here", "a,2026-01-01,2026-02-01", "\"b,2026-01-01,2026-02-01", "c,2026-01-01,2026-02-01")]
    [InlineData("deals.csv:2", "A quotation mark is opened here", "\"a,2026-01-01,2026-02-01", "b,2026-01-01,2026-02-01", "\"c,2026-01-01,2026-02-01", "c,2026-02-30,")]
    [InlineData("deals.csv:3", "'0001-01-01' in column opened lies before 1900", "a,2026-01-01,2026-02-01", "b,0001-01-01,2026-02-01")]
    [InlineData("deals.csv:2", "'1899-12-30' in column closed lies before 1900", "a,2026-01-01,1899-12-30")]
    [InlineData("deals.csv", "The file has a header and no deal below it.")]
    [InlineData("deals.csv", "No line has a day of opening.", "a,,2026-02-01")]
    [InlineData("deals.csv:2", "No line with a day of opening has as many values as the header", "a,2026-01-01", "b,2026-01-01")]
    public void AListThatWouldBeMisread_IsRefused_WithTheLine(string where, string what, params string[] lines)
    {
        var problem = DealFile.Read(new StringReader(string.Join('\n', ["id,opened,closed", .. lines])), "deals.csv", Columns).Problems.ShouldHaveSingleItem();

        problem.Where.ShouldBe(where);
        problem.What.ShouldStartWith(what);
    }

    [Fact]
    public void AColumnThatIsThereTwice_IsRefused() =>
        DealFile.Read(new StringReader("id,opened,closed,opened\na,2026-01-01,2026-02-01,5\n"), "deals.csv", Columns).Problems.ShouldHaveSingleItem().What.ShouldBe("Column 'opened' is there twice.");

    [Fact]
    public void ALineWithoutAllItsCells_IsLeftOutAndNamed_AndIsNoOpenDeal()
    {
        var known = Known(["a,2026-01-01,2026-02-01", "b,2026-01-01", "c,2026-01-01,2026-02-01,9", "d,2026-01-01,"]);

        known.Deals.Select(d => d.Key).ShouldBe(["a", "d"]);
        known.Misfits.ShouldBe([3, 4]);
    }

    // Months after the file's end counted as months in which nothing had closed.
    [Theory]
    [InlineData("2026-06-30", "2026-03-15", true)]
    [InlineData("2026-03-18", "2026-03-15", false)]
    [InlineData("2026-03-01", "2026-03-01", false)]
    [InlineData("2026-02-10", "2026-02-10", false)]
    public void ADayAfterTheLastInTheFile_IsNotKnown(string asOf, string known, bool isWarned)
    {
        string[] lines = ["a,2026-01-01,2026-02-01", "b,2026-01-01,2026-03-15", "c,2026-02-01,", "d,2026-02-02,2026-01-02"];
        var deals = Known(lines, DateOnly.ParseExact(asOf, "yyyy-MM-dd"));

        deals.Last.ShouldBe(DateOnly.ParseExact(known, "yyyy-MM-dd"));
        var warnings = deals.Warnings(new HazardCounts(ForecastEvent.Closes, deals.First, 10)).ToList();
        warnings.Select(w => w.Code).ShouldBe(isWarned ? ["file-ends-early"] : []);
        if (isWarned)
            warnings[0].Message.ShouldStartWith("The file's last day is 2026-03-15; nothing after it is known");
    }

    private static KnownDeals Known(string[] lines, DateOnly? asOf = null)
    {
        var file = DealFile.Read(new StringReader(string.Join('\n', ["id,opened,closed", .. lines])), "deals.csv", Columns);
        file.Problems.ShouldBeEmpty();
        return file.KnownUntil(asOf, Today);
    }
}
