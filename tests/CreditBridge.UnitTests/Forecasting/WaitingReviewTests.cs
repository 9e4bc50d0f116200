using CreditBridge.Core.Forecasting;
using CreditBridge.Core.Reviews;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Forecasting;

public sealed class WaitingReviewTests
{
    // An application that sales had not completed was counted among those that will be late.
    [Theory]
    [InlineData(SlaState.NotStarted, false)]
    [InlineData(SlaState.Paused, false)]
    [InlineData(SlaState.Running, true)]
    [InlineData(SlaState.AtRisk, true)]
    [InlineData(SlaState.Breached, true)]
    public void ClockThatStandsStill_IsToldApart_AndTheWorkIsTheSame(SlaState state, bool runs)
    {
        var review = new CreditReview { Key = "R-1", AccountKey = "a", Reasons = [], Effort = "standard", EffortHours = 2m, Team = "A" };

        WaitingReview.Of(review, new SlaStanding(state, null, 90, 0m)).ShouldBe(new WaitingReview(ReviewTypes.Event, 2, 1.5) { IsClockRunning = runs, Team = "A" });
    }
}
