using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Reviews;
using CreditBridge.UnitTests.Evaluation;
using Shouldly;
using Xunit;
using static CreditBridge.UnitTests.Reviews.ReviewCases;

namespace CreditBridge.UnitTests.Reviews;

/// <summary>What people do on the record of a review that is withdrawn counts as on any other.</summary>
public sealed class WithdrawnReviewTests
{
    private static readonly OpportunityRecord Large = Files.Deal("D1", 250_000m);
    private static readonly CreditFile Small = File(Large with { Amount = Files.Euros(1_000m) });

    // What is kept after a plan; planned again on it, nothing changes.
    private static ReviewSituation Next(CreditFile file, double hours, IReadOnlyList<CreditReview> reviews, params ReviewRecord[] inCrm)
    {
        var given = At(file, now: Start.AddHours(hours), reviews: reviews) with { InCrm = inCrm };
        var plan = ReviewPlanner.Plan(given);
        var then = given.Then(plan);
        ReviewPlanner.Plan(then).ShouldSatisfyAllConditions(p => p.Reviews.ShouldBeEmpty("planned again, nothing changes"), p => p.Granted.ShouldBeEmpty());
        return then with { File = file with { Overrides = [.. file.Overrides, .. plan.Granted] } };
    }

    // A large deal whose review was withdrawn when it became small, and the record that says so.
    private static (CreditReview Review, ReviewRecord Record) Withdrawn()
    {
        var opened = Next(File(Large), 0, []).Reviews.ShouldHaveSingleItem();
        var record = Decided(opened, ReviewVerdict.NoChange) with { Status = ReviewStatus.New, Verdict = null, DecidedAt = null, DecidedByKey = null };
        var review = Next(Small, 1, [opened], record).Reviews.ShouldHaveSingleItem();
        (review.State, review.Message).ShouldBe((ReviewState.Withdrawn, "Every reason has gone: nobody has to decide any more."));
        record = record with { Status = ReviewStatus.Withdrawn };
        return (Next(Small, 2, [review], record).Reviews.ShouldHaveSingleItem(), record);
    }

    private static ReviewRecord By(ReviewRecord record, ReviewVerdict verdict, double hours) =>
        record with { Status = ReviewStatus.Decided, Verdict = verdict, DecidedByKey = Dana.Key, DecidedAt = Start.AddHours(hours) };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void DecisionOnAReviewThatWasWithdrawn_WasDroppedInSilence_AndIsFollowed(bool byAPerson)
    {
        var (review, record) = Withdrawn();
        if (byAPerson)
            review = review with { Outcome = new ReviewOutcome(ReviewVerdict.NoChange, Dana.Key, Start.AddHours(1), null), Message = "Withdrawn in the CRM." };
        var then = Next(Small, 3, [review], By(record, ReviewVerdict.Declined, 3));
        var decided = then.Reviews.ShouldHaveSingleItem();
        (decided.State, decided.Outcome?.Verdict, decided.Message).ShouldBe((ReviewState.Decided, ReviewVerdict.Declined, "The deal does not pass any more, unless it is paid in advance."));
        then.File.Overrides.ShouldHaveSingleItem().Effect.ShouldBe(OverrideEffect.DeclineDeals);
        Next(File(Large) with { Overrides = then.File.Overrides }, 4, then.Reviews, By(record, ReviewVerdict.Declined, 3)).Reviews.ShouldHaveSingleItem("the deal is decided, whatever its amount");
    }

    [Fact]
    public void DecisionThatCannotBeFollowed_IsAnsweredOnTheWithdrawnRecord_EachTime()
    {
        var (review, record) = Withdrawn();
        var wrong = By(record, ReviewVerdict.ApprovedWithConditions, 3);
        var refused = Next(Small, 3, [review], wrong).Reviews.ShouldHaveSingleItem();
        (refused.State, refused.RefusedDecisions).ShouldBe((ReviewState.Withdrawn, 1));
        refused.Message.ShouldBe("Every reason has gone: nobody has to decide any more. The decision is not followed: It is approved with conditions, and none are written down. "
            + "Write the conditions, or choose 'Approved'.");
        StatusOf(review, refused, wrong).ShouldBe(FieldValue.Text("Withdrawn"));

        // The status was set back by us; the same decision once more is one more decision.
        refused = Next(Small, 4, [refused], wrong with { Status = ReviewStatus.Withdrawn }).Reviews.ShouldHaveSingleItem();
        var again = Next(Small, 5, [refused], wrong).Reviews.ShouldHaveSingleItem();
        again.RefusedDecisions.ShouldBe(2);
        StatusOf(refused, again, wrong).ShouldBe(FieldValue.Text("Withdrawn"));
        Next(Small, 6, [again], wrong with { Conditions = "Paid in advance." }).Reviews.ShouldHaveSingleItem().State.ShouldBe(ReviewState.Decided);
    }

    [Fact]
    public void RefusedDecisionOnAReviewThatWasWithdrawn_SettledItsReasons_AndAsksAgain()
    {
        var (review, record) = Withdrawn();
        var refused = Next(Small, 3, [review], By(record, ReviewVerdict.ApprovedWithConditions, 3)).Reviews.ShouldHaveSingleItem();
        refused.Outcome!.Refusal.ShouldNotBeNull();
        var later = Next(File(Large), 168, [refused], record);
        later.Reviews.Count(r => r.State == ReviewState.Open).ShouldBe(1, "nobody has decided");
    }

    [Fact]
    public void DecisionThatIsReadAfterALaterOne_DoesNotReplaceIt_AndSaysSo()
    {
        var (review, record) = Withdrawn();
        var other = review with { Key = "R-later", CrmKey = "a0R2", OpenedAt = Start.AddHours(3), ClosedAt = Start.AddHours(4), State = ReviewState.Decided, Outcome = new ReviewOutcome(ReviewVerdict.NoChange, Dana.Key, Start.AddHours(4), null) };
        var late = Next(Small, 5, [review, other], By(record, ReviewVerdict.Declined, 3));
        late.File.Overrides.ShouldBeEmpty();
        late.Reviews[0].Message.ShouldBe("R-later was decided later, and that decision counts. To change it, decide there.");
        StatusOf(review, late.Reviews[0], By(record, ReviewVerdict.Declined, 3)).ShouldBe(FieldValue.Text("Withdrawn"));
        Next(Small, 5, [review, other], By(record, ReviewVerdict.Declined, 4.5)).File.Overrides.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(ReviewStatus.New)]
    [InlineData(ReviewStatus.InReview)]
    [InlineData(ReviewStatus.WaitingForDocuments)]
    public void WithdrawnReviewThatAPersonSetsBack_IsOpenAgain_AsAskedForByAPerson_UntilItIsDecided(ReviewStatus status)
    {
        var (review, record) = Withdrawn();
        var back = record with { Status = status };
        var open = Next(Small, 50, [review], back).Reviews.ShouldHaveSingleItem();
        (open.State, open.Outcome, open.ReopenedAt, open.Reasons.Select(r => r.Text).ShouldHaveSingleItem()).ShouldBe((ReviewState.Open, null, Start.AddHours(50), "Opened again in the CRM."));
        open.DueAt.HasValue.ShouldBe(status != ReviewStatus.WaitingForDocuments);
        StatusOf(review, open, back).ShouldBeNull("the person has chosen the status");
        var kept = Next(Small, 51, [open], back).Reviews.ShouldHaveSingleItem();
        kept.State.ShouldBe(ReviewState.Open);
        Next(Small, 52, [kept], By(back, ReviewVerdict.NoChange, 52)).Reviews.ShouldHaveSingleItem().State.ShouldBe(ReviewState.Decided);
        Next(Small, 52, [kept], back with { Status = ReviewStatus.Withdrawn }).Reviews.ShouldHaveSingleItem().Message.ShouldBe("Withdrawn in the CRM.");
    }

    // The process died when the exception was stored and the review was not; then the person withdrew it again: a limit counted of which no record told.
    [Fact]
    public void WhatAWithdrawnReviewHasGranted_IsSaidToCount_AsLongAsItDoes()
    {
        var (review, record) = Withdrawn();
        var granted = Next(Small, 3, [review], By(record, ReviewVerdict.Declined, 3)).File.Overrides;
        var told = Next(Small with { Overrides = granted }, 4, [review], record).Reviews.ShouldHaveSingleItem();
        told.Message.ShouldBe("Every reason has gone: nobody has to decide any more. What was decided before still counts: the decline of the deal, until a person ends it.");
        var ended = granted.Select(g => g with { EndedOn = Files.Today, EndedBy = "Kim" }).ToList();
        Next(Small with { Overrides = ended }, 5, [told], record).Reviews.ShouldHaveSingleItem().Message.ShouldBe("Every reason has gone: nobody has to decide any more.");
    }

    [Fact]
    public void RecordThatStillShowsWhatStoodThereBeforeWeWithdrewIt_IsNotOpenedAgain()
    {
        var (review, record) = Withdrawn();
        var unread = review with { ShowsWithdrawn = null };
        Next(Small, 3, [unread], record with { Status = ReviewStatus.InReview }).Reviews.ShouldHaveSingleItem().State.ShouldBe(ReviewState.Withdrawn);
    }

    [Fact]
    public void WithdrawnReviewThatIsSetBackWhileAnotherIsOpen_JoinsThatOne_AndItsRecordSaysSo()
    {
        var (review, record) = Withdrawn();
        var asked = new ReviewRecord("a0R7", ReviewStatus.New) { AccountKey = "001", OpportunityKey = "D1", CreatedAt = Start.AddHours(-1) };
        var situation = Next(Small, 3, [review], asked, record);
        var back = record with { Status = ReviewStatus.New };
        situation = Next(Small, 4, situation.Reviews, asked, back);
        var joined = situation.Reviews.Single(r => r.Key == review.Key);
        (joined.State, joined.JoinedTo).ShouldBe((ReviewState.Withdrawn, "P-a0R7"));
        joined.Message.ShouldNotBeNull().ShouldContain("Decide there.");
        StatusOf(review, joined, back).ShouldBe(FieldValue.Text("Withdrawn"));
        situation.Reviews.Single(r => r.State == ReviewState.Open).Reasons.Count.ShouldBe(2);
    }

    private static FieldValue? StatusOf(CreditReview before, CreditReview review, ReviewRecord record) =>
        ReviewWrites.Of("crm", before, review, record, 0m, null, whereabouts: Whereabouts.Known, _ => true).Plan(null).Entry?.Values.TryGetValue(CreditFields.Review.Status, out var status) == true ? status : null;
}
