using CreditBridge.Connectors.Salesforce.Bulk;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Salesforce.Bulk;

public sealed class JobPaceTests
{
    [Theory]
    [InlineData(100, 2)]
    [InlineData(10_000, 4)]
    [InlineData(50_000, 20)]
    [InlineData(1_000_000, 90)]
    public void First_FollowsTheNumberOfRows(int rows, int seconds) => JobPace.First(rows).ShouldBe(TimeSpan.FromSeconds(seconds));

    // Rows of 10,000 processed after so many seconds, the pause before, the pause now.
    [Theory]
    [InlineData(0, 10, 10, 20)]
    [InlineData(0, 60, 60, 90)]
    [InlineData(5_000, 30, 10, 30)]
    [InlineData(9_000, 90, 10, 10)]
    [InlineData(1_000, 60, 60, 90)]
    [InlineData(10_000, 30, 20, 2)]
    public void Next_FollowsTheProgress(long processed, int elapsed, int last, int seconds) =>
        JobPace.Next(10_000, processed, TimeSpan.FromSeconds(elapsed), TimeSpan.FromSeconds(last)).ShouldBe(TimeSpan.FromSeconds(seconds));
}
