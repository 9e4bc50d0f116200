using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Reviews;
using CreditBridge.UnitTests.Evaluation;
using Shouldly;
using Xunit;
using static CreditBridge.UnitTests.Reviews.ReviewCases;

namespace CreditBridge.UnitTests.Reviews;

/// <summary>A decided review whose status a person sets back is open again; what was granted stands until the new decision.</summary>
public sealed class SetBackReviewTests
{
    private const string Counts = "the deal passes up to EUR 250,000, until 2026-12-31.";

    // One cycle; planned again on its result, nothing changes.
    private static ReviewSituation Next(ReviewSituation before, double hours, params ReviewRecord[] inCrm)
    {
        var given = At(before.File, now: Start.AddHours(hours), reviews: before.Reviews) with { InCrm = inCrm };
        var plan = ReviewPlanner.Plan(given);
        var then = given.Then(plan);
        ReviewPlanner.Plan(then).ShouldSatisfyAllConditions(p => p.Reviews.ShouldBeEmpty("planned again, nothing changes"), p => p.Granted.ShouldBeEmpty());
        var overrides = before.File.Overrides.Where(o => plan.Granted.All(g => g.Key != o.Key)).Concat(plan.Granted).OrderBy(o => o.Key, StringComparer.Ordinal);
        return At(before.File with { Overrides = [.. overrides] }, now: Start.AddHours(hours), reviews: then.Reviews) with { InCrm = inCrm };
    }

    private static (ReviewSituation Then, ReviewRecord Record) Approved()
    {
        var opened = Next(At(File(Files.Deal("D1", 250_000m))), 0);
        var record = Decided(opened.Reviews.ShouldHaveSingleItem(), ReviewVerdict.Approved);
        var then = Next(Next(opened, 1, record), 1.5, record);
        then.Decision.Deals.ShouldHaveSingleItem().Status.ShouldBe(DealStatus.Prequalified);
        return (then, record);
    }

    [Theory]
    [InlineData(ReviewStatus.New, 2)]
    [InlineData(ReviewStatus.InReview, 2)]
    [InlineData(ReviewStatus.InReview, 50)]
    public void DecidedReviewThatAPersonSetsBack_WasStillDecided_AndIsOpenAgain_AndSaysWhatCountsMeanwhile(ReviewStatus status, double hours)
    {
        var (then, record) = Approved();
        var decided = then.Reviews.ShouldHaveSingleItem();
        var back = record with { Status = status };
        then = Next(then, hours, back);
        var open = then.Reviews.ShouldHaveSingleItem();
        (open.State, open.Outcome, open.Message).ShouldBe((ReviewState.Open, null, $"Until a new decision, the earlier one counts: {Counts}"));
        open.Reasons.ShouldHaveSingleItem().Text.ShouldBe("Opened again in the CRM.");
        open.ReopenedAt.ShouldBe(hours > 24 ? Start.AddHours(hours) : null, "on the same day it was a slip");
        open.DueAt.ShouldNotBeNull();
        then.Decision.Deals.ShouldHaveSingleItem().Status.ShouldBe(DealStatus.Prequalified, "what was granted stands");
        ReviewWrites.Of("crm", decided, open, back, 0m, null, wasDeleted: false, _ => true).Plan(null).Entry.ShouldNotBeNull().Values.ContainsKey(CreditFields.Review.Status).ShouldBeFalse();

        then = Next(Next(then, hours + 1, back), hours + 2, record with { Verdict = ReviewVerdict.Declined, DecidedAt = Start.AddHours(hours + 2) });
        then.Reviews.ShouldHaveSingleItem().Message.ShouldBe("The deal does not pass any more, unless it is paid in advance.");
        then.Decision.Deals.ShouldHaveSingleItem().Status.ShouldBe(DealStatus.DoesNotFit);
        then.File.Overrides.Count(o => o.EndedOn is null).ShouldBe(1);
    }

    [Fact]
    public void SameDecisionAfterItWasSetBack_ClosesItAgain()
    {
        var (then, record) = Approved();
        then = Next(Next(Next(then, 2, record with { Status = ReviewStatus.InReview }), 3, record), 4, record);
        then.Reviews.ShouldHaveSingleItem().State.ShouldBe(ReviewState.Decided);
        then.File.Overrides.ShouldHaveSingleItem().EndedOn.ShouldBeNull();
    }

    [Fact]
    public void NoChangeAfterItWasSetBack_EndsWhatWasGranted_AndTheSameIsNotAskedAgain()
    {
        var (then, record) = Approved();
        var left = record with { Verdict = ReviewVerdict.NoChange, DecidedAt = Start.AddHours(3) };
        then = Next(Next(Next(then, 2, record with { Status = ReviewStatus.InReview }), 3, left), 4, left);
        then.Decision.Deals.ShouldHaveSingleItem().Status.ShouldBe(DealStatus.Conditional, "as the policy says");
        then.Reviews.ShouldHaveSingleItem().State.ShouldBe(ReviewState.Decided);
    }

    [Fact]
    public void ReviewThatIsSetBackAndThenWithdrawnByThePerson_SaysThatTheEarlierDecisionCounts()
    {
        var (then, record) = Approved();
        then = Next(Next(then, 2, record with { Status = ReviewStatus.InReview }), 3, record with { Status = ReviewStatus.Withdrawn });
        then.Reviews.ShouldHaveSingleItem().Message.ShouldBe($"Withdrawn in the CRM. What was decided before still counts: {Counts}");
        then.Decision.Deals.ShouldHaveSingleItem().Status.ShouldBe(DealStatus.Prequalified);
    }

    [Fact]
    public void StatusThatWasStillToBeWrittenWhenAPersonDecided_IsNotWrittenOverTheDecision()
    {
        var (then, record) = Approved();
        var decided = then.Reviews.ShouldHaveSingleItem();
        var refused = decided with { State = ReviewState.Open, Outcome = new ReviewOutcome(ReviewVerdict.Approved, Dana.Key, Start, "wrong") { AsRead = "x" }, RefusedDecisions = 1 };
        var first = ReviewWrites.Of("crm", refused with { Outcome = null, RefusedDecisions = 0 }, refused, record, 0m, null, wasDeleted: false, _ => true).Plan(null).Entry.ShouldNotBeNull();
        first.Values[CreditFields.Review.Status].ShouldBe(FieldValue.Text("In review"));
        var standing = new Core.Outbox.RecordStanding(new Dictionary<CreditField, FieldValue>(), first);
        ReviewWrites.Of("crm", refused, decided, record, 0m, null, wasDeleted: false, _ => true).Plan(standing).Entry.ShouldNotBeNull().Values.ContainsKey(CreditFields.Review.Status).ShouldBeFalse();
    }
}
