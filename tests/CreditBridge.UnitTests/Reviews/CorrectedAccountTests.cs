using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Reviews;
using CreditBridge.UnitTests.Evaluation;
using Shouldly;
using Xunit;
using static CreditBridge.UnitTests.Reviews.ReviewCases;

namespace CreditBridge.UnitTests.Reviews;

/// <summary>Reviews of people whose account was corrected: a decision on them was read neither there nor here.</summary>
public sealed class CorrectedAccountTests
{
    private const string Stands = "What was decided on this record for Berg GmbH stands there, and not here, until somebody ends it: a limit of at most EUR 40,000, until a person ends it "
        + "('creditbridge override revoke P-a0R1-lower').";

    private const string NotHere = "This was decided for Berg GmbH, and the record belongs to another account now: nothing follows from it here by itself. "
        + "If it is to count for this account, too, set the status to 'Decided' again.";

    private static readonly ReviewRecord First = new("a0R1", ReviewStatus.Decided)
    {
        ReviewKey = "P-a0R1", AccountKey = "001", Verdict = ReviewVerdict.Approved, DecidedByKey = Dana.Key, CreatedAt = Start.AddDays(-3), DecidedAt = Start.AddDays(-2),
        ApprovedLimit = Files.Euros(40_000m),
    };

    // As it is kept for the other account, with what it granted there.
    private static CameFrom Elsewhere(ReviewRecord record, ReviewState state = ReviewState.Decided)
    {
        var there = At(File(), now: Start.AddDays(-2)) with { InCrm = [record with { ReviewKey = null }] };
        var plan = ReviewPlanner.Plan(there);
        var review = plan.Reviews.ShouldHaveSingleItem() with { AccountKey = "002" };
        return new CameFrom("Berg GmbH", review with { State = state }, [.. plan.Granted.Select(g => g with { AccountKey = "002" })]);
    }

    private static (ReviewSituation Then, CreditReview Review, ReviewPlan Plan) Came(ReviewRecord record, CameFrom from, params CreditReview[] own)
    {
        var situation = At(File(), reviews: own) with { InCrm = [record], CameFrom = new Dictionary<string, CameFrom> { ["P-a0R1"] = from } };
        var plan = ReviewPlanner.Plan(situation);
        var then = situation.Then(plan) with { File = situation.File with { Overrides = plan.Granted }, CameFrom = new Dictionary<string, CameFrom>() };
        var again = ReviewPlanner.Plan(then);
        (again.Reviews.Count, again.Granted.Count).ShouldBe((0, 0), "planned again, nothing changes");
        return (then, then.Reviews.Single(r => r.Key == "P-a0R1"), plan);
    }

    [Theory]
    [InlineData(30_000, OverrideEffect.LowerLimit, "P-a0R1-2-lower", "The limit is at most EUR 30,000 until a person ends it. ")]
    [InlineData(150_000, OverrideEffect.RaiseLimit, "P-a0R1-2-raise", "The limit is at least EUR 150,000 until 2026-12-31. ")]
    public void DecisionChangedAfterTheAccountWasCorrected_WasLostWithoutAWord_AndIsJudgedForTheNewAccount(int limit, OverrideEffect effect, string key, string message)
    {
        var (then, review, plan) = Came(First with { ApprovedLimit = Files.Euros(limit), DecidedAt = Start }, Elsewhere(First));
        (review.State, review.AccountKey, review.Message, review.FirstDecidedAt).ShouldBe((ReviewState.Decided, "001", message + Stands, Start.AddDays(-2)));
        plan.Granted.Select(g => (g.Key, g.AccountKey, g.Effect, g.ReviewKey)).ShouldBe([(key, "001", effect, "P-a0R1")], "the exception of the other account has another key, and stands");
        At(then.File).Decision.Limit.ShouldBe(CreditLimit.Of(Files.Euros(limit)));

        // From then on it is a review of this account.
        var changed = ReviewPlanner.Plan(then with { InCrm = [then.InCrm[0] with { ApprovedLimit = Files.Euros(45_000m), DecidedAt = Start.AddHours(1) }] });
        changed.Granted.Where(g => g.EndedOn is null).Select(g => g.Key).ShouldBe(["P-a0R1-2-lower"]);
        changed.Reviews.ShouldHaveSingleItem().Message.ShouldNotBeNull()
            .ShouldSatisfyAllConditions(m => m.ShouldStartWith("The limit is at most EUR 45,000 until a person ends it. "), m => m.ShouldEndWith(" " + Stands));
    }

    [Fact]
    public void DecisionThatWasMadeForTheFormerAccount_IsNotFollowedHere_AndTheRecordSaysSo_UntilSomebodyDecides()
    {
        var (then, review, plan) = Came(First, Elsewhere(First));
        plan.Granted.ShouldBeEmpty();
        (review.State, review.RefusedDecisions, review.Message).ShouldBe((ReviewState.Open, 1, $"{NotHere}\n{Stands}"));
        ReviewWrites.StatusOf(review).ShouldBe("In review");
        (review.ReopenedAt, review.CompleteAt).ShouldBe((Start, Start), "its clock begins anew");

        then = then with { InCrm = [First with { Status = ReviewStatus.InReview }] };
        then = then.Then(ReviewPlanner.Plan(then)) with { InCrm = [First with { DecidedByKey = Lee.Key, DecidedAt = Start.AddHours(1) }] };
        var accepted = ReviewPlanner.Plan(then);
        accepted.Granted.ShouldHaveSingleItem().Key.ShouldBe("P-a0R1-2-lower");
        accepted.Reviews.ShouldHaveSingleItem().Message.ShouldBe("The limit is at most EUR 40,000 until a person ends it. " + Stands);
    }

    [Fact]
    public void DecisionThatGrantedNothingThere_LeavesNothingBehind()
    {
        var nothing = First with { Verdict = ReviewVerdict.NoChange, ApprovedLimit = null };
        var (_, review, plan) = Came(First with { DecidedAt = Start }, Elsewhere(nothing));
        (review.Message, review.Former).ShouldBe(("The limit is at most EUR 40,000 until a person ends it.", null));
        plan.Granted.ShouldHaveSingleItem().Key.ShouldBe("P-a0R1-lower");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void GrantThatHasEndedThere_IsNotSaidToStand(bool byAPerson)
    {
        var there = Elsewhere(First);
        there = there with { Granted = [.. there.Granted.Select(g => byAPerson ? g with { EndedOn = Files.Today } : g with { ExpiresOn = Files.Today.AddDays(-1) })] };
        var (_, review, plan) = Came(First with { DecidedAt = Start }, there);
        review.Message.ShouldBe("The limit is at most EUR 40,000 until a person ends it.");
        plan.Granted.ShouldHaveSingleItem().Key.ShouldBe("P-a0R1-2-lower");
    }

    [Fact]
    public void RefusedForTheNewAccount_IsAnsweredOnTheRecord()
    {
        var (_, review, plan) = Came(First with { ApprovedLimit = Files.Euros(400_000m), DecidedAt = Start }, Elsewhere(First));
        plan.Granted.ShouldBeEmpty();
        (review.State, review.RefusedDecisions).ShouldBe((ReviewState.Open, 1));
        review.Message.ShouldNotBeNull().ShouldContain("above the policy's highest of EUR 300,000");
        review.Message.ShouldEndWith("\n" + Stands);
    }

    [Fact]
    public void DecisionOlderThanTheNewestHere_DoesNotReplaceIt_AndIsAnswered()
    {
        var own = At(File()) with { InCrm = [First with { Key = "a0R2", ReviewKey = null, ApprovedLimit = Files.Euros(60_000m), DecidedAt = Start }] };
        var here = ReviewPlanner.Plan(own).Reviews.ShouldHaveSingleItem();
        var (_, review, plan) = Came(First with { ApprovedLimit = Files.Euros(30_000m), DecidedAt = Start.AddHours(-1) }, Elsewhere(First), here);
        plan.Granted.ShouldBeEmpty();
        review.Message.ShouldBe($"P-a0R2 was decided later, and that decision counts. To change it, decide there.\n{Stands}");
    }

    [Theory]
    [InlineData(ReviewState.Open)]
    [InlineData(ReviewState.Withdrawn)]
    public void DecidedAndGivenToTheAccountAtOnce_IsJudgedHere(ReviewState state)
    {
        var (_, review, plan) = Came(First with { DecidedAt = Start }, Elsewhere(First with { Verdict = ReviewVerdict.NoChange, ApprovedLimit = null }, state));
        (review.State, plan.Granted.ShouldHaveSingleItem().Key).ShouldBe((ReviewState.Decided, "P-a0R1-lower"));
    }

    [Theory]
    [InlineData(ReviewStatus.New)]
    [InlineData(ReviewStatus.InReview)]
    public void RecordThatIsOpen_GoesOnHere_AndDoesNotTakeOverTheExceptionOfTheOtherAccount(ReviewStatus status)
    {
        var (then, review, _) = Came(First with { Status = status }, Elsewhere(First, ReviewState.Open));
        (review.State, review.Message).ShouldBe((ReviewState.Open, Stands));
        var accepted = ReviewPlanner.Plan(then with { InCrm = [First with { DecidedAt = Start.AddHours(1) }] });
        accepted.Granted.ShouldHaveSingleItem().Key.ShouldBe("P-a0R1-2-lower");
    }

    [Fact]
    public void WithdrawnRecord_OrOneUnderAnotherKey_StaysHistory()
    {
        foreach (var record in new[] { First with { Status = ReviewStatus.Withdrawn }, First with { ReviewKey = "R-of another", DecidedAt = Start } })
            ReviewPlanner.Plan(At(File()) with { InCrm = [record], CameFrom = new Dictionary<string, CameFrom> { ["P-a0R1"] = Elsewhere(First) } }).Reviews.ShouldBeEmpty();
    }
}
