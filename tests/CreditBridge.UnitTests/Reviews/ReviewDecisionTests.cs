using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Evaluation;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Reviews;
using CreditBridge.UnitTests.Evaluation;
using Shouldly;
using Xunit;
using static CreditBridge.UnitTests.Reviews.ReviewCases;

namespace CreditBridge.UnitTests.Reviews;

public sealed class ReviewDecisionTests
{
    private static readonly OpportunityRecord Large = Files.Deal("D1", 250_000m, PaymentTerms.Net(30));

    private const string Authority = "  authority: [{ users: [dana@example.com], up_to: 200_000, verdicts: [approved, declined] }, { users: [lee@example.com], bands: [High] }]\n";

    private static (ReviewSituation Situation, ReviewPlan Plan) Decide(Func<ReviewRecord, ReviewRecord> record, CreditPolicy? policy = null, CreditFile? file = null, ReviewVerdict verdict = ReviewVerdict.Approved)
    {
        var situation = At(file ?? File(Large), policy);
        situation = situation.Then(ReviewPlanner.Plan(situation));
        situation = situation with { InCrm = [record(Decided(situation.Reviews[0], verdict))] };
        return (situation, ReviewPlanner.Plan(situation));
    }

    private static CreditDecision Evaluated(ReviewSituation situation, ReviewPlan plan, CreditFile? file = null) =>
        CreditEvaluator.Evaluate((file ?? situation.File) with { Overrides = plan.Granted }, situation.Policy);

    [Fact]
    public void ApprovedDeal_PassesUpToItsAmountOnTheTermsThatWereGranted()
    {
        var (situation, plan) = Decide(r => r with { ApprovedTerms = PaymentTerms.Net(30), Conditions = "Parent guarantee\nNo further orders", ValidUntil = Files.Today.AddDays(20) }, verdict: ReviewVerdict.ApprovedWithConditions);
        var review = plan.Reviews.Single();
        (review.State, review.ClosedAt, review.Outcome!.Refusal, review.Outcome.HoldsUntil).ShouldBe((ReviewState.Decided, Start.AddMinutes(30), null, Files.Today.AddDays(20)));
        var granted = plan.Granted.Single();
        (granted.Key, granted.Effect, granted.Scope, granted.AmountCap, granted.GrantedBy).ShouldBe((review.Key + "-clear", OverrideEffect.ClearDeals, OverrideScope.Deal, Files.Euros(250_000m), "Dana Credit"));
        var check = Evaluated(situation, plan).Deals.Single();
        (check.Status, check.ClearedBy).ShouldBe((DealStatus.Prequalified, granted.Key));
        check.Message.ShouldContain("Conditions: Parent guarantee; No further orders.");
        Evaluated(situation, plan, File(Large with { RequestedTerms = PaymentTerms.Net(45) })).Deals.Single().ClearedBy.ShouldBeNull("these terms are longer");
        Evaluated(situation, plan, File(Large with { RequestedTerms = PaymentTerms.Net(15) })).Deals.Single().ClearedBy.ShouldBe(granted.Key);
        var again = ReviewPlanner.Plan(situation.Then(plan));
        (again.Reviews.Count, again.Granted.Count).ShouldBe((0, 0));
    }

    [Fact]
    public void DealApprovedOnShorterTerms_IsNoDeadEnd_SalesReadsWhatWasApproved()
    {
        var (situation, plan) = Decide(r => r with { ApprovedTerms = PaymentTerms.Net(15), Conditions = "Signed framework contract" }, verdict: ReviewVerdict.ApprovedWithConditions);
        var decision = Evaluated(situation, plan);
        var check = decision.Deals.Single();
        (check.Status, check.RecommendedTerms, check.ReviewDue, check.ClearedBy).ShouldBe((DealStatus.Conditional, PaymentTerms.Net(15), null, null));
        check.Message.ShouldStartWith("Credit has approved it on Net 15 or shorter up to EUR 250,000 until 2026-12-31, not on Net 30.");
        check.Message.ShouldContain("Conditions: Signed framework contract.");
        var offer = check.Alternatives[0];
        (offer.Kind, offer.Terms, offer.Credit).ShouldBe(("shorter_terms", PaymentTerms.Net(15), Files.Euros(250_000m)));
        offer.Text.ShouldContain("Conditions: Signed framework contract.");
        var taken = Evaluated(situation, plan, File(Large with { RequestedTerms = PaymentTerms.Net(15) })).Deals.Single();
        (taken.Status, taken.HeadroomAfter).ShouldBe((DealStatus.Prequalified, offer.HeadroomAfter));
        ReviewPlanner.Plan(situation.Then(plan) with { Decision = decision }).Reviews.ShouldBeEmpty("nobody has to look again");
        Evaluated(situation, plan, File(Large with { Amount = Files.Euros(250_001m) })).Deals.Single().Message.ShouldNotContain("approved", Case.Insensitive, "more than was approved");
    }

    [Fact]
    public void TermsAndConditionsOfAnApprovedLimit_ReachTheAccount_AndItsDeals()
    {
        var asked = new ReviewRecord("a0R1", ReviewStatus.Decided)
        {
            AccountKey = "001", Verdict = ReviewVerdict.ApprovedWithConditions, DecidedByKey = Dana.Key, DecidedAt = Start,
            ApprovedLimit = Files.Euros(150_000m), ApprovedTerms = PaymentTerms.Net(14), Conditions = "Monthly figures",
        };
        var small = Files.Deal("D1", 1_000m, PaymentTerms.Net(30));
        var situation = At(File(small)) with { InCrm = [asked] };
        var plan = ReviewPlanner.Plan(situation);
        plan.Reviews.Single().Message.ShouldBe("The limit is at least EUR 150,000 until 2026-12-31. Deals on terms longer than Net 14 need approval.");
        var decision = Evaluated(situation, plan);
        decision.RecommendedTerms.ShouldBe(PaymentTerms.Net(14));
        decision.Message.ShouldContain("on terms up to Net 14 need no review");
        decision.Message.ShouldContain("Conditions: Monthly figures.");
        decision.Deals.Single().Message.ShouldContain("Net 30 is longer than the Net 14 that need no approval.");
    }

    [Fact]
    public void DeclinedDeal_DoesNotPass_AndSalesIsTold()
    {
        var (situation, plan) = Decide(r => r, verdict: ReviewVerdict.Declined);
        plan.Granted.Single().ShouldSatisfyAllConditions(g => g.Effect.ShouldBe(OverrideEffect.DeclineDeals), g => g.ExpiresOn.ShouldBeNull());
        var check = Evaluated(situation, plan).Deals.Single();
        (check.Status, check.DeclinedBy, check.Alternatives.Count).ShouldBe((DealStatus.DoesNotFit, plan.Granted[0].Key, 0));
        check.Message.ShouldBe("Declined by credit. Payment in advance is possible; for anything else talk to credit.");
        Evaluated(situation, plan, File(Large with { Amount = Files.Euros(10m) })).Deals.Single().Status.ShouldBe(DealStatus.DoesNotFit, "also a deal that would fit");
        Evaluated(situation, plan, File(Large with { RequestedTerms = PaymentTerms.Prepaid })).Deals.Single().Status.ShouldBe(DealStatus.Prequalified);
        var after = situation.Then(plan) with { Decision = Evaluated(situation, plan) };
        ReviewPlanner.Plan(after).Reviews.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(150_000, OverrideEffect.RaiseLimit, "150000 EUR", "The limit is at least EUR 150,000 until 2026-12-31.")]
    [InlineData(40_000, OverrideEffect.LowerLimit, "40000 EUR", "The limit is at most EUR 40,000 until a person ends it.")]
    public void ApprovedLimit_RaisesOrLowers(int limit, OverrideEffect effect, string then, string message)
    {
        var asked = new ReviewRecord("a0R1", ReviewStatus.Decided) { AccountKey = "001", Verdict = ReviewVerdict.Approved, DecidedByKey = Dana.Key, DecidedAt = Start, ApprovedLimit = Files.Euros(limit) };
        var situation = At(File()) with { InCrm = [asked] };
        var plan = ReviewPlanner.Plan(situation);
        (plan.Granted.Single().Effect, plan.Reviews.Single().Message).ShouldBe((effect, message));
        Evaluated(situation, plan).Limit.ToString().ShouldBe(then);
    }

    [Fact]
    public void LoweredLimit_NeverRaises_AndGrantsNothingWhereNoneIsSet()
    {
        var lower = new OverrideRecord("X", "001", OverrideEffect.LowerLimit, "Kim", "careful", Files.Today) { AmountCap = Files.Euros(400_000m) };
        CreditEvaluator.Evaluate(File() with { Overrides = [lower] }, Policy).Limit.ToString().ShouldBe("100000 EUR");
        CreditEvaluator.Evaluate(File() with { Overrides = [lower with { AmountCap = null }] }, Policy).Overrides.Single().State.ShouldBe(OverrideState.OutOfBounds);
    }

    [Fact]
    public void HoldLifted_ReleasesTheHold_ButNotOneThatIsAlways()
    {
        var late = File() with { OpenItems = [Files.Open("I1", Files.Today.AddDays(-45), 20_000m)] };
        var asked = new ReviewRecord("a0R1", ReviewStatus.Decided) { AccountKey = "001", Verdict = ReviewVerdict.HoldLifted, DecidedByKey = Dana.Key, DecidedAt = Start };
        var situation = At(late) with { InCrm = [asked] };
        situation.Decision.OnHold.ShouldBeTrue();
        var plan = ReviewPlanner.Plan(situation);
        plan.Granted.Single().Effect.ShouldBe(OverrideEffect.ReleaseHold);
        Evaluated(situation, plan).OnHold.ShouldBeFalse();

        var manual = At(late with { Overrides = [new OverrideRecord("H", "001", OverrideEffect.Hold, "Kim", "fraud", Files.Today)] }) with { InCrm = [asked] };
        var refused = ReviewPlanner.Plan(manual);
        refused.Granted.ShouldBeEmpty();
        refused.Reviews.Single().Message!.ShouldContain("is one that no exception lifts");
    }

    public static TheoryData<string, ReviewVerdict, Func<ReviewRecord, ReviewRecord>> Refused => new()
    {
        { "above the policy's highest of EUR 300,000", ReviewVerdict.Approved, r => r with { ApprovedLimit = Files.Euros(400_000m) } },
        { "lasts longer than 60 days", ReviewVerdict.Approved, r => r with { ValidUntil = Files.Today.AddDays(60) } },
        { "which is over", ReviewVerdict.Approved, r => r with { ValidUntil = Files.Today.AddDays(-1) } },
        { "The terms 'whenever' cannot be read", ReviewVerdict.Approved, r => r with { UnreadableTerms = "whenever" } },
        { "no decision is chosen", ReviewVerdict.Approved, r => r with { Verdict = null } },
        { "none are written down", ReviewVerdict.ApprovedWithConditions, r => r },
        { "a limit of EUR 5 is named", ReviewVerdict.Declined, r => r with { ApprovedLimit = Files.Euros(5m) } },
        { "is not above zero", ReviewVerdict.Approved, r => r with { ApprovedLimit = Files.Euros(0m) } },
        { "is not above zero", ReviewVerdict.Approved, r => r with { ApprovedLimit = Files.Euros(-5m) } },
        { "is 'Euro', which is no currency code. Put it right", ReviewVerdict.Approved, r => r with { Unreadable = "The currency is 'Euro', which is no currency code." } },
        { "above the policy's highest of EUR 300,000", ReviewVerdict.Approved, r => r with { ApprovedLimit = Files.Euros(decimal.MaxValue) } },
        { "lasts longer than 60 days", ReviewVerdict.Approved, r => r with { ValidUntil = DateOnly.MaxValue } },
        { "which is over", ReviewVerdict.Approved, r => r with { ValidUntil = DateOnly.MinValue } },
        { "no exchange rate", ReviewVerdict.Approved, r => r with { ApprovedLimit = new Money(5m, CurrencyCode.Parse("JPY")) } },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void OutOfBounds_IsRefusedWithTheReason_AndACorrectedDecisionIsAccepted(string why, ReviewVerdict verdict, Func<ReviewRecord, ReviewRecord> change)
    {
        var (situation, plan) = Decide(change, verdict: verdict);
        var review = plan.Reviews.Single();
        (review.State, review.ClosedAt, review.RefusedDecisions, plan.Granted.Count).ShouldBe((ReviewState.Open, null, 1, 0));
        review.Outcome!.Refusal.ShouldNotBeNull().ShouldContain(why);
        review.Message.ShouldBe(review.Outcome.Refusal);
        ReviewPlanner.Plan(situation.Then(plan)).Reviews.ShouldBeEmpty("the same decision is refused once");
        var corrected = situation.Then(plan) with { InCrm = [Decided(review, ReviewVerdict.Approved) with { DecidedAt = Start.AddHours(2) }] };
        var accepted = ReviewPlanner.Plan(corrected);
        (accepted.Reviews.Single().State, accepted.Granted.Count).ShouldBe((ReviewState.Decided, 1));
    }

    [Theory]
    [InlineData("005D", ReviewVerdict.Approved, "EUR 250,000 is more than the EUR 200,000 that Dana Credit may decide")]
    [InlineData("005D", ReviewVerdict.HoldLifted, "may not decide 'Hold lifted'")]
    [InlineData("005L", ReviewVerdict.Approved, "may not decide about accounts of band")]
    [InlineData("005X", ReviewVerdict.Approved, "is no user that CreditBridge can read")]
    [InlineData(null, ReviewVerdict.Approved, "does not say who decided")]
    [InlineData("005D", ReviewVerdict.Declined, null)]
    public void Authority_BoundsWhoMayDecideWhat(string? user, ReviewVerdict verdict, string? refusal)
    {
        var (_, plan) = Decide(r => r with { DecidedByKey = user }, With(Authority), verdict: verdict);
        var review = plan.Reviews.Single();
        if (refusal is null)
            review.State.ShouldBe(ReviewState.Decided);
        else
            review.Message.ShouldNotBeNull().ShouldContain(refusal);
    }

    [Fact]
    public void DecisionMadeAgainUnchanged_AfterARefusalWhoseCauseLayElsewhere_WasIgnored_AndIsJudged()
    {
        var (situation, plan) = Decide(r => r);
        var record = situation.InCrm[0];
        var nameless = At(File(Large with { Amount = null }), reviews: situation.Reviews) with { InCrm = [record] };
        nameless = nameless.Then(ReviewPlanner.Plan(nameless));
        nameless.Reviews.Single().Message.ShouldNotBeNull().ShouldContain("has no amount");
        ReviewPlanner.Plan(nameless).Reviews.ShouldBeEmpty("until our own status is there, the record still reads as it was refused");
        var atWork = nameless with { InCrm = [record with { Status = ReviewStatus.InReview }] };
        var seen = ReviewPlanner.Plan(atWork);
        ReviewWrites.Of("crm", atWork.Reviews[0], seen.Reviews.Single(), atWork.InCrm[0], 0m, null, whereabouts: Whereabouts.Known, _ => true).Plan(null).Entry!.Values
            .ContainsKey(Abstractions.Fields.CreditFields.Review.Status).ShouldBeFalse("it was written once");
        atWork = atWork.Then(seen);
        ReviewPlanner.Plan(atWork).Reviews.ShouldBeEmpty();
        var again = ReviewPlanner.Plan(At(File(Large), reviews: atWork.Reviews) with { InCrm = [record] });
        (again.Reviews.Single().State, again.Granted.Count, again.Reviews.Single().RefusedDecisions).ShouldBe((ReviewState.Decided, 1, 1));
        plan.Granted.Count.ShouldBe(1);
    }

    [Fact]
    public void CorrectedAfterItCounted_ReplacesWhatWasGranted()
    {
        var (situation, plan) = Decide(r => r);
        var then = situation.Then(plan);
        then = then with { File = then.File with { Overrides = plan.Granted }, InCrm = [situation.InCrm[0] with { Verdict = ReviewVerdict.Declined }] };
        var changed = ReviewPlanner.Plan(then);
        changed.Granted.Select(g => (g.Effect, g.EndedOn)).ShouldBe([(OverrideEffect.DeclineDeals, null), (OverrideEffect.ClearDeals, Files.Today)]);
        CreditEvaluator.Evaluate(then.File with { Overrides = [.. changed.Granted.OrderBy(g => g.Key)] }, Policy).Deals.Single().Status.ShouldBe(DealStatus.DoesNotFit);
    }

    [Fact]
    public void DecisionOnADealThatHasClosed_IsKeptAndGrantsNothing()
    {
        var situation = At(File(Large));
        situation = situation.Then(ReviewPlanner.Plan(situation));
        var closed = At(File(), reviews: situation.Reviews) with { InCrm = [Decided(situation.Reviews[0], ReviewVerdict.Approved)] };
        var plan = ReviewPlanner.Plan(closed);
        (plan.Reviews.Single().State, plan.Granted.Count, plan.Reviews.Single().Message).ShouldBe((ReviewState.Decided, 0, "The deal is no longer open, so that nothing follows for it."));
    }

    [Fact]
    public void ExceptionThatATriggerEnded_BringsTheReviewBack()
    {
        var (situation, plan) = Decide(r => r);
        var kept = situation.After(plan);
        var file = File(Large) with { OpenItems = [Files.Open("I1", Files.Today.AddDays(-61), 200m)], Overrides = plan.Granted };
        var ended = At(file, reviews: kept);
        ended.Decision.Overrides.Single().State.ShouldBe(OverrideState.Ended);
        var after = ReviewPlanner.Plan(ended).Reviews;
        after.Single(r => r.Key != kept[0].Key).State.ShouldBe(ReviewState.Open);
        after.Single(r => r.Key == kept[0].Key).Message.ShouldNotBeNull().ShouldContain("ended on 2026-11-02 by 'seriously late' (oldest_past_due_days > 60)");
    }

    // A customer that is late, and a person's decision that lifts the hold, carried out.
    private static (ReviewSituation Then, OverrideRecord Granted) Lifted(Func<ReviewRecord, ReviewRecord>? record = null)
    {
        var late = File() with { OpenItems = [Files.Open("I1", Files.Today.AddDays(-45), 20_000m)] };
        var asked = new ReviewRecord("a0R1", ReviewStatus.Decided) { AccountKey = "001", Verdict = ReviewVerdict.HoldLifted, DecidedByKey = Dana.Key, DecidedAt = Start };
        var situation = At(late) with { InCrm = [record?.Invoke(asked) ?? asked] };
        situation.Decision.OnHold.ShouldBeTrue();
        var plan = ReviewPlanner.Plan(situation);
        var then = At(late with { Overrides = plan.Granted }, reviews: situation.After(plan)) with { InCrm = situation.InCrm };
        then.Decision.OnHold.ShouldBeFalse();
        return (then, plan.Granted.ShouldHaveSingleItem());
    }

    [Theory]
    [InlineData(ReviewVerdict.HoldLifted, 10, 50_000, "The hold is lifted up to EUR 50,000 until 2026-11-12.")]
    [InlineData(ReviewVerdict.HoldLifted, 20, null, "The hold is lifted until 2026-11-22, while no more than EUR 300,000 counts against the limit: the policy's highest amount (section 'overrides').")]
    public void LiftedHoldWithAnotherDayOrAmount_IsReplaced_AndPutsNobodyBackOnHold(ReviewVerdict verdict, int days, int? amount, string message)
    {
        var (then, granted) = Lifted();
        var changed = ReviewPlanner.Plan(then with
        {
            InCrm = [then.InCrm[0] with { Verdict = verdict, ValidUntil = Files.Today.AddDays(days), ApprovedLimit = amount is { } a ? Files.Euros(a) : null }],
        });
        changed.Reviews.ShouldHaveSingleItem().Message.ShouldBe(message);
        var replaced = changed.Granted.ShouldHaveSingleItem();
        (replaced.Key, replaced.ValidFrom, replaced.ExpiresOn, replaced.AmountCap).ShouldBe((granted.Key, granted.ValidFrom, Files.Today.AddDays(days), amount is { } b ? Files.Euros(b) : null));
        CreditEvaluator.Evaluate(then.File with { Overrides = [replaced] }, Policy).OnHold.ShouldBeFalse();
    }

    [Fact]
    public void LiftedHoldThatIsCorrectedBeyondTheBounds_IsRefused_AndWhatWasGrantedStands()
    {
        var (then, _) = Lifted();
        var refused = ReviewPlanner.Plan(then with { InCrm = [then.InCrm[0] with { ValidUntil = Files.Today.AddDays(90) }] });
        refused.Granted.ShouldBeEmpty();
        refused.Reviews.ShouldHaveSingleItem().Message.ShouldNotBeNull().ShouldContain("lasts longer than 60 days");
    }

    [Fact]
    public void HoldLiftedUpToLessThanIsOwed_IsRefusedWithBothAmounts_BecauseTheAccountWouldStayOnHold()
    {
        var late = File() with { OpenItems = [Files.Open("I1", Files.Today.AddDays(-45), 20_000m)] };
        var asked = new ReviewRecord("a0R1", ReviewStatus.Decided) { AccountKey = "001", Verdict = ReviewVerdict.HoldLifted, DecidedByKey = Dana.Key, DecidedAt = Start };
        var situation = At(late);
        var owed = situation.Decision.Exposure.Total!.Value;
        var refused = ReviewPlanner.Plan(situation with { InCrm = [asked with { ApprovedLimit = owed with { Amount = owed.Amount - 1m } }] });
        refused.Granted.ShouldBeEmpty();
        var review = refused.Reviews.ShouldHaveSingleItem();
        review.State.ShouldBe(ReviewState.Open);
        review.Message.ShouldNotBeNull().ShouldStartWith($"The hold would stay: {owed.ToDisplay()} count against the limit, and {(owed with { Amount = owed.Amount - 1m }).ToDisplay()} are approved.");

        var enough = ReviewPlanner.Plan(situation with { InCrm = [asked with { ApprovedLimit = owed }] });
        CreditEvaluator.Evaluate(late with { Overrides = [enough.Granted.ShouldHaveSingleItem()] }, Policy).OnHold.ShouldBeFalse();
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, 1)]
    [InlineData(20, 10)]
    [InlineData(59, 30)]
    public void ExceptionThatEndsWithinTheLeadTime_AsksForNoReviewOfItsEndInTheCycleInWhichItIsGranted(int lasts, int? asksAfter)
    {
        var policy = Whole("reviews:\n  causes: [{ name: ends, cause: expiry, lead_days: 30 }]\n", "overrides:\n  highest_amount: 300_000\n  longest_days: 60\n");
        var (then, _) = Lifted(r => r with { ValidUntil = Files.Today.AddDays(lasts) });
        int? asked = null;
        for (var day = 0; day <= lasts && asked is null; day++)
        {
            var situation = At(then.File, policy, Start.AddDays(day), then.Reviews) with { InCrm = then.InCrm };
            if (ReviewPlanner.Plan(situation).Reviews.Any(r => r.Reasons.Any(x => x.Cause == ReviewCause.Expiry)))
                asked = day;
        }

        asked.ShouldBe(asksAfter);
        KnownReviews.Of(then.Decision, then.File, policy, Files.Today, Files.Today.AddDays(60)).Select(k => (k.Day, k.Cause)).Where(k => k.Cause == ReviewCause.Expiry)
            .ShouldBe(asksAfter is { } days ? [(Files.Today.AddDays(days), ReviewCause.Expiry)] : []);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void DecidedLimitThatIsChangedBeyondTheBounds_GoesBackToWork_AlsoWhenAnotherReviewIsOpen_AndSaysWhatCounts(bool isAnotherOpen)
    {
        var policy = Whole("reviews:\n  causes: [{ name: news, cause: news }]\n");
        var news = new SignalRecord("S1", CreditParty.Account("001"), "lawsuit", Files.Today) { Severity = SignalSeverity.Critical };
        var situation = At(File() with { Signals = [news] }, policy);
        situation = situation.Then(ReviewPlanner.Plan(situation));
        var record = Decided(situation.Reviews.ShouldHaveSingleItem(), ReviewVerdict.Approved) with { ApprovedLimit = Files.Euros(150_000m), ValidUntil = Files.Today.AddDays(30) };
        var plan = ReviewPlanner.Plan(situation with { InCrm = [record] });
        var file = File() with { Overrides = [plan.Granted.ShouldHaveSingleItem()], Signals = isAnotherOpen ? [news, news with { Key = "S2" }] : [] };
        var then = At(file, policy, Start.AddHours(1), situation.After(plan)) with { InCrm = [record] };
        then = then.Then(ReviewPlanner.Plan(then));
        then.Reviews.Count(r => r.State == ReviewState.Open).ShouldBe(isAnotherOpen ? 1 : 0);

        then = then with { InCrm = [record with { ApprovedLimit = Files.Euros(400_000m) }] };
        var changed = ReviewPlanner.Plan(then);
        changed.Granted.ShouldBeEmpty();
        var after = then.After(changed);
        var open = after.Where(r => r.State == ReviewState.Open).ShouldHaveSingleItem();
        open.Key.ShouldBe(record.ReviewKey);
        open.Message.ShouldNotBeNull().ShouldContain("above the policy's highest of EUR 300,000");
        open.Message.ShouldEndWith($"Until then the earlier decision counts: a limit of at least EUR 150,000, until {Files.Today.AddDays(30):yyyy-MM-dd}.");
        if (isAnotherOpen)
            after.Single(r => r.State == ReviewState.Withdrawn).Message.ShouldBe($"Goes on as {open.Key}.");
        ReviewPlanner.Plan(then.Then(changed)).Reviews.ShouldBeEmpty("it stays until it is right");

        var right = ReviewPlanner.Plan(then.Then(changed) with { InCrm = [record with { ApprovedLimit = Files.Euros(200_000m) }] });
        (right.Reviews.Single(r => r.Key == open.Key).State, right.Granted.ShouldHaveSingleItem().AmountCap).ShouldBe((ReviewState.Decided, Files.Euros(200_000m)));
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(24, true)]
    public void ReopenedReview_GoesOnWithItsClockOnTheDayOfItsClosing_AndGetsANewOneLater(int hours, bool isNewClock)
    {
        var policy = With("  escalation: [{ name: late, at: breached, to: owner }]\n");
        var (situation, plan) = Decide(r => r, policy);
        var (opened, decided) = (situation.Reviews.ShouldHaveSingleItem(), plan.Reviews.ShouldHaveSingleItem());
        decided.State.ShouldBe(ReviewState.Decided);
        var later = At(File(Large) with { Overrides = plan.Granted }, policy, Start.AddHours(hours), [decided with { Escalated = ["late"] }]);
        later = later with { InCrm = [Decided(decided, ReviewVerdict.ApprovedWithConditions)] };
        var reopened = ReviewPlanner.Plan(later).Reviews.ShouldHaveSingleItem();
        (reopened.State, reopened.ClosedAt, reopened.WasCompleteAtOnce).ShouldBe((ReviewState.Open, null, true));
        if (isNewClock)
        {
            (reopened.ReopenedAt, reopened.CompleteAt, reopened.DueAt).ShouldBe((Start.AddHours(hours), Start.AddHours(hours), Start.AddDays(3)));
            reopened.Escalated.ShouldBeEmpty("its steps are taken anew");
        }
        else
        {
            (reopened.ReopenedAt, reopened.CompleteAt, reopened.DueAt).ShouldBe((null, opened.CompleteAt, opened.DueAt));
            reopened.Escalated.ShouldBe(["late"]);
        }

        ReviewPlanner.Plan(later.Then(ReviewPlanner.Plan(later))).Reviews.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(null, "The limit of EUR 100,000 is confirmed: it is in force already, so that no exception is needed.")]
    [InlineData(200, "The limit of EUR 100,000 is confirmed until 2027-05-21: it is in force already, so that no exception is needed.")]
    public void LimitThatIsApprovedAsItIs_IsConfirmedOnTheRecord_AndHoldsAsLongAsWasSaid(int? days, string message)
    {
        var asked = new ReviewRecord("a0R1", ReviewStatus.Decided)
        {
            AccountKey = "001", Verdict = ReviewVerdict.Approved, DecidedByKey = Dana.Key, DecidedAt = Start, ApprovedLimit = Files.Euros(100_000m),
            ValidUntil = days is { } d ? Files.Today.AddDays(d) : null,
        };
        var situation = At(File()) with { InCrm = [asked] };
        situation.Decision.Limit.ShouldBe(CreditLimit.Of(Files.Euros(100_000m)));
        var plan = ReviewPlanner.Plan(situation);
        plan.Granted.ShouldBeEmpty("longer than exceptions may last, and nothing is raised");
        var review = plan.Reviews.ShouldHaveSingleItem();
        (review.State, review.Message, review.Outcome!.HoldsUntil).ShouldBe((ReviewState.Decided, message, days is { } e ? Files.Today.AddDays(e) : null));
        ReviewFields.Project(review, 0m).Values[Abstractions.Fields.CreditFields.Review.Message].ToString().ShouldBe(message);
    }

    [Fact]
    public void TermsAndConditions_WithALimitThatIsInForceAlready_AreNotLost()
    {
        var asked = new ReviewRecord("a0R1", ReviewStatus.Decided)
        {
            AccountKey = "001", Verdict = ReviewVerdict.ApprovedWithConditions, DecidedByKey = Dana.Key, DecidedAt = Start, ApprovedLimit = Files.Euros(100_000m),
            ApprovedTerms = PaymentTerms.Net(14), Conditions = "Monthly figures",
        };
        var plan = ReviewPlanner.Plan(At(File()) with { InCrm = [asked] });
        var granted = plan.Granted.ShouldHaveSingleItem();
        (granted.AmountCap, granted.LongestTerms, granted.Conditions).ShouldBe((Files.Euros(100_000m), PaymentTerms.Net(14), "Monthly figures"));
        var decision = CreditEvaluator.Evaluate(File() with { Overrides = plan.Granted }, Policy);
        (decision.Limit, decision.RecommendedTerms).ShouldBe((CreditLimit.Of(Files.Euros(100_000m)), PaymentTerms.Net(14)));
    }
}
