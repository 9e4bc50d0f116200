using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Evaluation;
using CreditBridge.Core.Policies;
using CreditBridge.UnitTests.Policies;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Evaluation;

/// <summary>A decision that is made again on the same day, from the one before, says the same.</summary>
public sealed class ChainedDecisionTests
{
    [Fact]
    public void LimitAboveALoweredCap_IsKeptAtTheCapOnEveryEvaluation()
    {
        var policy = StarterPolicy.Parse(StarterPolicy.Yaml.Replace("erp: erp_wins ", "erp: policy_wins ", StringComparison.Ordinal).Replace("  highest: 2_000_000 ", "  automatic_change: { lower_up_to_percent: 50 }\n  highest: 60_000 ", StringComparison.Ordinal));
        var file = Files.Standard() with
        {
            Payments = [Files.Paid("P1", Files.Today.AddDays(-30), daysLate: 0, 192_000m)],
            Prior = new PriorStanding { Limit = CreditLimit.Of(Files.Euros(180_000m)) },
        };
        var first = CreditEvaluator.Evaluate(file, policy);
        first.Limit.ShouldBe(CreditLimit.Of(Files.Euros(40_000m)));
        SaysTheSameAgain(file, policy, first);
    }

    [Fact]
    public void PayingFirst_DoesNotEndAHoldThatLastsUntilItsRelease()
    {
        var policy = Offering("      when: oldest_past_due_days > 30 and past_due_amount > 500\n", "      when: oldest_past_due_days > 30 and past_due_amount > 500\n      release_when: past_due_amount <= 0\n");
        var file = Files.Standard() with
        {
            // Too many documents to be asked for all of them: the first five end the condition, and not the hold.
            OpenItems = [Files.Open("R-0", Files.Today.AddDays(-40), 8_000m), .. Enumerable.Range(1, 6).Select(i => Files.Open($"R-{i}", Files.Today.AddDays(-10), 100m))],
            Opportunities = [Files.Deal("O1", 10_000m)],
        };
        var first = CreditEvaluator.Evaluate(file, policy);
        first.OnHold.ShouldBeTrue();
        first.Deals[0].Alternatives.ShouldNotContain(a => a.Kind == "pay_previous_first");
        SaysTheSameAgain(file, policy, first);
    }

    [Fact]
    public void ExceptionThatATriggerEnded_DoesNotComeBackAfterADayOutOfBounds()
    {
        var file = Files.Standard() with
        {
            Account = new AccountRecord("001", "Sandberg AG") { Currency = Files.Usd, CustomerKeys = [Files.Customer] },
            Overrides = [Exception("X1", OverrideEffect.ClearDeals, OverrideScope.Account)],
            Prior = new PriorStanding { EndedOverrides = ["X1"] },
        };
        var withoutRate = CreditEvaluator.Evaluate(file with { Rates = [] }, CompletePolicy.Policy);
        CreditEvaluator.Evaluate(file with { Prior = PriorStanding.Of(withoutRate) }, CompletePolicy.Policy).Overrides[0].State.ShouldBe(OverrideState.Ended);
    }

    [Fact]
    public void ExceptionThatLiftsAHold_DoesNotStandInTheWayOfOneThatClearsTheDeal()
    {
        var file = Files.Standard() with
        {
            OpenItems = [Files.Open("R-1", Files.Today.AddDays(200), 95_000m)],
            Opportunities = [Files.Deal("O1", 50_000m)],
            Overrides = [Exception("X1", OverrideEffect.ClearDeals, OverrideScope.Account), Exception("X2", OverrideEffect.ReleaseHold, OverrideScope.Deal) with { OpportunityKey = "O1" }],
        };
        CreditEvaluator.Evaluate(file, CompletePolicy.Policy).Deals[0].ClearedBy.ShouldBe("X1");
    }

    private static OverrideRecord Exception(string key, OverrideEffect effect, OverrideScope scope) =>
        new(key, "001", effect, "Kim", "agreed", Files.Today.AddDays(-5)) { Scope = scope, ExpiresOn = Files.Today.AddDays(20) };

    private static CreditPolicy Offering(string old, string replacement) => StarterPolicy.Parse(OfferPolicy.Yaml.Replace(old, replacement, StringComparison.Ordinal));

    private static void SaysTheSameAgain(CreditFile file, CreditPolicy policy, CreditDecision first)
    {
        var again = CreditEvaluator.Evaluate(file with { Prior = PriorStanding.Of(first) }, policy);
        again.Limit.ShouldBe(first.Limit);
        again.ProposedLimit.ShouldBe(first.ProposedLimit);
        again.Deals.Select(d => (d.Status, d.Message)).ShouldBe(first.Deals.Select(d => (d.Status, d.Message)));
    }
}
