using CreditBridge.Abstractions.Records;
using Shouldly;
using Xunit;

namespace CreditBridge.TestKit.Stores;

// What a cycle says it has evaluated.
public abstract partial class ReviewRunConformance
{
    // Of 200 accounts 201 were evaluated: the one about which a decision was followed counted twice, and so did its band and deals.
    [Fact]
    public async Task AnAccountThatIsEvaluatedAgain_BecauseADecisionIsFollowed_CountsOnce_AsItIsThen()
    {
        World(("d1", "a", 30_000m), ("d2", "b", 5_000m), ("d3", "c", 5_000m), ("d4", "d", 5_000m));
        await CycleAsync();
        var review = await OnlyOpenAsync();
        _crm.Decide(review.Key, ReviewVerdict.Approved, _clock.GetUtcNow());

        await Stores.Accounts.MarkAllAsync(None);

        var evaluation = (await CycleAsync()).Evaluation;

        evaluation.Reviews.Granted.ShouldBe(1);
        evaluation.Accounts.ShouldBe(4);
        evaluation.Evaluated.ShouldBe(["a", "b", "c", "d"], ignoreOrder: true);
        evaluation.Bands.ShouldHaveSingleItem().Value.ShouldBe(4);
        evaluation.Deals.ShouldHaveSingleItem().ShouldBe(new(Core.Decisions.DealStatus.Prequalified, 4), "the deal that needed a review needs none any more");
    }
}
