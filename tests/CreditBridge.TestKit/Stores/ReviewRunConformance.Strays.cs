using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Core.Reviews;
using CreditBridge.Core.Snapshots;
using Shouldly;
using Xunit;

namespace CreditBridge.TestKit.Stores;

public abstract partial class ReviewRunConformance
{
    private const string PutBack = "The account on this record was changed to Customer b. The review is of Customer a: the account is put back. For Customer b, create a review of its own.";

    private async Task<CreditReview> KnownAsync()
    {
        World(("d1", "a", 30_000m), ("d2", "b", 5_000m));
        await IdleAsync();
        return await OnlyOpenAsync();
    }

    // The record was taken for deleted, written anew over the person's decision, and said nothing.
    [Fact]
    public async Task ADecisionOnARecordWithAnotherAccount_WasLostWithoutAWord_AndIsRefused()
    {
        var review = await KnownAsync();
        _crm.Decide(review.Key, ReviewVerdict.Approved, _clock.GetUtcNow(), r => r with { AccountKey = "b" });
        var refused = await CycleAsync();
        refused.Evaluation.Reviews.Refused.ShouldBe(1);
        (_crm.Of(review.Key).AccountKey, _crm.Of(review.Key).Status).ShouldBe(("a", ReviewStatus.InReview));
        OnReview(review.Key, CreditFields.Review.Message).ToString().ShouldBe("This review is of Customer a, and the record named Customer b when it was decided: nothing follows, and the account is put "
            + "back. If the decision is meant for Customer a, set the status to 'Decided' again; for Customer b, create a review of its own and decide there.");
        OnDeal("d1", CreditFields.Opportunity.CheckStatus).ToString().ShouldBe("Review needed");
        await IdleAsync();
        (await OnlyOpenAsync()).RefusedDecisions.ShouldBe(1);

        _crm.Change(review.Key, r => r with { Status = ReviewStatus.Decided });
        await IdleAsync();
        OnDeal("d1", CreditFields.Opportunity.CheckStatus).ToString().ShouldBe("Prequalified");
        OnReview(review.Key, CreditFields.Review.Message).ToString().ShouldStartWith("The deal passes up to EUR 30,000");
    }

    [Theory]
    [InlineData("b")]
    [InlineData(null)]
    public async Task AnotherAccountOnAnOpenRecord_IsPutBack_AndTheRecordSaysSo_UntilItIsDecided(string? other)
    {
        var review = await KnownAsync();
        _crm.Change(review.Key, r => r with { AccountKey = other, Status = ReviewStatus.InReview });
        await IdleAsync();
        (_crm.Of(review.Key).AccountKey, _crm.Of(review.Key).Status).ShouldBe(("a", ReviewStatus.InReview), "what people did on it stays");
        OnReview(review.Key, CreditFields.Review.Message).ToString().ShouldBe(other is null ? "" : PutBack);
        var open = await OnlyOpenAsync();
        (open.StartedAt.HasValue, open.CrmKey, open.DueAt).ShouldBe((true, review.CrmKey, review.DueAt));

        _crm.Decide(review.Key, ReviewVerdict.NoChange, _clock.GetUtcNow());
        await IdleAsync();
        OnReview(review.Key, CreditFields.Review.Message).ToString().ShouldStartWith("Noted:");
    }

    [Fact]
    public async Task AnotherAccountOnADecidedRecord_StayedThereWithoutAWord_AndIsPutBack_HoweverOften()
    {
        var review = await KnownAsync();
        _crm.Decide(review.Key, ReviewVerdict.Approved, _clock.GetUtcNow());
        await IdleAsync();
        var said = OnReview(review.Key, CreditFields.Review.Message).ToString();
        for (var i = 0; i < 2; i++)
        {
            _crm.Change(review.Key, r => r with { AccountKey = "b" });
            await IdleAsync();
            (_crm.Of(review.Key).AccountKey, _crm.Of(review.Key).Status).ShouldBe(("a", ReviewStatus.Decided));
            OnReview(review.Key, CreditFields.Review.Message).ToString().ShouldBe($"{PutBack}\nIt was decided: {said}");
            OnDeal("d1", CreditFields.Opportunity.CheckStatus).ToString().ShouldBe("Prequalified", "what was decided counts");
        }

        // Decided anew with the account, it is another decision.
        _crm.Change(review.Key, r => r with { AccountKey = "b", Verdict = ReviewVerdict.Declined, DecidedAt = _clock.GetUtcNow() });
        await IdleAsync();
        (_crm.Of(review.Key).AccountKey, _crm.Of(review.Key).Status).ShouldBe(("a", ReviewStatus.InReview));
        OnReview(review.Key, CreditFields.Review.Message).ToString().ShouldSatisfyAllConditions(
            m => m.ShouldStartWith("This review is of Customer a, and the record named Customer b"), m => m.ShouldContain("Until then the earlier decision counts: the approval of the deal up to EUR 30,000"));
    }

    [Fact]
    public async Task ADecidedReviewWhoseRecordIsDeleted_WentOnWithoutAWord_AndSaysWhatCounts()
    {
        var review = await KnownAsync();
        _crm.Decide(review.Key, ReviewVerdict.Approved, _clock.GetUtcNow());
        await IdleAsync();
        var said = OnReview(review.Key, CreditFields.Review.Message).ToString();
        var record = _crm.Of(review.Key);
        _crm.Delete(review.Key);
        await IdleAsync();
        var deleted = await DecidedAsync();
        (deleted.IsRecordDeleted, deleted.CrmKey).ShouldBe((true, review.CrmKey));
        deleted.Message.ShouldNotBeNull().ShouldSatisfyAllConditions(
            m => m.ShouldStartWith("Its record was deleted from the CRM, which takes nothing back. What was decided still counts: the approval of the deal up to EUR 30,000"),
            m => m.ShouldContain($"To end it: 'creditbridge override revoke {review.Key}-clear', or decide on another review of the same deal."),
            m => m.ShouldEndWith($"It was decided: {said}"));
        _crm.Reviews.Current.ShouldBeEmpty();

        _crm.Ask(record);
        await IdleAsync();
        (await DecidedAsync()).ShouldSatisfyAllConditions(r => r.IsRecordDeleted.ShouldBeNull(), r => r.Message.ShouldBe(said, "it was taken out of the bin"));

        _crm.Delete(review.Key);
        await Stores.Snapshots.ApplyAsync(OwnConnection.Page([SourceChange<OverrideRecord>.Deleted($"{review.Key}-clear")], _clock.GetUtcNow()), None);
        await IdleAsync();
        (await DecidedAsync()).Message.ShouldNotBeNull().ShouldStartWith("Its record was deleted from the CRM, which takes nothing back.\nNo longer counts: the approval of the deal up to EUR 30,000");
    }

    private async Task<CreditReview> DecidedAsync() =>
        (await Stores.Reviews.ListAsync(new ReviewFilter { State = ReviewState.Decided }, null, 10, None)).Reviews.ShouldHaveSingleItem();
}
