using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Evaluation;
using Shouldly;
using Xunit;
using static CreditBridge.UnitTests.Reviews.ReviewCases;

namespace CreditBridge.UnitTests.Evaluation;

/// <summary>An exception for a deal that was closed or belongs to another account.</summary>
public sealed class DealOfAnotherAccountTests
{
    [Theory]
    [InlineData(OverrideEffect.ClearDeals)]
    [InlineData(OverrideEffect.DeclineDeals)]
    public void ExceptionForADealThatTheAccountHasNoMore_WasCalledInForce_AndCountsAgainWhenTheDealComesBack(OverrideEffect effect)
    {
        var exception = new OverrideRecord("X-1", "001", effect, "Kim", "season", Files.Today)
        {
            Scope = OverrideScope.Deal, OpportunityKey = "D1", ExpiresOn = Files.Today.AddDays(9), AmountCap = effect == OverrideEffect.ClearDeals ? Files.Euros(250_000m) : null,
        };
        var file = File(Files.Deal("D1", 250_000m)) with { Overrides = [exception] };
        CreditEvaluator.Evaluate(file, Policy).Overrides.ShouldHaveSingleItem().State.ShouldBe(OverrideState.Active);
        var gone = CreditEvaluator.Evaluate(file with { Opportunities = [Files.Deal("D2", 1_000m)] }, Policy).Overrides.ShouldHaveSingleItem();
        gone.State.ShouldBe(OverrideState.DealGone);
        gone.Why.ShouldStartWith("Has no effect: deal D1 is not among the open deals of this account. It was closed, or belongs to another account; until 2026-11-11");
    }
}
