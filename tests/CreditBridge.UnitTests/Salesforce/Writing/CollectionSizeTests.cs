using CreditBridge.Connectors.Salesforce.Writing;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Salesforce.Writing;

public sealed class CollectionSizeTests
{
    // Each letter is a call: . clean, l a lock or two, L many locks, C the org's automation ran out of time.
    [Theory]
    [InlineData("", 200)]
    [InlineData("....", 200)]
    [InlineData("l", 200)]
    [InlineData("L", 100)]
    [InlineData("C", 100)]
    [InlineData("LL", 50)]
    [InlineData("LLL", 25)]
    [InlineData("LLLLLL", 25)]
    [InlineData("L..", 100)]
    [InlineData("L...", 200)]
    [InlineData("LL...", 100)]
    [InlineData("LL......", 200)]
    [InlineData("L..l.", 200)]
    [InlineData("L.l.C", 50)]
    [InlineData("LLL.........", 200)]
    public void Size_ShrinksOnTroubleAndGrowsAgain(string calls, int size)
    {
        var adaptive = new CollectionSize();
        foreach (var call in calls)
            adaptive.Note(locked: call switch { 'l' => 2, 'L' => 40, _ => 0 }, exhausted: call == 'C' ? 1 : 0);

        adaptive.Current.ShouldBe(size);
    }
}
