using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Reviews;
using Shouldly;
using Xunit;

namespace CreditBridge.TestKit.Stores;

public abstract partial class ReviewRunConformance
{
    // Every account is on hold, of which somebody is asked; Kim may approve up to EUR 50,000, and lift no hold unless it is said so.
    private static CreditPolicy Bounded(string verdicts) => SmallPolicy.With($$"""
        overrides: { highest_amount: 100_000, longest_days: 60 }
        reviews:
          deal_due_in_business_days: 2
          causes: [{ name: held, cause: hold, after_days: 0 }]
          authority: [{ users: [Kim], up_to: 50_000, verdicts: [{{verdicts}}] }]
        """, hold: SmallPolicy.Held, proposals: "");

    private void Owes(string account, decimal amount) => _receivables.Put(new ReceivableRecord($"erp:1000/{account}-1", new CustomerKey("erp", "1000", account), $"{account}-1", Today, Today.AddDays(30), new Money(amount, Eur)));

    private async Task<CreditReview> IdleAsync(string key, CreditPolicy policy)
    {
        await CycleAsync(policy);
        await CycleAsync(policy);
        var arrived = _crm.Arrived.Count;
        await CycleAsync(policy);
        _crm.Arrived.Count.ShouldBe(arrived, "an idle cycle writes nothing");
        return (await Stores.Reviews.FindAsync(key, None)).ShouldNotBeNull();
    }

    private ReviewRecord ByKim(string record, ReviewVerdict verdict, string account = "a", string? deal = null) => new(record, ReviewStatus.Decided)
    {
        AccountKey = account, OpportunityKey = deal, Verdict = verdict, DecidedByKey = "u1", CreatedAt = _clock.GetUtcNow(), DecidedAt = _clock.GetUtcNow(),
    };

    [Fact]
    public async Task AHoldThatIsLiftedOverTheReviewOfATinyDeal_IsJudgedByWhatIsOwed_AndLiftedUpToTheAuthority()
    {
        var policy = Bounded("hold_lifted");
        World(("d1", "a", 100m));
        Owes("a", 51_000m);
        _crm.Ask(ByKim("r1", ReviewVerdict.HoldLifted, deal: "d1"));
        var refused = await IdleAsync("P-r1", policy);
        (refused.State, refused.RefusedDecisions).ShouldBe((ReviewState.Open, 1));
        OnReview("P-r1", CreditFields.Review.Message).ToString().ShouldStartWith("EUR 51,000 is more than the EUR 50,000 that Kim may decide (reviews.authority). ");
        (await DecisionAsync()).OnHold.ShouldBeTrue();

        Owes("a", 40_000m);
        _crm.Change("P-r1", r => r with { Status = ReviewStatus.Decided });
        (await IdleAsync("P-r1", policy)).State.ShouldBe(ReviewState.Decided);
        OnReview("P-r1", CreditFields.Review.Message).ToString().ShouldSatisfyAllConditions(
            m => m.ShouldStartWith("The hold is lifted up to EUR 50,000 until "), m => m.ShouldEndWith(": that is what Kim may decide (reviews.authority)."));
        (await DecisionAsync()).OnHold.ShouldBeFalse();

        Owes("a", 50_001m);
        await CycleAsync(policy);
        (await DecisionAsync()).OnHold.ShouldBeTrue("more counts against the limit than Kim may decide");
    }

    [Fact]
    public async Task AnApprovalThatWouldLiftAHold_NeedsTheAuthorityToLiftHolds()
    {
        World(("d1", "a", 100m));
        Owes("a", 10_000m);
        var policy = Bounded("approved, declined, no_change");
        await CycleAsync(policy);
        var review = (await Stores.Reviews.ListAsync(new ReviewFilter(), null, 10, None)).Reviews.ShouldHaveSingleItem();
        _crm.Decide(review.Key, ReviewVerdict.Approved, _clock.GetUtcNow());
        (await IdleAsync(review.Key, policy)).State.ShouldBe(ReviewState.Open);
        OnReview(review.Key, CreditFields.Review.Message).ToString().ShouldStartWith("'Approved' would lift the hold here, and Kim may not decide 'Hold lifted' (reviews.authority). ");
        (await DecisionAsync()).OnHold.ShouldBeTrue();

        policy = Bounded("approved, hold_lifted");
        _crm.Change(review.Key, r => r with { Status = ReviewStatus.Decided });
        (await IdleAsync(review.Key, policy)).State.ShouldBe(ReviewState.Decided);
        (await DecisionAsync()).OnHold.ShouldBeFalse();
    }

    [Theory]
    [InlineData("a", "b", false)]
    [InlineData("b", "a", false)]
    [InlineData("a", "b", true)]
    [InlineData("b", "a", true)]
    [InlineData("a", "e", true)]
    [InlineData("e", "a", true)]
    public async Task ADecisionOnARecordWhoseAccountWasCorrected_WasLost_AndIsJudgedForTheNewAccount_WhileTheOtherKeepsItsOwn(string from, string to, bool isReadBetween)
    {
        World(("d1", "a", 100m), ("d2", "b", 100m), ("d3", "c", 100m), ("d4", "d", 100m), ("d5", "e", 100m));
        _crm.Ask(ByKim("r1", ReviewVerdict.Approved, from) with { ApprovedLimit = new Money(15_000m, Eur) });
        await AfterwardsAsync("P-r1");
        _crm.Change("P-r1", r => r with { AccountKey = to });
        if (isReadBetween)
        {
            var moved = await AfterwardsAsync("P-r1");
            (moved.AccountKey, moved.State, _crm.Of("P-r1").Status).ShouldBe((to, ReviewState.Open, ReviewStatus.InReview));
            OnReview("P-r1", CreditFields.Review.Message).ToString().ShouldSatisfyAllConditions(
                m => m.ShouldStartWith($"This was decided for Customer {from}, and the record belongs to another account now"),
                m => m.ShouldEndWith("a limit of at most EUR 15,000, until a person ends it ('creditbridge override revoke P-r1-lower')."));
            (await StandingAsync()).ShouldBe(["P-r1-lower of P-r1"]);
        }

        var changed = await ChangedByHandAsync("r1", r => r with { Status = ReviewStatus.Decided, ApprovedLimit = new Money(30_000m, Eur) });
        (changed.AccountKey, changed.State, changed.Outcome?.Refusal).ShouldBe((to, ReviewState.Decided, null));
        OnReview("P-r1", CreditFields.Review.Message).ToString().ShouldSatisfyAllConditions(
            m => m.ShouldStartWith($"The limit is at most EUR 30,000 until a person ends it. What was decided on this record for Customer {from} stands there, and not here, until somebody ends it: "),
            m => m.ShouldContain("creditbridge override revoke P-r1-lower"));
        (await StandingAsync()).ShouldBe(["P-r1-2-lower of P-r1", "P-r1-lower of P-r1"]);
        var decisions = await Stores.Decisions.GetLatestAsync([from, to], None);
        Core.Decisions.DecisionCodec.Decode(decisions[from]).Limit.ShouldBe(CreditLimit.Of(new Money(15_000m, Eur)));
        Core.Decisions.DecisionCodec.Decode(decisions[to]).Limit.ShouldBe(CreditLimit.Of(new Money(30_000m, Eur)));
    }

    [Fact]
    public async Task ADecisionOnARecordThatFollowsItsDealToAnotherAccount_CountsThere_AndClosesTheReviewThatWasOpenedForIt()
    {
        World(("d1", "a", 30_000m), ("d2", "b", 5_000m));
        _crm.Ask(ByKim("r1", ReviewVerdict.Approved, deal: "d1"));
        await IdleAsync();
        OnDeal("d1", CreditFields.Opportunity.CheckStatus).ToString().ShouldBe("Prequalified");

        Deal("d1", "b", 30_000m);
        await IdleAsync();
        OnDeal("d1", CreditFields.Opportunity.CheckStatus).ToString().ShouldBe("Review needed");
        OnReview("P-r1", CreditFields.Review.Message).ToString().ShouldContain("The deal belongs to Customer b now: decide on its review there.");
        (await OnlyOpenAsync()).AccountKey.ShouldBe("b");

        _crm.Change("P-r1", r => r with { AccountKey = "b", ApprovedTerms = PaymentTerms.Net(30), DecidedAt = _clock.GetUtcNow() });
        await IdleAsync();
        OnDeal("d1", CreditFields.Opportunity.CheckStatus).ToString().ShouldBe("Prequalified");
        (await Stores.Reviews.ListAsync(new ReviewFilter(), null, 10, None)).Reviews.ShouldBeEmpty();
        (await StandingAsync()).ShouldBe(["P-r1-2-clear of P-r1", "P-r1-clear of P-r1"]);
        OnReview("P-r1", CreditFields.Review.Message).ToString().ShouldSatisfyAllConditions(
            m => m.ShouldStartWith("The deal passes up to EUR 30,000 on Net 30 or shorter"), m => m.ShouldContain("What was decided on this record for Customer a stands there, and not here"));

        Deal("d1", "a", 30_000m);
        await IdleAsync();
        OnDeal("d1", CreditFields.Opportunity.CheckStatus).ToString().ShouldBe("Prequalified", "what was granted for this account was never ended");
        OnReview("P-r1", CreditFields.Review.Message).ToString().ShouldContain("The deal belongs to Customer a now");
    }
}
