using CreditBridge.Sandbox.Records;
using CreditBridge.Sandbox.Schema;
using CreditBridge.Sandbox.Schema.Standard;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Sandbox.Records;

public sealed class ChangeIndexTests
{
    private static readonly ObjectDefinition Account = StandardObjects.All[0];
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Index_AfterManyChanges_HoldsWhatASortedListHolds(int seed)
    {
        var random = new Random(seed);
        var index = new ChangeIndex();
        var expected = new List<Row>();
        for (var i = 0; i < 6000; i++)
        {
            if (expected.Count > 0 && random.Next(4) == 0)
            {
                var gone = expected[random.Next(expected.Count)];
                expected.Remove(gone);
                index.Remove(gone);
            }

            var row = Row.Marker(Account, Start.AddSeconds(random.Next(100)), SalesforceId.Create("001", i));
            expected.Add(row);
            index.Add(row);
        }

        expected.Sort(Row.ByStampThenId);
        index.All.ShouldBe(expected);
        index.Last.ShouldBe(expected[^1]);
        foreach (var place in new[] { expected[0], expected[2000], expected[^1], Row.Marker(Account, Start.AddSeconds(50), ""), Row.Marker(Account, Start.AddDays(1), "") })
            index.After(place).ShouldBe(expected.Where(row => Row.ByStampThenId.Compare(row, place) > 0));
    }

    [Fact]
    public void Index_ThatIsEmptiedAgain_IsEmpty()
    {
        var index = new ChangeIndex();
        var rows = Enumerable.Range(0, 3000).Select(i => Row.Marker(Account, Start, SalesforceId.Create("001", i))).ToList();
        rows.ForEach(index.Add);
        rows.ForEach(index.Remove);

        index.All.ShouldBeEmpty();
        index.Last.ShouldBeNull();
        index.After(rows[0]).ShouldBeEmpty();
    }
}
