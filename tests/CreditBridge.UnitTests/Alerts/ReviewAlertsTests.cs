using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Alerts;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Reviews;
using CreditBridge.UnitTests.Reviews;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Alerts;

public sealed class ReviewAlertsTests
{
    private static readonly DateTimeOffset Start = ReviewCases.Start;
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    private static readonly CreditPolicy Policy = ReviewCases.With("""
          teams: [{ name: Credit, analysts: [{ user: dana@example.com, hours_per_week: 40 }, { user: Lee Credit, hours_per_week: 40, away: [{ from: 2026-11-03, to: 2026-11-03 }] }] }]
          escalation:
            - { name: hurry, at: at_risk, to: owner }
            - { name: boss, at: breached, after_hours: 2, to: [boss@example.com, Lee Credit, Chief] }

        """);

    // Promised from ten o'clock on: at risk at 13:00, due at 14:00, escalated at 16:00 (Berlin).
    private static readonly CreditReview Review = new()
    {
        Key = "R-1",
        AccountKey = "001",
        OpportunityKey = "D1",
        Reasons = [],
        Effort = "standard",
        Team = "Credit",
        Analyst = ReviewCases.Dana.Key,
        CompleteAt = Start,
        OpenedAt = Start,
        AtRiskAt = Start.AddHours(3),
        DueAt = Start.AddHours(4),
    };

    [Fact]
    public void FirstResponseThatHasPassed_WithNobodyHavingBegun_IsTold()
    {
        var review = Review with { FirstResponseMinutes = 60, FirstResponseDueAt = Start.AddHours(1) };
        Told(review, 0.5).ShouldBeEmpty();
        var alert = Told(review, 1).ShouldHaveSingleItem();
        (alert.Key, alert.Kind).ShouldBe(("review-not-begun/R-1/20261102T1000Z", AlertKind.ReviewAtRisk));
        alert.Words.ShouldStartWith("A first response to the credit review of the account 'Sandberg AG' (R-1) was promised by 2026-11-02 11:00 Europe/Berlin, and nobody has begun. It is due on 2026-11-02 14:00 Europe/Berlin.");
        Told(review with { StartedAt = Start.AddHours(1.5) }, 2).ShouldBeEmpty("somebody has begun");
        Told(review, 3).ShouldNotContain(a => a.Key.StartsWith("review-not-begun"), "one alert at a time");

        static List<Alert> Told(CreditReview review, double hours) =>
            [.. new ReviewAlerts(Policy, Start.AddHours(hours), Berlin, new Dictionary<string, UserRecord>()).Of(review, "Sandberg AG", null)];
    }

    [Theory]
    [InlineData(0, 2, "")]
    [InlineData(179, 2, "")]
    [InlineData(180, 2, "ReviewAtRisk Warning review-at-risk/R-1/20261102T1300Z")]
    [InlineData(239, 0, "ReviewAtRisk Warning review-at-risk/R-1/20261102T1300Z")]
    [InlineData(240, 2, "ReviewBreached Warning review-breached/R-1/20261102T1300Z")]
    [InlineData(240, 1, "ReviewBreached Critical review-breached/R-1/20261102T1300Z")]
    [InlineData(359, 2, "ReviewBreached Warning review-breached/R-1/20261102T1300Z")]
    [InlineData(360, 2, "ReviewBreached Warning review-breached/R-1/20261102T1300Z; ReviewEscalated Critical review-escalated/R-1/boss")]
    public void TheClockAlone_RaisesOneAlertForEachState(int minutes, int priority, string expected) =>
        string.Join("; ", At(minutes, Review with { Priority = priority }).Select(a => $"{a.Kind} {a.Severity} {a.Key}")).ShouldBe(expected);

    [Fact]
    public void ADueTimeThatMoved_IsAnotherPromise()
    {
        var moved = Review with { AtRiskAt = Start.AddHours(27), DueAt = Start.AddHours(28) };
        At(300, moved).ShouldBeEmpty();
        At(28 * 60, moved).First().Key.ShouldNotBe(At(300, Review).First().Key);
    }

    [Theory]
    [InlineData(ReviewState.Decided)]
    [InlineData(ReviewState.Withdrawn)]
    public void WhatIsClosed_RaisesNothing(ReviewState state) => At(600, Review with { State = state, Escalated = ["boss"] }).ShouldBeEmpty();

    [Fact]
    public void AStepThatWasTaken_StaysTaken_WhileTheClockStandsStill()
    {
        var paused = Review with { DueAt = null, AtRiskAt = null, Escalated = ["hurry", "boss", "a step that the policy no longer has"] };
        var alert = At(600, paused).ShouldHaveSingleItem();
        (alert.Kind, alert.Key).ShouldBe((AlertKind.ReviewEscalated, "review-escalated/R-1/boss"));
        alert.Words.ShouldContain("It waits for sales.");
    }

    [Fact]
    public void Alerts_AreForWhoWorksOnIt_AndEscalationsForWhomThePolicyNames()
    {
        var late = At(360, Review);
        late[0].People.ShouldBe([new AlertPerson("Dana Credit", "dana@example.com")]);
        late[0].Words.ShouldBe("The credit review of the deal 'Line 4' (R-1) was due on 2026-11-02 14:00 Europe/Berlin. Dana Credit (team Credit) works on it. Decide, or say what is missing.");
        late[1].People.ShouldBe([new AlertPerson("boss@example.com", "boss@example.com"), new AlertPerson("Lee Credit", "lee@example.com"), new AlertPerson("Chief", null)]);
        late[1].Words.ShouldContain("is escalated to boss@example.com, Lee Credit, Chief: boss.");
        late[1].Words.ShouldEndWith("There is no mail address of Chief.");
        late.ShouldAllBe(a => a.AccountKey == "001" && a.AccountName == "Sandberg AG" && a.OpportunityKey == "D1" && a.ReviewKey == "R-1" && a.Team == "Credit");
    }

    [Theory]
    [InlineData("R-1", null, null, "R-1")]
    [InlineData("R-1", "a0R1", null, "R-1, record a0R1")]
    [InlineData("R-1", "a0R1", "CR-000012", "CR-000012, R-1")]
    [InlineData("R-1", null, "CR-000012", "R-1")]
    [InlineData("P-a0R1", "a0R1", null, "P-a0R1")]
    [InlineData("P-a0R1", "a0R1", "CR-000012", "CR-000012, P-a0R1")]
    public void AnAlert_NamesTheAccountAndItsRecord_NotTheKeyAlone_AndTheZoneOfItsTimes(string key, string? record, string? number, string expected)
    {
        var users = new[] { ReviewCases.Dana }.ToDictionary(u => u.Key);
        var review = Review with { Key = key, OpportunityKey = null, CrmKey = record, CrmNumber = number };
        var alert = new ReviewAlerts(Policy, Start.AddHours(4), Berlin, users).Of(review, "Sandberg AG", null).Single();
        alert.Words.ShouldStartWith($"The credit review of the account 'Sandberg AG' ({expected}) was due on 2026-11-02 14:00 Europe/Berlin.");
    }

    [Fact]
    public void WhatIsGivenToNobody_IsForEverybodyInTheTeamWhoIsThere()
    {
        At(240, Review with { Analyst = null }).Single().People!.Select(p => p.Name).ShouldBe(["Dana Credit", "Lee Credit"]);
        // The next day, on which Lee is away.
        At(24 * 60, Review with { Analyst = null })[0].People!.Select(p => p.Name).ShouldBe(["Dana Credit"]);
        var nobody = At(240, Review with { Analyst = null, Team = null }).Single();
        (nobody.People, nobody.Words).ShouldBe((null, "The credit review of the deal 'Line 4' (R-1) was due on 2026-11-02 14:00 Europe/Berlin. It is given to nobody yet. Decide, or say what is missing."));
    }

    [Fact]
    public void AUserWhoIsGone_IsNotMailed_AndThatIsSaid()
    {
        var gone = new ReviewAlerts(Policy, Start.AddHours(4), Berlin, new Dictionary<string, UserRecord> { [ReviewCases.Dana.Key] = ReviewCases.Dana with { IsActive = false } });
        var alert = gone.Of(Review, "Sandberg AG", null).Single();
        alert.People.ShouldBe([new AlertPerson("Dana Credit", null)]);
        alert.Words.ShouldContain("It is still given to Dana Credit (team Credit).");
        alert.Words.ShouldEndWith("Dana Credit is no longer an active user of the CRM and gets no mail.");
        alert.Words.ShouldNotContain("no mail address", Case.Sensitive, "there is one");
    }

    [Fact]
    public void AReviewThatFallsToNobody_IsToldToThoseWhoAreLeft_AndWhomThePolicyEscalatesTo()
    {
        var file = ReviewCases.File(Evaluation.Files.Deal("D1", 250_000m));
        var situation = ReviewCases.At(file, Policy);
        situation = situation.Then(ReviewPlanner.Plan(situation));
        var users = new[] { ReviewCases.Dana with { IsActive = false }, ReviewCases.Lee with { IsActive = false } }.ToDictionary(u => u.Key);
        var later = ReviewCases.At(file, Policy, Start.AddHours(1), situation.Reviews) with { Users = users };
        var fell = later.After(ReviewPlanner.Plan(later)).Single();
        (fell.Analyst, fell.HandedOver).ShouldBe((null, new ReviewHandover(ReviewCases.Dana.Key, null, Start.AddHours(1))));
        fell.Message.ShouldBe("Dana Credit is no longer an active user, and nobody in team Credit could take it: make somebody its owner.");
        var again = later.Then(ReviewPlanner.Plan(later));
        ReviewPlanner.Plan(again).Reviews.ShouldBeEmpty("it is no news the second time");

        var alert = new ReviewAlerts(Policy, Start.AddHours(1), Berlin, users).Of(fell, "Sandberg AG", "Line 4").ShouldHaveSingleItem();
        (alert.Kind, alert.Title).ShouldBe((AlertKind.ReviewHandedOver, "Sandberg AG: nobody has a credit review any more"));
        alert.Words.ShouldStartWith($"The credit review of the deal 'Line 4' ({fell.Key}) was given to Dana Credit, who is no longer an active user of the CRM, and nobody in team Credit could take it.");
        alert.People!.ShouldContain(new AlertPerson("boss@example.com", "boss@example.com"));

        // Somebody who is not of the team takes it in the CRM: it has somebody, who hears of it.
        var chief = new UserRecord("005C", "Chief") { Email = "chief@example.com" };
        users[chief.Key] = chief;
        var record = new ReviewRecord("a0R1", ReviewStatus.New) { ReviewKey = fell.Key, AccountKey = "001", OpportunityKey = "D1", OwnerKey = ReviewCases.Dana.Key };
        var still = ReviewCases.At(file, Policy, Start.AddHours(2), again.Reviews) with { Users = users, InCrm = [record] };
        still.After(ReviewPlanner.Plan(still)).Single().Analyst.ShouldBeNull("the record bears the name of the one who is gone");
        var taken = still with { InCrm = [record with { OwnerKey = chief.Key }] };
        taken.After(ReviewPlanner.Plan(taken)).Single().HandedOver.ShouldBe(new ReviewHandover(ReviewCases.Dana.Key, chief.Key, Start.AddHours(2)));
    }

    // "Escalated (late)" and "is late" came as two critical messages at the same moment.
    [Fact]
    public void OneLateMoment_IsOneMessageOnSharedChannels_AndTheOthersAreToldByName()
    {
        var policy = ReviewCases.With("  escalation: [{ name: hurry, at: at_risk, to: Lee Credit }, { name: late, at: breached, to: [owner, boss@example.com] }]\n");
        var users = new[] { ReviewCases.Dana, ReviewCases.Lee }.ToDictionary(u => u.Key);
        IReadOnlyList<RaisedAlert> known = [];

        var (told, alerts) = Settle(180);
        told.ShouldBe(["review-at-risk → crm, mail/dana@example.com", "review-escalated → mail/lee@example.com"]);
        alerts[0].Title.ShouldBe("Sandberg AG: credit review is due soon, escalated (hurry)");
        alerts[0].Words.ShouldEndWith("Decide, or say what is missing. It is escalated to Lee Credit: hurry.");

        (told, alerts) = Settle(240);
        told.ShouldBe(["review-breached → crm, mail/dana@example.com", "review-escalated → mail/boss@example.com"]);
        (alerts[0].Title, alerts[0].Severity).ShouldBe(("Sandberg AG: credit review is late, escalated (late)", AlertSeverity.Critical));
        alerts[0].Words.ShouldEndWith("It is escalated to Dana Credit, boss@example.com: late.");
        Settle(300).Told.ShouldBeEmpty();

        // Seen for the first time when all of it has passed: the late one says both steps.
        known = [];
        (told, alerts) = Settle(240);
        told[0].ShouldBe("review-breached → crm, mail/dana@example.com");
        told.Count(t => t.Contains("crm", StringComparison.Ordinal)).ShouldBe(1);
        alerts[0].Words.ShouldEndWith("It is escalated to Dana Credit, boss@example.com: late. It is escalated to Lee Credit: hurry.");

        (List<string> Told, List<Alert> Alerts) Settle(int minutes)
        {
            var now = Start.AddMinutes(minutes);
            var changes = AlertBook.Settle(known, [.. new ReviewAlerts(policy, now, Berlin, users).Of(Review, "Sandberg AG", "Line 4")], now, TimeSpan.FromDays(7), false);
            known = [.. known.Where(k => changes.Changed.All(c => c.Id != k.Id)), .. changes.Changed, .. changes.Raised];
            var deliveries = AlertRun.DeliveriesOf([.. changes.Raised], [new Notes("crm")], new People());
            var raised = changes.Raised.OrderBy(a => a.ToldIn is not null).ToList();
            return ([.. raised.Select(a => $"{a.Alert.Key.Split('/')[0]} → {string.Join(", ", deliveries.Where(d => d.AlertId == a.Id).Select(d => d.Channel))}")], raised.ConvertAll(a => a.Alert));
        }
    }

    [Fact]
    public void ThePlanner_TakesTheStepsAtTheMomentsAtWhichTheAlertsTellOfThem()
    {
        var file = ReviewCases.File(Evaluation.Files.Deal("D1", 250_000m));
        var situation = ReviewCases.At(file, Policy);
        situation = situation.Then(ReviewPlanner.Plan(situation));
        var planned = situation.Reviews.ShouldHaveSingleItem();
        var moment = EscalationPath.Of(planned, Policy.Reviews, BusinessHours.Of(Policy, Berlin)).Single(s => s.Step.Name == "boss").At;
        foreach (var now in new[] { moment.AddMinutes(-1), moment })
        {
            var later = ReviewCases.At(file, Policy, now, situation.Reviews);
            var escalated = later.After(ReviewPlanner.Plan(later)).Single().Escalated;
            new ReviewAlerts(Policy, now, Berlin, situation.Users).Of(planned, "Sandberg AG", "Line 4")
                .Any(a => a.Key.EndsWith("/boss", StringComparison.Ordinal)).ShouldBe(escalated.Contains("boss"));
        }
    }

    [Fact]
    public void APersonWhoHearsOfEverything_HearsOfItOnce()
    {
        AlertPerson[] people = [new("Dana", "Dana@Example.com"), new("Boss", "boss@example.com"), new("Chief", null), new("odd", "no address")];
        var alert = new RaisedAlert("a-1", At(240, Review).Single() with { People = people }, Start);
        var deliveries = AlertRun.DeliveriesOf(alert, [new Notes("mail/dana@example.com"), new Notes("crm")], new People());
        deliveries.Select(d => d.Channel).ShouldBe(["mail/dana@example.com", "crm", "mail/boss@example.com"]);
        AlertRun.DeliveriesOf(alert, [new Notes("crm")]).Select(d => d.Channel).ShouldBe(["crm"], "nobody is told by name");
    }

    [Fact]
    public void WhoWorksOnALateReview_IsNotToldOfItTwice_WhenAStepNamesSomebodyElseToo()
    {
        var policy = ReviewCases.With("""
              escalation:
                - { name: late, at: breached, to: [owner, boss@example.com] }
                - { name: by name, at: breached, to: [dana@example.com, Lee Credit] }
                - { name: reminder, at: breached, after_hours: 1, to: [owner, boss@example.com] }

            """);
        var users = new[] { ReviewCases.Dana, ReviewCases.Lee }.ToDictionary(u => u.Key);
        List<Alert> After(int minutes, CreditReview review) => [.. new ReviewAlerts(policy, Start.AddMinutes(minutes), Berlin, users).Of(review, "Sandberg AG", "Line 4")];
        After(240, Review).Select(a => $"{a.Kind}: {string.Join(", ", a.People!.Select(p => p.Name))}")
            .ShouldBe(["ReviewBreached: Dana Credit", "ReviewEscalated: boss@example.com", "ReviewEscalated: Lee Credit"]);
        After(240, Review)[1].Words.ShouldContain("is escalated to Dana Credit, boss@example.com: late.", Case.Sensitive, "all of them are named");
        After(300, Review)[^1].People!.Select(p => p.Name).ShouldBe(["Dana Credit", "boss@example.com"], "an hour later is another moment");
        After(300, Review)[2].Key.ShouldBe(After(240, Review with { Analyst = ReviewCases.Lee.Key })[2].Key, "whoever has it, the step is the same");
        After(240, Review with { Analyst = ReviewCases.Lee.Key })[2].People!.Select(p => p.Name).ShouldBe(["Dana Credit"]);
    }

    [Fact]
    public void AReviewThatIsHandedToAnother_TellsTheNewOne_Once()
    {
        var file = ReviewCases.File(Evaluation.Files.Deal("D1", 250_000m));
        var situation = ReviewCases.At(file, Policy);
        situation = situation.Then(ReviewPlanner.Plan(situation));
        var (first, users) = (situation.Reviews.ShouldHaveSingleItem(), situation.Users);
        (first.Analyst, first.HandedOver).ShouldBe((ReviewCases.Dana.Key, null), "who gets it first sees it in the queue");

        var record = new ReviewRecord("a0R1", ReviewStatus.New) { Number = "CR-000012", ReviewKey = first.Key, AccountKey = "001", OpportunityKey = "D1", OwnerKey = ReviewCases.Lee.Key };
        situation = ReviewCases.At(file, Policy, Start.AddHours(1), situation.Reviews) with { InCrm = [record] };
        situation = situation.Then(ReviewPlanner.Plan(situation));
        var handed = situation.Reviews.Single();
        handed.HandedOver.ShouldBe(new ReviewHandover(ReviewCases.Dana.Key, ReviewCases.Lee.Key, Start.AddHours(1)));
        ReviewPlanner.Plan(situation).Reviews.ShouldBeEmpty("it is no news the second time");

        List<Alert> Alerts(int hours, CreditReview review) => [.. new ReviewAlerts(Policy, Start.AddHours(hours), Berlin, users).Of(review, "Sandberg AG", "Line 4")];
        var alert = Alerts(1, handed).ShouldHaveSingleItem();
        (alert.Kind, alert.Title).ShouldBe((AlertKind.ReviewHandedOver, "Sandberg AG: credit review handed to Lee Credit"));
        alert.People.ShouldBe([new AlertPerson("Lee Credit", "lee@example.com")]);
        alert.Words.ShouldBe($"The credit review of the deal 'Line 4' (CR-000012, {handed.Key}) was handed from Dana Credit to Lee Credit. It is due on 2026-11-04 10:00 Europe/Berlin.");
        Alerts(2, handed).Single().Key.ShouldBe(alert.Key, "as long as it lasts, it is the same condition: told once");

        var back = ReviewCases.At(file, Policy, Start.AddHours(2), situation.Reviews) with { InCrm = [record with { OwnerKey = ReviewCases.Dana.Key }] };
        var again = back.After(ReviewPlanner.Plan(back)).Single();
        var second = Alerts(2, again).ShouldHaveSingleItem();
        second.Key.ShouldNotBe(alert.Key);
        second.People.ShouldBe([new AlertPerson("Dana Credit", "dana@example.com")]);
        Alerts(2, again with { State = ReviewState.Decided }).ShouldBeEmpty();
    }

    [Fact]
    public void WhatAnotherAlertSays_GoesOnlyWhereThatOneIsNotTold()
    {
        var hold = new RaisedAlert("a-1", new Alert("hold/1", AlertKind.HoldSet, AlertSeverity.Warning, "", ""), Start);
        var worse = new RaisedAlert("a-2", new Alert("deteriorating/1", AlertKind.Deteriorating, AlertSeverity.Warning, "", ""), Start) { ToldIn = "a-1" };
        // The connection announces holds in the CRM by itself.
        var deliveries = AlertRun.DeliveriesOf([worse, hold], [new Notes("crm") { Not = AlertKind.HoldSet }, new Notes("mail/a@example.com")]);
        deliveries.Select(d => (d.AlertId, d.Channel)).ShouldBe([("a-2", "crm"), ("a-1", "mail/a@example.com")]);
    }

    private static List<Alert> At(int minutes, CreditReview review)
    {
        var users = new[] { ReviewCases.Dana, ReviewCases.Lee }.ToDictionary(u => u.Key);
        return [.. new ReviewAlerts(Policy, Start.AddMinutes(minutes), Berlin, users).Of(review, "Sandberg AG", "Line 4")];
    }

    private sealed class Notes(string name) : IAlertChannel
    {
        public string Name => name;

        public int MostAtOnce => 100;

        public TimeSpan Collects => TimeSpan.Zero;

        public bool KeepsQuiet => true;

        public AlertKind? Not { get; init; }

        public bool Tells(Alert alert) => alert.Kind != Not;

        public Task<Abstractions.Failures.Failure?> TellAsync(AlertMessage message, CancellationToken cancellationToken) => throw new NotSupportedException();
    }

    private sealed class People : IPersonalChannels
    {
        public IAlertChannel? To(string address) => address.Contains('@', StringComparison.Ordinal) ? new Notes("mail/" + address) : null;

        public IAlertChannel? Named(string name) => throw new NotSupportedException();
    }
}
