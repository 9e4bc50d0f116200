using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using Shouldly;
using Xunit;

namespace CreditBridge.TestKit.Stores;

public abstract partial class ReviewRunConformance
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ADecidedReviewThatAPersonSetsBack_IsOpenAgain_AlsoWhenAnotherWasDecidedSince(bool isOlder)
    {
        World(("d1", "a", 30_000m));
        await CycleAsync();
        var review = await OnlyOpenAsync();
        _crm.Decide(review.Key, ReviewVerdict.Approved, _clock.GetUtcNow());
        await CycleAsync();
        if (isOlder)
        {
            Deal("d1", "a", 45_000m);
            await CycleAsync();
            _crm.Decide((await OnlyOpenAsync()).Key, ReviewVerdict.NoChange, _clock.GetUtcNow());
            await CycleAsync();
            Deal("d1", "a", 30_000m);
        }

        await CycleAsync();
        await CycleAsync();
        OnDeal("d1", CreditFields.Opportunity.CheckStatus).ToString().ShouldBe("Prequalified");
        _crm.Change(review.Key, r => r with { Status = ReviewStatus.InReview });
        (await CycleAsync()).Evaluation.Reviews.Opened.ShouldBe(1);
        (await OnlyOpenAsync()).Key.ShouldBe(review.Key);
        OnReview(review.Key, CreditFields.Review.Message).ToString().ShouldStartWith("Until a new decision, the earlier one counts: the approval of the deal up to");
        _crm.Of(review.Key).Status.ShouldBe(ReviewStatus.InReview, "what a person chose stays");
        OnDeal("d1", CreditFields.Opportunity.CheckStatus).ToString().ShouldBe("Prequalified");
        await CycleAsync();
        var arrived = _crm.Arrived.Count;
        await CycleAsync();
        _crm.Arrived.Count.ShouldBe(arrived, "an idle cycle writes nothing");

        _crm.Decide(review.Key, ReviewVerdict.Declined, _clock.GetUtcNow());
        await CycleAsync();
        OnDeal("d1", CreditFields.Opportunity.CheckMessage).ToString().ShouldContain("eclined");
    }

    [Fact]
    public async Task ADecisionMadeAgainUnchanged_AfterItWasRefusedForWhatWasWrongElsewhere_IsFollowed()
    {
        World(("d1", "a", 90_000m));
        await CycleAsync();
        var review = await OnlyOpenAsync();
        var at = _clock.GetUtcNow();
        _crm.Decide(review.Key, ReviewVerdict.Approved, at);
        (await CycleAsync()).Evaluation.Reviews.Refused.ShouldBe(1);
        _crm.Of(review.Key).Status.ShouldBe(ReviewStatus.InReview);
        Deal("d1", "a", 40_000m);
        (await CycleAsync()).Evaluation.Reviews.Refused.ShouldBe(0);
        var arrived = _crm.Arrived.Count;
        await CycleAsync();
        _crm.Arrived.Count.ShouldBe(arrived, "an idle cycle writes nothing");

        _crm.Decide(review.Key, ReviewVerdict.Approved, at);
        (await CycleAsync()).Evaluation.Reviews.Decided.ShouldBe(1);
        OnDeal("d1", CreditFields.Opportunity.CheckStatus).ToString().ShouldBe("Prequalified");
    }

    [Fact]
    public async Task ADecisionOnAWithdrawnReview_CountsInTheSameCycle_AlsoWhenItIsNotTheLastOfItsDeal()
    {
        World(("d1", "a", 30_000m));
        await CycleAsync();
        var review = await OnlyOpenAsync();
        foreach (var amount in new[] { 3_000m, 35_000m, 4_000m })
        {
            Deal("d1", "a", amount);
            await CycleAsync();
        }

        await CycleAsync();
        _crm.Decide(review.Key, ReviewVerdict.Declined, _clock.GetUtcNow());
        (await CycleAsync()).Evaluation.Reviews.Decided.ShouldBe(1);
        OnDeal("d1", CreditFields.Opportunity.CheckMessage).ToString().ShouldContain("eclined");
        OnReview(review.Key, CreditFields.Review.Message).ToString().ShouldContain("does not pass");
        _crm.Of(review.Key).Status.ShouldBe(ReviewStatus.Decided);
    }
}
