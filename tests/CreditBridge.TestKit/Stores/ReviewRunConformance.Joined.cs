using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Reviews;
using Shouldly;
using Xunit;

namespace CreditBridge.TestKit.Stores;

/// <summary>Two open reviews of one deal, in whole cycles.</summary>
public abstract partial class ReviewRunConformance
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ASecondReviewThatAPersonCreates_IsClosedForTheOpenOne_AndADecisionOnItCountsAllTheSame(bool isAccepted)
    {
        World(("d1", "a", 30_000m));
        await CycleAsync();
        await CycleAsync();
        var ours = await OnlyOpenAsync();
        _crm.Ask(new ReviewRecord("a0R9", ReviewStatus.New) { AccountKey = "a", OpportunityKey = "d1", CreatedAt = _clock.GetUtcNow() });
        await CycleAsync();
        (await OnlyOpenAsync()).Key.ShouldBe(ours.Key);
        _crm.Of("P-a0R9").Status.ShouldBe(ReviewStatus.Withdrawn);
        OnReview("P-a0R9", CreditFields.Review.Message).ToString().ShouldStartWith($"Goes on as {ours.Key}: the deal has a review that is open");

        // The deal is closed and open again meanwhile: nobody has withdrawn anything.
        _deals.Put(_deals.Current["d1"] with { IsClosed = true, IsWon = true });
        await CycleAsync();
        (await Stores.Reviews.ListAsync(new ReviewFilter(), null, 10, None)).Reviews.ShouldBeEmpty();
        Deal("d1", "a", 30_000m);
        await CycleAsync();
        await CycleAsync();
        (await OnlyOpenAsync()).ShouldSatisfyAllConditions(r => r.Key.ShouldBe(ours.Key), r => r.Reasons.Count.ShouldBe(2));
        _crm.Of(ours.Key).Status.ShouldBe(ReviewStatus.New);

        _crm.Decide("P-a0R9", isAccepted ? ReviewVerdict.Approved : ReviewVerdict.ApprovedWithConditions, _clock.GetUtcNow());
        await CycleAsync();
        await CycleAsync();
        if (isAccepted)
        {
            OnDeal("d1", CreditFields.Opportunity.CheckStatus).ToString().ShouldBe("Prequalified");
            (await Stores.Reviews.ListAsync(new ReviewFilter(), null, 10, None)).Reviews.ShouldBeEmpty();
            (_crm.Of("P-a0R9").Status, _crm.Of(ours.Key).Status).ShouldBe((ReviewStatus.Decided, ReviewStatus.Withdrawn));
        }
        else
        {
            (await OnlyOpenAsync()).Key.ShouldBe(ours.Key);
            _crm.Of("P-a0R9").Status.ShouldBe(ReviewStatus.Withdrawn, "it looked decided");
            OnReview("P-a0R9", CreditFields.Review.Message).ToString().ShouldContain("The decision on this one is not followed: It is approved with conditions");
        }

        (await CycleAsync()).Dispatch!.Delivered.ShouldBe(0);
    }
}
