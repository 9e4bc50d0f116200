using System.Text;
using CreditBridge.Sandbox.Bulk;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Sandbox.Bulk;

public sealed class BulkCsvTests
{
    [Fact]
    public void Read_TakesQuotedDelimitersQuotesAndNewlines()
    {
        var rows = BulkCsv.Read("Id,Name\n1,\"a, \"\"b\"\"\nc\"\n2, untrimmed \n3,\n", ',').ToList();

        rows.Select(row => row.Values).ShouldBe([["Id", "Name"], ["1", "a, \"b\"\nc"], ["2", " untrimmed "], ["3", ""]]);
        rows.ShouldAllBe(row => row.Problem == null);
    }

    [Theory]
    [InlineData("1,\"a\" \n")]
    [InlineData("1,a\"b\n")]
    [InlineData("1,\"a\n")]
    public void Read_OfAMalformedRow_NamesTheProblem(string text) => BulkCsv.Read(text, ',').ShouldHaveSingleItem().Problem.ShouldNotBeNull();

    [Fact]
    public void Writing_ThenReading_GivesTheSameRows()
    {
        var values = ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => text.Get);

        Prop.ForAll(values.ArrayOf(3).ToArbitrary(), row =>
        {
            var text = new StringBuilder();
            BulkCsv.Write(text, ["A", "B", "C"]);
            BulkCsv.Write(text, row);
            BulkCsv.Read(text.ToString(), ',').Last().Values.ShouldBe(row);
        }).QuickCheckThrowOnFailure();
    }
}
