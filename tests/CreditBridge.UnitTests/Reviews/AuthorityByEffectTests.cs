using System.Text.RegularExpressions;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Reviews;
using CreditBridge.UnitTests.Evaluation;
using CreditBridge.UnitTests.Policies;
using Shouldly;
using Xunit;
using static CreditBridge.UnitTests.Reviews.ReviewCases;

namespace CreditBridge.UnitTests.Reviews;

/// <summary>What a decision comes to is what it needs authority for: not the amount of the deal on whose review it is made, nor what it is called.</summary>
public sealed class AuthorityByEffectTests
{
    // Lee may decide up to EUR 50,000, Dana without a bound.
    private static readonly CreditPolicy Bounded = With("  authority: [{ users: [dana@example.com] }, { users: [lee@example.com], up_to: 50_000 }]\n");

    private static ReviewRecord By(UserRecord user, ReviewVerdict verdict, string? deal = null, Money? limit = null) => new("a0R1", ReviewStatus.Decided)
    {
        AccountKey = "001", OpportunityKey = deal, Verdict = verdict, DecidedByKey = user.Key, CreatedAt = Start, DecidedAt = Start, ApprovedLimit = limit,
    };

    // On hold, because an invoice is late.
    private static CreditFile Late(decimal owed, params OpportunityRecord[] deals) => File(deals) with { OpenItems = [Files.Open("I1", Files.Today.AddDays(-45), owed)] };

    private static CreditFile InDollars(CreditFile file) => file with { Account = file.Account with { Currency = Files.Usd } };

    private static (CreditReview Review, ReviewPlan Plan) Decide(CreditFile file, ReviewRecord record, CreditPolicy? policy = null)
    {
        var situation = At(file, policy ?? Bounded) with { InCrm = [record] };
        var plan = ReviewPlanner.Plan(situation);
        ReviewPlanner.Plan(situation.Then(plan) with { File = file with { Overrides = plan.Granted } }).Granted.ShouldBeEmpty("planned again, nothing changes");
        return (situation.After(plan).Single(r => r.Key == "P-a0R1"), plan);
    }

    private static bool IsHeld(CreditFile file, CreditPolicy policy) => At(file, policy).Decision.OnHold;

    // Who may not lift a hold created a deal of EUR 100 and lifted it over that.
    [Theory]
    [InlineData(null, 51_000, null, false)]
    [InlineData("D1", 51_000, null, false)]
    [InlineData("D1", 51_000, 51_000, false)]
    [InlineData("D1", 40_000, 60_000, false)]
    [InlineData(null, 50_000, null, true)]
    [InlineData("D1", 40_000, null, true)]
    [InlineData("D1", 40_000, 45_000, true)]
    public void HoldLiftedOverTheReviewOfATinyDeal_WasJudgedByTheDeal_AndIsByWhatIsOwedOrNamed(string? deal, int owed, int? named, bool isFollowed)
    {
        var file = Late(owed, Files.Deal("D1", 100m));
        IsHeld(file, Bounded).ShouldBeTrue();
        var limit = named is { } amount ? Files.Euros(amount) : (Money?)null;
        var (review, plan) = Decide(file, By(Lee, ReviewVerdict.HoldLifted, deal, limit));
        if (isFollowed)
        {
            review.State.ShouldBe(ReviewState.Decided);
            IsHeld(file with { Overrides = plan.Granted }, Bounded).ShouldBeFalse();
            return;
        }

        plan.Granted.ShouldBeEmpty();
        review.Outcome!.Refusal.ShouldNotBeNull().ShouldStartWith($"EUR {named ?? owed:N0} is more than the EUR 50,000 that Lee Credit may decide (reviews.authority). ");
        var (senior, granted) = Decide(file, By(Dana, ReviewVerdict.HoldLifted, deal, limit));
        senior.State.ShouldBe(ReviewState.Decided);
        IsHeld(file with { Overrides = granted.Granted }, Bounded).ShouldBeFalse();
    }

    [Theory]
    [InlineData("lee", false, 50_000, "The hold is lifted up to EUR 50,000 until 2026-12-31: that is what Lee Credit may decide (reviews.authority).")]
    [InlineData("dana", false, null, "The hold is lifted until 2026-12-31, while no more than EUR 300,000 counts against the limit: the policy's highest amount (section 'overrides').")]
    [InlineData("lee", true, 62_500, "The hold is lifted up to USD 62,500 until 2026-12-31: that is what Lee Credit may decide (reviews.authority).")]
    [InlineData("dana", true, null, "The hold is lifted until 2026-12-31, while no more than USD 375,000 counts against the limit: the policy's highest amount (section 'overrides').")]
    public void HoldLiftedWithoutAnAmount_WentUpToThePolicysHighest_WhoeverDecided_AndTheRecordDidNotSaySo(string who, bool inDollars, int? cap, string message)
    {
        var file = inDollars ? InDollars(Late(30_000m)) : Late(30_000m);
        var (review, plan) = Decide(file, By(who == "lee" ? Lee : Dana, ReviewVerdict.HoldLifted));
        var granted = plan.Granted.ShouldHaveSingleItem();
        (review.Message, granted.AmountCap).ShouldBe((message, cap is { } amount ? new Money(amount, file.Account.Currency!.Value) : null));
        IsHeld(file with { Overrides = plan.Granted }, Bounded).ShouldBeFalse();
        var more = (inDollars ? InDollars(Late(50_001m)) : Late(50_001m)) with { Overrides = plan.Granted };
        IsHeld(more, Bounded).ShouldBe(who == "lee", "more is owed than Lee may decide");
    }

    [Theory]
    [InlineData(300_000, null)]
    [InlineData(400_000, null)]
    [InlineData(299_999, 299_999)]
    public void AuthorityThatIsNotLessThanThePolicysHighest_IsNoBoundOfItsOwn(int upTo, int? cap)
    {
        var policy = With($"  authority: [{{ users: [lee@example.com], up_to: {upTo} }}]\n");
        Decide(Late(30_000m), By(Lee, ReviewVerdict.HoldLifted), policy).Plan.Granted.ShouldHaveSingleItem().AmountCap.ShouldBe(cap is { } amount ? Files.Euros(amount) : null);
    }

    [Fact]
    public void CapInAnotherCurrency_IsNeverMoreThanTheAuthority()
    {
        var file = InDollars(Late(30_000m)) with { Rates = [new ExchangeRateRecord(Files.Usd, Files.Eur, new DateOnly(2026, 10, 1), 0.9m)] };
        var (review, plan) = Decide(file, By(Lee, ReviewVerdict.HoldLifted));
        plan.Granted.ShouldHaveSingleItem().AmountCap.ShouldBe(new Money(55_555.55m, Files.Usd));
        review.Message.ShouldNotBeNull().ShouldStartWith("The hold is lifted up to USD 55,555.55 until ");
        var again = ReviewPlanner.Plan(At(file with { Overrides = plan.Granted }, Bounded, Start.AddHours(1), [review]) with { InCrm = [By(Lee, ReviewVerdict.HoldLifted) with { Conditions = "weekly calls" }] });
        again.Reviews.ShouldHaveSingleItem().State.ShouldBe(ReviewState.Decided);
    }

    // A hold asks for a review at once; Lee may approve, Dana may do everything.
    private static CreditPolicy Holds(string verdicts) =>
        Whole($"reviews:\n  causes: [{{ name: held, cause: hold, after_days: 0 }}]\n  authority: [{{ users: [dana@example.com] }}, {{ users: [lee@example.com], up_to: 50_000, verdicts: [{verdicts}] }}]\n");

    private static (CreditReview Review, ReviewPlan Plan, ReviewSituation Situation) OnHoldReview(CreditPolicy policy, CreditFile file, Func<ReviewRecord, ReviewRecord> change)
    {
        var situation = At(file, policy);
        situation = situation.Then(ReviewPlanner.Plan(situation));
        situation = situation with { InCrm = [change(Decided(situation.Reviews.ShouldHaveSingleItem(), ReviewVerdict.Approved) with { DecidedByKey = Lee.Key })] };
        var plan = ReviewPlanner.Plan(situation);
        return (plan.Reviews.ShouldHaveSingleItem(), plan, situation);
    }

    [Theory]
    [InlineData("approved, declined, no_change", ReviewVerdict.HoldLifted, "Lee Credit may not decide 'Hold lifted' (reviews.authority). Let somebody decide who may: dana@example.com.")]
    [InlineData("approved, declined, no_change", ReviewVerdict.Approved,
        "'Approved' would lift the hold here, and Lee Credit may not decide 'Hold lifted' (reviews.authority). Choose 'No change' to leave the hold. Let somebody decide who may: dana@example.com.")]
    [InlineData("hold_lifted, declined, no_change", ReviewVerdict.Approved, "Lee Credit may not decide 'Approved' (reviews.authority). Let somebody decide who may: dana@example.com.")]
    [InlineData("approved, hold_lifted", ReviewVerdict.Approved, null)]
    [InlineData("hold_lifted", ReviewVerdict.HoldLifted, null)]
    public void ApprovalThatLiftsAHold_PassedByAuthorityThatDoesNotLiftHolds(string verdicts, ReviewVerdict verdict, string? refusal)
    {
        var (review, plan, situation) = OnHoldReview(Holds(verdicts), Late(20_000m), r => r with { Verdict = verdict });
        if (refusal is null)
        {
            review.Message.ShouldNotBeNull().ShouldStartWith("The hold is lifted up to EUR 50,000 until 2026-12-31: that is what Lee Credit may decide");
            IsHeld(situation.File with { Overrides = plan.Granted }, situation.Policy).ShouldBeFalse();
            return;
        }

        plan.Granted.ShouldBeEmpty();
        review.Outcome!.Refusal.ShouldNotBeNull().ShouldStartWith(refusal);
    }

    [Fact]
    public void ApprovedLimitOnAReviewOfAHold_LiftsNothing_AndNeedsNoAuthorityForHolds()
    {
        var (review, plan, _) = OnHoldReview(Holds("approved"), Late(20_000m), r => r with { ApprovedLimit = Files.Euros(40_000m) });
        (review.State, plan.Granted.ShouldHaveSingleItem().Effect).ShouldBe((ReviewState.Decided, OverrideEffect.LowerLimit));
    }

    [Fact]
    public void ApprovalOfAHoldWithTerms_LiftsIt_AndKeepsThePresentLimitWithTheTerms_WithinTheAuthorityForBoth()
    {
        var policy = Whole("reviews:\n  causes: [{ name: held, cause: hold, after_days: 0 }]\n");
        var (review, plan, situation) = OnHoldReview(policy, Late(20_000m), r => r with { Verdict = ReviewVerdict.ApprovedWithConditions, Conditions = "weekly calls", ApprovedTerms = PaymentTerms.Net(7) });
        plan.Granted.Select(g => (g.Effect, g.AmountCap, g.LongestTerms, g.Conditions)).ShouldBe(
            [(OverrideEffect.ReleaseHold, null, null, "weekly calls"), (OverrideEffect.RaiseLimit, Files.Euros(100_000m), PaymentTerms.Net(7), "weekly calls")]);
        review.Message.ShouldBe("The hold is lifted until 2026-12-31, while no more than EUR 300,000 counts against the limit: the policy's highest amount (section 'overrides'). "
            + "The limit is at least EUR 100,000 until 2026-12-31. Deals on terms longer than Net 7 need approval.");
        var then = At(situation.File with { Overrides = plan.Granted }, policy).Decision;
        (then.OnHold, then.RecommendedTerms).ShouldBe((false, PaymentTerms.Net(7)));

        var (bounded, none, _) = OnHoldReview(Holds("approved, approved_with_conditions, hold_lifted"), Late(20_000m), r => r with { ApprovedTerms = PaymentTerms.Net(7) });
        none.Granted.ShouldBeEmpty();
        bounded.Outcome!.Refusal.ShouldNotBeNull().ShouldStartWith("EUR 100,000 is more than the EUR 50,000 that Lee Credit may decide");
    }

    [Fact]
    public void TermsOnALiftedHold_WereThrownAwaySilently() =>
        Decide(Late(20_000m), By(Dana, ReviewVerdict.HoldLifted) with { ApprovedTerms = PaymentTerms.Net(7) }).Review.Message.ShouldNotBeNull()
            .ShouldEndWith("(section 'overrides'). Net 7 is not part of that: approve a limit or a deal with terms.");

    [Theory]
    [InlineData(ReviewVerdict.ApprovedWithConditions, 7, "parent guarantee", "The limit is at least EUR 100,000 until 2026-12-31. Deals on terms longer than Net 7 need approval.")]
    [InlineData(ReviewVerdict.ApprovedWithConditions, null, "parent guarantee", "The limit is at least EUR 100,000 until 2026-12-31.")]
    [InlineData(ReviewVerdict.Approved, 7, null, "The limit is at least EUR 100,000 until 2026-12-31. Deals on terms longer than Net 7 need approval.")]
    [InlineData(ReviewVerdict.Approved, null, null, "Noted. No limit is named")]
    public void TermsAndConditionsOnAnAccountWithoutALimit_WereThrownAway_AndGoWithThePresentLimit(ReviewVerdict verdict, int? days, string? conditions, string message)
    {
        var (review, plan) = Decide(File(), By(Dana, verdict) with { ApprovedTerms = days is { } d ? PaymentTerms.Net(d) : null, Conditions = conditions });
        review.State.ShouldBe(ReviewState.Decided);
        review.Message.ShouldNotBeNull().ShouldStartWith(message);
        if (days is null && conditions is null)
        {
            plan.Granted.ShouldBeEmpty();
            return;
        }

        var granted = plan.Granted.ShouldHaveSingleItem();
        (granted.AmountCap, granted.LongestTerms, granted.Conditions).ShouldBe((Files.Euros(100_000m), days is { } e ? PaymentTerms.Net(e) : null, conditions));
        var decision = At(File() with { Overrides = plan.Granted }, Bounded).Decision;
        decision.Limit.ShouldBe(CreditLimit.Of(Files.Euros(100_000m)));
        if (days is { } f)
            decision.RecommendedTerms.ShouldBe(PaymentTerms.Net(f));
        if (conditions is not null)
            decision.Message.ShouldContain("parent guarantee");
    }

    // They became an exception to raise the limit to what it was, which the bound refused with the advice to cut the limit.
    [Theory]
    [InlineData(7, null, null, false, "The limit is at most EUR 400,000 until a person ends it. Deals on terms longer than Net 7 need approval.")]
    [InlineData(7, "parent guarantee", null, false, "The limit is at most EUR 400,000 until a person ends it. Deals on terms longer than Net 7 need approval.")]
    [InlineData(null, "parent guarantee", null, false, "The limit is at most EUR 400,000 until a person ends it.")]
    [InlineData(7, null, 400_000, false, "The limit is at most EUR 400,000 until a person ends it. Deals on terms longer than Net 7 need approval.")]
    [InlineData(7, null, null, true, "The limit is at most USD 400,000 until a person ends it. Deals on terms longer than Net 7 need approval.")]
    [InlineData(null, null, 400_000, false, "The limit of EUR 400,000 is confirmed")]
    [InlineData(7, null, 400_001, false, "Not possible under the policy: its amount of EUR 400,001 is above the policy's highest of EUR 300,000")]
    public void TermsOfALimitAboveThePolicysHighest_WereRefused_WithTheAdviceToCutTheLimit(int? days, string? conditions, int? named, bool inDollars, string message)
    {
        var currency = inDollars ? Files.Usd : Files.Eur;
        var file = File() with { Customers = [Files.Customers(CreditLimit.Of(new Money(400_000m, currency)))] };
        file = inDollars ? InDollars(file) : file;
        At(file, Bounded).Decision.Limit.ShouldBe(CreditLimit.Of(new Money(400_000m, currency)));
        // Whoever may decide less may restrict.
        var record = By(Lee, conditions is null ? ReviewVerdict.Approved : ReviewVerdict.ApprovedWithConditions, limit: named is { } n ? Files.Euros(n) : null) with
        {
            ApprovedTerms = days is { } d ? PaymentTerms.Net(d) : null, Conditions = conditions,
        };
        var (review, plan) = Decide(file, named > 400_000 ? record with { DecidedByKey = Dana.Key } : record);
        review.Message.ShouldNotBeNull().ShouldStartWith(message);
        if (named is not null && (days is null || named > 400_000))
        {
            plan.Granted.ShouldBeEmpty();
            return;
        }

        var granted = plan.Granted.ShouldHaveSingleItem();
        (granted.Effect, granted.AmountCap, granted.LongestTerms, granted.Conditions, granted.ExpiresOn)
            .ShouldBe((OverrideEffect.LowerLimit, new Money(400_000m, currency), days is { } e ? PaymentTerms.Net(e) : null, conditions, null));
        var decision = At(file with { Overrides = plan.Granted }, Bounded).Decision;
        decision.Limit.ShouldBe(CreditLimit.Of(new Money(400_000m, currency)));
        if (days is { } f)
            decision.RecommendedTerms.ShouldBe(PaymentTerms.Net(f));
        if (conditions is not null)
            decision.Message.ShouldContain(conditions);
    }

    [Theory]
    [InlineData("not set", 7)]
    [InlineData("no credit", 7)]
    [InlineData("no credit", null)]
    public void TermsWithoutALimit_OnAnAccountWithoutOne_AreRefused_AndTheLimitIsAskedFor(string limit, int? days)
    {
        var policy = StarterPolicy.Parse(Regex.Replace(Text("\n" + ReviewCases.Bounds), "^  methods:\n(    .*\n)+", "", RegexOptions.Multiline));
        var file = File() with { Customers = [Files.Customers(limit == "not set" ? CreditLimit.NotSet : CreditLimit.None)] };
        At(file, policy).Decision.Limit.ToDisplay().ShouldBe(limit);
        var decided = By(Dana, ReviewVerdict.ApprovedWithConditions) with { ApprovedTerms = days is { } d ? PaymentTerms.Net(d) : null, Conditions = "parent guarantee" };
        var (review, plan) = Decide(file, decided, policy);
        plan.Granted.ShouldBeEmpty();
        review.Outcome!.Refusal.ShouldBe($"It is approved {(days is null ? "with conditions" : "on Net 7")} and without a limit, and the account has no limit that could count with that ({limit}). "
            + "Name the limit, then set the status to 'Decided' again.");
        Decide(file, decided with { ApprovedLimit = Files.Euros(40_000m) }, policy).Review.State.ShouldBe(ReviewState.Decided);
    }

    // The exception was in force and without effect, so that nobody was asked about the hold until its last day.
    [Theory]
    [InlineData(45_000, false)]
    [InlineData(50_001, true)]
    public void HoldThatComesBackBecauseMoreIsOwedThanItsExceptionGoesUpTo_IsAskedAboutAgain(int owed, bool isAsked)
    {
        var (review, plan, situation) = OnHoldReview(Holds("hold_lifted"), Late(20_000m), r => r with { Verdict = ReviewVerdict.HoldLifted });
        var later = At(Late(owed) with { Overrides = plan.Granted }, situation.Policy, Start.AddDays(1), [review]) with { InCrm = situation.InCrm };
        later.Decision.OnHold.ShouldBe(isAsked);
        var next = ReviewPlanner.Plan(later);
        next.Reviews.Count(r => r.State == ReviewState.Open).ShouldBe(isAsked ? 1 : 0);
        ReviewPlanner.Plan(later.Then(next)).Reviews.ShouldBeEmpty();
    }

    public static TheoryData<string, ReviewVerdict, decimal, decimal?, string> Refusals => new()
    {
        { "a limit", ReviewVerdict.Approved, 1_000m, 130_000m, "USD 130,000 (EUR 104,000) is more than the EUR 50,000 that Lee Credit may decide (reviews.authority). Name a limit of at most EUR 50,000, or let somebody decide who may: dana@example.com." },
        { "a cap, and less would do", ReviewVerdict.HoldLifted, 30_000m, 70_000m, "USD 70,000 (EUR 56,000) is more than the EUR 50,000 that Lee Credit may decide (reviews.authority). Name at most EUR 50,000, leave the amount empty, or let somebody decide who may: dana@example.com." },
        { "a cap, and less would not do", ReviewVerdict.HoldLifted, 60_000m, 80_000m, "USD 80,000 (EUR 64,000) is more than the EUR 50,000 that Lee Credit may decide (reviews.authority). Let somebody decide who may: dana@example.com." },
        { "no cap", ReviewVerdict.HoldLifted, 60_000m, null, "USD 75,000 (EUR 60,000) is more than the EUR 50,000 that Lee Credit may decide (reviews.authority). Let somebody decide who may: dana@example.com." },
        { "a cap below what is owed", ReviewVerdict.HoldLifted, 40_000m, 45_000m, "The hold would stay: USD 50,000 (EUR 40,000) count against the limit, and USD 45,000 (EUR 36,000) are approved. "
            + "Name USD 50,000 or more, up to the EUR 50,000 that Lee Credit may decide (reviews.authority), leave the amount empty, or decide when less is owed." },
        { "a cap below what is owed, which is too much", ReviewVerdict.HoldLifted, 60_000m, 58_000m, "The hold would stay: USD 75,000 (EUR 60,000) count against the limit, and USD 58,000 (EUR 46,400) are approved. "
            + "What is owed is more than the EUR 50,000 that Lee Credit may decide (reviews.authority). Decide when less is owed, or let somebody decide who may: dana@example.com." },
        { "a cap below what is owed, which is too much for all", ReviewVerdict.HoldLifted, 310_000m, 58_000m, "The hold would stay: USD 387,500 (EUR 310,000) count against the limit, and USD 58,000 (EUR 46,400) are approved. "
            + "More cannot be named: an exception goes up to USD 375,000 (section 'overrides')." },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void RefusalInAnotherCurrency_ComparedWhatCannotBeCompared_AndProposedWhatThePersonMayNotDecide(string what, ReviewVerdict verdict, decimal owed, decimal? limit, string refusal)
    {
        var (review, plan) = Decide(InDollars(Late(owed)), By(Lee, verdict, limit: limit is { } amount ? new Money(amount, Files.Usd) : null));
        plan.Granted.ShouldBeEmpty(what);
        review.Outcome!.Refusal.ShouldNotBeNull().ShouldStartWith(refusal);
    }

    [Fact]
    public void DealBeyondTheAuthority_ProposesNoAmount_BecauseTheDealHasOne()
    {
        var (review, _) = Decide(File(Files.Deal("D1", 250_000m)), By(Lee, ReviewVerdict.Approved, "D1"));
        review.Outcome!.Refusal.ShouldNotBeNull().ShouldStartWith("EUR 250,000 is more than the EUR 50,000 that Lee Credit may decide (reviews.authority). Let somebody decide who may: dana@example.com.");
    }

    // Whatever the amounts: what is followed holds within the authority, and lifts the hold now; what is refused names nothing that would be refused again.
    [Fact]
    public void LiftedHolds_AreWithinTheAuthority_OnReviewsOfAccountsAndOfDeals()
    {
        foreach (var owed in new[] { 10_000m, 49_999m, 50_000m, 50_001m, 120_000m })
        {
            foreach (var named in new decimal?[] { null, 9_999m, 10_000m, 49_999m, 50_000m, 50_001m, 200_000m })
            {
                foreach (var deal in new[] { null, "D1" })
                {
                    var file = Late(owed, Files.Deal("D1", 100m));
                    var (review, plan) = Decide(file, By(Lee, ReviewVerdict.HoldLifted, deal, named is { } n ? Files.Euros(n) : null));
                    var isAllowed = owed <= 50_000m && (named ?? owed) >= owed && !(named > 50_000m);
                    (review.State == ReviewState.Decided).ShouldBe(isAllowed, $"{owed} {named} {deal}: {review.Message}");
                    if (!isAllowed)
                    {
                        plan.Granted.ShouldBeEmpty();
                        continue;
                    }

                    (plan.Granted.ShouldHaveSingleItem().AmountCap!.Value.Amount <= 50_000m).ShouldBeTrue();
                    IsHeld(file with { Overrides = plan.Granted }, Bounded).ShouldBeFalse();
                }
            }
        }
    }

    // Who may decide less kept a senior's lower limit, and took its terms and conditions off.
    [Theory]
    [InlineData(null, "Guarantee", 80_000, true)]
    [InlineData("Net 30", "Guarantee", 80_000, true)]
    [InlineData("Net 15", null, 80_000, true)]
    [InlineData("Net 15", "Guarantee", 80_000, false)]
    [InlineData("Prepaid", "Guarantee", 80_000, false)]
    [InlineData(null, null, 45_000, false)]
    public void TermsOfASeniorsLowerLimit_WereTakenOffByAnybody_AndNeedAuthorityForTheLimitThatStays(string? terms, string? conditions, int limit, bool isRefused)
    {
        static PaymentTerms? Terms(string? text) => PaymentTerms.TryParse(text, out var read) ? read : null;
        var record = By(Dana, ReviewVerdict.ApprovedWithConditions, limit: Files.Euros(80_000m)) with { ApprovedTerms = Terms("Net 15"), Conditions = "Guarantee" };
        var situation = At(File(), Bounded) with { InCrm = [record] };
        var first = ReviewPlanner.Plan(situation);
        first.Granted.ShouldHaveSingleItem().LongestTerms.ShouldBe(Terms("Net 15"));
        var changed = record with
        {
            ReviewKey = "P-a0R1", Verdict = conditions is null ? ReviewVerdict.Approved : ReviewVerdict.ApprovedWithConditions, ApprovedLimit = Files.Euros(limit),
            ApprovedTerms = Terms(terms), Conditions = conditions, DecidedByKey = Lee.Key, DecidedAt = Start.AddHours(1),
        };
        var then = situation.Then(first);

        var review = then.After(ReviewPlanner.Plan(At(then.File, Bounded, reviews: [.. then.Reviews]) with { InCrm = [changed] })).Single(r => r.Key == "P-a0R1");

        review.Outcome!.Refusal.ShouldBe(isRefused
            ? "It would end what was decided before: a limit of at most EUR 80,000 on Net 15 or shorter, until a person ends it, on the conditions 'Guarantee' (P-a0R1-lower). "
                + "A limit of EUR 80,000 would count without these terms or conditions. That is beyond the EUR 50,000 that Lee Credit may decide (reviews.authority). "
                + "Leave it as it is, or let somebody decide who may: dana@example.com. When the policy allows it later, set 'Decided' again: it is not judged again by itself."
            : null);
    }
}
