using System.Globalization;
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

/// <summary>A decision that ends a hold without lifting it, by what it does to the limit, needs the authority for lifting holds, and says so.</summary>
public sealed partial class EndedHoldTests
{
    private const string Ends = "The hold 'far over the limit' ends with that.";
    private const string MayNot = "would end the hold 'far over the limit', and Lee Credit may not decide 'Hold lifted' for this account (reviews.authority). ";
    private const string MayNotThen = "would end the hold 'far over the limit' after 2026-11-03, and Lee Credit may not decide 'Hold lifted' for this account (reviews.authority). ";
    private const string WhoMay = "et somebody decide who may: dana@example.com. When the policy allows it later, set 'Decided' again: it is not judged again by itself.";

    // Dana may do everything; Lee may decide about limits, and lift no holds.
    private static readonly CreditPolicy NoHolds = Rules("{ users: [lee@example.com], up_to: 200_000, verdicts: [approved, declined, no_change] }");

    private static CreditPolicy Rules(string lee) => With($"  authority: [{{ users: [dana@example.com] }}, {lee}]\n");

    // On hold because more is owed than 120 % of the limit of EUR 100,000; nothing is late.
    private static CreditFile Owing(decimal owed, params OpportunityRecord[] deals) => File(deals) with { OpenItems = [Files.Open("I1", Files.Today.AddDays(20), owed)] };

    private static ReviewRecord By(UserRecord user, ReviewVerdict verdict, int? limit = null, string? deal = null, string record = "a", double hours = 0) => new(record, ReviewStatus.Decided)
    {
        AccountKey = "001", OpportunityKey = deal, Verdict = verdict, DecidedByKey = user.Key, CreatedAt = Start, DecidedAt = Start.AddHours(hours),
        ApprovedLimit = limit is { } amount ? Files.Euros(amount) : null,
    };

    private static (ReviewSituation Then, ReviewPlan Plan) Decide(ReviewSituation situation, params ReviewRecord[] records)
    {
        situation = situation with { InCrm = [.. situation.InCrm.Where(r => records.All(c => c.Key != r.Key)), .. records] };
        var plan = ReviewPlanner.Plan(situation);
        var kept = situation.Then(plan);
        var then = At(kept.File with { Prior = PriorStanding.Of(situation.Decision) }, situation.Policy, situation.Now.Instant, kept.Reviews) with { InCrm = situation.InCrm };
        var again = ReviewPlanner.Plan(then);
        (again.Granted.Count, again.Reviews.Count(r => r.Outcome is not null)).ShouldBe((0, 0), "read again, nothing changes");
        return (then, plan);
    }

    private static (CreditReview Review, ReviewSituation Then) Decided(CreditFile file, CreditPolicy policy, ReviewRecord record)
    {
        var situation = At(file, policy);
        situation.Decision.OnHold.ShouldBeTrue();
        var (then, _) = Decide(situation, record);
        return (then.Reviews.Single(r => r.CrmKey == record.Key), then);
    }

    // The limit outlasted the lifting, and the hold did not come back.
    [Fact]
    public void LimitWhileTheHoldIsLifted_EndedItForGood_WithoutTheAuthorityForIt()
    {
        var (review, then) = Decided(Owing(130_000m), NoHolds, By(Dana, ReviewVerdict.HoldLifted) with { ValidUntil = Files.Today });
        (review.State, then.Decision.OnHold).ShouldBe((ReviewState.Decided, false));

        var (refused, plan) = Decide(then, By(Lee, ReviewVerdict.Approved, 150_000, record: "b", hours: 1));
        plan.Granted.ShouldBeEmpty();
        refused.Reviews.Single(r => r.CrmKey == "b").Message.ShouldNotBeNull().ShouldStartWith("'Approved' would end the hold 'far over the limit' (lifted for now), and Lee Credit may not decide "
            + "'Hold lifted' for this account (reviews.authority). Name a limit with which the hold stays, such as EUR 100,000, ");

        // One with which the hold would come back ends nothing; and who may lift it may end it.
        Decide(then, By(Lee, ReviewVerdict.Approved, 105_000, record: "b", hours: 1)).Plan.Granted.ShouldHaveSingleItem().Effect.ShouldBe(OverrideEffect.RaiseLimit);
        Decide(then, By(Dana, ReviewVerdict.Approved, 150_000, record: "b", hours: 1)).Plan.Granted.ShouldHaveSingleItem().Effect.ShouldBe(OverrideEffect.RaiseLimit);
    }

    [Fact]
    public void LimitAboveWhatIsOwed_EndedAHoldWithoutTheAuthorityForIt_AndWithoutSayingSo()
    {
        var (review, then) = Decided(Owing(130_000m), NoHolds, By(Lee, ReviewVerdict.Approved, 150_000));
        review.Message.ShouldBe($"'Approved' {MayNot}Name a limit with which the hold stays, such as EUR 100,000, choose 'No change' to leave the hold, or l{WhoMay}");
        (review.State, then.Decision.OnHold, then.File.Overrides.Count).ShouldBe((ReviewState.Open, true, 0));

        (review, then) = Decided(Owing(130_000m), NoHolds, By(Dana, ReviewVerdict.Approved, 150_000));
        review.Message.ShouldBe($"The limit is at least EUR 150,000 until 2026-12-31. {Ends}");
        then.Decision.OnHold.ShouldBeFalse();
    }

    [Theory]
    [InlineData("up_to: 100_000, verdicts: [hold_lifted] }, { users: [lee@example.com], up_to: 200_000, verdicts: [approved]", "The hold 'far over the limit' would end while EUR 130,000 count against the limit. "
        + "That is beyond the EUR 100,000 that Lee Credit may decide (reviews.authority). Name a limit with which the hold stays, such as EUR 100,000, or l" + WhoMay)]
    [InlineData("up_to: 130_000, verdicts: [hold_lifted] }, { users: [lee@example.com], up_to: 200_000, verdicts: [approved]", null)]
    [InlineData("up_to: 200_000", null)]
    [InlineData("bands: [Moderate], verdicts: [hold_lifted] }, { users: [lee@example.com], verdicts: [approved]", $"'Approved' {MayNot}Name a limit with which the hold stays, such as EUR 100,000, or l{WhoMay}")]
    [InlineData("verdicts: [approved] }, { users: [kim@example.com], verdicts: [hold_lifted]", $"'Approved' {MayNot}Name a limit with which the hold stays, such as EUR 100,000, or l{WhoMay}")]
    [InlineData("up_to: 120_000, verdicts: [approved]", $"'Approved' {MayNot}Name a limit with which the hold stays, such as EUR 100,000, or l{WhoMay}")]
    public void AuthorityForHolds_GoesByWhatIsOwed_AndWhoMayIsWhoMayDoBoth(string lee, string? refusal)
    {
        var (review, then) = Decided(Owing(130_000m), Rules($"{{ users: [lee@example.com], {lee} }}"), By(Lee, ReviewVerdict.Approved, 150_000));
        review.Message.ShouldBe(refusal ?? $"The limit is at least EUR 150,000 until 2026-12-31. {Ends}");
        then.Decision.OnHold.ShouldBe(refusal is not null);
    }

    [Fact]
    public void HoldInAnotherCurrency_IsJudgedInThePolicys()
    {
        static Money Dollars(Money money) => new(money.Amount, Files.Usd);
        var file = Owing(130_000m);
        file = file with
        {
            Account = file.Account with { Currency = Files.Usd }, Customers = [Files.Customers(CreditLimit.Of(Dollars(Files.Euros(100_000m))))],
            OpenItems = [.. file.OpenItems.Select(i => i with { OpenAmount = Dollars(i.OpenAmount) })], Payments = [],
        };
        var record = By(Lee, ReviewVerdict.Approved) with { ApprovedLimit = Dollars(Files.Euros(124_000m)) };
        var (review, then) = Decided(file, Rules("{ users: [lee@example.com], up_to: 100_000 }"), record);
        review.Outcome!.Refusal.ShouldBe("The hold 'far over the limit' would end while USD 130,000 (EUR 104,000) count against the limit. That is beyond the EUR 100,000 that Lee Credit may decide (reviews.authority). "
            + "Name a limit with which the hold stays, such as USD 100,000 (EUR 80,000), choose 'No change' to leave the hold, or l" + WhoMay);
        then.Decision.OnHold.ShouldBeTrue();
    }

    [Fact]
    public void HoldForASmallLimit_WhenNobodyCanTellWhatIsOwed_EndsByWhoMayLiftAnyAmount()
    {
        var policy = StarterPolicy.Parse(Text("\n" + Bounds + "reviews:\n  authority: [{ users: [dana@example.com] }, { users: [lee@example.com], up_to: 200_000 }]\n")
            .Replace("limit_used_percent > 120", "credit_limit < 110_000", StringComparison.Ordinal));
        var file = Owing(10_000m);
        file = file with { OpenItems = [.. file.OpenItems, Files.Open("I2", Files.Today.AddDays(20), 100m) with { OpenAmount = new Money(100m, CurrencyCode.Parse("JPY")) }] };
        var (review, then) = Decided(file, policy, By(Lee, ReviewVerdict.Approved, 150_000));
        review.Outcome!.Refusal.ShouldBe("The hold 'far over the limit' would end with that, Lee Credit may decide up to EUR 200,000 (reviews.authority), and what is owed cannot be told in EUR: "
            + "an amount or an exchange rate is missing. See the reasons for what it is. Name a limit with which the hold stays, such as EUR 100,000, choose 'No change' to leave the hold, or l" + WhoMay);
        then.Decision.OnHold.ShouldBeTrue();
        (review, then) = Decided(file, policy, By(Dana, ReviewVerdict.Approved, 150_000));
        (review.Message, then.Decision.OnHold).ShouldBe(($"The limit is at least EUR 150,000 until 2026-12-31. {Ends}", false));
    }

    [Theory]
    [InlineData(105_000, "The limit is at least EUR 105,000 until 2026-12-31.")]
    [InlineData(90_000, "The limit is at most EUR 90,000 until a person ends it.")]
    public void LimitThatLeavesTheHold_NeedsNoAuthorityForHolds(int limit, string message)
    {
        var (review, then) = Decided(Owing(130_000m), NoHolds, By(Lee, ReviewVerdict.Approved, limit));
        (review.Message, then.Decision.OnHold).ShouldBe((message, true));
    }

    [Fact]
    public void RuleThatHoldsWhateverIsOverTheLimit_IsKeptByAnyLimitBelowWhatIsOwed()
    {
        var policy = StarterPolicy.Parse(Text("\n" + Bounds + "reviews:\n  authority: [{ users: [dana@example.com] }, { users: [lee@example.com], up_to: 200_000, verdicts: [approved] }]\n")
            .Replace("limit_used_percent > 120", "limit_used_percent > 100", StringComparison.Ordinal));
        var (review, _) = Decided(Owing(130_000m), policy, By(Lee, ReviewVerdict.Approved, 150_000));
        review.Message.ShouldBe($"'Approved' {MayNot}Name a limit with which the hold stays, such as one below the EUR 130,000 that count against it, or l{WhoMay}");
        (review, var then) = Decided(Owing(130_000m), policy, By(Lee, ReviewVerdict.Approved, 129_999));
        (review.Message, then.Decision.OnHold).ShouldBe(("The limit is at least EUR 129,999 until 2026-12-31.", true));
    }

    [Fact]
    public void DealThatIsApprovedWithALimit_MayBeApprovedWithoutIt()
    {
        var file = Owing(130_000m, Files.Deal("D1", 5_000m));
        var (review, _) = Decided(file, NoHolds, By(Lee, ReviewVerdict.Approved, 150_000, "D1"));
        review.Message.ShouldBe($"'Approved' {MayNot}Name a limit with which the hold stays, such as EUR 100,000, leave the limit empty, or l{WhoMay}");
        (review, var then) = Decided(file, NoHolds, By(Lee, ReviewVerdict.Approved, deal: "D1"));
        (review.Message, then.Decision.OnHold).ShouldBe(("The deal passes up to EUR 5,000 until 2026-12-31.", true));
    }

    // A senior has lowered the limit, and the account is on hold for it.
    private static ReviewSituation Lowered(CreditPolicy policy)
    {
        var (then, _) = Decide(At(Owing(50_000m), policy), By(Dana, ReviewVerdict.Approved, 40_000));
        then.Decision.OnHold.ShouldBeTrue();
        return then;
    }

    [Theory]
    [InlineData("a", ReviewVerdict.NoChange, null, $"'No change' {MayNot}Leave what was decided before as it is, or l{WhoMay}")]
    [InlineData("a", ReviewVerdict.Declined, null, $"'Declined' {MayNot}Leave what was decided before as it is, or l{WhoMay}")]
    [InlineData("a", ReviewVerdict.Approved, 60_000, $"'Approved' {MayNot}Name a limit with which the hold stays, such as EUR 40,000, or l{WhoMay}")]
    [InlineData("b", ReviewVerdict.Approved, 60_000, $"'Approved' {MayNot}Name a limit with which the hold stays, such as EUR 40,000, choose 'No change' to leave the hold, or l{WhoMay}")]
    [InlineData("b", ReviewVerdict.NoChange, null, null)]
    [InlineData("a", ReviewVerdict.Approved, 30_000, null)]
    public void LowerLimitOfASenior_WasEnded_AndItsHoldWithIt_ByWhoMayLiftNone(string record, ReviewVerdict verdict, int? limit, string? refusal)
    {
        var (then, _) = Decide(Lowered(NoHolds), By(Lee, verdict, limit, record: record, hours: 1));
        then.Reviews.Single(r => r.CrmKey == record).Outcome!.Refusal.ShouldBe(refusal);
        then.Decision.OnHold.ShouldBeTrue();
    }

    // The hold would have ended with the last day.
    [Theory]
    [InlineData("a", 40_000, $"'Approved' {MayNotThen}Leave what was decided before as it is, or l{WhoMay}")]
    [InlineData("a", 60_000, $"'Approved' {MayNot}Leave what was decided before as it is, or l{WhoMay}")]
    [InlineData("b", 40_000, $"'Approved' {MayNotThen}Choose 'No change' to leave the hold, or l{WhoMay}")]
    public void LowerLimitOfASenior_WasShortened_AndItsHoldWithIt_ByWhoMayLiftNone(string record, int limit, string refusal)
    {
        var shorter = By(Lee, ReviewVerdict.Approved, limit, record: record, hours: 1) with { ValidUntil = Files.Today.AddDays(1) };
        var (then, _) = Decide(Lowered(NoHolds), shorter);
        then.Reviews.Single(r => r.CrmKey == record).Outcome!.Refusal.ShouldBe(refusal);
        At(then.File, NoHolds, Start.AddDays(3)).Decision.OnHold.ShouldBeTrue();
        (then, _) = Decide(Lowered(NoHolds), shorter with { DecidedByKey = Dana.Key, ApprovedLimit = Files.Euros(40_000m) });
        (then.Reviews.Single(r => r.CrmKey == record).State, then.Decision.OnHold).ShouldBe((ReviewState.Decided, true));
    }

    [Theory]
    [InlineData("a", ReviewVerdict.NoChange, null, $"Noted: what the policy says counts again. The limit of at most EUR 40,000 of the earlier decision ends. {Ends}")]
    [InlineData("b", ReviewVerdict.Approved, 60_000, "The limit is at most EUR 60,000 until a person ends it. It replaces what another review granted: a limit of at most EUR 40,000, until a person ends it (P-a-lower). "
        + Ends)]
    public void HoldThatEndsWithALowerLimit_IsSaidToEnd(string record, ReviewVerdict verdict, int? limit, string message)
    {
        var (then, _) = Decide(Lowered(NoHolds), By(Dana, verdict, limit, record: record, hours: 1));
        (then.Reviews.Single(r => r.CrmKey == record).Message, then.Decision.OnHold).ShouldBe((message, false));
    }

    [Fact]
    public void HoldWhoseCauseHasGoneAnyway_IsNotTheDecisionsDoing()
    {
        var stands = At(Owing(130_000m), NoHolds);
        var (then, _) = Decide(stands with { File = stands.File with { OpenItems = [] } }, By(Lee, ReviewVerdict.Approved, 150_000));
        then.Reviews.ShouldHaveSingleItem().Message.ShouldBe("The limit is at least EUR 150,000 until 2026-12-31.");
    }

    [Fact]
    public void HoldThatAnotherDecisionOfTheSameCycleEnds_IsNotTheLaterOnesDoing()
    {
        var (then, _) = Decide(At(Owing(130_000m), NoHolds), By(Dana, ReviewVerdict.Approved, 150_000), By(Lee, ReviewVerdict.Approved, 160_000, record: "b", hours: 1));
        then.Reviews.Single(r => r.CrmKey == "a").Message.ShouldNotBeNull().ShouldContain(Ends);
        then.Reviews.Single(r => r.CrmKey == "b").Message.ShouldBe(
            "The limit is at least EUR 160,000 until 2026-12-31. It replaces what another review granted: a limit of at least EUR 150,000, until 2026-12-31 (P-a-raise).");
    }

    [Fact]
    public void AccountThatStaysOnHoldForSomethingElse_NeedsNoAuthorityForHolds_AndTheRecordSaysWhich()
    {
        var file = Owing(130_000m);
        var (review, then) = Decided(file with { OpenItems = [.. file.OpenItems, Files.Open("I2", Files.Today.AddDays(-45), 1_000m)] }, NoHolds, By(Lee, ReviewVerdict.Approved, 150_000));
        review.Message.ShouldBe("The limit is at least EUR 150,000 until 2026-12-31. The hold 'far over the limit' ends with that; the account stays on hold: 'seriously past due'.");
        then.Decision.HoldReasons.ShouldHaveSingleItem().Rule.ShouldBe("seriously past due");
    }

    // The rule does not apply any more at 113 % of the limit, and the hold lasts until 110 %.
    [Theory]
    [InlineData(115_000, true)]
    [InlineData(120_000, false)]
    public void HoldWithAnEndOfItsOwn_IsNotSaidToEndBeforeThat(int limit, bool stays)
    {
        var policy = StarterPolicy.Parse(Text("\n" + Bounds + "reviews:\n  quiet_days: 30\n")
            .Replace("      when: limit_used_percent > 120\n", "      when: limit_used_percent > 120\n      release_when: limit_used_percent <= 110\n", StringComparison.Ordinal));
        var (review, then) = Decided(Owing(130_000m), policy, By(Lee, ReviewVerdict.Approved, limit));
        review.Message.ShouldBe($"The limit is at least EUR {limit:N0} until 2026-12-31.{(stays ? "" : " " + Ends)}");
        then.Decision.OnHold.ShouldBe(stays);
    }

    // It goes on while an amount is unknown; as far as is known it is over with the limit, and then nobody would have lifted it.
    [Fact]
    public void HoldOfWhichNobodyCanTell_IsNotSaidToEnd_AndEndsByWhoMayLiftIt()
    {
        var file = Owing(130_000m);
        file = file with { OpenItems = [.. file.OpenItems, Files.Open("I2", Files.Today.AddDays(20), 100m) with { OpenAmount = new Money(100m, CurrencyCode.Parse("JPY")) }] };
        var (review, then) = Decided(file, NoHolds, By(Dana, ReviewVerdict.Approved, 150_000));
        (review.Message, then.Decision.OnHold).ShouldBe(("The limit is at least EUR 150,000 until 2026-12-31.", true));
        (review, then) = Decided(file, NoHolds, By(Lee, ReviewVerdict.Approved, 150_000));
        review.Outcome!.Refusal.ShouldBe($"'Approved' may end the hold 'far over the limit', and Lee Credit may not decide 'Hold lifted' for this account (reviews.authority). "
            + $"Whether it ends cannot be told while an exchange rate is missing. Name a limit with which the hold stays, such as EUR 100,000, choose 'No change' to leave the hold, or l{WhoMay}");
        (review, then) = Decided(file, NoHolds, By(Lee, ReviewVerdict.Approved, 105_000));
        (review.Message, then.Decision.OnHold).ShouldBe(("The limit is at least EUR 105,000 until 2026-12-31.", true));
    }

    // Whatever the amounts: nobody without the authority frees the account, what is followed without a word leaves the hold, and the limit that a refusal proposes is followed.
    [Fact]
    public void WhoMayLiftNoHolds_EndsNone_AndWhatARefusalProposesIsFollowed()
    {
        var proposed = 0;
        foreach (var most in new[] { 60_000, 110_000, 250_000 })
        {
            var policy = Rules($"{{ users: [lee@example.com], up_to: {most}, verdicts: [approved, no_change] }}");
            foreach (var owed in new[] { 121_000m, 150_000m, 310_000m })
            {
                foreach (var limit in new[] { 50_000, 100_001, 105_000, 126_000, 259_000, 299_000 })
                {
                    var (review, then) = Decided(Owing(owed), policy, By(Lee, ReviewVerdict.Approved, limit));
                    var where = $"{most} {owed} {limit}: {review.Message}";
                    then.Decision.OnHold.ShouldBeTrue(where);
                    review.Message.ShouldNotBeNull().ShouldNotContain("ends with that", Case.Sensitive, where);
                    if (review.State == ReviewState.Decided || Proposed().Match(review.Message!) is not { Success: true } match)
                        continue;
                    proposed++;
                    var (next, kept) = Decided(Owing(owed), policy, By(Lee, ReviewVerdict.Approved, int.Parse(match.Groups["amount"].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture)));
                    (next.State, kept.Decision.OnHold).ShouldBe((ReviewState.Decided, true), $"{where}\n{next.Message}");
                }
            }
        }

        proposed.ShouldBeGreaterThan(10);
    }

    [GeneratedRegex(@"[Nn]ame a limit with which the hold stays, such as EUR (?<amount>[\d,]+\d)")]
    private static partial Regex Proposed();
}
