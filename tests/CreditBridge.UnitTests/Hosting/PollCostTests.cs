using CreditBridge.Abstractions.Connections;
using CreditBridge.Worker.Hosting;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Hosting;

public sealed class PollCostTests
{
    [Fact]
    public void Polls_OfADay_AreSetAgainstTheOrgsAllocation()
    {
        var finding = PollCost.Of(new ConnectionUsage(5) { UsedInPeriod = 5, AllowedInPeriod = 100_000 }, pollSeconds: 60)!;

        finding.Status.ShouldBe(CheckStatus.Ok);
        finding.Message.ShouldContain("1,440 calls a day: 1.4 % of the org's 100,000");
    }

    [Fact]
    public void Polls_ThatTakeALargeShareOfTheOwnBudget_AreAWarning()
    {
        var finding = PollCost.Of(new ConnectionUsage(5) { AllowedInPeriod = 100_000, OwnBudget = 2_000 }, pollSeconds: 60)!;

        finding.Status.ShouldBe(CheckStatus.Warning);
        finding.Message.ShouldContain("72 % of CreditBridge's own 2,000");
        finding.NextStep!.ShouldContain("DailyCalls");
    }

    [Fact]
    public void System_ThatDoesNotCountCalls_SaysNothing() => PollCost.Of(new ConnectionUsage(0), 60).ShouldBeNull();
}
