using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Reviews;
using Shouldly;
using Xunit;

namespace CreditBridge.TestKit.Stores;

public abstract partial class ReviewRunConformance
{
    private async Task IdleAsync()
    {
        await CycleAsync();
        await CycleAsync();
        var arrived = _crm.Arrived.Count;
        await CycleAsync();
        _crm.Arrived.Count.ShouldBe(arrived, "an idle cycle writes nothing");
    }

    [Fact]
    public async Task ADealThatMovesToAnotherAccount_LeavesItsDecisionBehind_AndBothRecordsSaySo()
    {
        World(("d1", "a", 30_000m), ("d2", "b", 5_000m));
        await CycleAsync();
        var old = await OnlyOpenAsync();
        _crm.Decide(old.Key, ReviewVerdict.Approved, _clock.GetUtcNow());
        await IdleAsync();
        OnDeal("d1", CreditFields.Opportunity.CheckStatus).ToString().ShouldBe("Prequalified");
        var said = OnReview(old.Key, CreditFields.Review.Message).ToString();

        Deal("d1", "b", 30_000m);
        await IdleAsync();
        OnDeal("d1", CreditFields.Opportunity.CheckStatus).ToString().ShouldBe("Review needed");
        OnReview(old.Key, CreditFields.Review.Message).ToString().ShouldSatisfyAllConditions(
            m => m.ShouldStartWith("No longer counts: the approval of the deal up to EUR 30,000"),
            m => m.ShouldContain("The deal belongs to Customer b now: decide on its review there."),
            m => m.ShouldEndWith($"It was decided: {said}"));
        var anew = await OnlyOpenAsync();
        anew.AccountKey.ShouldBe("b");
        OnReview(anew.Key, CreditFields.Review.Message).ToString().ShouldSatisfyAllConditions(
            m => m.ShouldStartWith("Decided before for another account, Customer a: Approved, by Kim on "),
            m => m.ShouldContain(old.Key),
            m => m.ShouldEndWith("That does not count for this account."));

        _crm.Decide(anew.Key, ReviewVerdict.Approved, _clock.GetUtcNow());
        await IdleAsync();
        OnDeal("d1", CreditFields.Opportunity.CheckStatus).ToString().ShouldBe("Prequalified");
        OnReview(anew.Key, CreditFields.Review.Message).ToString().ShouldStartWith("The deal passes up to EUR 30,000");

        Deal("d1", "a", 30_000m);
        await IdleAsync();
        OnReview(old.Key, CreditFields.Review.Message).ToString().ShouldBe(said, "what was decided for this account counts again");
        OnReview(anew.Key, CreditFields.Review.Message).ToString().ShouldContain("The deal belongs to Customer a now");
    }

    // It was said to be closed or to belong to another account, and only the next cycle told to which one.
    [Theory]
    [InlineData(ReviewStatus.Decided, "The deal belongs to Customer b, and what was decided here does not count for it: decide on its review there.\nIt was decided: The deal belonged to Customer b when this was decided, so that nothing follows for it.")]
    [InlineData(ReviewStatus.New, "The deal belongs to Customer b: nobody has to decide here.")]
    public async Task APersonsReviewWithTheDealOfAnotherAccount_SaysWhoseItIs_InTheFirstCycle(ReviewStatus status, string message)
    {
        World(("d1", "b", 5_000m), ("d2", "a", 5_000m));
        await IdleAsync();
        var now = _clock.GetUtcNow();
        _crm.Ask(new ReviewRecord("mine", status)
        {
            AccountKey = "a", OpportunityKey = "d1", CreatedAt = now, DecidedByKey = status == ReviewStatus.Decided ? "u1" : null, DecidedAt = status == ReviewStatus.Decided ? now : null,
            Verdict = status == ReviewStatus.Decided ? ReviewVerdict.Approved : null,
        });
        (await CycleAsync()).Evaluation.Reviews.Granted.ShouldBe(0);
        OnReview("P-mine", CreditFields.Review.Message).ToString().ShouldBe(message);
        await IdleAsync();
        OnReview("P-mine", CreditFields.Review.Message).ToString().ShouldBe(message);
    }

    [Fact]
    public async Task ADecidedReviewThatIsSetToWithdrawnWithOtherValues_SaysWhatCounts_UntilItIsDecidedAnew()
    {
        World(("d1", "a", 30_000m));
        await CycleAsync();
        var review = await OnlyOpenAsync();
        _crm.Decide(review.Key, ReviewVerdict.Approved, _clock.GetUtcNow());
        await IdleAsync();
        var said = OnReview(review.Key, CreditFields.Review.Message).ToString();
        _crm.Change(review.Key, r => r with { Status = ReviewStatus.Withdrawn, ApprovedTerms = PaymentTerms.Net(10), DecidedAt = _clock.GetUtcNow() });
        await IdleAsync();
        OnReview(review.Key, CreditFields.Review.Message).ToString().ShouldSatisfyAllConditions(
            m => m.ShouldStartWith("The record was set to 'Withdrawn', which takes nothing back. What was decided before still counts: the approval of the deal up to EUR 30,000"),
            m => m.ShouldContain("What was changed on the record at that time or since is not followed."),
            m => m.ShouldEndWith($"It was decided: {said}"));
        _crm.Of(review.Key).Status.ShouldBe(ReviewStatus.Withdrawn, "what a person chose stays");
        OnDeal("d1", CreditFields.Opportunity.CheckStatus).ToString().ShouldBe("Prequalified");

        _crm.Change(review.Key, r => r with { Status = ReviewStatus.Decided });
        await IdleAsync();
        OnReview(review.Key, CreditFields.Review.Message).ToString().ShouldStartWith("The deal passes up to EUR 30,000 on Net 10 or shorter");
    }

    [Fact]
    public async Task AnEarlierGrantThatIsRevokedWhileItsReviewIsOpenAgain_IsSaidToCountNoMore()
    {
        World(("d1", "a", 30_000m));
        await CycleAsync();
        var review = await OnlyOpenAsync();
        _crm.Decide(review.Key, ReviewVerdict.Approved, _clock.GetUtcNow());
        await IdleAsync();
        _crm.Change(review.Key, r => r with { Status = ReviewStatus.InReview });
        await IdleAsync();
        OnReview(review.Key, CreditFields.Review.Message).ToString().ShouldStartWith("Until a new decision, the earlier one counts: the approval of the deal up to");
        await Stores.Snapshots.ApplyAsync(Core.Snapshots.OwnConnection.Page([Abstractions.Sources.SourceChange<OverrideRecord>.Deleted($"{review.Key}-clear")], _clock.GetUtcNow()), None);
        await IdleAsync();
        OnReview(review.Key, CreditFields.Review.Message).ToString().ShouldSatisfyAllConditions(
            m => m.ShouldStartWith("What was decided before counts no more: the approval of the deal up to EUR 30,000"), m => m.ShouldEndWith($"It was revoked ({review.Key}-clear)."));
        OnDeal("d1", CreditFields.Opportunity.CheckStatus).ToString().ShouldBe("Review needed");
    }

    [Fact]
    public async Task ADecisionThatIsChangedWeeksLater_CountedAsOneOfThatWeek_AndIsInTheReportOfItsFirstOnly()
    {
        World(("d1", "a", 30_000m));
        await CycleAsync();
        var review = await OnlyOpenAsync();
        _crm.Decide(review.Key, ReviewVerdict.Approved, _clock.GetUtcNow());
        await CycleAsync();
        _clock.Advance(TimeSpan.FromDays(21));
        _crm.Decide(review.Key, ReviewVerdict.Declined, _clock.GetUtcNow());
        await CycleAsync();
        (await ReportAsync(TimeSpan.FromDays(60))).ShouldSatisfyAllConditions(r => r.Decided.ShouldBe(1), r => r.OnTime.ShouldBe(1));
        (await ReportAsync(TimeSpan.FromDays(7))).Decided.ShouldBe(0);
    }

    private async Task<ReviewFactsRow> ReportAsync(TimeSpan back) => (await ReviewFacts.ReadAsync(Stores.Reviews, _clock.GetUtcNow() - back, _policy, TimeZoneInfo.Utc, None)).All;
}
