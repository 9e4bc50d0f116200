using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Reviews;
using CreditBridge.UnitTests.Evaluation;
using Shouldly;
using Xunit;
using static CreditBridge.UnitTests.Reviews.ReviewCases;

namespace CreditBridge.UnitTests.Reviews;

/// <summary>What the forecast of the workload and the report of both sides' commitments are made of.</summary>
public sealed class ReviewForecastInputTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Fact]
    public void Likelihood_DealsBeforeTheCheckedStage_AreCheckedAsIfTheyWereThere()
    {
        var policy = With("  effort: [{ name: big, hours: 6, amount_above: 100_000 }]\n  teams: [{ name: Credit }]\n");
        var file = File(
            Files.Deal("D1", 900_000m, stage: "Discovery"), Files.Deal("D2", 1_000m, stage: "Discovery"), Files.Deal("D3", null, stage: "Discovery"), Files.Deal("D4", 800_000m));
        At(file, policy).Decision.Deals.Select(d => d.OpportunityKey).ShouldBe(["D4"], "the others are not checked yet");
        var likely = ReviewLikelihood.Of(policy, file);
        likely.Select(l => (l.OpportunityKey, l.NeedsReview, l.Effort, l.Hours)).ShouldBe([("D1", true, "big", 6m), ("D2", likely[1].NeedsReview, "standard", 2m), ("D3", likely[2].NeedsReview, "big", 6m), ("D4", true, "big", 6m)]);
        likely[0].Reason.ShouldNotBeEmpty();
        likely[0].Team.ShouldBe("Credit");
        ReviewLikelihood.Of(policy, File(Files.Deal("D2", 1_000m, stage: "Discovery"))).Single().NeedsReview.ShouldBe(false);
        ReviewLikelihood.Of(policy, file, new HashSet<string> { "D2" }).Single().OpportunityKey.ShouldBe("D2");
    }

    [Fact]
    public void Likelihood_SaysTheSameAsTheCheckItself()
    {
        var deals = Enumerable.Range(1, 6).Select(i => Files.Deal($"D{i}", i * 40_000m)).ToArray();
        var likely = ReviewLikelihood.Of(Policy, File(deals));
        var opened = ReviewPlanner.Plan(At(File(deals))).Reviews.Select(r => r.OpportunityKey).ToList();
        likely.Where(l => l.NeedsReview == true).Select(l => l.OpportunityKey).ShouldBe(opened, ignoreOrder: true);
    }

    [Fact]
    public void KnownReviews_ArePeriodicOnesAndWhatEnds_WithinTheSpan()
    {
        var policy = Whole("reviews:\n  causes: [{ name: periodic, cause: periodic }, { name: ends, cause: expiry, lead_days: 10 }]\n");
        var file = File() with
        {
            Securities = [new SecurityRecord("G", CreditParty.Account("001"), SecurityType.CashDeposit, Files.Euros(7m)) { ExpiresOn = Files.Today.AddDays(24) }],
        };
        var situation = At(file, policy);
        var next = situation.Decision.NextReview!.Value;
        var interval = policy.Bands.Single(b => b.Name == situation.Decision.Band).ReviewIntervalDays!.Value;
        var known = KnownReviews.Of(situation.Decision, situation.File, policy, Files.Today, Files.Today.AddDays(2 * interval));
        known.Select(k => (k.Day, k.Cause)).ShouldContain((Files.Today.AddDays(14), ReviewCause.Expiry));
        known.Where(k => k.Cause == ReviewCause.Periodic).Select(k => k.Day).First().ShouldBe(next);
        known.Count(k => k.Cause == ReviewCause.Periodic).ShouldBe(2);
        KnownReviews.Of(situation.Decision, situation.File, policy, Files.Today, Files.Today.AddDays(13)).ShouldNotContain(k => k.Cause == ReviewCause.Expiry);
    }

    [Fact]
    public void Capacity_CountsWorkedDaysWithoutHolidaysAndAbsences()
    {
        var team = new ReviewTeam("Credit", [new ReviewAnalyst("a", 40m, [new Absence(Files.Today, Files.Today.AddDays(1))]), new ReviewAnalyst("b", 10m, [])], new ReviewSelection());
        team.CapacityHours(Policy.Calendar, Files.Today, Files.Today.AddDays(6)).ShouldBe(24m + 10m);
        team.CapacityHours(Policy.Calendar with { Holidays = System.Collections.Frozen.FrozenSet.ToFrozenSet([Files.Today.AddDays(4)]) }, Files.Today, Files.Today.AddDays(6)).ShouldBe(16m + 8m);
        team.CapacityHours(Policy.Calendar, Files.Today.AddDays(5), Files.Today.AddDays(6)).ShouldBe(0m, "a weekend");
    }

    // Two analysts of 40 hours had 80 hours a week in a calendar that has ten.
    [Fact]
    public void Capacity_IsNeverLongerThanTheWeekOfTheCalendar()
    {
        var calendar = Policy.Calendar with { Hours = [new OpeningHours(9 * 60, 11 * 60)] };
        var team = new ReviewTeam("Credit", [new ReviewAnalyst("a", 40m, []), new ReviewAnalyst("b", 5m, [])], new ReviewSelection());
        team.CapacityHours(calendar, Files.Today, Files.Today.AddDays(6)).ShouldBe(10m + 5m);
    }

    private static CreditReview Closed(string key, double hours, bool complete = true, int window = 16 * 60, string? team = "Credit", double openedBefore = 0) => new()
    {
        Key = key, AccountKey = "001", State = ReviewState.Decided, Reasons = [], Effort = "standard", WindowMinutes = window, Team = team,
        OpenedAt = Start.AddHours(-openedBefore), CompleteAt = Start, WasCompleteAtOnce = complete, ClosedAt = BusinessHours.Of(Policy, Berlin).Add(Start, (int)(hours * 60)),
    };

    [Fact]
    public void Facts_SayHowBothSidesKeptTheirWord()
    {
        var withdrawn = Closed("R5", 1) with { State = ReviewState.Withdrawn };
        var refused = Closed("R6", 1) with { State = ReviewState.Open, ClosedAt = null, RefusedDecisions = 2 };
        var report = ReviewFacts.Of([Closed("R1", 4), Closed("R2", 8), Closed("R3", 20, complete: false, openedBefore: 0.5), Closed("R4", 30, window: 60 * 60, team: null), withdrawn, refused], Policy, Berlin);
        report.All.ShouldBe(new ReviewFactsRow("all") { Decided = 4, Withdrawn = 1, OnTime = 3, Clocked = 4, MedianHours = 8m, P90Hours = 30m, CompleteAtOnce = 3, MedianWaitHours = 0m, RefusedDecisions = 2 });
        report.All.OnTimeShare.ShouldBe(0.75m);
        report.ByTeam.Select(t => (t.Name, t.Decided)).ShouldBe([("Credit", 3), ("no team", 1)]);
        report.ByWeek.Select(w => w.Name).ShouldAllBe(w => w.StartsWith("2026-1", StringComparison.Ordinal));
        ReviewFacts.Of([], Policy, Berlin).All.MedianHours.ShouldBeNull();
    }

    // Decided in January, opened again in March and complete at once: sales was said to have kept credit waiting from January to March.
    [Fact]
    public void AReviewThatWasOpenedAgain_CountsFromThen_ForBothSides()
    {
        var reopened = Closed("R1", 4, openedBefore: 60 * 24) with { ReopenedAt = Start };
        var all = ReviewFacts.Of([reopened], Policy, Berlin).All;
        (all.MedianWaitHours, all.MedianHours).ShouldBe((0m, 4m));
    }

    // What somebody began in January was the first response to what was opened again in March, kept before it was promised.
    [Fact]
    public void WorkThatWasBegunBefore_IsNoFirstResponseToWhatWasOpenedAgain()
    {
        var policy = With("  windows: [{ name: all, decide_in_hours: 16, first_response_in_hours: 4 }]\n");
        var opened = ReviewPlanner.Plan(At(File(Files.Deal("D1", 250_000m)), policy)).Reviews.ShouldHaveSingleItem();
        var decided = opened with { State = ReviewState.Decided, StartedAt = Start, ClosedAt = Start.AddHours(1), CrmKey = "a0R1", Outcome = new ReviewOutcome(ReviewVerdict.NoChange, Dana.Key, Start.AddHours(1), null) };
        var record = new ReviewRecord("a0R1", ReviewStatus.New) { ReviewKey = decided.Key, AccountKey = "001", OpportunityKey = "D1", StartedAt = Start };
        var again = ReviewPlanner.Plan(At(File(Files.Deal("D1", 250_000m)), policy, Start.AddDays(7), [decided]) with { InCrm = [record] }).Reviews.ShouldHaveSingleItem();
        (again.State, again.ReopenedAt, again.StartedAt).ShouldBe((ReviewState.Open, Start.AddDays(7), null));
        again.FirstResponseDueAt.ShouldNotBeNull();
        var begun = ReviewPlanner.Plan(At(File(Files.Deal("D1", 250_000m)), policy, Start.AddDays(7).AddHours(2), [again]) with { InCrm = [record with { Status = ReviewStatus.InReview, StartedAt = Start.AddDays(7).AddHours(1) }] });
        begun.Reviews.ShouldHaveSingleItem().StartedAt.ShouldBe(Start.AddDays(7).AddHours(1));
    }

    [Fact]
    public void Standing_PausesDoNotCount_AndAClosedReviewKeepsItsResult()
    {
        var pause = new ReviewPause(Start.AddHours(1), Start.AddHours(4), "papers");
        var review = Closed("R1", 6, window: 4 * 60) with { Pauses = [pause] };
        SlaClock.StandingOf(review, Policy, Start.AddYears(1), Berlin).ShouldBe(new SlaStanding(SlaState.Met, Start.AddHours(7), 60, 0.75m));
        SlaClock.StandingOf(review with { Pauses = [] }, Policy, Start.AddYears(1), Berlin).State.ShouldBe(SlaState.Missed);
        var open = review with { State = ReviewState.Open, ClosedAt = null };
        SlaClock.StandingOf(open, Policy, Start.AddHours(5), Berlin).State.ShouldBe(SlaState.Running);
        SlaClock.StandingOf(open, Policy, Start.AddHours(6), Berlin).State.ShouldBe(SlaState.AtRisk);
        SlaClock.StandingOf(open, Policy, Start.AddHours(7), Berlin).ShouldBe(new SlaStanding(SlaState.Breached, Start.AddHours(7), 0, 1m));
    }

    [Theory]
    [InlineData(ReviewState.Decided)]
    [InlineData(ReviewState.Withdrawn)]
    public void ReviewWithoutAClock_IsNeitherInTimeNorHeldAgainstSales(ReviewState state)
    {
        var review = new CreditReview { Key = "R", AccountKey = "001", Reasons = [], Effort = "", State = state, OpenedAt = Start, ClosedAt = Start, WindowMinutes = 60 };
        SlaClock.StandingOf(review, Policy, Start.AddHours(1), Berlin).State.ShouldBe(SlaState.NoClock);
        var clocked = review with { Key = "R2", State = ReviewState.Decided, CompleteAt = Start, WasCompleteAtOnce = true };
        var all = ReviewFacts.Of([review, clocked], Policy, Berlin).All;
        (all.Clocked, all.OnTimeShare, all.CompleteShare).ShouldBe((1, 1m, 1m));
        var none = ReviewFacts.Of([review], Policy, Berlin).All;
        (none.OnTimeShare, none.CompleteShare).ShouldBe(((decimal?)null, (decimal?)null));
    }
}
