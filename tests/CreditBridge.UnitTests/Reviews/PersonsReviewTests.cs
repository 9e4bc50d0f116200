using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Outbox;
using CreditBridge.Core.Reviews;
using CreditBridge.UnitTests.Evaluation;
using Shouldly;
using Xunit;
using static CreditBridge.UnitTests.Reviews.ReviewCases;

namespace CreditBridge.UnitTests.Reviews;

/// <summary>Reviews that people create in the CRM: one like any other, under a key that says which record it is.</summary>
public sealed class PersonsReviewTests
{
    private static readonly OpportunityRecord Large = Files.Deal("D1", 250_000m);
    private static readonly ReviewRecord Record = new("a0R7", ReviewStatus.New) { AccountKey = "001", Reason = "New customer", CreatedAt = Start.AddHours(-1) };

    private static ReviewRecord DecidedOn(string? deal, ReviewVerdict verdict) =>
        Record with { OpportunityKey = deal, Status = ReviewStatus.Decided, Verdict = verdict, DecidedByKey = Dana.Key, DecidedAt = Start.AddMinutes(-5) };

    [Theory]
    [InlineData("P-a0R7", "a0R7")]
    [InlineData("P-", null)]
    [InlineData("R-a0R7", null)]
    [InlineData("", null)]
    public void Key_SaysWhichRecordItIs(string key, string? record)
    {
        PersonsReview.RecordOf(key).ShouldBe(record);
        new TargetRecord(RecordKind.Review, key).RecordKey.ShouldBe(record);
        new TargetRecord(RecordKind.ReviewDocument, key).RecordKey.ShouldBeNull();
        new TargetRecord(RecordKind.Account, key).RecordKey.ShouldBe(key);
    }

    [Fact]
    public void OpenReviewOfADeal_TakesTheDealsOwnReasonIn_InsteadOfASecondReview()
    {
        var situation = At(File(Large)) with { InCrm = [Record with { OpportunityKey = "D1" }] };
        var review = ReviewPlanner.Plan(situation).Reviews.ShouldHaveSingleItem();
        review.Key.ShouldBe("P-a0R7");
        review.Reasons.Select(r => r.Cause).ShouldBe([ReviewCause.Deal, ReviewCause.Asked]);
        review.DueAt.ShouldNotBeNull("its clock runs like any other's");
    }

    [Theory]
    [InlineData(ReviewVerdict.NoChange)]
    [InlineData(ReviewVerdict.Declined)]
    [InlineData(ReviewVerdict.Approved)]
    public void DecisionThatIsThereBeforeWeAsked_IsTheOneThatWeWouldAskFor(ReviewVerdict verdict)
    {
        var situation = At(File(Large)) with { InCrm = [DecidedOn("D1", verdict)] };
        var plan = ReviewPlanner.Plan(situation);
        var review = plan.Reviews.ShouldHaveSingleItem();
        (review.Key, review.State, review.Outcome!.Refusal).ShouldBe(("P-a0R7", ReviewState.Decided, null));
        review.Reasons.Select(r => r.Cause).ShouldBe([ReviewCause.Asked, ReviewCause.Deal]);
        plan.Granted.Count.ShouldBe(verdict == ReviewVerdict.NoChange ? 0 : 1);
        plan.Granted.ShouldAllBe(g => g.Key.StartsWith("P-a0R7-", StringComparison.Ordinal));
        var stamped = situation.Then(plan) with { InCrm = [situation.InCrm[0] with { ReviewKey = "P-a0R7" }] };
        ReviewPlanner.Plan(stamped).Reviews.ShouldBeEmpty("our key on it is no news");
    }

    [Fact]
    public void DecisionOnAnAccount_SettlesNothingThatThePersonWasNotAskedAbout()
    {
        var policy = Whole("reviews:\n  causes: [{ name: news, cause: news }]\n");
        var file = File() with { Signals = [new SignalRecord("S1", CreditParty.Account("001"), "lawsuit", Files.Today) { Severity = SignalSeverity.Critical }] };
        var plan = ReviewPlanner.Plan(At(file, policy) with { InCrm = [DecidedOn(null, ReviewVerdict.NoChange)] });
        plan.Reviews.Select(r => (r.State, r.Reasons[0].Cause)).ShouldBe([(ReviewState.Decided, ReviewCause.Asked), (ReviewState.Open, ReviewCause.News)], ignoreOrder: true);
    }

    [Fact]
    public void RefusedDecision_IsAnsweredOnTheRecord_AndGoesBackToWork()
    {
        var record = DecidedOn("D1", ReviewVerdict.ApprovedWithConditions);
        var review = ReviewPlanner.Plan(At(File(Large)) with { InCrm = [record] }).Reviews.ShouldHaveSingleItem();
        (review.State, review.RefusedDecisions).ShouldBe((ReviewState.Open, 1));

        var written = Written(null, review, record);
        written[CreditFields.Review.Status].ShouldBe(FieldValue.Text("In review"));
        ((string)written[CreditFields.Review.Message].Content!).ShouldStartWith("It is approved with conditions, and none are written down.");
        written.ShouldNotContainKey(CreditFields.Review.Reason, "why the person asked is the person's");
    }

    [Fact]
    public void CurrencyInWhichALimitWasGranted_IsNotWrittenOver()
    {
        var dollars = CurrencyCode.Parse("USD");
        var record = DecidedOn("D1", ReviewVerdict.Declined) with { ApprovedLimit = new Money(50_000m, dollars) };
        var review = ReviewPlanner.Plan(At(File(Large)) with { InCrm = [record] }).Reviews.ShouldHaveSingleItem();

        Written(null, review, record).Keys.ShouldNotContain(f => f == CreditFields.Review.Currency || f == CreditFields.Review.Amount || f == CreditFields.Review.ProposedLimit);
        Written(null, review, record with { ApprovedLimit = new Money(50_000m, review.Amount!.Value.Currency) }).ShouldContainKey(CreditFields.Review.Currency);
    }

    [Fact]
    public void AmountAtStake_IsNotReadInTheCurrencyOfTheLimitThatAPersonGranted()
    {
        var record = DecidedOn("D1", ReviewVerdict.Declined) with { ApprovedLimit = new Money(50_000m, CurrencyCode.Parse("USD")) };
        var review = ReviewPlanner.Plan(At(File(Large)) with { InCrm = [record] }).Reviews.ShouldHaveSingleItem();
        var shown = ReviewFields.Project(review, 0m).Values.ToDictionary();
        var standing = new RecordStanding(shown, null);
        var written = ReviewWrites.Of("crm", null, review, record, 0m, null, whereabouts: Whereabouts.Known, _ => true).Plan(standing).Entry.ShouldNotBeNull().Values.ToDictionary();
        written[CreditFields.Review.Amount].IsEmpty.ShouldBeTrue("EUR 250,000 would be read as USD 250,000");
        written.ShouldNotContainKey(CreditFields.Review.Currency, "the person's");
        ((string)written[CreditFields.Review.Reasons].Content!).ShouldStartWith("At stake: EUR 250,000.\n");

        // The limit is taken out again; whose currency stands on the record then is not known.
        var later = new RecordStanding(new Dictionary<CreditField, FieldValue>(shown) { [CreditFields.Review.Amount] = FieldValue.Empty }, null);
        var again = ReviewWrites.Of("crm", review, review, record with { ApprovedLimit = null }, 0m, null, whereabouts: Whereabouts.Known, _ => true).Plan(later).Entry.ShouldNotBeNull().Values;
        (again[CreditFields.Review.Amount], again[CreditFields.Review.Currency]).ShouldBe((DecisionFields.Amount(review.Amount), FieldValue.Text("EUR")));
    }

    [Fact]
    public void RecordThatIsGone_WithdrawsTheReview_AndNothingIsCreatedInItsPlace()
    {
        var situation = At(File()) with { InCrm = [Record] };
        situation = situation.Then(ReviewPlanner.Plan(situation)) with { InCrm = [] };
        var gone = ReviewPlanner.Plan(situation).Reviews.ShouldHaveSingleItem();
        (gone.State, gone.Message).ShouldBe((ReviewState.Withdrawn, "Its record is gone from the CRM: nobody has to decide any more."));
    }

    [Theory]
    [InlineData(ReviewStatus.InReview, true)]
    [InlineData(ReviewStatus.Decided, false)]
    [InlineData(ReviewStatus.Withdrawn, false)]
    public void RecordWithItsKey_FromAnotherAccount_IsTakenOnWhileItIsOpen(ReviewStatus status, bool isTaken)
    {
        var moved = Record with { ReviewKey = "P-a0R7", Status = status, Verdict = status == ReviewStatus.Decided ? ReviewVerdict.NoChange : null };
        ReviewPlanner.Plan(At(File()) with { InCrm = [moved] }).Reviews.Count.ShouldBe(isTaken ? 1 : 0);
        ReviewPlanner.Plan(At(File()) with { InCrm = [moved with { ReviewKey = "R-of another" }] }).Reviews.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 2)]
    [InlineData(null, 2)]
    public void PriorityThatAPersonChose_IsNotWrittenOverByALessUrgentOne(int? chosen, int then)
    {
        var situation = At(File(Large)) with { InCrm = [Record with { OpportunityKey = "D1", Priority = chosen }] };
        var plan = ReviewPlanner.Plan(situation);
        plan.Reviews.ShouldHaveSingleItem().Priority.ShouldBe(then);
        var ours = situation.Then(plan) with { InCrm = [situation.InCrm[0] with { ReviewKey = "P-a0R7", Priority = null }] };
        ReviewPlanner.Plan(ours).Reviews.ShouldBeEmpty();
        ReviewPlanner.Plan(situation with { InCrm = [DecidedOn("D1", ReviewVerdict.NoChange) with { Priority = chosen }] }).Reviews.ShouldHaveSingleItem().Priority.ShouldBe(chosen ?? 2);
    }

    [Fact]
    public void DealOfAnotherAccount_IsNotSaidToBeClosed()
    {
        var withdrawn = ReviewPlanner.Plan(At(File()) with { InCrm = [Record with { OpportunityKey = "D of another" }] }).Reviews.ShouldHaveSingleItem();
        withdrawn.State.ShouldBe(ReviewState.Withdrawn);
        withdrawn.Message.ShouldBe("The deal is not among the open deals of this account: it is closed, or belongs to another account. Nobody has to decide here.");
    }

    private static Dictionary<CreditField, FieldValue> Written(CreditReview? before, CreditReview review, ReviewRecord record)
    {
        var plan = ReviewWrites.Of("crm", before, review, record, 0m, null, whereabouts: Whereabouts.Known, _ => true).Plan(null);
        return plan.Entry.ShouldNotBeNull().Values.ToDictionary();
    }
}
