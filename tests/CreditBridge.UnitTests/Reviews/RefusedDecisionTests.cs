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

/// <summary>What follows a decision that was refused, and which decisions are.</summary>
public sealed class RefusedDecisionTests
{
    private static readonly OpportunityRecord Large = Files.Deal("D1", 250_000m);
    private static readonly CreditPolicy Bounded = With("  authority: [{ users: [dana@example.com] }, { users: [lee@example.com], up_to: 50_000 }]\n");

    private static ReviewRecord Asked(ReviewVerdict verdict, string? deal = "D1") => new("a0R1", ReviewStatus.Decided)
    {
        AccountKey = "001", OpportunityKey = deal, Verdict = verdict, DecidedByKey = Dana.Key, CreatedAt = Start, DecidedAt = Start,
    };

    // What is kept after a plan, with what it granted; planned again on it, nothing changes.
    private static ReviewSituation Next(CreditFile file, double hours, IReadOnlyList<CreditReview> reviews, ReviewRecord? record, CreditPolicy? policy = null)
    {
        var given = At(file, policy, Start.AddHours(hours), reviews) with { InCrm = record is null ? [] : [record] };
        var plan = ReviewPlanner.Plan(given);
        ReviewPlanner.Plan(given.Then(plan)).Reviews.ShouldBeEmpty("planned again, nothing changes");
        var granted = plan.Granted.Select(g => g.Key).ToHashSet();
        return given.Then(plan) with { File = file with { Overrides = [.. file.Overrides.Where(o => !granted.Contains(o.Key)), .. plan.Granted] } };
    }

    private static FieldValue? StatusOf(CreditReview before, CreditReview review, ReviewRecord record) =>
        ReviewWrites.Of("crm", before, review, record, 0m, null, whereabouts: Whereabouts.Known, _ => true).Plan(null).Entry?.Values.TryGetValue(CreditFields.Review.Status, out var status) == true ? status : null;

    [Theory]
    [InlineData(ReviewStatus.InReview, true)]
    [InlineData(ReviewStatus.InReview, false)]
    [InlineData(ReviewStatus.WaitingForDocuments, true)]
    public void DecisionMadeAgainUnchanged_WasIgnored_AndIsJudgedAgain(ReviewStatus meanwhile, bool hasAmount)
    {
        var record = Asked(ReviewVerdict.Approved);
        var file = File(Large with { Amount = null });
        var refused = Next(file, 1, [], record).Reviews.ShouldHaveSingleItem();
        (refused.State, refused.RefusedDecisions, refused.Message).ShouldBe(
            (ReviewState.Open, 1, "The deal has no amount, so that nobody can say what is approved. Let sales name it, then decide."));
        Next(file, 1.1, [refused], record).Reviews.ShouldHaveSingleItem().RefusedDecisions.ShouldBe(1, "the record still says what it said before we wrote to it");

        var returned = Next(file, 1.5, [refused], record with { Status = meanwhile }).Reviews.ShouldHaveSingleItem();
        StatusOf(refused, returned, record with { Status = meanwhile }).ShouldBeNull("who sets a status has it");
        var again = Next(hasAmount ? File(Large) : file, 2, [returned], record);
        var review = again.Reviews.ShouldHaveSingleItem();
        if (hasAmount)
        {
            review.State.ShouldBe(ReviewState.Decided);
            again.File.Overrides.ShouldHaveSingleItem().Effect.ShouldBe(OverrideEffect.ClearDeals);
        }
        else
        {
            (review.State, review.RefusedDecisions).ShouldBe((ReviewState.Open, 2));
            StatusOf(returned, review, record).ShouldBe(FieldValue.Text("In review"), "it has to come back to the lists of what is open");
        }
    }

    [Theory]
    [InlineData(40_000, ReviewVerdict.NoChange, "It would end what was decided before: a limit of at most EUR 40,000, until a person ends it (P-a0R1-lower). A limit of EUR 100,000 would count instead. That is beyond the EUR 50,000 that Lee Credit may decide")]
    [InlineData(40_000, ReviewVerdict.HoldLifted, "It would end what was decided before")]
    [InlineData(40_000, ReviewVerdict.Declined, "Remove the limit, or approve it.")]
    public void SeniorsLowerLimit_WasEndedByAnybodyWhoChangedTheDecision_AndNeedsTheAuthority(int limit, ReviewVerdict verdict, string message)
    {
        var record = Asked(ReviewVerdict.Approved, deal: null) with { ApprovedLimit = Files.Euros(limit) };
        var lowered = Next(File(), 1, [], record, Bounded);
        lowered.File.Overrides.ShouldHaveSingleItem().Effect.ShouldBe(OverrideEffect.LowerLimit);
        var changed = record with { Verdict = verdict, DecidedByKey = Lee.Key, DecidedAt = Start.AddHours(2), ApprovedLimit = verdict == ReviewVerdict.Declined ? record.ApprovedLimit : null };
        var then = Next(lowered.File, 2, lowered.Reviews, changed, Bounded);
        var review = then.Reviews.ShouldHaveSingleItem();
        (review.State, review.Message.ShouldNotBeNull()).ShouldSatisfyAllConditions(r => r.Item1.ShouldBe(ReviewState.Open), r => r.Item2.ShouldContain(message));
        then.File.Overrides.ShouldHaveSingleItem().EndedOn.ShouldBeNull();

        // Who may decide that much ends it.
        var senior = Next(lowered.File, 3, lowered.Reviews, changed with { DecidedByKey = Dana.Key, ApprovedLimit = null }, Bounded);
        senior.File.Overrides.ShouldHaveSingleItem().EndedOn.ShouldBe(Files.Today);
    }

    [Theory]
    [InlineData(250_000, false)]
    [InlineData(45_000, true)]
    public void DealThatASeniorDeclined_IsSetFreeOnlyByWhoMayDecideAsMuch(int amount, bool mayEnd)
    {
        var file = File(Large with { Amount = Files.Euros(amount) });
        var record = Asked(ReviewVerdict.Declined);
        var declined = Next(file, 1, [], record, Bounded);
        declined.File.Overrides.ShouldHaveSingleItem().Effect.ShouldBe(OverrideEffect.DeclineDeals);
        var then = Next(declined.File, 2, declined.Reviews, record with { Verdict = ReviewVerdict.NoChange, DecidedByKey = Lee.Key, DecidedAt = Start.AddHours(2) }, Bounded);
        (then.File.Overrides.ShouldHaveSingleItem().EndedOn is not null).ShouldBe(mayEnd);
        if (!mayEnd)
            then.Reviews.Single(r => r.CrmKey == "a0R1").Message.ShouldNotBeNull().ShouldContain("the decline of the deal");
    }

    [Fact]
    public void RefusedDecision_SettledItsReasonsForAMonth_AndSettlesNothing()
    {
        var opened = Next(File(Large), 0, [], null).Reviews.ShouldHaveSingleItem();
        var record = Decided(opened, ReviewVerdict.ApprovedWithConditions);
        var refused = Next(File(Large), 1, [opened], record).Reviews.ShouldHaveSingleItem();
        refused.RefusedDecisions.ShouldBe(1);
        record = record with { Status = ReviewStatus.InReview };
        var withdrawn = Next(File(Large with { Amount = Files.Euros(1_000m) }), 2, [refused], record).Reviews.ShouldHaveSingleItem();
        withdrawn.State.ShouldBe(ReviewState.Withdrawn);
        record = record with { Status = ReviewStatus.Withdrawn };
        var kept = Next(File(Large with { Amount = Files.Euros(1_000m) }), 3, [withdrawn], record).Reviews;
        Next(File(Large), 7 * 24, kept, record).Reviews.Where(r => r.State == ReviewState.Open).ShouldHaveSingleItem("nobody has decided about it").OpportunityKey.ShouldBe("D1");
    }
}
