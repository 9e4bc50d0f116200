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
    public void PassedCheck_SurvivesAHoldThatAPersonOrders()
    {
        var policy = StarterPolicy.With("  other_deals_from_probability:", "  checkpoints: [ { name: offer sent, grace_days: 3 } ]\n  other_deals_from_probability:");
        var deal = Files.Deal("D1", 10_000m, PaymentTerms.Net(30));
        var passed = new PassedCheckpoint("offer sent", Files.Today, Files.Euros(10_000m), PaymentTerms.Net(30), Files.Today.AddDays(4)) { ClosesOn = deal.CloseDate };
        var file = Files.Standard() with
        {
            Opportunities = [deal],
            Overrides = [new OverrideRecord("X1", "001", OverrideEffect.Hold, "Kim", "fraud check", Files.Today)],
            Prior = new PriorStanding { Passed = new Dictionary<string, PassedCheckpoint> { ["D1"] = passed } },
        };
        var held = CreditEvaluator.Evaluate(file, policy).Deals[0];
        held.Status.ShouldBe(DealStatus.OnHold);
        held.Passed.ShouldBe(passed);
    }

    [Fact]
    public void ManualHold_OutlivesAPolicyThatNoLongerKnowsItsAuthor()
    {
        var policy = StarterPolicy.With("calendar:\n", "overrides: { highest_amount: 1, longest_days: 1, effects: [clear_deals], granted_by: [Somebody else] }\ncalendar:\n");
        var file = Files.Standard() with { Overrides = [new OverrideRecord("X1", "001", OverrideEffect.Hold, "Kim", "fraud check", Files.Today)] };
        CreditEvaluator.Evaluate(file, policy).HoldReasons.ShouldHaveSingleItem().IsManual.ShouldBeTrue();
    }

    [Fact]
    public void CounterOffer_ThatTakesItsOwnLimitAway_IsNotMade()
    {
        // The limit is half of the open deals: whatever part of this one is asked for, half of that is the limit.
        var policy = StarterPolicy.Parse(StarterPolicy.Yaml.Replace("erp: erp_wins ", "erp: policy_wins ", StringComparison.Ordinal)
            .Replace("input: average_monthly_paid ", "input: pipeline_amount ", StringComparison.Ordinal).Replace("percent: 250", "percent: 50", StringComparison.Ordinal));
        var decision = CreditEvaluator.Evaluate(Files.Standard() with { Opportunities = [Files.Deal("D1", 60_000m, PaymentTerms.Net(30))] }, policy);
        decision.Limit.ShouldBe(CreditLimit.Of(Files.Euros(30_000m)));
        decision.Deals[0].Alternatives.Select(a => a.Kind).ShouldBeEmpty();
    }

    [Fact]
    public void VetoThatAppliesForWantOfAnInput_LeavesTheBetterBandsPossible()
    {
        var without = CreditEvaluator.Evaluate(Files.Standard(), StarterPolicy.Policy);
        var capped = CreditEvaluator.Evaluate(Files.Standard(), StarterPolicy.With("calendar:\n", "vetoes: [ { name: no statement, when: not known(tangible_net_worth), at_best: High } ]\ncalendar:\n"));
        capped.Band.ShouldBe("High");
        capped.PossibleBands.ShouldBe(new BandRange("High", without.Band!));
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
