using CreditBridge.Connectors.Salesforce.Budget;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Salesforce.Budget;

public sealed class LimitPauseTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(5, 16)]
    [InlineData(6, 30)]
    [InlineData(40, 30)]
    public void Pause_GrowsWithEveryRefusal(int refusals, int minutes)
    {
        var pause = new LimitPause();
        var now = Noon;
        for (var i = 0; i < refusals; i++)
        {
            now += pause.Left(now) ?? TimeSpan.Zero;
            pause.Refused(now);
        }

        pause.Left(now).ShouldBe(TimeSpan.FromMinutes(minutes));
        pause.LeftForHolds(now).ShouldBe(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void Refusals_WithinAPause_DoNotLengthenIt_ButHoldsWaitAMinuteEach()
    {
        var pause = new LimitPause();
        pause.Refused(Noon);
        pause.Refused(Noon.AddMinutes(1));
        pause.Refused(Noon.AddMinutes(2).AddSeconds(30));

        pause.Left(Noon.AddMinutes(2).AddSeconds(30)).ShouldBe(TimeSpan.FromSeconds(30));
        pause.LeftForHolds(Noon.AddMinutes(2).AddSeconds(45)).ShouldBe(TimeSpan.FromSeconds(45));
    }

    [Fact]
    public void Call_ThatIsServed_EndsThePause()
    {
        var pause = new LimitPause();
        pause.Refused(Noon);
        pause.Served();

        pause.Left(Noon).ShouldBeNull();
        pause.LeftForHolds(Noon).ShouldBeNull();
        pause.Refused(Noon);
        pause.Left(Noon).ShouldBe(TimeSpan.FromMinutes(1));
    }
}
