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
    private const string Counts = "the approval of the deal up to EUR 250,000, until 2026-12-31.";

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
        ReviewWrites.Of("crm", decided, open, back, 0m, null, whereabouts: Whereabouts.Known, _ => true).Plan(null).Entry.ShouldNotBeNull().Values.ContainsKey(CreditFields.Review.Status).ShouldBeFalse();

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

    private static ReviewRecord OfAccount(string key, decimal limit, double hours) => new(key, ReviewStatus.Decided)
    {
        AccountKey = "001", Verdict = ReviewVerdict.Approved, ApprovedLimit = Files.Euros(limit), DecidedByKey = Dana.Key, CreatedAt = Start, DecidedAt = Start.AddHours(hours),
    };

    private static string? MessageOf(ReviewSituation then, string key) => then.Reviews.Single(r => r.Key == key).Message;

    // What a limit was raised to on one review, another one of the account has replaced.
    private static (ReviewSituation Then, ReviewRecord First, ReviewRecord Later) Replaced()
    {
        var (first, later) = (OfAccount("a", 150_000m, 0), OfAccount("b", 120_000m, 1));
        var then = Next(Next(Next(At(File()), 0, first), 1, first, later), 1.5, first, later);
        MessageOf(then, "P-a").ShouldNotBeNull().ShouldStartWith("No longer counts: a limit of at least EUR 150,000, until 2026-12-31. A later decision replaced it (P-b-raise).");
        return (then, first, later);
    }

    [Fact]
    public void ReviewWhoseDecisionWasReplaced_WasMuteWhenItWasSetBack_AndSaysWhatCountsInstead_UntilThatEnds()
    {
        var (then, first, later) = Replaced();
        var back = first with { Status = ReviewStatus.InReview };
        then = Next(then, 2, back, later);
        MessageOf(then, "P-a").ShouldBe("In force now, by other decisions: a limit of at least EUR 120,000, until 2026-12-31 (P-b-raise).");
        then = Next(then, 3, back, later);
        MessageOf(then, "P-a").ShouldBe("In force now, by other decisions: a limit of at least EUR 120,000, until 2026-12-31 (P-b-raise).");

        // The other one is changed, and ends.
        var changed = later with { ApprovedLimit = Files.Euros(130_000m), DecidedAt = Start.AddHours(4) };
        then = Next(then, 4, back, changed);
        MessageOf(then, "P-a").ShouldBe("In force now, by other decisions: a limit of at least EUR 130,000, until 2026-12-31 (P-b-raise).");
        then = Next(then, 5, back, changed with { Verdict = ReviewVerdict.NoChange, ApprovedLimit = null, DecidedAt = Start.AddHours(5) });
        MessageOf(then, "P-a").ShouldBeNull("nothing counts any more");
    }

    [Fact]
    public void DecisionThatWasReplacedAndIsChangedIntoOneThatIsRefused_SaysWhatCountsInstead()
    {
        var (then, first, later) = Replaced();
        then = Next(then, 2, first with { ApprovedLimit = Files.Euros(400_000m), DecidedAt = Start.AddHours(2) }, later);
        var refused = then.Reviews.Single(r => r.Key == "P-a");
        refused.Message.ShouldBe($"{refused.Outcome!.Refusal}\nIn force now, by other decisions: a limit of at least EUR 120,000, until 2026-12-31 (P-b-raise).");
    }

    [Fact]
    public void WhatStillCountsOfItsOwn_AndWhatARefusalNames_AreNotSaidTwice()
    {
        var first = OfAccount("a", 150_000m, 0);
        var order = new OverrideRecord("X-1", "001", OverrideEffect.LowerLimit, "Kim", "season", Files.Today) { AmountCap = Files.Euros(140_000m) };
        var then = Next(Next(At(File()), 0, first), 1, first);
        then = Next(then, 2, first with { Status = ReviewStatus.InReview });
        MessageOf(then, "P-a").ShouldBe("Until a new decision, the earlier one counts: a limit of at least EUR 150,000, until 2026-12-31.");

        var byHand = then with { File = then.File with { Overrides = [.. then.File.Overrides, order] } };
        then = Next(byHand, 3, first with { Status = ReviewStatus.InReview });
        MessageOf(then, "P-a").ShouldNotBeNull().ShouldEndWith("\nIn force now, by other decisions: a limit of at most EUR 140,000, until a person ends it (X-1).");

        then = Next(then, 4, first with { ApprovedLimit = Files.Euros(160_000m), DecidedAt = Start.AddHours(4) });
        MessageOf(then, "P-a").ShouldNotBeNull().ShouldSatisfyAllConditions(m => m.ShouldContain("exception X-1, granted by Kim"), m => m.ShouldNotContain("In force now"));
    }

    [Fact]
    public void ReviewThatNobodyHasDecidedYet_DoesNotListWhatOthersGranted()
    {
        var later = OfAccount("b", 120_000m, 0);
        var then = Next(Next(At(File()), 0, later), 1, later, new ReviewRecord("a", ReviewStatus.InReview) { AccountKey = "001", CreatedAt = Start.AddHours(1) });
        MessageOf(then, "P-a").ShouldBeNull();
    }

    [Fact]
    public void StatusThatWasStillToBeWrittenWhenAPersonDecided_IsNotWrittenOverTheDecision()
    {
        var (then, record) = Approved();
        var decided = then.Reviews.ShouldHaveSingleItem();
        var refused = decided with { State = ReviewState.Open, Outcome = new ReviewOutcome(ReviewVerdict.Approved, Dana.Key, Start, "wrong") { AsRead = "x" }, RefusedDecisions = 1 };
        var first = ReviewWrites.Of("crm", refused with { Outcome = null, RefusedDecisions = 0 }, refused, record, 0m, null, whereabouts: Whereabouts.Known, _ => true).Plan(null).Entry.ShouldNotBeNull();
        first.Values[CreditFields.Review.Status].ShouldBe(FieldValue.Text("In review"));
        var standing = new Core.Outbox.RecordStanding(new Dictionary<CreditField, FieldValue>(), first);
        ReviewWrites.Of("crm", refused, decided, record, 0m, null, whereabouts: Whereabouts.Known, _ => true).Plan(standing).Entry.ShouldNotBeNull().Values.ContainsKey(CreditFields.Review.Status).ShouldBeFalse();
    }
}
