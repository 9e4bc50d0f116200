using CreditBridge.Core.Runs;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Runs;

public sealed class RunSettingsTests
{
    [Fact]
    public void Waits_double_up_to_the_longest_and_are_spread_over_half_to_the_whole()
    {
        var settings = new RunSettings("test") { FirstRetry = TimeSpan.FromSeconds(30), LongestRetry = TimeSpan.FromHours(1) };
        settings.RetryAfter(1, 1).ShouldBe(TimeSpan.FromSeconds(30));
        settings.RetryAfter(3, 1).ShouldBe(TimeSpan.FromSeconds(120));
        settings.RetryAfter(3, 0).ShouldBe(TimeSpan.FromSeconds(60));
        settings.RetryAfter(1000, 1).ShouldBe(TimeSpan.FromHours(1));
    }
}
