using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Reviews;
using CreditBridge.UnitTests.Evaluation;
using Shouldly;
using Xunit;
using static CreditBridge.UnitTests.Reviews.ReviewCases;

namespace CreditBridge.UnitTests.Reviews;

/// <summary>Records on which a person has put another deal.</summary>
public sealed class ChangedDealTests
{
    private static readonly OpportunityRecord Small = Files.Deal("D1", 3_000m) with { Name = "Small" };
    private static readonly OpportunityRecord Large = Files.Deal("D2", 95_000m) with { Name = "Large" };

    private static readonly ReviewRecord OfSmall = new("a0R1", ReviewStatus.New) { AccountKey = "001", OpportunityKey = "D1", CreatedAt = Start };

    // The record named the large deal, and the small one was let pass.
    [Theory]
    [InlineData("D2", "the deal 'Large' (D2)")]
    [InlineData("D9", "the deal D9")]
    [InlineData(null, "the account")]
    public void DecisionAfterTheDealWasChanged_WentToTheFormerOneWithoutAWord_AndIsRefused_UntilItIsPutBack(string? deal, string named)
    {
        var opened = Plan([], OfSmall);
        var decided = OfSmall with { ReviewKey = "P-a0R1", OpportunityKey = deal, Status = ReviewStatus.Decided, Verdict = ReviewVerdict.Approved, DecidedByKey = Dana.Key, DecidedAt = Start.AddHours(1) };

        var (reviews, plan) = Plan(opened.Reviews, decided);

        plan.Granted.ShouldBeEmpty();
        var refused = reviews.Single(r => r.Key == "P-a0R1");
        (refused.State, refused.OpportunityKey, refused.Outcome!.Refusal).ShouldBe((ReviewState.Open, "D1",
            $"This review is of the deal 'Small' (D1), and the record names {named} now: nothing follows. Put the former back on the record and set the status to 'Decided' again, or create a review of the other and decide there."));
        Plan(reviews, decided).Plan.Granted.ShouldBeEmpty();
        var back = decided with { OpportunityKey = "D1", DecidedAt = Start.AddHours(2) };
        Plan(reviews, back).Plan.Granted.ShouldHaveSingleItem().OpportunityKey.ShouldBe("D1");
    }

    // What was granted stands, and the record said of another deal that it passes.
    [Fact]
    public void DealChangedOnADecidedRecord_SendsItBackToWork_AndWhatWasGrantedStands()
    {
        var opened = Plan([], OfSmall);
        var decided = OfSmall with { ReviewKey = "P-a0R1", Status = ReviewStatus.Decided, Verdict = ReviewVerdict.Approved, DecidedByKey = Dana.Key, DecidedAt = Start.AddHours(1) };
        var first = Plan(opened.Reviews, decided);
        var granted = first.Plan.Granted.ShouldHaveSingleItem();

        var (reviews, plan) = Plan(first.Reviews, decided with { OpportunityKey = "D2" }, granted);

        plan.Granted.ShouldBeEmpty();
        var review = reviews.Single(r => r.Key == "P-a0R1");
        review.State.ShouldBe(ReviewState.Open);
        review.Message.ShouldNotBeNull().ShouldContain("This review is of the deal 'Small' (D1)");
    }

    private static (IReadOnlyList<CreditReview> Reviews, ReviewPlan Plan) Plan(IReadOnlyList<CreditReview> reviews, ReviewRecord record, params OverrideRecord[] overrides)
    {
        var situation = At(File(Small, Large) with { Overrides = overrides }, reviews: [.. reviews]) with { InCrm = [record] };
        var plan = ReviewPlanner.Plan(situation);
        return (situation.After(plan), plan);
    }
}
