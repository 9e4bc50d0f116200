using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Decisions.Explanations;
using CreditBridge.Core.Evaluation.Proposals;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Reviews;
using CreditBridge.UnitTests.Evaluation;
using Shouldly;
using Xunit;
using static CreditBridge.UnitTests.Reviews.ReviewCases;

namespace CreditBridge.UnitTests.Reviews;

public sealed class ReviewPlannerTests
{
    private static readonly OpportunityRecord Large = Files.Deal("D1", 250_000m, PaymentTerms.Net(30));

    private static CreditReview Only(ReviewPlan plan) => plan.Reviews.ShouldHaveSingleItem();

    [Fact]
    public void Deal_ThatNeedsAPerson_OpensOneReviewAndOnlyOne()
    {
        var situation = At(File(Large));
        var plan = ReviewPlanner.Plan(situation);
        var review = Only(plan);
        (review.OpportunityKey, review.State, review.Amount, review.Effort, review.EffortHours).ShouldBe(("D1", ReviewState.Open, Files.Euros(250_000m), "standard", 2m));
        review.Reasons.ShouldHaveSingleItem().Cause.ShouldBe(ReviewCause.Deal);
        review.CompleteAt.ShouldBe(Start);
        review.DueAt.ShouldBe(Start.AddDays(2), "two business days of eight hours");
        ReviewPlanner.Plan(situation.Then(plan)).Reviews.ShouldBeEmpty();
        ReviewPlanner.Plan(At(File(Large), reviews: situation.After(plan), now: Start.AddHours(1))).Reviews.ShouldBeEmpty("an hour later nothing is different");
        Only(ReviewPlanner.Plan(At(File(Large)))).Key.ShouldBe(review.Key);
    }

    [Fact]
    public void Deal_ThatIsChangedSoThatItFits_OrCloses_IsWithdrawn()
    {
        var situation = At(File(Large));
        var kept = situation.After(ReviewPlanner.Plan(situation));
        var small = Only(ReviewPlanner.Plan(At(File(Large with { Amount = Files.Euros(1_000m) }), reviews: kept)));
        (small.State, small.ClosedAt).ShouldBe((ReviewState.Withdrawn, Start));
        small.Message.ShouldBe("Every reason has gone: nobody has to decide any more.");
        Only(ReviewPlanner.Plan(At(File(), reviews: kept))).Message.ShouldBe("The deal is no longer open: nobody has to decide.");
        var again = Only(ReviewPlanner.Plan(At(File(Large), reviews: [small])));
        again.State.ShouldBe(ReviewState.Open);
        again.Key.ShouldNotBe(small.Key, "the reason has come back: that is another review");
    }

    [Fact]
    public void AccountReasons_AreMergedIntoOneReview_WeightiestFirst()
    {
        var policy = Whole("""
            reviews:
              causes:
                - { name: news, cause: news, severity: information }
                - { name: warn, cause: warn_notice, types: [warn_notice] }
                - { name: security, cause: expiry, lead_days: 30, priority: low }
                - { name: bureau, cause: bureau_change, priority: high }

            """);
        var party = CreditParty.Account("001");
        var file = File() with
        {
            Signals =
            [
                new SignalRecord("S1", party, "new_owner", Files.Today.AddDays(-3)) { Severity = SignalSeverity.Information, Text = "Sold to Acme." },
                new SignalRecord("S2", party, "warn_notice", Files.Today.AddDays(-1)) { Severity = SignalSeverity.Warning },
                new SignalRecord("S3", party, "old news", Files.Today.AddDays(-31)) { Severity = SignalSeverity.Warning },
            ],
            Securities = [new SecurityRecord("G1", party, SecurityType.BankGuarantee, Files.Euros(5_000m)) { ExpiresOn = Files.Today.AddDays(30) }],
            BureauReports =
            [
                new BureauReportRecord("B1", party, "dnb", Files.Today.AddDays(-90)) { RiskClass = 2 },
                new BureauReportRecord("B2", party, "dnb", Files.Today.AddDays(-2)) { RiskClass = 4 },
            ],
        };
        var review = Only(ReviewPlanner.Plan(At(file, policy)));
        review.OpportunityKey.ShouldBeNull();
        review.Priority.ShouldBe(1);
        review.Reasons.Select(r => r.Key).ShouldBe(["bureau:dnb::2026-10-31", "signal:S2", "signal:S1", "expiry:G1:2026-12-02"]);
        review.Reasons.Select(r => r.Text).ShouldBe(
        [
            "A bureau sees more risk (dnb, 2026-10-31 against 2026-08-04): class 4 after 2 of 5.", "Warn notice, 2026-11-01.", "New owner, 2026-10-30: Sold to Acme.",
            "Bank guarantee over EUR 5,000 ends on 2026-12-02.",
        ]);
    }

    [Fact]
    public void Event_ThatWasDecided_DoesNotComeBack_AndANewOneDoes()
    {
        var policy = Whole("reviews:\n  causes: [{ name: news, cause: news, within_days: 90 }]\n");
        SignalRecord News(string key, int daysAgo) => new(key, CreditParty.Account("001"), "lawsuit", Files.Today.AddDays(-daysAgo)) { Severity = SignalSeverity.Warning };
        var file = File() with { Signals = [News("S1", 1)] };
        var situation = At(file, policy);
        situation = situation.Then(ReviewPlanner.Plan(situation));
        situation = situation.Then(ReviewPlanner.Plan(situation with { InCrm = [Decided(situation.Reviews[0], ReviewVerdict.NoChange)] }));
        situation.Reviews.ShouldHaveSingleItem().State.ShouldBe(ReviewState.Decided);
        ReviewPlanner.Plan(At(file, policy, Start.AddDays(60), situation.Reviews)).Reviews.ShouldBeEmpty("it still counts, and it was decided about");
        var both = At(file with { Signals = [News("S1", 1), News("S2", 0)] }, policy, Start.AddDays(1), situation.Reviews);
        var next = Only(ReviewPlanner.Plan(both));
        next.Reasons.Select(r => r.Key).ShouldBe(["signal:S2"]);
        next.Settled.ShouldBe(["signal:S1"]);
    }

    [Fact]
    public void Decline_IsQuiet_UntilTheDealAsksForMoreOrOtherTerms()
    {
        var situation = At(File(Large));
        situation = situation.Then(ReviewPlanner.Plan(situation));
        var plan = ReviewPlanner.Plan(situation with { InCrm = [Decided(situation.Reviews[0], ReviewVerdict.NoChange)] });
        var kept = situation.After(plan);
        kept[0].State.ShouldBe(ReviewState.Decided);
        ReviewPlanner.Plan(At(File(Large), reviews: kept, now: Start.AddDays(20))).Reviews.ShouldBeEmpty();
        Only(ReviewPlanner.Plan(At(File(Large with { Amount = Files.Euros(250_001m) }), reviews: kept))).State.ShouldBe(ReviewState.Open);
        Only(ReviewPlanner.Plan(At(File(Large with { RequestedTerms = PaymentTerms.Net(45) }), reviews: kept))).State.ShouldBe(ReviewState.Open);
        ReviewPlanner.Plan(At(File(Large with { Amount = Files.Euros(240_000m) }), reviews: kept)).Reviews.ShouldBeEmpty("less is not new");
        Only(ReviewPlanner.Plan(At(File(Large with { CloseDate = Files.Today.AddDays(90) }), reviews: kept, now: Start.AddDays(32)))).State.ShouldBe(ReviewState.Open, "the quiet days are over");
    }

    [Fact]
    public void NextMoment_WakesUp_WhenTheQuietDaysAreOver()
    {
        var situation = At(File(Large));
        situation = situation.Then(ReviewPlanner.Plan(situation));
        var plan = ReviewPlanner.Plan(situation with { InCrm = [Decided(situation.Reviews[0], ReviewVerdict.NoChange)] });
        ReviewPlanner.Plan(situation.Then(plan)).NextMoment.ShouldBe(situation.Now.StartOf(Files.Today.AddDays(31)));
    }

    [Fact]
    public void Clock_WaitsForDocuments_PausesWhenOneIsRejected_AndMovesTheDueTime()
    {
        var policy = With("  windows: [{ name: all, decide_in_hours: 16, first_response_in_hours: 4 }]\n  documents: [{ type: Financial statements, why: It is much., valid_months: 12 }]\n");
        ReviewDocumentRecord Paper(DocumentStatus status) => new("a1", "financial statements", status) { AccountKey = "001", ReceivedAt = Start };
        var situation = At(File(Large), policy);
        situation = situation.Then(ReviewPlanner.Plan(situation));
        var review = situation.Reviews[0];
        (review.CompleteAt, review.DueAt, review.Documents.Single().IsThere).ShouldBe((null, null, false));
        SlaClock.StandingOf(review, policy, Start, TimeZoneInfo.Utc).State.ShouldBe(SlaState.NotStarted);

        ReviewSituation Later(double hours, DocumentStatus status, ReviewSituation before) => At(File(Large), policy, Start.AddHours(hours), before.Reviews) with { Documents = [Paper(status)] };
        situation = Later(24, DocumentStatus.Received, situation);
        situation = situation.Then(ReviewPlanner.Plan(situation));
        (situation.Reviews[0].CompleteAt, situation.Reviews[0].WasCompleteAtOnce, situation.Reviews[0].DueAt).ShouldBe((Start.AddDays(1), false, Start.AddDays(3)));
        situation.Reviews[0].FirstResponseDueAt.ShouldBe(Start.AddDays(1).AddHours(4));

        situation = Later(26, DocumentStatus.Rejected, situation);
        situation = situation.Then(ReviewPlanner.Plan(situation));
        situation.Reviews[0].Pauses.ShouldHaveSingleItem().Why.ShouldBe("Sales owes: Financial statements (rejected).");
        situation.Reviews[0].DueAt.ShouldBeNull();
        var paused = SlaClock.StandingOf(situation.Reviews[0], policy, Start.AddHours(60), TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
        (paused.State, paused.MinutesLeft).ShouldBe((SlaState.Paused, 14 * 60));

        situation = Later(29, DocumentStatus.Accepted, situation);
        situation = situation.Then(ReviewPlanner.Plan(situation));
        situation.Reviews[0].DueAt.ShouldBe(Start.AddDays(3).AddHours(3));
        ReviewPlanner.Plan(situation).Reviews.ShouldBeEmpty();
    }

    [Fact]
    public void SecondsForWhichTheClockStoodStill_MoveTheDueTimeToo()
    {
        var policy = With("  windows: [{ name: all, decide_in_hours: 4, first_response_in_hours: 1 }]\n  documents: [{ type: Financial statements, why: It is much. }]\n");
        ReviewSituation AfterSeconds(int seconds, DocumentStatus status, ReviewSituation? before)
        {
            var papers = new ReviewDocumentRecord("a1", "Financial statements", status) { AccountKey = "001", ReceivedAt = Start };
            var later = At(File(Large), policy, Start.AddSeconds(seconds), before?.Reviews) with { Documents = [papers] };
            return later.Then(ReviewPlanner.Plan(later));
        }

        var situation = AfterSeconds(0, DocumentStatus.Received, null);
        situation = AfterSeconds(630, DocumentStatus.Received, AfterSeconds(600, DocumentStatus.Rejected, situation));
        situation = AfterSeconds(770, DocumentStatus.Received, AfterSeconds(700, DocumentStatus.Rejected, situation));
        var review = situation.Reviews.ShouldHaveSingleItem();
        (review.DueAt, review.FirstResponseDueAt).ShouldBe((Start.AddHours(4).AddSeconds(100), Start.AddHours(1).AddSeconds(100)), "30 and 70 seconds");
        var berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        SlaClock.PausedMinutes(review, BusinessHours.Of(policy, berlin)).ShouldBe(1);
        SlaClock.StandingOf(review, policy, review.AtRiskAt!.Value.AddSeconds(-1), berlin).State.ShouldBe(SlaState.Running);
        SlaClock.StandingOf(review, policy, review.AtRiskAt.Value, berlin).State.ShouldBe(SlaState.AtRisk);
        SlaClock.StandingOf(review, policy, review.DueAt!.Value.AddSeconds(-1), berlin).State.ShouldBe(SlaState.AtRisk);
        SlaClock.StandingOf(review, policy, review.DueAt.Value, berlin).State.ShouldBe(SlaState.Breached);
    }

    [Theory]
    [InlineData(null, null, true)]
    [InlineData(-400, null, false)]
    [InlineData(-300, null, true)]
    [InlineData(-400, 30, true)]
    [InlineData(90, null, true)]
    public void OldBalanceSheetThatArrivesToday_IsOld(int? speaksOf, int? validFor, bool isThere)
    {
        var policy = With("  documents: [{ type: Financial statements, why: It is much., valid_months: 12 }]\n");
        var paper = new ReviewDocumentRecord("a1", "Financial statements", DocumentStatus.Received)
        {
            AccountKey = "001", ReceivedAt = Start, SpeaksOf = speaksOf is { } days ? Files.Today.AddDays(days) : null, ValidUntil = validFor is { } more ? Files.Today.AddDays(more) : null,
        };
        var review = Only(ReviewPlanner.Plan(At(File(Large), policy) with { Documents = [paper] }));
        review.Documents.Single().IsThere.ShouldBe(isThere);
        review.Owed.ShouldBe(isThere ? null : ["Financial statements (too old)"]);
        // From the day of the balance sheet on, not of its arrival.
        if (speaksOf == -300)
            Only(ReviewPlanner.Plan(At(File(Large), policy, Start.AddDays(70)) with { Documents = [paper] })).Documents.Single().IsThere.ShouldBeFalse();
    }

    [Fact]
    public void UrgentNews_IsPromisedSooner_AlsoOnAReviewThatIsOpenAlready()
    {
        var policy = Whole("""
            reviews:
              causes:
                - { name: news, cause: news, severity: warning }
              windows:
                - { name: urgent, priority: urgent, decide_in_hours: 8 }
                - { name: everything else, decide_in_hours: 80 }

            """);
        SignalRecord News(string key, SignalSeverity severity) => new(key, CreditParty.Account("001"), "insolvency", Files.Today) { Severity = severity };
        Only(ReviewPlanner.Plan(At(File() with { Signals = [News("S1", SignalSeverity.Critical)] }, policy))).ShouldSatisfyAllConditions(
            r => r.Priority.ShouldBe(0), r => r.WindowMinutes.ShouldBe(8 * 60), r => r.DueAt.ShouldBe(Start.AddDays(1)));

        var situation = At(File() with { Signals = [News("S1", SignalSeverity.Warning)] }, policy);
        situation = situation.Then(ReviewPlanner.Plan(situation));
        situation.Reviews.Single().WindowMinutes.ShouldBe(80 * 60);
        var file = File() with { Signals = [News("S1", SignalSeverity.Warning), News("S2", SignalSeverity.Critical)] };
        var later = At(file, policy, Start.AddDays(1), situation.Reviews);
        var plan = ReviewPlanner.Plan(later);
        Only(plan).ShouldSatisfyAllConditions(r => r.WindowMinutes.ShouldBe(16 * 60, "a day is used, and a day is left"), r => r.DueAt.ShouldBe(Start.AddDays(2)));
        ReviewPlanner.Plan(later.Then(plan)).Reviews.ShouldBeEmpty();

        // Less urgent again: what has been promised stays promised.
        var calm = At(File() with { Signals = [News("S1", SignalSeverity.Warning)] }, policy, Start.AddDays(1).AddHours(1), later.After(plan));
        Only(ReviewPlanner.Plan(calm)).WindowMinutes.ShouldBe(16 * 60);
    }

    [Fact]
    public void DealThatLacksOnlyDocuments_IsExplainedAsWaitingForThem_AndNamesNoDay()
    {
        var policy = With("  documents: [{ type: Financial statements, why: It is much. }]\n");
        var file = File(Files.Deal("D1", 600_000m, PaymentTerms.Net(30))) with { Customers = [Files.Customers(CreditLimit.Of(Files.Euros(1_500_000m)))] };
        var situation = At(file, policy);
        var review = ReviewPlanner.Plan(situation).Reviews.Single(r => r.OpportunityKey == "D1");
        situation.Decision.Deals.Single().ReviewDue.ShouldNotBeNull("the decision alone knows no documents");
        var (decision, owed) = DealClocks.Of(situation.Decision, situation.File, policy, [review], TimeZoneInfo.Utc);
        decision.Deals.Single().ReviewDue.ShouldBeNull();
        foreach (var audience in new[] { Audience.Rep, Audience.Credit })
        {
            var lines = Explanation.OfDeal(decision, "D1", audience, owed).Select(l => l.Text).ToList();
            lines.ShouldContain("Credit waits for sales: Financial statements. The clock stands still until then, and no day is promised.");
            lines[0].ShouldContain("waits for you: Financial statements.");
            lines.ShouldNotContain(l => l.StartsWith("Credit looks at it by"));
            Explanation.Of(decision, audience, owed: owed).Select(l => l.Text).ShouldContain(lines[0]);
        }

        // Its clock runs: the day is that of the clock.
        var running = review with { Owed = null, CompleteAt = Start, DueAt = Start.AddDays(8) };
        var (then, none) = DealClocks.Of(situation.Decision, situation.File, policy, [running], TimeZoneInfo.Utc);
        (then.Deals.Single().ReviewDue, none.Count).ShouldBe((Files.Today.AddDays(8), 0));
        DealClocks.Of(situation.Decision, situation.File, policy, [review with { State = ReviewState.Withdrawn }], TimeZoneInfo.Utc).Decision.Deals.Single().ShouldBe(situation.Decision.Deals.Single());
    }

    [Fact]
    public void DocumentThatAPersonAsksFor_AndNoRuleNames_StopsTheClockUntilItIsThere()
    {
        var situation = At(File(Large));
        situation = situation.Then(ReviewPlanner.Plan(situation));
        var record = new ReviewRecord("a0R1", ReviewStatus.InReview) { ReviewKey = situation.Reviews[0].Key, AccountKey = "001", OpportunityKey = "D1" };
        ReviewSituation Later(double hours, DocumentStatus? status, ReviewSituation before)
        {
            var later = At(File(Large), null, Start.AddHours(hours), before.Reviews) with
            {
                InCrm = [record],
                Documents = status is { } stands ? [new ReviewDocumentRecord("a1", "Bank reference", stands) { AccountKey = "001", ReviewRecordKey = "a0R1" }] : [],
            };
            return later.Then(ReviewPlanner.Plan(later));
        }

        situation = Later(1, null, situation);
        var due = situation.Reviews[0].DueAt.ShouldNotBeNull();
        situation = Later(2, DocumentStatus.Requested, situation);
        situation.Reviews[0].DueAt.ShouldBeNull();
        situation.Reviews[0].Pauses.ShouldHaveSingleItem().Why.ShouldBe("Sales owes: Bank reference.");
        situation.Reviews[0].Documents.ShouldHaveSingleItem().ShouldBe(new NeededDocument("Bank reference", "Asked for in the CRM.", false));
        ReviewPlanner.Plan(situation).Reviews.ShouldBeEmpty();
        situation = Later(4, DocumentStatus.Received, situation);
        (situation.Reviews[0].DueAt, situation.Reviews[0].Documents.Single().IsThere).ShouldBe((due.AddHours(2), true));
        Later(5, DocumentStatus.Rejected, situation).Reviews[0].Pauses[^1].Why.ShouldBe("Sales owes: Bank reference (rejected).");
        var elsewhere = At(File(Large), null, Start.AddHours(1), situation.Reviews) with
        {
            InCrm = [record], Documents = [new ReviewDocumentRecord("a2", "Bank reference", DocumentStatus.Requested) { AccountKey = "001", ReviewRecordKey = "a0R2" }],
        };
        elsewhere.Then(ReviewPlanner.Plan(elsewhere)).Reviews[0].Documents.ShouldBeEmpty("it is asked for on another review");
    }

    [Fact]
    public void WaitingForDocuments_SetByAPerson_StopsTheClockUntilAPersonSetsItBack_AndOurOwnDoesNot()
    {
        var policy = With("  documents: [{ type: Financial statements, why: It is much. }]\n");
        var situation = At(File(Large), policy);
        situation = situation.Then(ReviewPlanner.Plan(situation));
        var key = situation.Reviews[0].Key;
        ReviewSituation Later(double hours, ReviewStatus status, DocumentStatus document, ReviewSituation before)
        {
            var later = At(File(Large), policy, Start.AddHours(hours), before.Reviews) with
            {
                InCrm = [new ReviewRecord("a0R1", status) { ReviewKey = key, AccountKey = "001", OpportunityKey = "D1" }],
                Documents = [new ReviewDocumentRecord("a1", "Financial statements", document) { AccountKey = "001" }],
            };
            var then = later.Then(ReviewPlanner.Plan(later));
            ReviewPlanner.Plan(then).Reviews.ShouldBeEmpty("planned again, nothing changes");
            return then;
        }

        situation = Later(1, ReviewStatus.WaitingForDocuments, DocumentStatus.Requested, situation);
        situation = Later(2, ReviewStatus.WaitingForDocuments, DocumentStatus.Received, situation);
        (situation.Reviews[0].CompleteAt, situation.Reviews[0].WaitsByHand).ShouldBe((Start.AddHours(2), null), "that it waits was written by us");
        situation = Later(3, ReviewStatus.InReview, DocumentStatus.Received, situation);
        var due = situation.Reviews[0].DueAt.ShouldNotBeNull();
        situation = Later(4, ReviewStatus.WaitingForDocuments, DocumentStatus.Received, situation);
        (situation.Reviews[0].DueAt, situation.Reviews[0].Pauses.Single().Why).ShouldBe((null, "Sales owes: documents that credit has asked for."));
        situation = Later(5, ReviewStatus.WaitingForDocuments, DocumentStatus.Received, situation);
        situation.Reviews[0].DueAt.ShouldBeNull();
        situation = Later(6, ReviewStatus.InReview, DocumentStatus.Received, situation);
        (situation.Reviews[0].DueAt, situation.Reviews[0].WaitsByHand).ShouldBe((due.AddHours(2), null));
    }

    [Fact]
    public void Message_WhileCreditWaitsForSales_SaysForWhat_AndPromisesNoDay()
    {
        // A small invoice that is long past due: no hold, and every deal is looked at.
        var late = (CreditFile file) => file with { OpenItems = [Files.Open("I1", Files.Today.AddDays(-40), 100m)] };
        var policy = With("  documents: [{ type: Financial statements, why: It is much., amount_above: 200_000 }]\n");
        var situation = At(late(File(Files.Deal("D1", null) with { UnreadableTerms = "as usual" })), policy);
        var check = situation.Decision.Deals.Single();
        (check.Status, check.ReviewDue).ShouldBe((DealStatus.ReviewNeeded, null));
        check.Message.ShouldStartWith("Credit needs to look at this deal and waits for you: the amount of the deal; payment terms from the list ('as usual' cannot be read).");
        var plan = ReviewPlanner.Plan(situation);
        Only(plan).Reasons[0].Text.ShouldNotContain("Credit needs to look", Case.Sensitive, "whoever reads it is credit");
        plan.Owed[Only(plan).Key].ShouldBe(
            ["Financial statements", "the amount of the deal", "payment terms from the list ('as usual' cannot be read)"], "an amount that nobody knows may be large");

        var small = At(late(File(Files.Deal("D1", 10_000m, PaymentTerms.Net(30)))), policy);
        small.Decision.Deals.Single().Message.ShouldStartWith("Credit needs to look at this deal; nothing for you to send now.");
        Only(ReviewPlanner.Plan(small)).Reasons[0].Text.ShouldBe("Invoices are more than 30 days past due.");
        ReviewPlanner.Plan(small).Owed.ShouldBeEmpty();
        var large = At(late(File(Large)), policy);
        var message = large.Decision.Deals.Single().Message;
        message.ShouldNotContain("nothing for you to send");
        var owed = ReviewPlanner.Plan(large).Owed.ShouldHaveSingleItem().Value;
        DealMessages.Waiting(message, [], owed).ShouldStartWith("Credit needs to look at this deal and waits for you: Financial statements. When it closes, ");
        DealMessages.Waiting("Does not fit as it is.", [], owed).ShouldBe("Does not fit as it is. Credit waits for you: Financial statements.");
    }

    [Fact]
    public void Clock_WaitsForTheAmountAndForTermsThatCanBeRead()
    {
        var deal = Files.Deal("D1", null) with { UnreadableTerms = "as usual" };
        var held = File(deal) with { Customers = [Files.Customers(CreditLimit.None)] };
        var review = ReviewPlanner.Plan(At(held)).Reviews.ShouldHaveSingleItem();
        review.CompleteAt.ShouldBeNull();
        review.Amount.ShouldBeNull();
    }

    [Fact]
    public void Routing_GivesWorkToWhoHasLeastForTheirTime_AndItStaysThere()
    {
        var policy = With("""
              teams:
                - { name: Nordics, regions: [NO] }
                - name: Rest
                  analysts:
                    - { user: dana@example.com, hours_per_week: 40 }
                    - { user: Lee Credit, hours_per_week: 10, away: [ { from: 2026-11-10, to: 2026-11-20 } ] }

            """);
        var second = Files.Deal("D2", 260_000m);
        var busy = At(File(Large, second), policy) with { OpenHours = new Dictionary<string, decimal> { [Dana.Key] = 20m, [Lee.Key] = 1m } };
        var plan = ReviewPlanner.Plan(busy);
        plan.Reviews.Select(r => (r.Team, r.Analyst)).ShouldBe([("Rest", Lee.Key), ("Rest", Lee.Key)], "3 of 10 hours are less than 22 of 40, and so are 5");
        var swamped = At(File(Large), policy) with { OpenHours = new Dictionary<string, decimal> { [Lee.Key] = 9m } };
        ReviewPlanner.Plan(swamped).Reviews.Single().Analyst.ShouldBe(Dana.Key);
        ReviewPlanner.Plan(busy.Then(plan) with { OpenHours = new Dictionary<string, decimal> { [Lee.Key] = 99m } }).Reviews.ShouldBeEmpty();
        ReviewPlanner.Plan(At(File(Large), policy, Start.AddDays(10))).Reviews.Single().Analyst.ShouldBe(Dana.Key, "Lee is away");
        var gone = busy.Then(plan) with { Users = new[] { Dana, Lee with { IsActive = false } }.ToDictionary(u => u.Key) };
        ReviewPlanner.Plan(gone).Reviews.Select(r => r.Analyst).ShouldBe([Dana.Key, Dana.Key]);
        ReviewPlanner.Plan(At(File(Large) with { Account = File().Account with { Country = "NO" } }, policy)).Reviews.Single().Analyst.ShouldBeNull("the CRM gives the work of this team out");
    }

    // The record showed an address where the alert named the person, and "whoever works on it" where nobody did.
    [Fact]
    public void Escalation_NamesPeopleOnTheRecord_AsTheAlertDoes()
    {
        const string Rules = "  escalation: [{ name: late, at: at_risk, to: [owner, DANA@example.com, 005L, boss@example.com] }]\n  windows: [{ name: all, decide_in_hours: 4 }]\n";
        Message(Rules + "  teams: [{ name: Credit, analysts: [{ user: 005L, hours_per_week: 40 }] }]\n").ShouldBe("Escalated to Lee Credit, Dana Credit, boss@example.com: late.");
        Message(Rules + "  teams: [{ name: Credit }]\n").ShouldBe("Escalated to team Credit (nobody works on it), Dana Credit, Lee Credit, boss@example.com: late.");

        static string? Message(string rules)
        {
            var policy = With(rules);
            var situation = At(File(Large), policy);
            return ReviewPlanner.Plan(At(File(Large), policy, Start.AddHours(3), situation.After(ReviewPlanner.Plan(situation)))).Reviews.Single().Message;
        }
    }

    [Fact]
    public void Escalation_IsTakenOnceEach_AndSaysToWhom()
    {
        var policy = With("  escalation: [{ name: hurry, at: at_risk, to: owner }, { name: boss, at: breached, after_hours: 2, to: boss@example.com }]\n  windows: [{ name: all, decide_in_hours: 4 }]\n");
        var situation = At(File(Large), policy);
        var plan = ReviewPlanner.Plan(situation);
        plan.NextMoment.ShouldBe(Start.AddHours(3));
        var atRisk = At(File(Large), policy, Start.AddHours(3), situation.After(plan));
        plan = ReviewPlanner.Plan(atRisk);
        (plan.Reviews[0].Escalated.Single(), plan.Reviews[0].Message, plan.NextMoment).ShouldBe(("hurry", "Escalated to nobody (nobody works on it): hurry.", Start.AddHours(4)));
        var late = At(File(Large), policy, Start.AddHours(6), atRisk.After(plan));
        plan = ReviewPlanner.Plan(late);
        plan.Reviews[0].Escalated.ShouldBe(["hurry", "boss"]);
        ReviewPlanner.Plan(late.Then(plan)).Reviews.ShouldBeEmpty();
    }

    [Fact]
    public void Asked_InTheCrm_IsAdopted_AndStaysUntilAPersonDecides()
    {
        var record = new ReviewRecord("a0R7", ReviewStatus.New) { AccountKey = "001", Reason = "New customer", CreatedAt = Start.AddHours(-1) };
        var situation = At(File()) with { InCrm = [record] };
        var plan = ReviewPlanner.Plan(situation);
        var review = Only(plan);
        (review.CrmKey, review.Reasons[0].Cause, review.Reasons[0].Text).ShouldBe(("a0R7", ReviewCause.Asked, "Asked for in the CRM: New customer."));
        ReviewPlanner.Plan(situation.Then(plan)).Reviews.ShouldBeEmpty();
        Only(ReviewPlanner.Plan(situation.Then(plan) with { InCrm = [record with { Status = ReviewStatus.Withdrawn }] })).State.ShouldBe(ReviewState.Withdrawn);
    }

    [Fact]
    public void Withdrawn_ByAPerson_IsNotOpenedAgainForTheSameReason()
    {
        var situation = At(File(Large));
        situation = situation.Then(ReviewPlanner.Plan(situation));
        var record = new ReviewRecord("a0R1", ReviewStatus.Withdrawn) { ReviewKey = situation.Reviews[0].Key, AccountKey = "001" };
        situation = situation.Then(ReviewPlanner.Plan(situation with { InCrm = [record] })) with { InCrm = [record] };
        situation.Reviews.ShouldHaveSingleItem().State.ShouldBe(ReviewState.Withdrawn);
        ReviewPlanner.Plan(situation).Reviews.ShouldBeEmpty();
    }

    [Fact]
    public void MergedAccounts_WithTwoOpenReviews_GoOnAsOne()
    {
        var policy = Whole("reviews:\n  causes: [{ name: news, cause: news }]\n");
        var file = File() with { Signals = [new SignalRecord("S1", CreditParty.Account("001"), "lawsuit", Files.Today) { Severity = SignalSeverity.Critical }] };
        var review = ReviewPlanner.Plan(At(file, policy)).Reviews.Single();
        review.Priority.ShouldBe(0);
        var other = review with { Key = "R-other", AccountKey = "002", OpenedAt = review.OpenedAt.AddDays(1) };
        var plan = ReviewPlanner.Plan(At(file, policy, reviews: [review, other]));
        Only(plan).ShouldSatisfyAllConditions(r => r.Key.ShouldBe("R-other"), r => r.State.ShouldBe(ReviewState.Withdrawn), r => r.Message.ShouldBe($"Goes on as {review.Key}."));
    }

    [Fact]
    public void MissingRate_IsAReasonBesideTheOthers_AndAnUnknownConditionApplies()
    {
        var policy = With("  effort: [{ name: small, hours: 1, amount_up_to: 300_000 }, { name: big, hours: 9 }]\n");
        var deal = Files.Deal("D1", 1m) with { Amount = new Money(250_000m, CurrencyCode.Parse("JPY")), Currency = CurrencyCode.Parse("JPY") };
        var file = File(deal) with { OpenItems = [Files.Open("I1", Files.Today.AddDays(5), 1m) with { OpenAmount = new Money(5m, CurrencyCode.Parse("JPY")) }] };
        var review = ReviewPlanner.Plan(At(file, policy)).Reviews.Single(r => r.OpportunityKey == "D1");
        review.Reasons[^1].Cause.ShouldBe(ReviewCause.MissingInformation);
        review.Reasons[^1].Text.ShouldContain("There is no exchange rate JPY→EUR");
        review.Effort.ShouldBe("big", "an amount that nobody can convert is not small");
    }

    [Fact]
    public void Periodic_OpensOnItsDay_AndStaysUntilDecided()
    {
        var policy = Whole("reviews:\n  causes: [{ name: periodic, cause: periodic, lead_days: 3 }]\n");
        var day = At(File(), policy).Decision.NextReview!.Value;
        CreditReview? On(int offset, IReadOnlyList<CreditReview>? reviews = null) =>
            ReviewPlanner.Plan(At(File(), policy, Files.On(day.AddDays(offset)).Instant, reviews)).Reviews.SingleOrDefault();
        On(-4).ShouldBeNull();
        var review = On(-3).ShouldNotBeNull();
        review.Reasons.Single().Key.ShouldBe($"periodic:{day:yyyy-MM-dd}");
        (On(10, [review])?.State ?? ReviewState.Open).ShouldBe(ReviewState.Open, "late, not gone");
        On(8).ShouldBeNull("when the policy is new, what was due long ago is not caught up on");
    }
}
