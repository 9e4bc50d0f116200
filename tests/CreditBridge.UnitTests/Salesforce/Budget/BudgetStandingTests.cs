using CreditBridge.Connectors.Salesforce.Budget;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Salesforce.Budget;

public sealed class BudgetStandingTests
{
    [Theory]
    [InlineData(0, 0, 0, true, true, 0)]
    [InlineData(9_999, 0, 0, true, true, 0)]
    [InlineData(0, 1_000, 200, true, true, 0)]
    [InlineData(400, 1_000, 200, true, true, 0)]
    [InlineData(401, 1_000, 200, true, true, 9)]
    [InlineData(799, 1_000, 200, true, true, 3_600)]
    [InlineData(800, 1_000, 200, false, true, 3_600)]
    [InlineData(999, 1_000, 200, false, true, 3_600)]
    [InlineData(1_000, 1_000, 200, false, false, 3_600)]
    public void Standing_SaysWhatMayHappen(long used, long daily, long reserved, bool anything, bool holds, double secondsBetweenPolls)
    {
        var standing = new BudgetStanding(used, daily, reserved);

        standing.AllowsAnything.ShouldBe(anything);
        standing.AllowsHolds.ShouldBe(holds);
        standing.PollInterval(TimeSpan.FromHours(1)).TotalSeconds.ShouldBe(secondsBetweenPolls, 0.1);
    }
}
