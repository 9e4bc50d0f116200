using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Reviews;
using CreditBridge.UnitTests.Evaluation;
using Shouldly;
using Xunit;
using static CreditBridge.UnitTests.Reviews.ReviewCases;

namespace CreditBridge.UnitTests.Reviews;

/// <summary>Two open reviews of one deal or account are one: the younger goes on in the older, and what a person decides on its record all the same is not lost.</summary>
public sealed class JoinedReviewTests
{
    private static readonly OpportunityRecord Large = Files.Deal("D1", 250_000m);
    private static readonly ReviewRecord First = new("a0R7", ReviewStatus.New) { AccountKey = "001", OpportunityKey = "D1", Reason = "New customer", CreatedAt = Start.AddHours(-1) };
    private static readonly ReviewRecord Second = First with { Key = "a0R8", CreatedAt = Start.AddMinutes(1) };
    private static readonly CreditPolicy News = Whole("reviews:\n  causes: [{ name: news, cause: news }]\n");
    private static readonly SignalRecord Lawsuit = new("S1", CreditParty.Account("001"), "lawsuit", Files.Today) { Severity = SignalSeverity.Critical };

    private static ReviewRecord Decided(ReviewRecord record, ReviewVerdict verdict, int minutes = 5) =>
        record with { Status = ReviewStatus.Decided, Verdict = verdict, DecidedByKey = Dana.Key, DecidedAt = Start.AddMinutes(minutes) };

    // What is kept after a plan; planned again on it, nothing changes.
    private static ReviewSituation Next(ReviewSituation situation, params ReviewRecord[] inCrm)
    {
        var given = situation with { InCrm = inCrm };
        var then = given.Then(ReviewPlanner.Plan(given));
        ReviewPlanner.Plan(then).ShouldSatisfyAllConditions(p => p.Reviews.ShouldBeEmpty("planned again, nothing changes"), p => p.Granted.ShouldBeEmpty());
        return then;
    }

    private static ReviewSituation Later(ReviewSituation situation, CreditFile file, double hours) => At(file, situation.Policy, Start.AddHours(hours), situation.Reviews);

    private static CreditReview Of(ReviewSituation situation, string key) => situation.Reviews.Single(r => r.Key == key);

    private static CreditReview Open(ReviewSituation situation) => situation.Reviews.Where(r => r.State == ReviewState.Open).ShouldHaveSingleItem();

    [Theory]
    [InlineData("D1")]
    [InlineData(null)]
    public void SecondReviewOfAPerson_StayedOpenBesideTheFirst_JoinsIt_AndNamesIt(string? deal)
    {
        var (first, second) = (First with { OpportunityKey = deal, Priority = 3, Number = "CR-000007" }, Second with { OpportunityKey = deal, Priority = 1 });
        var situation = Next(At(File(Large)), second, first);
        var open = situation.Reviews.Where(r => r.State == ReviewState.Open && r.OpportunityKey == deal).ShouldHaveSingleItem();
        (open.Key, open.Priority).ShouldBe(("P-a0R7", 1), "as urgent as the more urgent one");
        open.Reasons.Count(r => r.Cause == ReviewCause.Asked).ShouldBe(2);
        var joined = Of(situation, "P-a0R8");
        (joined.State, joined.JoinedTo, joined.Message).ShouldBe(
            (ReviewState.Withdrawn, "P-a0R7", $"Goes on as CR-000007 (P-a0R7): {(deal is null ? "the account" : "the deal")} has a review that is open, and needs one decision. Decide there."));
        Written(null, joined, second)[CreditFields.Review.Status].ShouldBe(FieldValue.Text("Withdrawn"));

        situation = Next(situation, Decided(first, ReviewVerdict.NoChange), second with { Status = ReviewStatus.Withdrawn });
        situation.Reviews.ShouldNotContain(r => r.OpportunityKey == deal && r.State == ReviewState.Open, "what both asked is decided");
    }

    [Fact]
    public void ReviewOfAPerson_JoinsTheOneThatIsOpenAlready()
    {
        var situation = Next(At(File(Large)));
        var ours = situation.Reviews.ShouldHaveSingleItem();
        situation = Next(situation, Second with { Priority = 0 });
        (Open(situation).Key, Open(situation).Priority, Open(situation).DueAt).ShouldBe((ours.Key, 0, ours.DueAt));
        Of(situation, "P-a0R8").Message.ShouldNotBeNull().ShouldStartWith($"Goes on as {ours.Key}: ");
    }

    [Fact]
    public void OlderReviewOfAPersonThatIsReadLate_IsKept_AndWhoWorksAndTheClockStay()
    {
        var situation = Next(At(File(Large)));
        var ours = situation.Reviews.ShouldHaveSingleItem();
        situation = Later(situation with { Reviews = [ours with { Analyst = Dana.Key, Team = "Credit", StartedAt = Start.AddMinutes(1) }] }, File(Large), 1);
        var kept = Open(Next(situation, First));
        (kept.Key, kept.Analyst, kept.Team, kept.StartedAt, kept.CompleteAt, kept.DueAt).ShouldBe(("P-a0R7", Dana.Key, "Credit", Start.AddMinutes(1), Start, ours.DueAt));
    }

    public static TheoryData<ReviewVerdict, bool> Decisions => new()
    {
        { ReviewVerdict.NoChange, true }, { ReviewVerdict.Declined, true }, { ReviewVerdict.Approved, true }, { ReviewVerdict.ApprovedWithConditions, false },
    };

    [Theory]
    [MemberData(nameof(Decisions))]
    public void DecisionOnTheJoinedRecordOfADeal_WasLost_EndsTheSameBeforeAndAfterTheJoining(ReviewVerdict verdict, bool isAccepted)
    {
        var (start, decided) = (Next(At(File(Large))), Decided(Second, verdict));
        var ours = start.Reviews.ShouldHaveSingleItem().Key;
        var before = start with { InCrm = [decided] };
        var joined = Next(start, Second) with { InCrm = [decided with { ReviewKey = "P-a0R8" }] };
        foreach (var situation in new[] { before, joined })
        {
            var plan = ReviewPlanner.Plan(situation);
            var then = Next(situation, [.. situation.InCrm]);
            plan.Granted.Count.ShouldBe(isAccepted && verdict != ReviewVerdict.NoChange ? 1 : 0);
            var persons = Of(then, "P-a0R8");
            if (isAccepted)
            {
                (persons.State, persons.Outcome?.Verdict, persons.JoinedTo).ShouldBe((ReviewState.Decided, verdict, null));
                (Of(then, ours).State, Of(then, ours).Message).ShouldBe((ReviewState.Withdrawn, "Decided on P-a0R8: nobody has to decide here any more."));
                ReviewPlanner.Plan(Later(then, then.File, 48) with { InCrm = situation.InCrm }).Reviews.ShouldBeEmpty("the deal is decided");
            }
            else
            {
                (persons.State, persons.JoinedTo, persons.RefusedDecisions).ShouldBe((ReviewState.Withdrawn, ours, 1));
                persons.Message.ShouldNotBeNull().ShouldContain("Decide there. The decision on this one is not followed: It is approved with conditions, and none are written down.");
                (Open(then).Key, Open(then).Outcome).ShouldBe((ours, null));
                Open(then).Reasons.Select(r => r.Cause).ShouldBe([ReviewCause.Deal, ReviewCause.Asked]);
                Written(situation == before ? null : Of(joined, "P-a0R8"), persons, situation.InCrm[0])[CreditFields.Review.Status].ShouldBe(FieldValue.Text("Withdrawn"), "not decided");
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void DecisionOnTheJoinedRecordOfAnAccount_SettlesWhatItWasFor_AndTheNewsStaysOpen(bool isJoinedFirst)
    {
        var (asked, other) = (Second with { OpportunityKey = null }, First with { OpportunityKey = null, CreatedAt = Start.AddMinutes(2) });
        var situation = Next(At(File() with { Signals = [Lawsuit] }, News));
        situation = isJoinedFirst ? Next(situation, asked, other) : situation;
        situation = Next(situation, Decided(asked, ReviewVerdict.NoChange), other);
        Of(situation, "P-a0R8").State.ShouldBe(ReviewState.Decided);
        Open(situation).Reasons.Select(r => r.Key).ShouldBe(["signal:S1", "asked:a0R7"], "what the other person asked for is still to be decided");
    }

    [Fact]
    public void DecisionOnTheRecordOfADoubleAfterAccountsWereMerged_CountsForTheOneInWhichItGoesOn()
    {
        var file = File() with { Signals = [Lawsuit] };
        var review = ReviewPlanner.Plan(At(file, News)).Reviews.Single();
        var situation = Next(At(file, News, reviews: [review, review with { Key = "R-other", OpenedAt = Start.AddMinutes(1), CrmKey = "a0R9" }]));
        (Of(situation, "R-other").JoinedTo, Of(situation, "R-other").Message).ShouldBe((review.Key, $"Goes on as {review.Key}."));
        situation = Next(situation, Decided(new ReviewRecord("a0R9", ReviewStatus.New) { ReviewKey = "R-other", AccountKey = "001" }, ReviewVerdict.NoChange));
        situation.Reviews.Select(r => (r.Key, r.State)).ShouldBe([(review.Key, ReviewState.Withdrawn), ("R-other", ReviewState.Decided)]);
    }

    [Fact]
    public void RefusedDecisionOnAJoinedRecord_WhoseOtherReviewIsDecidedMeanwhile_IsOpenAgain_UntilItIsRight()
    {
        var situation = Next(Next(At(File(Large))), Second);
        var ours = ReviewCases.Decided(Open(situation), ReviewVerdict.NoChange);
        situation = Next(situation, ours, Second with { Status = ReviewStatus.Withdrawn });
        situation.Reviews.ShouldNotContain(r => r.State == ReviewState.Open);
        situation = Next(situation, ours, Decided(Second, ReviewVerdict.ApprovedWithConditions, 60));
        (Open(situation).Key, Open(situation).JoinedTo, Open(situation).RefusedDecisions).ShouldBe(("P-a0R8", null, 1));
        situation = Next(situation, ours, Decided(Second, ReviewVerdict.Approved, 70));
        situation.Reviews.ShouldNotContain(r => r.State == ReviewState.Open);
    }

    [Fact]
    public void DecisionThatHasToBePutRight_KeepsItsRecord_AndAnOlderReviewOfAPersonJoinsIt()
    {
        var situation = Next(At(File(Large)));
        var record = ReviewCases.Decided(situation.Reviews.ShouldHaveSingleItem(), ReviewVerdict.Approved);
        var plan = ReviewPlanner.Plan(situation with { InCrm = [record] });
        var granted = At(File(Large) with { Overrides = plan.Granted }, now: Start.AddHours(1), reviews: situation.After(plan));
        var then = Next(granted, record with { Verdict = ReviewVerdict.ApprovedWithConditions }, First);
        Open(then).Key.ShouldBe(record.ReviewKey);
        (Of(then, "P-a0R7").State, Of(then, "P-a0R7").JoinedTo).ShouldBe((ReviewState.Withdrawn, record.ReviewKey));
        Open(then).Message.ShouldNotBeNull().ShouldContain("Until then the earlier decision counts");
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void WhatPersonsAskedForAboutADeal_WasLostWhenItWasClosedForAnHour_AndGoesOnWhenItIsOpenAgain(bool isSeenClosed, bool hasOurs)
    {
        var situation = hasOurs ? Next(At(File(Large))) : At(File(Large with { Amount = Files.Euros(1_000m) }));
        var small = File(Large with { Amount = Files.Euros(1_000m) });
        var refused = Decided(First with { CreatedAt = Start.AddMinutes(1) }, ReviewVerdict.ApprovedWithConditions);
        situation = Next(situation, refused, Second);
        if (isSeenClosed)
        {
            situation = Next(Later(situation, File(), 1), refused with { Status = ReviewStatus.InReview }, Second);
            situation.Reviews.ShouldAllBe(r => r.State == ReviewState.Withdrawn);
        }

        // The records still show what we wrote: no person has withdrawn anything.
        var shown = new[] { refused with { Status = ReviewStatus.Withdrawn }, Second with { Status = ReviewStatus.Withdrawn } };
        situation = isSeenClosed ? Next(Later(situation, small, 2), shown) : Later(situation, small, 2) with { InCrm = [refused with { Status = ReviewStatus.InReview }, shown[1]] };
        situation = Next(situation, [.. situation.InCrm]);
        Open(situation).Reasons.Select(r => r.Key).ShouldBe(["asked:a0R7", "asked:a0R8"], ignoreOrder: true);
        situation.Reviews.Where(r => r.State == ReviewState.Withdrawn).ShouldAllBe(r => r.JoinedTo == Open(situation).Key);
        Open(situation).ShowsWithdrawn.ShouldBe(isSeenClosed && !hasOurs ? true : null);
    }

    [Fact]
    public void ReviewThatGoesOnAfterItsDealIsOpenAgain_CanBeWithdrawnByAPerson_OnceItsRecordNoLongerShowsOurs()
    {
        var situation = Next(At(File(Large)), First);
        var before = Of(Next(Later(situation, File(), 1), First), "P-a0R7");
        situation = Next(Later(situation with { Reviews = [before] }, File(Large), 2), First with { Status = ReviewStatus.Withdrawn });
        Open(situation).Key.ShouldBe("P-a0R7");
        Written(before, Open(situation), First with { Status = ReviewStatus.Withdrawn })[CreditFields.Review.Status].ShouldBe(FieldValue.Text("New"));
        situation = Next(situation, First);
        Open(situation).ShowsWithdrawn.ShouldBeNull();
        situation = Next(situation, First with { Status = ReviewStatus.Withdrawn });
        (Of(situation, "P-a0R7").Message, situation.Reviews.Count(r => r.State == ReviewState.Open)).ShouldBe(("Withdrawn in the CRM.", 0));
    }

    [Fact]
    public void RecordOfTheKeptReviewIsDeleted_AndWhatTheOtherPersonAskedForGoesOn()
    {
        var (first, second) = (First with { OpportunityKey = null }, Second with { OpportunityKey = null });
        var situation = Next(Next(At(File()), first, second), second with { Status = ReviewStatus.Withdrawn });
        Of(situation, "P-a0R7").State.ShouldBe(ReviewState.Withdrawn);
        (Open(situation).Key, Open(situation).Reasons.Select(r => r.Key).ShouldHaveSingleItem()).ShouldBe(("P-a0R8", "asked:a0R8"));
    }

    [Fact]
    public void RecordOfTheJoinedReviewIsDeleted_AndWhatItAskedForGoesFromTheOther()
    {
        var situation = Next(Next(At(File(Large))), Second);
        Open(situation).Reasons.Count.ShouldBe(2);
        Open(Next(situation)).Reasons.ShouldHaveSingleItem().Cause.ShouldBe(ReviewCause.Deal);
    }

    private static Dictionary<CreditField, FieldValue> Written(CreditReview? before, CreditReview review, ReviewRecord record) =>
        ReviewWrites.Of("crm", before, review, record, 0m, null, whereabouts: Whereabouts.Known, _ => true).Plan(null).Entry.ShouldNotBeNull().Values.ToDictionary();
}
