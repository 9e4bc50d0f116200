using System.Text.Json;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Policies.Replay;
using CreditBridge.UnitTests.CreditFiles;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Policies.Replay;

public class PolicyReplayTests
{
    private static readonly DateOnly s_begin = new(2025, 1, 1);
    private static readonly AsOf s_today = AsOf.At(new DateTimeOffset(2026, 10, 1, 9, 0, 0, TimeSpan.Zero), TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
    private static readonly CreditPolicy s_holdsEarlier = StarterPolicy.With("oldest_past_due_days > 30 and", "oldest_past_due_days > 15 and");

    private static Task<ReplayReport> ReplayAsync(Past past, DateOnly first, DateOnly last, CreditPolicy? active = null, CreditPolicy? proposed = null, int parallelism = 2) =>
        new PolicyReplay(past, past).RunAsync(
            new ReplayQuestion(active ?? StarterPolicy.Policy, proposed ?? s_holdsEarlier, ReplayDates.Between(first, last, ReplayInterval.Month, s_today), s_today)
            {
                Parallelism = parallelism,
            },
            null,
            CancellationToken.None);

    // On 28 February A is 28 days past due: only the proposed policy holds. On 28 March it is 56 days past due: both hold.
    private static Past PaysLate(DateOnly? since)
    {
        var past = Past.Standard(since);
        past.Invoice("A", new(2026, 1, 1), due: new(2026, 1, 31), paid: new(2026, 6, 20), 3_000m);
        past.Invoice("G", new(2026, 3, 5), due: new(2026, 4, 4), paid: new(2026, 4, 10), 1_000m);
        past.Invoice("X", new(2026, 3, 10), due: new(2026, 4, 9), paid: new(2026, 8, 1), 7_000m);
        past.Invoice("Y", new(2026, 3, 29), due: new(2026, 4, 28), paid: new(2026, 9, 30), 5_000m);
        return past;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task PolicyThatHoldsEarlier_AvoidsExactlyTheInvoicesThatCameInBetween(bool isKnown)
    {
        var report = await ReplayAsync(PaysLate(isKnown ? s_begin : null), new(2026, 2, 28), new(2026, 3, 28));

        report.Dates.Select(d => (d.HoldsAdded, d.HoldsLifted, d.Old.OnHold, d.New.OnHold)).ShouldBe([(1, 0, 0, 1), (0, 0, 1, 1)]);
        report.StoppedOnlyByProposed.ShouldBe(new StoppedSales(Bad: 7_000m, 1, Good: 1_000m, 1, 0m, 0));
        report.StoppedOnlyByActive.ShouldBe(StoppedSales.None);
        report.ChangedAccounts.ShouldBe(1);
        report.KnownFiles.ShouldBe(isKnown ? 2 : 0);
        report.ReconstructedFiles.ShouldBe(isKnown ? 0 : 2);
        report.Dates[0].New.ExposureOnHold.ShouldBe(3_000m);
        report.Dates[0].Old.ExposureOnHold.ShouldBe(0m);
    }

    [Fact]
    public async Task PolicyThatHoldsLater_LetsThemIn()
    {
        var report = await ReplayAsync(PaysLate(s_begin), new(2026, 2, 28), new(2026, 3, 28), active: s_holdsEarlier, proposed: StarterPolicy.Policy);
        report.StoppedOnlyByProposed.ShouldBe(StoppedSales.None);
        report.StoppedOnlyByActive.ShouldBe(new StoppedSales(7_000m, 1, 1_000m, 1, 0m, 0));
        report.Dates[0].HoldsLifted.ShouldBe(1);
    }

    [Fact]
    public async Task WhatIsNotKnownYet_IsSaid()
    {
        var past = Past.Standard(s_begin);
        past.Know("001", Past.Open("A", new(2026, 7, 1), new(2026, 8, 10), 3_000m), new(2026, 7, 2));
        past.Know("001", Past.Open("N", new(2026, 9, 10), new(2026, 10, 10), 600m), new(2026, 9, 11));
        past.Know("001", Past.Open("B", new(2026, 9, 2), new(2026, 7, 1), 50m), new(2026, 9, 12));
        var report = await ReplayAsync(past, new(2026, 9, 1), new(2026, 9, 1));
        report.StoppedOnlyByProposed.ShouldBe(new StoppedSales(Bad: 50m, 1, 0m, 0, NotYetKnown: 600m, 1));
    }

    [Fact]
    public async Task Change_NamesWhatIsDifferent_AndWhy()
    {
        var change = (await ReplayAsync(PaysLate(s_begin), new(2026, 2, 28), new(2026, 3, 28))).Changes.ShouldHaveSingleItem();
        (change.AccountKey, change.Name, change.Date, change.Money).ShouldBe(("001", "Sandberg AG", new DateOnly(2026, 2, 28), 3_000m));
        change.Differences.ShouldContain(new ReplayedDifference("hold", "no", "seriously past due"));
        change.Reason.ShouldContain("EUR 3,000");
    }

    [Fact]
    public async Task LowerLimit_ShowsInTheSums_AndInTheChanges()
    {
        var half = StarterPolicy.With("highest: 2_000_000", "highest: 40_000");
        var past = Past.Standard(s_begin);
        for (var i = 0; i < 8; i++)
            past.Invoice($"P{i}", new(2026, 1, 1 + i), due: new(2026, 1, 31), paid: new(2026, 1, 31), 20_000m);
        var report = await ReplayAsync(past, new(2026, 3, 1), new(2026, 3, 1), proposed: half);
        var date = report.Dates.ShouldHaveSingleItem();
        date.LimitChanged.ShouldBe(1);
        date.New.Limits.ShouldBe(40_000m);
        date.Old.Limits.ShouldBeGreaterThan(40_000m);
        report.Changes.ShouldHaveSingleItem().Money.ShouldBe(date.Old.Limits - 40_000m);
        date.Bands.ShouldHaveSingleItem().Accounts.ShouldBe(1);
    }

    [Fact]
    public async Task HoldThatLasts_GoesOnFromDateToDate_UnderThePolicyThatLetsItLast()
    {
        const string Rule = "when: limit_used_percent > 120\n";
        var lasting = StarterPolicy.With(Rule, "when: exposure > 120_000\n      release_when: exposure <= 110_000\n");
        var ending = StarterPolicy.With(Rule, "when: exposure > 120_000\n");
        var past = Past.Standard(s_begin);
        var due = new DateOnly(2026, 12, 31);
        past.Know("001", Past.Open("A", new(2026, 1, 1), due, 125_000m), new(2026, 1, 2), new(2026, 2, 15));
        past.Know("001", Past.Open("A", new(2026, 1, 1), due, 115_000m), new(2026, 2, 15), new(2026, 3, 15));
        past.Know("001", Past.Open("A", new(2026, 1, 1), due, 105_000m), new(2026, 3, 15));
        var report = await ReplayAsync(past, new(2026, 2, 1), new(2026, 4, 1), lasting, ending);
        report.Dates.Select(d => (d.Old.OnHold, d.New.OnHold)).ShouldBe([(1, 1), (1, 0), (0, 0)]);
    }

    [Fact]
    public async Task SamePolicy_ChangesNothing()
    {
        var report = await ReplayAsync(PaysLate(s_begin), new(2026, 1, 28), new(2026, 9, 28), proposed: StarterPolicy.Policy);
        report.ChangedAccounts.ShouldBe(0);
        report.Changes.ShouldBeEmpty();
        report.ReviewsSaved.ShouldBe(0);
        report.Dates.ShouldAllBe(d => d.Changed == 0 && d.Old == d.New);
    }

    [Fact]
    public async Task DealThatStaysInReview_IsOneReview()
    {
        // An account without a customer in the ERP is not prequalified under either policy: a person looks at its deal, once.
        var past = new Past(s_begin);
        past.Know("001", new AccountRecord("001", "Sandberg AG") { Currency = Past.Eur });
        past.Refer(new StageRecord("Offer") { SortOrder = 1, DefaultProbabilityPercent = 60m });
        past.Know("001", new OpportunityRecord("d", "New", "Offer", new(2026, 9, 1)) { AccountKey = "001", Amount = new Money(9_000m, Past.Eur), Currency = Past.Eur });
        var report = await ReplayAsync(past, new(2026, 3, 1), new(2026, 6, 1));
        report.Dates.Select(d => (d.Old.DealReviews, d.New.DealReviews)).ShouldBe([(1, 1), (0, 0), (0, 0), (0, 0)]);
        report.ReviewsSaved.ShouldBe(0);
    }

    [Fact]
    public async Task Report_IsTheSame_HoweverManyWorkSideBySide()
    {
        var past = new Past(s_begin);
        for (var i = 0; i < 700; i++)
        {
            var customer = new CustomerKey("erp", "1000", $"{i}");
            past.Know($"a{i:000}", new AccountRecord($"a{i:000}", $"Account {i}") { Currency = Past.Eur, CustomerKeys = [customer] });
            past.Know($"a{i:000}", new ErpCustomerRecord(customer, "X") { Limit = CreditLimit.Of(new Money(1_000m + (i % 90), Past.Eur)) });
            past.Know($"a{i:000}", new ReceivableRecord($"i{i}", customer, "D", new(2026, 1, 1), new DateOnly(2026, 1, 1).AddDays(i % 60), new Money(700.33m + i, Past.Eur)));
        }

        past.Group("a001", [.. Enumerable.Range(1, 300).Select(i => $"a{i:000}")]);
        var reports = new List<string>();
        foreach (var parallelism in new[] { 1, 4, 4 })
            reports.Add(JsonSerializer.Serialize(await ReplayAsync(past, new(2026, 2, 1), new(2026, 4, 1), parallelism: parallelism)));
        reports.Distinct().ShouldHaveSingleItem();
        reports[0].ShouldContain("\"Accounts\":700");
    }

    [Fact]
    public void Dates_StepByMonthOrWeek_AndEndToday()
    {
        ReplayDates.Between(new(2026, 1, 31), new(2026, 4, 30), ReplayInterval.Month, s_today).Select(d => d.BusinessDate)
            .ShouldBe([new(2026, 1, 31), new(2026, 2, 28), new(2026, 3, 31), new(2026, 4, 30)]);
        var weeks = ReplayDates.Between(new(2026, 9, 17), new(2027, 1, 1), ReplayInterval.Week, s_today);
        weeks.Select(d => d.BusinessDate).ShouldBe([new(2026, 9, 17), new(2026, 9, 24), new(2026, 10, 1)]);
        weeks[^1].ShouldBe(s_today);
        weeks[0].Instant.ShouldBe(new DateTimeOffset(2026, 9, 17, 22, 0, 0, TimeSpan.Zero).AddTicks(-1));
        ReplayDates.Between(new(2026, 12, 1), new(2027, 1, 1), ReplayInterval.Month, s_today).ShouldBeEmpty();
    }
}
