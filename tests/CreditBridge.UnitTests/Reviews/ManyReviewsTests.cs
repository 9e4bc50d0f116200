using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Reviews;
using CreditBridge.UnitTests.Evaluation;
using Shouldly;
using Xunit;
using static CreditBridge.UnitTests.Reviews.ReviewCases;

namespace CreditBridge.UnitTests.Reviews;

/// <summary>Accounts that have had very many reviews, all of which are planned with.</summary>
public sealed class ManyReviewsTests
{
    // Deals that are over: declined until a person ends it, as their records say.
    private static ReviewSituation Past(int count)
    {
        var records = Enumerable.Range(0, count).Select(i => new ReviewRecord($"rec{i:0000}", ReviewStatus.Decided)
        {
            ReviewKey = $"R-{i:0000}", AccountKey = "001", OpportunityKey = $"D-{i}", Verdict = ReviewVerdict.Declined, DecidedByKey = Dana.Key, DecidedAt = Start.AddHours(i - count),
        }).ToList();
        var reviews = records.ConvertAll(r => new CreditReview
        {
            Key = r.ReviewKey!, AccountKey = "001", OpportunityKey = r.OpportunityKey, State = ReviewState.Decided, CrmKey = r.Key, Effort = "deal", OpenedAt = r.DecidedAt!.Value, ClosedAt = r.DecidedAt,
            Reasons = [new ReviewReason(ReviewCause.Deal, "deal:Net 30", "It is large.", Files.Today)],
            Outcome = new ReviewOutcome(ReviewVerdict.Declined, Dana.Key, r.DecidedAt.Value, null) { AsRead = ReviewVerdicts.AsRead(r), OverrideKey = $"{r.ReviewKey}-decline" },
        });
        var grants = records.ConvertAll(r => new OverrideRecord($"{r.ReviewKey}-decline", "001", OverrideEffect.DeclineDeals, "Dana Credit", "Review.", Files.Today)
        {
            Scope = OverrideScope.Deal, OpportunityKey = r.OpportunityKey, ReviewKey = r.ReviewKey,
        });
        return At(File() with { Overrides = grants }, reviews: reviews) with { InCrm = records };
    }

    // Each review looked through everything that was ever granted: five thousand past deals took seconds whenever anything about the account changed.
    [Fact]
    public void PlanningWithManyClosedReviews_TookWorkBySquare_TakesItByNumber()
    {
        var (few, many) = (Past(300), Past(1_200));
        Plan(few);
        var factor = (double)Plan(many) / Plan(few);
        factor.ShouldBeInRange(2, 8, "four times as many reviews; by square it would be sixteen");
    }

    private static long Plan(ReviewSituation situation)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var plan = ReviewPlanner.Plan(situation);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        (plan.Reviews.Count, plan.Granted.Count).ShouldBe((0, 0));
        return allocated;
    }

    [Fact]
    public void ReviewWhoseRecordWasMadeAnew_IsFoundByTheNewRecord_AndNotByTheOld()
    {
        var situation = Past(3);
        var book = new ReviewBook(new ReviewContext(situation));
        book.Put(book.Reviews[1] with { CrmKey = "anew" });
        book.Find(new ReviewRecord("anew", ReviewStatus.New)).ShouldNotBeNull().Key.ShouldBe("R-0001");
        book.Find(new ReviewRecord("rec0001", ReviewStatus.New)).ShouldBeNull();
        book.Put(book.Reviews[1] with { CrmKey = "rec0001" });
        book.Find(new ReviewRecord("rec0001", ReviewStatus.New)).ShouldNotBeNull().Key.ShouldBe("R-0001");
        book.Find(new ReviewRecord("rec0002", ReviewStatus.New) { ReviewKey = "R-0000" }).ShouldNotBeNull().Key.ShouldBe("R-0000", "the first of those that it may be");
        book.Of("D-2").Select(r => r.Key).ShouldBe(["R-0002"]);
        (book.Of(null).Any(), book.Of("D-9").Any()).ShouldBe((false, false));
    }
}
