using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Reviews;
using CreditBridge.UnitTests.Evaluation;
using Shouldly;
using Xunit;
using static CreditBridge.UnitTests.Reviews.ReviewCases;

namespace CreditBridge.UnitTests.Reviews;

/// <summary>What a decision has granted and does not count any more, says so on its record.</summary>
public sealed class VoidedDecisionTests
{
    private static readonly CreditPolicy Strict = With("", Bounds.Replace("300_000", "120_000", StringComparison.Ordinal));

    private static readonly ReviewRecord Granted = new("a", ReviewStatus.Decided)
    {
        AccountKey = "001", Verdict = ReviewVerdict.Approved, DecidedByKey = Dana.Key, CreatedAt = Start, DecidedAt = Start, ApprovedLimit = Files.Euros(150_000m),
    };

    private static (CreditFile File, CreditReview Review) Approved()
    {
        var situation = At(File()) with { InCrm = [Granted] };
        var plan = ReviewPlanner.Plan(situation);
        return (File() with { Overrides = plan.Granted }, plan.Reviews.ShouldHaveSingleItem());
    }

    private static ReviewPlan Plan(CreditFile file, CreditPolicy policy, double hours, CreditReview review)
    {
        var situation = At(file, policy, Start.AddHours(hours), [review]) with { InCrm = [Granted] };
        var plan = ReviewPlanner.Plan(situation);
        ReviewPlanner.Plan(situation.Then(plan)).Reviews.ShouldBeEmpty("planned again, nothing changes");
        return plan;
    }

    [Fact]
    public void ApprovalThatAStricterPolicyVoids_WasStillSaidToCount_AndSaysWhyNot_UntilItCountsAgain()
    {
        var (file, review) = Approved();
        Plan(file, Policy, 1, review).Reviews.ShouldBeEmpty("it counts");
        At(file, Strict).Decision.Limit.ShouldBe(CreditLimit.Of(Files.Euros(100_000m)));
        var voided = Plan(file, Strict, 2, review).Reviews.Single(r => r.Key == review.Key);
        (voided.State, voided.Message).ShouldBe((ReviewState.Decided,
            "No longer counts: a limit of at least EUR 150,000, until 2026-12-31. Has no effect: its amount of EUR 150,000 is above the policy's highest of EUR 120,000. "
            + $"To decide anew within the policy, set the status back to 'In review'.\nIt was decided: {review.Message}"));
        Plan(file, Policy, 3, voided).Reviews.Single(r => r.Key == review.Key).Message.ShouldBe(review.Message);
    }

    [Fact]
    public void NewDecisionWithinTheStricterPolicy_IsFollowed_AndTheNoticeIsGone()
    {
        var (file, review) = Approved();
        var voided = Plan(file, Strict, 2, review).Reviews.Single(r => r.Key == review.Key);
        var back = At(file, Strict, Start.AddHours(3), [voided]) with { InCrm = [Granted with { Status = ReviewStatus.InReview }] };
        var open = ReviewPlanner.Plan(back).Reviews.Single(r => r.Key == review.Key);
        (open.State, open.NoLongerCounts, open.Message).ShouldBe((ReviewState.Open, null, null), "nothing of it counts until then");
        var again = At(file, Strict, Start.AddHours(4), [open]) with { InCrm = [Granted with { ApprovedLimit = Files.Euros(110_000m), DecidedAt = Start.AddHours(4) }] };
        ReviewPlanner.Plan(again).Reviews.Single(r => r.Key == review.Key).Message.ShouldBe("The limit is at least EUR 110,000 until 2026-12-31.");
    }
}
