using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Reviews;
using CreditBridge.UnitTests.Evaluation;
using Shouldly;
using Xunit;
using static CreditBridge.UnitTests.Reviews.ReviewCases;

namespace CreditBridge.UnitTests.Reviews;

/// <summary>What the records of decided reviews say of exceptions that count, or do not any more.</summary>
public sealed class WhatCountsTests
{
    private const string Raised = "The limit is at least EUR 150,000 until 2026-12-31.";
    private const string Limit = "a limit of at least EUR 150,000, until 2026-12-31";
    private const string Late = "'seriously late' (oldest_past_due_days > 60)";

    private static readonly OpportunityRecord Large = Files.Deal("D1", 250_000m, PaymentTerms.Net(30));
    private static readonly CreditPolicy Strict = With("", Bounds.Replace("300_000", "120_000", StringComparison.Ordinal));
    private static readonly CreditPolicy StrictWithoutTrigger = With("", "overrides:\n  highest_amount: 120_000\n  longest_days: 60\n");

    private static ReviewRecord By(string record, ReviewVerdict verdict, double hours = 0, int? limit = null, string? deal = null) => new(record, ReviewStatus.Decided)
    {
        AccountKey = "001", OpportunityKey = deal, Verdict = verdict, DecidedByKey = Dana.Key, CreatedAt = Start, DecidedAt = Start.AddHours(hours),
        ApprovedLimit = limit is { } amount ? Files.Euros(amount) : null,
    };

    private static CreditFile TooLate(CreditFile file) => file with { OpenItems = [Files.Open("I1", Files.Today.AddDays(-61), 200m)] };

    // The account with its records, cycle after cycle, each on what the last decision said.
    private sealed class Case(CreditFile file)
    {
        private readonly SortedDictionary<string, ReviewRecord> _records = new(StringComparer.Ordinal);
        private IReadOnlyList<CreditReview> _reviews = [];

        public CreditFile File { get; private set; } = file;

        public CreditDecision? Decision { get; private set; }

        public CreditPolicy Policy { get; set; } = ReviewCases.Policy;

        public double Hours { get; set; }

        public void Change(Func<CreditFile, CreditFile> change) => File = change(File);

        public void Revoke(string key) => Change(f => f with { Overrides = [.. f.Overrides.Where(o => o.Key != key)] });

        public Case Cycle(params ReviewRecord[] changed)
        {
            foreach (var record in changed)
                _records[record.Key] = record;
            ReviewPlan plan;
            do
            {
                var situation = At(File, Policy, Start.AddHours(Hours), _reviews) with { InCrm = [.. _records.Values] };
                plan = ReviewPlanner.Plan(situation);
                var then = situation.Then(plan);
                ReviewPlanner.Plan(then).Reviews.ShouldBeEmpty("planned again, nothing changes");
                (_reviews, Decision) = (then.Reviews, situation.Decision);
                File = File with { Overrides = then.File.Overrides, Prior = PriorStanding.Of(Decision) };
            }
            while (plan.Granted.Count > 0);
            return this;
        }

        public CreditReview Of(string record) => _reviews.Single(r => r.CrmKey == record);

        public string? Says(string record) => Of(record).Message;
    }

    [Fact]
    public void ExceptionThatATriggerEnded_WasStillSaidToCount_AndTheRecordNamesTheTrigger_AlsoLater()
    {
        var account = new Case(File()).Cycle(By("a", ReviewVerdict.Approved, limit: 150_000));
        account.Says("a").ShouldBe(Raised);
        account.Change(TooLate);
        account.Cycle();
        var said = $"No longer counts: {Limit}. It was ended on 2026-11-02 by {Late}, a trigger in 'overrides.end_when'. "
            + $"It does not come back: decide on another review of the account, one that is open or one that you create.\nIt was decided: {Raised}";
        account.Says("a").ShouldBe(said);
        account.Change(f => f with { OpenItems = [] });
        account.Hours = 25;
        account.Cycle().Says("a").ShouldBe(said, "what has ended does not come back, and the day stays the same");
        account.Policy = With("", "overrides:\n  highest_amount: 300_000\n  longest_days: 60\n");
        account.Cycle().Says("a").ShouldBe(said, "also when the policy has no such trigger any more");
        account.Hours = 24 * 70;
        account.Cycle().Says("a").ShouldBe(said, "also after what would have been its last day");
    }

    [Fact]
    public void NoticeThatWasRight_WasTakenAwayWhenATriggerEndedTheExceptionBesides()
    {
        var account = new Case(File()).Cycle(By("a", ReviewVerdict.Approved, limit: 150_000));
        account.Policy = StrictWithoutTrigger;
        account.Cycle().Says("a").ShouldNotBeNull().ShouldStartWith($"No longer counts: {Limit}. Has no effect: its amount");
        account.Policy = ReviewCases.Policy;
        account.Change(TooLate);
        account.Cycle().Says("a").ShouldNotBeNull().ShouldStartWith($"No longer counts: {Limit}. It was ended on 2026-11-02 by {Late}");
        account.Policy = Strict;
        account.Cycle().Says("a").ShouldNotBeNull().ShouldStartWith($"No longer counts: {Limit}. It was ended on 2026-11-02 by {Late}");
    }

    [Theory]
    [InlineData(ReviewVerdict.Approved, null, "the approval of the deal up to EUR 250,000, until 2026-12-31")]
    [InlineData(ReviewVerdict.Declined, null, "the decline of the deal, until a person ends it")]
    [InlineData(ReviewVerdict.Approved, 150_000, "the approval of the deal up to EUR 250,000, until 2026-12-31")]
    public void ExceptionThatWasRevoked_WasStillSaidToCount_AndNeedsAPersonAgain(ReviewVerdict verdict, int? limit, string words)
    {
        var account = new Case(File(Large)).Cycle(By("a", verdict, limit: limit, deal: "D1"));
        var said = account.Says("a");
        account.Revoke(verdict == ReviewVerdict.Declined ? "P-a-decline" : "P-a-clear");
        account.Cycle();
        account.Says("a").ShouldBe(
            $"No longer counts: {words}. It was revoked (P-a-{(verdict == ReviewVerdict.Declined ? "decline" : "clear")}). To decide anew within the policy, set the status back to 'In review'.\nIt was decided: {said}");
    }

    [Fact]
    public void RevokedExceptionOfADeal_LeavesItsReasonToBeLookedAtAnew()
    {
        var situation = At(File(Large));
        var review = ReviewPlanner.Plan(situation).Reviews.ShouldHaveSingleItem();
        var record = Decided(review, ReviewVerdict.Approved);
        var decided = (situation with { Reviews = [review], InCrm = [record] }) is var given ? given.Then(ReviewPlanner.Plan(given)) : given;
        var kept = At(decided.File, now: Start.AddHours(1), reviews: decided.Reviews) with { InCrm = [record] };
        ReviewPlanner.Plan(kept).Reviews.ShouldBeEmpty("it counts");
        var revoked = At(decided.File with { Overrides = [] }, now: Start.AddHours(2), reviews: decided.Reviews) with { InCrm = [record] };
        ReviewPlanner.Plan(revoked).Reviews.Select(r => r.State).Order().ShouldBe([ReviewState.Open, ReviewState.Decided]);
    }

    [Fact]
    public void RecordWhoseLastDecisionCounts_BeganWithWhatEarlierOnesOfItHadGranted()
    {
        var account = new Case(File()).Cycle(By("a", ReviewVerdict.Approved, limit: 180_000));
        account.Cycle(By("b", ReviewVerdict.Approved, 1, 150_000));
        account.Says("a").ShouldNotBeNull().ShouldStartWith("No longer counts: a limit of at least EUR 180,000, until 2026-12-31. A later decision replaced it (P-b-raise).");
        account.Cycle(By("a", ReviewVerdict.Approved, 2, 40_000));
        account.Says("a").ShouldBe($"The limit is at most EUR 40,000 until a person ends it. It replaces what another review granted: {Limit} (P-b-raise).");
        account.Cycle(By("a", ReviewVerdict.NoChange, 3));
        account.Says("a").ShouldBe("Noted: what the policy says counts again. The limit of at most EUR 40,000 of the earlier decision ends.");
        account.Cycle(By("b", ReviewVerdict.Approved, 4, 60_000));
        account.Says("a").ShouldNotBeNull().ShouldStartWith("Noted:");
    }

    [Theory]
    [InlineData(null, ReviewVerdict.Approved, 150_000, ReviewVerdict.Approved, null, "Noted. No limit is named, so that nothing is granted. The limit of at least EUR 150,000 of the earlier decision ends.")]
    [InlineData(null, ReviewVerdict.Approved, 150_000, ReviewVerdict.HoldLifted, null,
        "Noted. The account is not on hold, so that nothing has to be lifted. The limit of at least EUR 150,000 of the earlier decision ends.")]
    [InlineData(null, ReviewVerdict.Approved, 150_000, ReviewVerdict.Declined, null,
        "Noted: nothing is granted; what the policy says counts again. The limit of at least EUR 150,000 of the earlier decision ends.")]
    [InlineData(null, ReviewVerdict.Approved, 150_000, ReviewVerdict.Approved, 60_000, "The limit is at most EUR 60,000 until a person ends it. The limit of at least EUR 150,000 of the earlier decision ends.")]
    [InlineData(null, ReviewVerdict.Approved, 150_000, ReviewVerdict.Approved, 180_000, "The limit is at least EUR 180,000 until 2026-12-31.")]
    [InlineData("D1", ReviewVerdict.Approved, 40_000, ReviewVerdict.Approved, null, "The deal passes up to EUR 250,000 until 2026-12-31. The limit of at most EUR 40,000 of the earlier decision ends.")]
    [InlineData("D1", ReviewVerdict.Approved, null, ReviewVerdict.NoChange, null, "Noted: what the policy says counts again. The approval of the deal up to EUR 250,000 of the earlier decision ends.")]
    [InlineData("D1", ReviewVerdict.Declined, null, ReviewVerdict.NoChange, null, "Noted: what the policy says counts again. The decline of the deal of the earlier decision ends.")]
    [InlineData("D1", ReviewVerdict.Declined, null, ReviewVerdict.Approved, null, "The deal passes up to EUR 250,000 until 2026-12-31.")]
    public void DecisionThatIsChangedOnItsRecord_EndedInSilenceWhatItHadGranted(string? deal, ReviewVerdict first, int? limit, ReviewVerdict second, int? changed, string says)
    {
        var account = new Case(File(Large)).Cycle(By("a", first, limit: limit, deal: deal));
        account.Cycle(By("a", second, 1, changed, deal));
        account.Says("a").ShouldBe(says);
        account.Cycle().Says("a").ShouldBe(says);
    }

    private const string TermsEnd = " The terms Net 15 of the earlier decision end.";
    private const string ConditionsEnd = " The conditions 'Guarantee' of the earlier decision end.";
    private const string AtMost = "The limit is at most EUR 40,000 until a person ends it.";
    private const string LimitEnds = " The limit of at most EUR 40,000 of the earlier decision ends.";

    // The exception has the same key, and only what it was about was looked at.
    [Theory]
    [InlineData(null, 40_000, 40_000, null, null, $"{AtMost}{TermsEnd}{ConditionsEnd}")]
    [InlineData(null, 40_000, 40_000, 15, null, $"{AtMost} Deals on terms longer than Net 15 need approval.{ConditionsEnd}")]
    [InlineData(null, 40_000, 40_000, null, "Guarantee", $"{AtMost}{TermsEnd}")]
    [InlineData(null, 40_000, 40_000, 30, "Guarantee", $"{AtMost} Deals on terms longer than Net 30 need approval. The terms of the earlier decision change from Net 15 to Net 30.")]
    [InlineData(null, 40_000, 40_000, 7, "Guarantee", $"{AtMost} Deals on terms longer than Net 7 need approval.")]
    [InlineData(null, 40_000, 40_000, 15, " Guarantee\n", $"{AtMost} Deals on terms longer than Net 15 need approval.")]
    [InlineData(null, 40_000, 40_000, 15, "Weekly\n calls", $"{AtMost} Deals on terms longer than Net 15 need approval. The conditions of the earlier decision change from 'Guarantee' to 'Weekly calls'.")]
    [InlineData(null, 40_000, 30_000, null, "Guarantee", $"The limit is at most EUR 30,000 until a person ends it.{TermsEnd}")]
    [InlineData(null, 40_000, 150_000, null, null, $"{Raised}{LimitEnds}{TermsEnd}{ConditionsEnd}")]
    [InlineData(null, 40_000, 150_000, 15, "Guarantee", $"{Raised} Deals on terms longer than Net 15 need approval.{LimitEnds}")]
    [InlineData(null, 150_000, 150_000, null, null, $"{Raised}{TermsEnd}{ConditionsEnd}")]
    [InlineData(null, 150_000, 150_000, 30, "Guarantee", $"{Raised} Deals on terms longer than Net 30 need approval. The terms of the earlier decision change from Net 15 to Net 30.")]
    [InlineData(null, 40_000, null, null, null, $"Noted. No limit is named, so that nothing is granted.{LimitEnds}{TermsEnd}{ConditionsEnd}")]
    [InlineData("D1", null, null, null, null, $"The deal passes up to EUR 250,000 until 2026-12-31.{TermsEnd}{ConditionsEnd}")]
    [InlineData("D1", null, null, 30, "Guarantee", "The deal passes up to EUR 250,000 on Net 30 or shorter until 2026-12-31. The terms of the earlier decision change from Net 15 to Net 30.")]
    public void TermsThatTheNextDecisionOnTheRecordDrops_EndedInSilence(string? deal, int? first, int? second, int? days, string? conditions, string says)
    {
        var granted = By("a", ReviewVerdict.ApprovedWithConditions, limit: first, deal: deal) with { ApprovedTerms = PaymentTerms.Net(15), Conditions = "Guarantee" };
        var account = new Case(File(Large)).Cycle(granted);
        account.Cycle(By("a", ReviewVerdict.Approved, 1, second, deal) with { ApprovedTerms = days is { } d ? PaymentTerms.Net(d) : null, Conditions = conditions });
        account.Says("a").ShouldBe(says);
        account.Cycle().Says("a").ShouldBe(says);
        account.Cycle(By("a", ReviewVerdict.Approved, 2, second, deal) with { ApprovedTerms = days is { } e ? PaymentTerms.Net(e) : null, Conditions = conditions });
        account.Says("a").ShouldNotBeNull().ShouldNotContain("earlier decision", Shouldly.Case.Insensitive, "what has ended does not end once more");
    }

    [Theory]
    [InlineData(ReviewVerdict.Declined, "The deal does not pass any more, unless it is paid in advance.")]
    [InlineData(ReviewVerdict.NoChange, "Noted: what the policy says counts again. The approval of the deal up to EUR 250,000 of the earlier decision ends.")]
    public void TermsOfADealThatIsNotApprovedAnyMore_EndWithTheApproval(ReviewVerdict verdict, string says)
    {
        var account = new Case(File(Large)).Cycle(By("a", ReviewVerdict.Approved, deal: "D1") with { ApprovedTerms = PaymentTerms.Net(15) });
        account.Cycle(By("a", verdict, 1, deal: "D1")).Says("a").ShouldBe(says);
    }

    [Fact]
    public void TermsThatDidNotCountAnyMore_AreNotSaidToEnd()
    {
        var situation = At(File()) with { InCrm = [By("a", ReviewVerdict.Approved, limit: 150_000) with { ApprovedTerms = PaymentTerms.Net(15) }] };
        var then = situation.Then(ReviewPlanner.Plan(situation));
        var stricter = At(then.File, StrictWithoutTrigger, Start.AddHours(1), then.Reviews) with { InCrm = [By("a", ReviewVerdict.Approved, 1, 110_000)] };
        ReviewPlanner.Plan(stricter).Reviews.Single(r => r.CrmKey == "a").Message.ShouldNotBeNull().ShouldEndWith("The limit is at least EUR 110,000 until 2026-12-31.");
    }

    [Fact]
    public void ExceptionThatHadEndedBefore_IsNotSaidToEndWithALaterDecision()
    {
        var account = new Case(File()).Cycle(By("a", ReviewVerdict.Approved, limit: 150_000));
        account.Change(TooLate);
        account.Cycle();
        account.Change(f => f with { OpenItems = [] });
        account.Cycle(By("b", ReviewVerdict.Approved, 1, 40_000));
        account.Says("b").ShouldBe("The limit is at most EUR 40,000 until a person ends it.");
        account.Cycle(By("a", ReviewVerdict.NoChange, 2));
        account.Says("a").ShouldBe("Noted: as of 2026-11-02, a person's exception counts: a limit of at most EUR 40,000, until a person ends it (P-b-lower).");
        account.File.Overrides.Single(o => o.Key == "P-a-raise").EndedOn.ShouldBeNull("the trigger ended it");
    }

    [Theory]
    [InlineData("D1", null, "the approval of the deal up to EUR 250,000 on Net 15 or shorter, until 2026-12-31")]
    [InlineData("D1", "Only against\n a guarantee", "the approval of the deal up to EUR 250,000 on Net 15 or shorter, until 2026-12-31, on the conditions 'Only against a guarantee'")]
    [InlineData(null, "Paid in advance", "a limit of at least EUR 150,000 on Net 15 or shorter, until 2026-12-31, on the conditions 'Paid in advance'")]
    public void WhatStillCounts_WasToldWithoutItsTermsAndConditions(string? deal, string? conditions, string words)
    {
        var granted = By("a", conditions is null ? ReviewVerdict.Approved : ReviewVerdict.ApprovedWithConditions, limit: deal is null ? 150_000 : null, deal: deal) with
        {
            ApprovedTerms = PaymentTerms.Net(15), Conditions = conditions,
        };
        var account = new Case(File(Large)).Cycle(granted);
        account.Cycle(granted with { Status = ReviewStatus.InReview }).Says("a").ShouldBe($"Until a new decision, the earlier one counts: {words}.");
        account.Cycle(granted with { Status = ReviewStatus.Withdrawn }).Says("a").ShouldBe($"Withdrawn in the CRM. What was decided before still counts: {words}.");
    }

    [Theory]
    [InlineData(ReviewVerdict.NoChange, "Noted: as of 2026-11-02, ")]
    [InlineData(ReviewVerdict.Declined, "Noted: nothing is granted; as of 2026-11-02, ")]
    public void DecisionThatLeavesThingsAsTheyAre_WasSaidToLeaveThePolicy_WhereAPersonsExceptionCounts(ReviewVerdict verdict, string noted)
    {
        var account = new Case(File(Large)).Cycle(By("a", ReviewVerdict.Approved, limit: 40_000), By("c", ReviewVerdict.Approved, deal: "D1"));
        account.Cycle(By("b", verdict, 1));
        account.Says("b").ShouldBe($"{noted}a person's exception counts: a limit of at most EUR 40,000, until a person ends it (P-a-lower).", "that of the deal is another matter");
        account.Cycle(By("d", ReviewVerdict.NoChange, 2, deal: "D1"));
        account.Says("d").ShouldBe("Noted: as of 2026-11-02, a person's exception counts: the approval of the deal up to EUR 250,000, until 2026-12-31 (P-c-clear).");
        account.Cycle(By("a", ReviewVerdict.NoChange, 3));
        account.Cycle(By("b", verdict, 4)).Says("b").ShouldBe(verdict == ReviewVerdict.NoChange ? "Noted: what the policy says stays." : "Noted: nothing is granted; what the policy says stays.");
    }

    [Fact]
    public void ExceptionByHand_IsAPersonsToo_AndOneThatALowerOneCoversIsNotSaidToCount()
    {
        var raise = new OverrideRecord("X-1", "001", OverrideEffect.RaiseLimit, "Kim", "season", Files.Today) { AmountCap = Files.Euros(150_000m), ExpiresOn = Files.Today.AddDays(30) };
        var lower = new OverrideRecord("X-2", "001", OverrideEffect.LowerLimit, "Kim", "fraud", Files.Today) { AmountCap = Files.Euros(30_000m) };
        var release = raise with { Key = "X-3", Effect = OverrideEffect.ReleaseHold };
        new Case(File() with { Overrides = [raise, release] }).Cycle(By("a", ReviewVerdict.NoChange)).Says("a")
            .ShouldBe("Noted: as of 2026-11-02, a person's exception counts: a limit of at least EUR 150,000, until 2026-12-02 (X-1).", "there is no hold that is lifted");
        var both = new Case(File() with { Overrides = [raise, lower] }).Cycle(By("a", ReviewVerdict.NoChange));
        both.Decision!.Limit.ShouldBe(CreditLimit.Of(Files.Euros(30_000m)));
        both.Says("a").ShouldBe("Noted: as of 2026-11-02, a person's exception counts: a limit of at most EUR 30,000, until a person ends it (X-2).");
    }

    [Fact]
    public void ReviewThatWasKeptWithoutWhatItsDecisionBecame_SaysSoAllTheSame()
    {
        var situation = At(File()) with { InCrm = [By("a", ReviewVerdict.Approved, limit: 150_000)] };
        var then = situation.Then(ReviewPlanner.Plan(situation));
        var kept = then.Reviews.ShouldHaveSingleItem();
        kept = kept with { Outcome = kept.Outcome! with { Granted = null } };
        ReviewPlanner.Plan(At(then.File, Strict, reviews: [kept]) with { InCrm = situation.InCrm }).Reviews.Single(r => r.Key == kept.Key)
            .Message.ShouldNotBeNull().ShouldStartWith($"No longer counts: {Limit}. Has no effect:");
        ReviewPlanner.Plan(At(then.File with { Overrides = [] }, reviews: [kept]) with { InCrm = situation.InCrm }).Reviews.Single(r => r.Key == kept.Key)
            .Message.ShouldNotBeNull().ShouldStartWith("No longer counts: what was granted. It was revoked (P-a-raise).");
    }
}
