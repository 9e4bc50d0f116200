using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Evaluation;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Evaluation.Proposals;

public sealed class CheckpointTests
{
    private static readonly OpportunityRecord Deal = Files.Deal("D1", 50_000m, PaymentTerms.Net(30), Files.Today.AddDays(30));

    private static CreditFile On(int day, OpportunityRecord deal, PriorStanding prior, decimal owed = 0m) => Files.Standard() with
    {
        AsOf = Files.On(Files.Today.AddDays(day - 1)),
        Opportunities = [deal],
        OpenItems = owed == 0m ? [] : [Files.Open("I1", Files.Today.AddDays(60), owed)],
        Prior = prior,
    };

    private static CreditDecision Decide(CreditFile file) => CreditEvaluator.Evaluate(file, OfferPolicy.Everything);

    private static PriorStanding PassedOnDayOne => PriorStanding.Of(Decide(On(1, Deal, PriorStanding.None)));

    [Fact]
    public void PassedOnDayOneWithTwoDaysOfGrace_IsCheckedAgainFromDayFour()
    {
        var first = Decide(On(1, Deal, PriorStanding.None));
        first.Deals[0].Passed.ShouldBe(new PassedCheckpoint("offer sent", Files.Today, Files.Euros(50_000m), PaymentTerms.Net(30), Files.Today.AddDays(3)) { ClosesOn = Deal.CloseDate });
        first.NextMoment.ShouldNotBeNull().ShouldBeLessThanOrEqualTo(Files.On(Files.Today).StartOf(Files.Today.AddDays(3)));

        // The limit is 100,000, and 90,000 of it are used from day 2 on: by itself the deal no longer fits.
        var prior = PriorStanding.Of(first);
        foreach (var day in (int[])[2, 3])
        {
            var kept = Decide(On(day, Deal, prior, owed: 90_000m));
            kept.Deals[0].Status.ShouldBe(DealStatus.Prequalified, $"day {day}");
            kept.Deals[0].Message.ShouldBe("It passed 'offer sent' on 2026-11-02, and that holds as long as amount, terms and close date stay. It is checked again from 2026-11-05 on.");
            kept.Deals[0].HeadroomAfter.ShouldBe(Files.Euros(-40_000m));
            prior = PriorStanding.Of(kept);
        }

        Decide(On(4, Deal, prior, owed: 90_000m)).Deals[0].Status.ShouldNotBe(DealStatus.Prequalified);
    }

    [Fact]
    public void StillPassingInGrace_SaysTheSameAsBefore()
    {
        var first = Decide(On(1, Deal, PriorStanding.None));
        var second = Decide(On(2, Deal, PriorStanding.Of(first)));
        second.Deals[0].Passed.ShouldBe(first.Deals[0].Passed);
        second.Deals[0].Message.ShouldBe(first.Deals[0].Message);
        Decide(On(4, Deal, PriorStanding.Of(second))).Deals[0].Passed!.On.ShouldBe(Files.Today.AddDays(3));
    }

    public static TheoryData<string, OpportunityRecord, bool> Changes => new()
    {
        { "lower amount", Deal with { Amount = Files.Euros(40_000m) }, true },
        { "higher amount", Deal with { Amount = Files.Euros(50_000.01m) }, false },
        { "other currency", Deal with { Amount = new Money(50_000m, Files.Usd) }, false },
        { "shorter terms", Deal with { RequestedTerms = PaymentTerms.Net(15) }, true },
        { "longer terms", Deal with { RequestedTerms = PaymentTerms.Net(45) }, false },
        { "later close date", Deal with { CloseDate = Deal.CloseDate.AddDays(1) }, false },
        { "another stage", Deal with { Stage = "Offer", ProbabilityPercent = 90m }, true },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void ChangeInGrace_IsCheckedAtOnceWhereItAsksForMore(string change, OpportunityRecord deal, bool holds)
    {
        var check = Decide(On(2, deal, PassedOnDayOne, owed: 90_000m)).Deals[0];
        (check.Status == DealStatus.Prequalified).ShouldBe(holds, change);
        (check.Passed is not null).ShouldBe(holds, change);
    }

    [Fact]
    public void HoldInGrace_DoesNotTakeThePassBack()
    {
        var file = On(2, Deal, PassedOnDayOne);
        var held = Decide(file with { Customers = [Files.Customers(CreditLimit.Of(Files.Euros(100_000m))) with { OnHold = true }] });
        held.OnHold.ShouldBeTrue();
        held.Deals[0].Status.ShouldBe(DealStatus.Prequalified);
    }

    [Fact]
    public void CheckpointThatThePolicyNoLongerHas_HoldsNothing()
    {
        var file = On(2, Deal, PassedOnDayOne, owed: 90_000m);
        var other = OfferPolicy.With("    - { offer: deposit, max_percent: 5, step_percent: 5 }\n  checkpoints:\n    - { name: order, grace_days: 9 }\n");
        CreditEvaluator.Evaluate(file, other).Deals[0].Status.ShouldBe(DealStatus.DoesNotFit);
    }

    [Fact]
    public void UnknownStageOfACheckpoint_IsAWarning()
    {
        var policy = OfferPolicy.With("    - { offer: deposit, max_percent: 50, step_percent: 5 }\n  checkpoints:\n    - { name: order, stages: [Ordered], grace_days: 9 }\n");
        CreditEvaluator.Evaluate(Files.Standard(), policy).Warnings.ShouldHaveSingleItem().ShouldContain("checkpoint 'order' names stage 'Ordered'");
    }
}
