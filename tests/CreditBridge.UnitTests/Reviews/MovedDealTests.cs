using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Reviews;
using CreditBridge.UnitTests.Evaluation;
using Shouldly;
using Xunit;
using static CreditBridge.UnitTests.Reviews.ReviewCases;

namespace CreditBridge.UnitTests.Reviews;

/// <summary>What was decided about a deal that belongs to another account now.</summary>
public sealed class MovedDealTests
{
    private static readonly Dictionary<string, string> Moved = new() { ["D1"] = "Berg GmbH" };

    private static ReviewPlan Plan(ReviewSituation situation)
    {
        var plan = ReviewPlanner.Plan(situation);
        ReviewPlanner.Plan(situation.Then(plan)).Reviews.ShouldBeEmpty("planned again, nothing changes");
        return plan;
    }

    private static (ReviewSituation Situation, CreditReview Review) Decided(ReviewVerdict verdict)
    {
        var opened = At(File(Files.Deal("D1", 250_000m)));
        var review = ReviewPlanner.Plan(opened).Reviews.ShouldHaveSingleItem();
        var situation = opened with { Reviews = [review], InCrm = [ReviewCases.Decided(review, verdict)] };
        var plan = ReviewPlanner.Plan(situation);
        var decided = plan.Reviews.ShouldHaveSingleItem();
        return (At(File() with { Overrides = plan.Granted }, now: Start.AddHours(1), reviews: [decided]) with { InCrm = situation.InCrm }, decided);
    }

    [Theory]
    [InlineData(ReviewVerdict.Approved, "No longer counts: the approval of the deal up to EUR 250,000, until 2026-12-31. The deal belongs to Berg GmbH now: decide on its review there.")]
    [InlineData(ReviewVerdict.Declined, "No longer counts: the decline of the deal, until a person ends it. The deal belongs to Berg GmbH now: decide on its review there.")]
    [InlineData(ReviewVerdict.NoChange, "The deal belongs to Berg GmbH now, and what was decided here does not count for it: decide on its review there.")]
    public void DecisionOnADealThatMovedAway_WasStillSaidToCount_AndSaysWhoseTheDealIs_UntilItComesBack(ReviewVerdict verdict, string why)
    {
        var (situation, decided) = Decided(verdict);
        Plan(situation).Reviews.ShouldBeEmpty("a deal that was closed may be open again");
        var gone = Plan(situation with { MovedDeals = Moved }).Reviews.ShouldHaveSingleItem();
        (gone.State, gone.NoLongerCounts, gone.Message).ShouldBe((ReviewState.Decided, why, $"{why}\nIt was decided: {decided.Message}"));
        Plan(situation with { Reviews = [gone] }).Reviews.ShouldHaveSingleItem().Message.ShouldBe(decided.Message);
    }

    [Fact]
    public void LimitThatWasApprovedOnADealThatMovedAway_StillCounts_AndIsNotSaidToBeGone()
    {
        var opened = At(File(Files.Deal("D1", 250_000m)));
        var review = ReviewPlanner.Plan(opened).Reviews.ShouldHaveSingleItem();
        var record = ReviewCases.Decided(review, ReviewVerdict.Approved) with { ApprovedLimit = Files.Euros(150_000m) };
        var plan = ReviewPlanner.Plan(opened with { Reviews = [review], InCrm = [record] });
        plan.Granted.Count.ShouldBe(2);
        var moved = At(File() with { Overrides = plan.Granted }, now: Start.AddHours(1), reviews: plan.Reviews) with { InCrm = [record], MovedDeals = Moved };
        Plan(moved).Reviews.Single(r => r.Key == review.Key).NoLongerCounts.ShouldBe(
            "No longer counts: the approval of the deal up to EUR 250,000, until 2026-12-31. The deal belongs to Berg GmbH now: decide on its review there.");
    }

    [Fact]
    public void DecisionThatIsReadAfterTheDealMovedAway_AndAnOpenReviewOfIt_NameItsAccount()
    {
        var opened = At(File(Files.Deal("D1", 250_000m)));
        var review = ReviewPlanner.Plan(opened).Reviews.ShouldHaveSingleItem();
        var moved = At(File(), now: Start.AddHours(1), reviews: [review]) with { MovedDeals = Moved };
        Plan(moved).Reviews.ShouldHaveSingleItem().Message.ShouldBe("The deal belongs to Berg GmbH now: nobody has to decide here.");
        var late = Plan(moved with { InCrm = [ReviewCases.Decided(review, ReviewVerdict.Approved)] });
        late.Granted.ShouldBeEmpty();
        late.Reviews.ShouldHaveSingleItem().Message.ShouldNotBeNull().ShouldEndWith("\nIt was decided: The deal belonged to Berg GmbH when this was decided, so that nothing follows for it.");
    }

    [Fact]
    public void ReviewOfADealThatWasDecidedForAnotherAccount_DidNotSaySo_AndNamesTheDecision_UntilAPersonDecidesHere()
    {
        var decided = Decided(ReviewVerdict.Approved).Review with { AccountKey = "002", CrmNumber = "CR-0007" };
        var elsewhere = new Dictionary<string, DecidedElsewhere> { ["D1"] = new("Berg GmbH", decided) };
        var opened = At(File(Files.Deal("D1", 250_000m)), now: Start.AddDays(1)) with { DecidedElsewhere = elsewhere };
        var review = Plan(opened).Reviews.ShouldHaveSingleItem();
        review.Message.ShouldBe($"Decided before for another account, Berg GmbH: Approved, by Dana Credit on 2026-11-02 (CR-0007 ({decided.Key})). That does not count for this account.");
        (review.State, review.Outcome).ShouldBe((ReviewState.Open, null));

        var own = review with
        {
            Key = "R-own", Amount = Files.Euros(100_000m), State = ReviewState.Decided, ClosedAt = Start.AddDays(2), Message = null,
            Outcome = new ReviewOutcome(ReviewVerdict.NoChange, Dana.Key, Start.AddDays(2), null),
        };
        Plan(opened with { Reviews = [own, review] }).Reviews.Single(r => r.Key == review.Key).Message.ShouldBeNull("what was decided here is newer");
    }

    [Theory]
    [InlineData(ReviewVerdict.Approved, "The deal belonged to Berg GmbH when this was decided, so that nothing follows for it.")]
    [InlineData(ReviewVerdict.Declined, "Noted. The deal belonged to Berg GmbH when this was decided, so that nothing follows.")]
    public void ReviewThatAPersonCreatesWithTheDealOfAnotherAccount_WasSaidToBeOfOneThatMoved_AndNamesWhoseItIs(ReviewVerdict verdict, string says)
    {
        var record = new ReviewRecord("a0R9", ReviewStatus.Decided)
        {
            AccountKey = "001", OpportunityKey = "D1", Verdict = verdict, DecidedByKey = Dana.Key, CreatedAt = Start, DecidedAt = Start,
        };
        var plan = Plan(At(File()) with { InCrm = [record], MovedDeals = Moved });
        plan.Granted.ShouldBeEmpty();
        plan.Reviews.ShouldHaveSingleItem().Message.ShouldBe(
            $"The deal belongs to Berg GmbH, and what was decided here does not count for it: decide on its review there.\nIt was decided: {says}");
        Plan(At(File()) with { InCrm = [record with { Status = ReviewStatus.New }], MovedDeals = Moved }).Reviews.ShouldHaveSingleItem().Message
            .ShouldBe("The deal belongs to Berg GmbH: nobody has to decide here.");
    }

    [Fact]
    public void ReviewThatAPersonCreatedOfADealThatMovedLater_SaysThatItBelongsThereNow()
    {
        var record = new ReviewRecord("a0R9", ReviewStatus.Decided)
        {
            AccountKey = "001", OpportunityKey = "D1", Verdict = ReviewVerdict.NoChange, DecidedByKey = Dana.Key, CreatedAt = Start, DecidedAt = Start,
        };
        var plan = Plan(At(File(Files.Deal("D1", 250_000m))) with { InCrm = [record] });
        Plan(At(File(), now: Start.AddHours(1), reviews: plan.Reviews) with { InCrm = [record], MovedDeals = Moved }).Reviews.ShouldHaveSingleItem().NoLongerCounts.ShouldBe(
            "The deal belongs to Berg GmbH now, and what was decided here does not count for it: decide on its review there.");
    }
}
