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

/// <summary>Several decisions of people on one account: the newest counts, and nothing is said to be in force that is not.</summary>
public sealed class LaterDecisionTests
{
    private static readonly OpportunityRecord Large = Files.Deal("D1", 250_000m, PaymentTerms.Net(30));

    private static ReviewRecord By(string record, ReviewVerdict verdict, int? limit = null, string? deal = null, int hours = 0) => new(record, ReviewStatus.Decided)
    {
        AccountKey = "001", OpportunityKey = deal, Verdict = verdict, DecidedByKey = Dana.Key, CreatedAt = Start.AddHours(hours), DecidedAt = Start.AddHours(hours),
        ApprovedLimit = limit is { } amount ? Files.Euros(amount) : null,
    };

    // Decisions one after the other, each in a cycle of its own.
    private static (ReviewSituation Then, ReviewPlan Last) OneAfterTheOther(CreditFile file, CreditPolicy? policy, params ReviewRecord[] decisions)
    {
        var given = file.Overrides.ToDictionary(o => o.Key);
        IReadOnlyList<CreditReview> reviews = [];
        ReviewPlan? plan = null;
        for (var i = 0; i < decisions.Length; i++)
        {
            var now = At(file with { Overrides = [.. given.Values] }, policy, Start.AddHours(i), reviews) with { InCrm = [.. decisions.Take(i + 1)] };
            plan = ReviewPlanner.Plan(now);
            reviews = now.After(plan);
            foreach (var granted in plan.Granted)
                given[granted.Key] = granted;
        }

        return (At(file with { Overrides = [.. given.Values] }, policy, Start.AddHours(decisions.Length), reviews) with { InCrm = decisions }, plan!);
    }

    [Theory]
    [InlineData(180_000, 150_000, "The limit is at least EUR 150,000 until 2026-12-31. It replaces what another review granted: a limit of at least EUR 180,000, until 2026-12-31 (P-a-raise).")]
    [InlineData(60_000, 90_000, "The limit is at most EUR 90,000 until a person ends it. It replaces what another review granted: a limit of at most EUR 60,000, until a person ends it (P-a-lower).")]
    [InlineData(40_000, 150_000, "The limit is at least EUR 150,000 until 2026-12-31. It replaces what another review granted: a limit of at most EUR 40,000, until a person ends it (P-a-lower).")]
    [InlineData(150_000, 100_000, "The limit is at least EUR 100,000 until 2026-12-31. It replaces what another review granted: a limit of at least EUR 150,000, until 2026-12-31 (P-a-raise).")]
    public void LimitOfALaterReview_WasSaidToCount_AndTheEarlierOneStayed(int first, int second, string message)
    {
        var (then, last) = OneAfterTheOther(File(), null, By("a", ReviewVerdict.Approved, first), By("b", ReviewVerdict.Approved, second, hours: 1));
        then.Decision.Limit.ShouldBe(CreditLimit.Of(Files.Euros(second)));
        last.Reviews.Single(r => r.CrmKey == "b").Message.ShouldBe(message);
        var again = ReviewPlanner.Plan(then);
        (again.Reviews.Count, again.Granted.Count).ShouldBe((0, 0));
    }

    // The record stayed without an answer and without a key: the other was taken for a later decision.
    [Theory]
    [InlineData(true, -1)]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public void DecisionOnANewRecord_WasLost_WhenAnotherReviewEndedInTheSameCycle(bool isWithdrawn, int seconds)
    {
        var opened = At(File(), null, Start) with { InCrm = [By("a", ReviewVerdict.Approved) with { Status = ReviewStatus.New, Verdict = null, DecidedAt = null, DecidedByKey = null }] };
        var reviews = opened.After(ReviewPlanner.Plan(opened));
        var other = isWithdrawn ? opened.InCrm[0] with { Status = ReviewStatus.Withdrawn, ReviewKey = "P-a" } : By("a", ReviewVerdict.NoChange, hours: 1) with { ReviewKey = "P-a" };
        var mine = By("b", ReviewVerdict.Approved, 60_000);
        var situation = At(File(), null, Start.AddHours(1), reviews) with { InCrm = [other, mine with { DecidedAt = Start.AddHours(1).AddSeconds(seconds), CreatedAt = Start.AddHours(1).AddSeconds(seconds) }] };

        var plan = ReviewPlanner.Plan(situation);

        plan.Granted.ShouldHaveSingleItem().Key.ShouldBe("P-b-lower");
        plan.Reviews.Single(r => r.Key == "P-b").ShouldSatisfyAllConditions(
            r => r.State.ShouldBe(ReviewState.Decided), r => r.Message.ShouldBe("The limit is at most EUR 60,000 until a person ends it."));
        ReviewPlanner.Plan(situation.Then(plan)).Reviews.ShouldBeEmpty("planned again, nothing changes");
    }

    [Fact]
    public void TwoDecisionsThatAreReadAtOnce_TheOneThatWasMadeLastCounts()
    {
        var situation = At(File()) with { InCrm = [By("a", ReviewVerdict.Approved, 180_000) with { DecidedAt = Start.AddHours(1) }, By("b", ReviewVerdict.Approved, 150_000) with { DecidedAt = Start }] };
        var plan = ReviewPlanner.Plan(situation);
        plan.Granted.Select(g => g.Key).ShouldBeUnique();
        CreditEvaluator.Evaluate(File() with { Overrides = plan.Granted }, Policy).Limit.ShouldBe(CreditLimit.Of(Files.Euros(180_000m)));
    }

    [Theory]
    [InlineData(ReviewVerdict.Declined, ReviewVerdict.Approved, DealStatus.Prequalified)]
    [InlineData(ReviewVerdict.Approved, ReviewVerdict.Declined, DealStatus.DoesNotFit)]
    public void DealThatALaterReviewDecidesOtherwise_StayedAsTheEarlierOneHadIt(ReviewVerdict first, ReviewVerdict second, DealStatus status)
    {
        var (then, _) = OneAfterTheOther(File(Large), null, By("a", first, deal: "D1"), By("b", second, deal: "D1", hours: 1));
        then.Decision.Deals.Single().Status.ShouldBe(status);
        ReviewPlanner.Plan(then).Reviews.ShouldBeEmpty();
    }

    // The record of the earlier decision went on to say that the deal passes, while it had been declined since.
    [Fact]
    public void RecordOfAReplacedDecision_StillClaimedToCount_AndNamesWhatReplacedIt()
    {
        var (then, last) = OneAfterTheOther(File(Large), null, By("a", ReviewVerdict.Approved, deal: "D1"), By("b", ReviewVerdict.Declined, deal: "D1", hours: 1));
        var earlier = last.Reviews.Single(r => r.CrmKey == "a").Message.ShouldNotBeNull();
        earlier.ShouldStartWith("No longer counts: the approval of the deal up to EUR 250,000, until 2026-12-31. A later decision replaced it (P-b-decline). ");
        earlier.ShouldEndWith("\nIt was decided: The deal passes up to EUR 250,000 until 2026-12-31.");
        ReviewPlanner.Plan(then).Reviews.ShouldBeEmpty();
    }

    [Fact]
    public void DecisionOnAnotherDeal_OrThatLeavesThingsAsTheyAre_ReplacesNothing()
    {
        var (then, last) = OneAfterTheOther(
            File(Large, Large with { Key = "D2" }), null, By("a", ReviewVerdict.Approved, deal: "D1"), By("b", ReviewVerdict.Declined, deal: "D2", hours: 1), By("c", ReviewVerdict.NoChange, deal: "D1", hours: 2));
        last.Granted.ShouldBeEmpty();
        then.Decision.Deals.Select(d => d.Status).ShouldBe([DealStatus.Prequalified, DealStatus.DoesNotFit]);
    }

    [Theory]
    [InlineData(OverrideEffect.RaiseLimit, 180_000, 150_000)]
    [InlineData(OverrideEffect.LowerLimit, 60_000, 90_000)]
    [InlineData(OverrideEffect.LowerLimit, 60_000, 150_000)]
    public void LimitThatAnExceptionByHandKeepsFromCounting_IsRefused_AndTheExceptionIsNamed(OverrideEffect effect, int byHand, int wanted)
    {
        var hand = new OverrideRecord("X-7", "001", effect, "Kim", "season", Files.Today) { AmountCap = Files.Euros(byHand), ExpiresOn = Files.Today.AddDays(30) };
        var plan = ReviewPlanner.Plan(At(File() with { Overrides = [hand] }) with { InCrm = [By("a", ReviewVerdict.Approved, wanted)] });
        plan.Granted.ShouldBeEmpty();
        var message = plan.Reviews.ShouldHaveSingleItem().Message.ShouldNotBeNull();
        message.ShouldStartWith($"Nothing would change: exception X-7, granted by Kim and not by a decision on a review, stands against it (a limit of at {(effect == OverrideEffect.RaiseLimit ? "least" : "most")}");
        message.ShouldContain("creditbridge override revoke X-7");
    }

    [Fact]
    public void DealThatWasDeclinedByHand_IsNotSaidToPass()
    {
        var hand = new OverrideRecord("X-7", "001", OverrideEffect.DeclineDeals, "Kim", "fraud", Files.Today);
        var plan = ReviewPlanner.Plan(At(File(Large) with { Overrides = [hand] }) with { InCrm = [By("a", ReviewVerdict.Approved, deal: "D1")] });
        plan.Granted.ShouldBeEmpty();
        plan.Reviews.Single(r => r.CrmKey == "a").Message.ShouldNotBeNull().ShouldContain("exception X-7, granted by Kim");
    }

    [Fact]
    public void HoldLiftedOnceMoreByAnotherReview_LastsAsLongAsTheNewerOneSays()
    {
        var late = File() with { OpenItems = [Files.Open("I1", Files.Today.AddDays(-45), 20_000m)] };
        var (then, last) = OneAfterTheOther(
            late, null, By("a", ReviewVerdict.HoldLifted) with { ValidUntil = Files.Today.AddDays(20) }, By("b", ReviewVerdict.HoldLifted, hours: 1) with { ValidUntil = Files.Today.AddDays(5) });
        last.Reviews.Single(r => r.CrmKey == "b").Message.ShouldNotBeNull().ShouldStartWith($"The hold is lifted until {Files.Today.AddDays(5):yyyy-MM-dd}, while no more than EUR 300,000 counts against the limit: the policy's highest amount (section 'overrides'). It replaces");
        then.Decision.OnHold.ShouldBeFalse();
        At(then.File, now: Start.AddDays(6)).Decision.OnHold.ShouldBeTrue();
    }

    [Fact]
    public void LooseningALowerLimit_NeedsTheAuthority()
    {
        var policy = With("  authority: [{ users: [dana@example.com] }, { users: [lee@example.com], up_to: 50_000 }]\n");
        var (_, last) = OneAfterTheOther(File(), policy, By("a", ReviewVerdict.Approved, 40_000), By("b", ReviewVerdict.Approved, 90_000, hours: 1) with { DecidedByKey = Lee.Key });
        last.Reviews.Single(r => r.CrmKey == "b").Message.ShouldNotBeNull().ShouldContain("EUR 90,000 is more than the EUR 50,000 that Lee Credit may decide");
    }

    [Theory]
    [InlineData(ReviewVerdict.NoChange, null, null, 50_000, "EUR 100,000")]
    [InlineData(ReviewVerdict.Declined, null, null, 50_000, "EUR 100,000")]
    [InlineData(ReviewVerdict.HoldLifted, null, null, 50_000, "EUR 100,000")]
    [InlineData(ReviewVerdict.Approved, 40_000, 3, 50_000, "EUR 100,000")]
    [InlineData(ReviewVerdict.Approved, 30_000, null, 50_000, null)]
    [InlineData(ReviewVerdict.Approved, 45_000, null, 50_000, null)]
    [InlineData(ReviewVerdict.NoChange, null, null, 100_000, null)]
    public void LowerLimitOfASenior_WasEndedByChangingTheVerdict_AndNeedsAuthorityForWhatCountsInstead(ReviewVerdict verdict, int? limit, int? days, int upTo, string? instead)
    {
        var policy = With($"  authority: [{{ users: [dana@example.com] }}, {{ users: [lee@example.com], up_to: {upTo} }}]\n");
        var first = By("a", ReviewVerdict.Approved, 40_000);
        var (then, _) = OneAfterTheOther(File(), policy, first);
        var changed = By("a", verdict, limit) with { DecidedByKey = Lee.Key, DecidedAt = Start.AddHours(1), ValidUntil = days is { } d ? Files.Today.AddDays(d) : null };
        var plan = ReviewPlanner.Plan(then with { InCrm = [changed] });
        var review = plan.Reviews.Single(r => r.CrmKey == "a");
        if (instead is null)
        {
            review.State.ShouldBe(ReviewState.Decided);
            return;
        }

        plan.Granted.ShouldBeEmpty();
        review.Outcome!.Refusal.ShouldNotBeNull().ShouldStartWith(
            $"It would end what was decided before: a limit of at most EUR 40,000, until a person ends it (P-a-lower). A limit of {instead} would count instead. "
            + $"That is beyond the EUR 50,000 that Lee Credit may decide (reviews.authority). Leave it as it is, or let somebody decide who may: dana@example.com.");
    }

    [Theory]
    [InlineData(ReviewVerdict.NoChange, null, 50_000, true)]
    [InlineData(ReviewVerdict.Declined, 3, 50_000, true)]
    [InlineData(ReviewVerdict.Declined, null, 50_000, false)]
    [InlineData(ReviewVerdict.NoChange, null, 250_000, false)]
    public void DealThatASeniorDeclined_WasFreedByChangingTheVerdict_AndNeedsAuthorityForItsAmount(ReviewVerdict verdict, int? days, int upTo, bool isRefused)
    {
        var policy = With($"  authority: [{{ users: [dana@example.com] }}, {{ users: [lee@example.com], up_to: {upTo} }}]\n");
        var (then, _) = OneAfterTheOther(File(Large), policy, By("a", ReviewVerdict.Declined, deal: "D1"));
        var changed = By("a", verdict, deal: "D1") with { DecidedByKey = Lee.Key, DecidedAt = Start.AddHours(1), ValidUntil = days is { } d ? Files.Today.AddDays(d) : null };
        var plan = ReviewPlanner.Plan(then with { InCrm = [changed] });
        var refusal = plan.Reviews.Single(r => r.CrmKey == "a").Outcome!.Refusal;
        if (isRefused)
            refusal.ShouldNotBeNull().ShouldContain("the decline of the deal, until a person ends it (P-a-decline). The deal is of EUR 250,000. That is beyond the EUR 50,000 that Lee Credit may decide");
        else
            refusal.ShouldBeNull();
    }

    [Theory]
    [InlineData(ReviewVerdict.HoldLifted, null)]
    [InlineData(ReviewVerdict.Approved, 150_000)]
    public void DecisionThatATriggerEndsAtOnce_WasReportedAsInForce_IsRefusedNamingTheTrigger(ReviewVerdict verdict, int? limit)
    {
        var file = File() with { OpenItems = [Files.Open("I1", Files.Today.AddDays(-61), 20_000m)] };
        var situation = At(file) with { InCrm = [By("a", verdict, limit)] };
        var plan = ReviewPlanner.Plan(situation);
        plan.Granted.ShouldBeEmpty();
        var review = plan.Reviews.ShouldHaveSingleItem();
        review.State.ShouldBe(ReviewState.Open);
        review.Message.ShouldNotBeNull().ShouldStartWith(
            "Not possible under the policy: the exception would end at once by 'seriously late' (oldest_past_due_days > 60), one of the triggers in 'overrides.end_when'. Decide again when that is over");
    }

    [Fact]
    public void DecisionWhoseExceptionATriggerHasEnded_IsNotRevivedByChangingIt_AndSaysWhereToDecide()
    {
        var granted = By("a", ReviewVerdict.Approved, 150_000);
        var (then, _) = OneAfterTheOther(File(), null, granted);
        var prior = then.File.Prior with { EndedOverrides = ["P-a-raise"] };
        var changed = At(then.File with { Prior = prior }, now: Start.AddDays(1), reviews: then.Reviews) with { InCrm = [granted with { ApprovedLimit = Files.Euros(160_000m) }] };
        var plan = ReviewPlanner.Plan(changed);
        plan.Granted.ShouldBeEmpty();
        plan.Reviews.Single(r => r.CrmKey == "a").Message.ShouldNotBeNull().ShouldStartWith("What this review granted was ended by one of the triggers in 'overrides.end_when'");
    }

    [Fact]
    public void DecisionThatWasChanged_IsDatedOnItsOwnDays_AndSaysWhoEndedIt_AndWhatReplacedIt()
    {
        var granted = By("a", ReviewVerdict.Approved, deal: "D1");
        var (then, _) = OneAfterTheOther(File(Large), null, granted);
        var changed = ReviewPlanner.Plan(then with { InCrm = [granted with { Verdict = ReviewVerdict.Declined, DecidedByKey = Lee.Key }] });
        var ended = changed.Granted.Single(g => g.Effect == OverrideEffect.ClearDeals);
        (ended.ValidFrom, ended.EndedOn, ended.EndedBy, ended.ReplacedBy, ended.GrantedBy).ShouldBe((Files.Today, Files.Today, "Lee Credit", "P-a-decline", "Dana Credit"));
        var standing = CreditEvaluator.Evaluate(then.File with { Overrides = [.. changed.Granted.OrderBy(g => g.Key)] }, Policy).Overrides.Single(o => o.Key == ended.Key);
        standing.State.ShouldBe(OverrideState.Expired);
        standing.Why.ShouldStartWith("Ended on 2026-11-02 by Lee Credit, replaced by P-a-decline; granted by Dana Credit:");
    }

    [Fact]
    public void DecisionThatIsChangedBack_CountsAgain()
    {
        var first = By("a", ReviewVerdict.Approved, 150_000);
        var (then, _) = OneAfterTheOther(File(), null, first, By("b", ReviewVerdict.Approved, 40_000, hours: 1));
        var again = ReviewPlanner.Plan(then with { InCrm = [first with { Notes = "as it was", ApprovedLimit = Files.Euros(160_000m) }, then.InCrm[1]] });
        var overrides = then.File.Overrides.Where(o => again.Granted.All(g => g.Key != o.Key)).Concat(again.Granted).OrderBy(o => o.Key).ToList();
        var decision = At(then.File with { Overrides = overrides }, reviews: then.After(again)).Decision;
        decision.Limit.ShouldBe(CreditLimit.Of(Files.Euros(160_000m)));
        decision.Overrides.Select(o => (o.Key, o.State)).ShouldBe([("P-a-raise", OverrideState.Active), ("P-b-lower", OverrideState.Expired)]);
    }

    [Fact]
    public void RecordThatWasDeletedAndIsMadeAnew_DoesNotCarryARefusalOfADecisionThatItDoesNotHave()
    {
        var situation = At(File(Large));
        situation = situation.Then(ReviewPlanner.Plan(situation));
        var refused = situation with { InCrm = [Decided(situation.Reviews[0], ReviewVerdict.Approved) with { ApprovedLimit = Files.Euros(400_000m) }] };
        refused = refused.Then(ReviewPlanner.Plan(refused));
        refused.Reviews.Single().Message.ShouldNotBeNull();
        var deleted = refused with { InCrm = [], Reviews = [refused.Reviews[0] with { CrmKey = null }] };
        var anew = ReviewPlanner.Plan(deleted).Reviews.ShouldHaveSingleItem();
        (anew.State, anew.Outcome, anew.Message, anew.RefusedDecisions).ShouldBe((ReviewState.Open, null, null, 1));
        ReviewPlanner.Plan(deleted.Then(ReviewPlanner.Plan(deleted))).Reviews.ShouldBeEmpty();
    }
}
