using System.Globalization;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Accounts;
using CreditBridge.Core.Forecasting;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Reviews;
using CreditBridge.Core.Runs;
using CreditBridge.TestKit.Simulation;
using CreditBridge.TestKit.Time;
using Shouldly;
using Xunit;

namespace CreditBridge.TestKit.Stores;

/// <summary>What the forecast is made from, on every database: what past decisions foresaw, reviews that keep coming, and that reading what changed is reading everything.</summary>
public abstract class WorkloadFeedConformance : StoreConformance
{
    private const int Weeks = 6;
    private const int HistoryDays = 200;
    private static readonly CurrencyCode Eur = CurrencyCode.Parse("EUR");
    private static readonly CurrencyCode Usd = CurrencyCode.Parse("USD");
    private static readonly DateOnly Day = DateOnly.FromDateTime(Noon.UtcDateTime);
    private static readonly string[] Stages = ["Talk", "Offer", "Proposal"];
    private static readonly CreditPolicy Policy = Read();

    private readonly ManualClock _clock = new(Noon);
    private int _moves;

    // The deals of today are asked about as those that came to the step were, two weeks before it, by the decisions of then.
    [Fact]
    public async Task WhatTheDecisionsOfTwoWeeksBeforeForesaw_IsWhatIsBelievedOfTheDealsOfToday()
    {
        await WorldAsync(["a", "b"]);
        // Six deals that would need a review, two that would not; one at the step says since when reviews are kept.
        foreach (var i in Enumerable.Range(0, 6))
            await DealAsync($"large{i}", i % 2 == 0 ? "a" : "b", "Talk", 30_000m);
        await DealAsync("small0", "a", "Talk", 5_000m);
        await DealAsync("small1", "b", "Talk", 5_000m);
        await DealAsync("first", "a", "Proposal", 30_000m);
        await EvaluateAsync();
        _clock.Advance(TimeSpan.FromDays(20));
        foreach (var i in Enumerable.Range(0, 6))
            await DealAsync($"large{i}", i % 2 == 0 ? "a" : "b", "Proposal", i < 4 ? 30_000m : 5_000m);
        await DealAsync("small0", "a", "Proposal", 30_000m);
        await DealAsync("small1", "b", "Proposal", 5_000m);
        await DealAsync("waits-large", "a", "Talk", 40_000m);
        await DealAsync("waits-small", "b", "Talk", 1_000m);
        await EvaluateAsync();
        _clock.Advance(TimeSpan.FromDays(1));

        var question = await ReadAsync(Feed());

        question.ShareNow!.Value.ShouldBe(6.0 / 9, 1e-9, "of nine at the step six have a review");
        // Four of six that were said to need one did, and one of two that were not; what is assumed counts like ten deals.
        Chance(question, "waits-large").ShouldBe((4 + (10 * 0.9)) / 16, 1e-9);
        Chance(question, "waits-small").ShouldBe((1 + (10 * 0.5 * 6 / 9)) / 12, 1e-9);

        // A decision that is younger than two weeks before the step says nothing about it.
        await DealAsync("sudden", "b", "Talk", 30_000m);
        await EvaluateAsync();
        _clock.Advance(TimeSpan.FromDays(5));
        await DealAsync("sudden", "b", "Proposal", 30_000m);
        await EvaluateAsync();
        _clock.Advance(TimeSpan.FromDays(1));
        var later = await ReadAsync(Feed());
        Chance(later, "waits-large").ShouldBe((4 + (10 * 0.9)) / 16, 1e-9);
        later.ShareNow!.Value.ShouldBe(7.0 / 10, 1e-9);

        static double Chance(WorkloadQuestion question, string deal) => question.Review(question.Open.Single(d => d.Key == deal)).Probability;
    }

    [Fact]
    public async Task ReviewsBecauseOfEvents_AreCountedFromTheDayAfterTheFirst_OpenAndClosed()
    {
        await WorldAsync(["a"]);
        // On the first day what had piled up; then some open and some closed; two of the day of the forecast and of a known day.
        await StoreAsync(
            Event("R-0", 0), Event("R-1", 1), Closed(Event("R-2", 9)), Event("R-3", 20) with { Team = "North", Region = "DE", EffortHours = 4m, Amount = new Money(10_000m, Usd) },
            Closed(Event("R-4", 30) with { Team = "North", Region = "DE", Amount = new Money(2_000m, Eur) }),
            Event("R-5", 42), Event("R-6", 10) with { Reasons = [new ReviewReason(ReviewCause.Periodic, "p", "Its time has come.", Day)] }, Event("R-7", 11) with { OpportunityKey = "d" });
        await IngestAsync(Crm, _clock.GetUtcNow(), new ExchangeRateRecord(Usd, Eur, Day, 0.5m));
        _clock.Advance(TimeSpan.FromDays(42));

        var question = await ReadAsync(Feed());

        question.RecurringDays.ShouldBe(29, "Tuesday to the Sunday of the sixth week");
        var (other, north) = (question.Recurring.ElementAt(0), question.Recurring.ElementAt(1));
        question.Recurring.Count.ShouldBe(2);
        (other.Type, other.Seen, other.Hours, other.Team).ShouldBe((ReviewTypes.Event, 2, 2.0, ""));
        (north.Seen, north.Hours, north.Team, north.Region).ShouldBe((2, 3.0, "North", "DE"));
        (north.Amount, north.AmountSquared).ShouldBe((3_500.0, (25_000_000.0 + 4_000_000) / 2));
        question.Waiting.Select(w => (w.Type, w.Team, w.Hours)).ShouldBe(
            [(ReviewTypes.Event, "", 2.0), (ReviewTypes.Event, "", 2.0), (ReviewTypes.Event, "North", 4.0), (ReviewTypes.Event, "", 2.0), (ReviewTypes.Periodic, "", 2.0), (ReviewTypes.NewDeal, "", 2.0)],
            ignoreOrder: true);

        _clock.Advance(TimeSpan.FromDays(-20));
        (await ReadAsync(Feed())).RecurringDays.ShouldBeNull("less than four weeks say too little");
    }

    // On Friday at five to five the whole Friday counted as time to work.
    [Theory]
    [InlineData("2026-03-06T08:00:00Z", 8, 10)]
    [InlineData("2026-03-06T16:00:00Z", 1, 1.25)]
    [InlineData("2026-03-06T16:55:00Z", 1 / 12.0, 10 / 96.0)]
    [InlineData("2026-03-06T18:00:00Z", 0, 0)]
    [InlineData("2026-03-07T10:00:00Z", 0, 0)]
    public async Task HoursOfTodayThatAreOver_AreNoCapacity(string now, double open, double hours)
    {
        await WorldAsync(["a"]);
        await HistoryAsync(new Random(6), ["a"]);
        await EvaluateAsync();
        _clock.Advance(DateTimeOffset.Parse(now, CultureInfo.InvariantCulture) - _clock.GetUtcNow());

        var question = await ReadAsync(Feed());

        var capacity = question.Capacity.ShouldNotBeNull();
        var friday = new DateOnly(2026, 3, 6);
        capacity.OpenHoursOn(question.AsOfDate).ShouldBe(open, 1e-9);
        capacity.HoursOn(question.AsOfDate).ShouldBe(hours, 1e-9, "50 hours a week of two people");
        capacity.ByTeam.Values.Sum(t => t(question.AsOfDate)).ShouldBe(hours, 1e-9);
        (capacity.OpenHoursOn(friday.AddDays(3)), capacity.HoursOn(friday.AddDays(3))).ShouldBe((8, 10), "Monday is whole");
        WorkloadForecaster.Make(question).Forecast.ShouldNotBeNull().Weeks[0].CapacityHours.ShouldNotBeNull().ShouldBe(hours, 1e-9);
    }

    // A feed that has read before reads only what has changed; what it says is what a feed says that reads for the first time.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task ReadingWhatChanged_IsReadingEverything(int seed)
    {
        var random = new Random(seed);
        string[] accounts = ["a", "b", "c", "d"];
        await WorldAsync(accounts);
        await HistoryAsync(random, accounts);
        await EvaluateAsync();
        var kept = Feed();
        await ReadAsync(kept);
        for (var step = 0; step < 4; step++)
        {
            for (var change = 0; change < 4; change++)
                await ChangeAsync(random, accounts);
            await EvaluateAsync();
            // Sometimes on the same day, sometimes weeks later: what is counted by weeks begins with the first day that is learned from.
            _clock.Advance(random.Next(2) == 0 ? TimeSpan.FromMinutes(30) : TimeSpan.FromDays(7 * random.Next(1, 3)));

            var (known, anew) = (await ReadAsync(kept), await ReadAsync(Feed()));

            var (said, expected) = (Said(known), Said(anew));
            said.Except(expected).ShouldBeEmpty($"step {step}, where a first reading says {string.Join('\n', expected.Except(said))}");
            said.Count.ShouldBe(expected.Count);
        }
    }

    // When the database failed once in the middle of the first reading, no forecast was made any more until the process was started anew.
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(9)]
    public async Task AReadingThatFailsInTheMiddle_FirstOrLater_IsMadeUpForByTheNext(int call)
    {
        var random = new Random(call);
        string[] accounts = ["a", "b"];
        await WorldAsync(accounts);
        await HistoryAsync(random, accounts);
        await EvaluateAsync();
        var hiccup = new Hiccup();
        var kept = new WorkloadFeed(hiccup.In(Stores.Forecasts), hiccup.In(Stores.Reader), hiccup.In(Stores.Decisions), hiccup.In(Stores.Reviews), TimeZoneInfo.Utc, HistoryDays);
        for (var step = 0; step < 3; step++)
        {
            hiccup.FailAt(call);
            (await Should.ThrowAsync<IOException>(() => ReadAsync(kept))).Message.ShouldBe(Hiccup.Words);
            var (said, expected) = (Said(await ReadAsync(kept)), Said(await ReadAsync(Feed())));
            said.Except(expected).ShouldBeEmpty($"step {step}, where a first reading says {string.Join('\n', expected.Except(said))}");
            said.Count.ShouldBe(expected.Count);

            for (var change = 0; change < 4; change++)
                await ChangeAsync(random, accounts);
            await EvaluateAsync();
            _clock.Advance(TimeSpan.FromMinutes(40));
        }
    }

    // A deal was counted as needing no review for as long as nothing changed in the deal itself.
    [Fact]
    public async Task ReviewThatADealGetsLater_IsCountedAlthoughTheDealIsTheSame()
    {
        await WorldAsync(["a", "b"]);
        await HistoryAsync(new Random(5), ["a", "b"]);
        await DealAsync("first", "a", "Proposal", 30_000m);
        await EvaluateAsync();
        _clock.Advance(TimeSpan.FromDays(7));
        await DealAsync("new", "b", "Proposal", 5_000m);
        await EvaluateAsync();
        _clock.Advance(TimeSpan.FromDays(1));
        var kept = Feed();
        var before = Said(await ReadAsync(kept));

        await AccountAsync("a", "FR");
        var due = (await LeaseAsync(_clock.GetUtcNow())).Single(d => d.AccountKey == "a");
        await Stores.Accounts.CompleteAsync([new EvaluatedAccount(due, null, null, []) { Reviews = [Event("R-new", 8) with { OpportunityKey = "new" }] }], None);

        var (said, expected) = (Said(await ReadAsync(kept)), Said(await ReadAsync(Feed())));
        said.ShouldNotBe(before);
        said.Except(expected).ShouldBeEmpty($"where a first reading says {string.Join('\n', expected.Except(said))}");
    }

    // A deal of which no rate led from its currency had "no amount", like one below zero; amounts of known reviews were left out without a word.
    [Fact]
    public async Task DealWithoutARate_IsToldApartFromOneWithoutAnAmount_AndSoAreReviews()
    {
        await WorldAsync(["a"]);
        await DealAsync("dollars", "a", "Talk", 5_000m, Usd);
        await DealAsync("euros", "a", "Talk", 5_000m);
        await DealAsync("nothing", "a", "Talk", null);
        await DealAsync("below", "a", "Talk", -5_000m);
        await EvaluateAsync();
        await AccountAsync("a", "FR");
        // The day of the first does not count.
        await StoreAsync(Event("R-1", 1), Event("R-2", 2) with { Amount = new Money(10_000m, Usd) }, Event("R-3", 3) with { Amount = new Money(10_000m, Eur) }, Event("R-4", 4));
        _clock.Advance(TimeSpan.FromDays(42));

        var without = await ReadAsync(Feed());
        await IngestAsync(Crm, _clock.GetUtcNow(), new ExchangeRateRecord(Usd, Eur, Day, 0.5m));
        await AccountAsync("a", "DE");
        await EvaluateAsync();
        _clock.Advance(TimeSpan.FromDays(1));
        var with = await ReadAsync(Feed());

        Deal(without, "dollars").ShouldBe((null, Usd));
        Deal(without, "nothing").ShouldBe((null, null));
        Deal(without, "below").ShouldBe((-5_000m, null));
        Deal(with, "dollars").ShouldBe((2_500m, null));
        Why(with, "nothing").ShouldBe("has no amount");
        Why(with, "below").ShouldBe("its amount is below zero");
        without.AskedWithoutRate.ShouldBeGreaterThan(0, "the policy cannot tell whether it is too much");
        with.AskedWithoutRate.ShouldBe(0);
        without.Recurring.Single().WithoutRate.ShouldBe([Usd]);
        with.Recurring.Single().WithoutRate.ShouldBeEmpty();
        WorkloadForecaster.Make(without).Forecast.ShouldNotBeNull().Warnings.ShouldContain(w => w.Code == "rates-missing" && w.Message.Contains("USD to EUR"));

        static (decimal?, CurrencyCode?) Deal(WorkloadQuestion question, string key) => question.Open.Where(d => d.Key == key).Select(d => (d.Amount, d.WithoutRate)).Single();

        static string Why(WorkloadQuestion question, string deal) => question.Review(question.Open.Single(d => d.Key == deal)).Why;
    }

    // A team got another name in the policy: its open reviews counted for nobody, and the chance of lateness fell to nothing.
    [Fact]
    public async Task OpenReviewsOfATeamThatWasRenamed_CountForTheTeamOfTheirAnalyst()
    {
        await WorldAsync(["a"]);
        await IngestAsync(Crm, Noon, new UserRecord("u1", "Kim") { Email = "kim@example.com" }, new UserRecord("u3", "Ada"));
        await StoreAsync(
            Event("R-1", 0) with { Team = "Deutschland", Analyst = "u1" }, Event("R-2", 0) with { Team = "Deutschland", Analyst = "u3" }, Event("R-3", 0) with { Team = "Deutschland" },
            Event("R-4", 0) with { Team = "World", Analyst = "u1" });

        (await ReadAsync(Feed())).Waiting.Select(r => r.Team).Order().ShouldBe(["Deutschland", "Deutschland", "Germany", "World"]);
    }

    // The page went on to show the hours of somebody who had left.
    [Fact]
    public async Task WhoIsNoActiveUser_HasNoHours_AndATeamOfWhichNobodyIsLeft_IsNamed()
    {
        await WorldAsync(["a"]);
        HoursPerWeek(await ReadAsync(Feed())).ShouldBe((50, 20, 30), "before any user is read");
        await IngestAsync(Crm, Noon, new UserRecord("u1", "Kim") { Email = "kim@example.com" }, new UserRecord("u2", "Lee") { Email = "lee@example.com" });
        HoursPerWeek(await ReadAsync(Feed())).ShouldBe((50, 20, 30));
        await IngestAsync(Crm, Noon, new UserRecord("u1", "Kim") { Email = "kim@example.com", IsActive = false });

        var question = await ReadAsync(Feed());

        HoursPerWeek(question).ShouldBe((30, 0, 30));
        question.Capacity!.NotCounted.ShouldBe(["'kim@example.com' (Germany)"]);
        question.Capacity.Empty.ShouldBe(["Germany"]);

        static (double All, double Germany, double World) HoursPerWeek(WorkloadQuestion question)
        {
            var capacity = question.Capacity!;
            return (Week(capacity.HoursOn), Week(capacity.ByTeam["Germany"]), Week(capacity.ByTeam["World"]));
        }

        // Of today, only what is left counts.
        static double Week(Func<DateOnly, double> hoursOn) => Math.Round(Enumerable.Range(1, 7).Sum(d => hoursOn(Day.AddDays(d))), 6);
    }

    [Fact]
    public async Task ForecastsThatWereKept_AreReadBackAsTheyWere_AndScoredOnceTheirWeeksAreOver()
    {
        await WorldAsync(["a"]);
        await HistoryAsync(new Random(4), ["a"]);
        await EvaluateAsync();
        _clock.Advance(TimeSpan.FromDays(6));
        var today = Day.AddDays(6);
        var made = WorkloadForecaster.Make(await ReadAsync(Feed())).Forecast.ShouldNotBeNull();
        await Stores.Forecasts.AddAsync(ForecastCodec.Encode(made), [], None);

        var stored = new List<PastForecast>();
        await foreach (var forecast in Stores.Forecasts.ListAsync(ForecastKind.Workload, today, None))
            stored.Add(PastForecast.Of(ForecastCodec.DecodeForecast(forecast)));
        stored.ShouldHaveSingleItem().Weeks.ShouldBe(made.Weeks);
        stored[0].CountsEvents.ShouldBeFalse("they have been kept for less than four weeks");

        var monday = made.Weeks[1].FirstDay;
        PastForecasts.Score(stored, (_, _) => 1, Day, monday.AddDays(5)).ShouldBeEmpty("the week is not over");
        var score = PastForecasts.Score(stored, (day, _) => day == monday ? 4 : 0, Day, monday.AddDays(6)).ShouldHaveSingleItem();
        (score.WeeksAhead, score.Weeks.Single().Opened).ShouldBe((0, 4));
        score.Wape!.Value.ShouldBe(100 * Math.Abs(made.Weeks[1].Reviews.Expected - 4) / 4, 1e-9);
    }

    // With too little history a forecast takes the probabilities of the stages, whatever did best in the past: what is kept of the replay says so.
    [Theory]
    [InlineData(12, false)]
    [InlineData(60, true)]
    public async Task AReplay_SaysWhetherAForecastGoesByWhatDidBest(int deals, bool isUsed)
    {
        await WorldAsync(["a"]);
        await HistoryAsync(new Random(6), ["a"], deals);
        await EvaluateAsync();
        using var run = new ForecastRun(
            Stores.Forecasts, Stores.Reader, Stores.Decisions, Stores.Reviews, Stores.Engine, new RunSettings("node"), _clock, TimeZoneInfo.Utc, HistoryDays);

        var forecast = (await run.RunAsync(Policy, [], Weeks, null, 14, None)).ShouldNotBeNull().Result.Forecast.ShouldNotBeNull();

        var kept = ForecastCodec.DecodeBacktest((await Stores.Forecasts.GetLatestAsync(ForecastKind.Backtest, None)).ShouldNotBeNull());
        (kept.HorizonDays, kept.IsUsed, kept.Warnings.Any(w => w.Code == "not-used")).ShouldBe((14, isUsed, !isUsed));
        kept.Winner.ShouldNotBe(ForecastModel.StageProbability, "else it would be used");
        (forecast.Model == ForecastModel.StageProbability).ShouldBe(!isUsed);
        kept.Used().ShouldBe(isUsed ? kept.Winner : ForecastModel.StageProbability);
        forecast.Warnings.Any(w => w.Code == "thin-history").ShouldBe(!isUsed);
        // Asked for on the command line, for other days, it says the same.
        (await run.BacktestAsync(Policy, [], 7, null, None)).Report.ShouldNotBeNull().IsUsed.ShouldBe(isUsed);
    }

    private static CreditPolicy Read() => SmallPolicy.With("""
        overrides: { highest_amount: 50_000, longest_days: 60 }
        reviews:
          deal_due_in_business_days: 2
          causes: [{ name: deals, cause: deal }, { name: periodic, cause: periodic }]
          teams: [{ name: Germany, regions: [DE], analysts: [{ user: kim@example.com, hours_per_week: 20 }] }, { name: World, analysts: [{ user: lee@example.com, hours_per_week: 30 }] }]
        """, band: ", review_every_days: 60");

    private WorkloadFeed Feed() => new(Stores.Forecasts, Stores.Reader, Stores.Decisions, Stores.Reviews, TimeZoneInfo.Utc, HistoryDays);

    private Task<WorkloadQuestion> ReadAsync(WorkloadFeed feed) => feed.ReadAsync(Policy, AsOf.At(_clock.GetUtcNow(), TimeZoneInfo.Utc), Weeks, None);

    private async Task WorldAsync(IReadOnlyList<string> accounts)
    {
        await IngestAsync(Crm, Noon, [.. Stages.Select((s, i) => new StageRecord(s) { SortOrder = i + 1, DefaultProbabilityPercent = 20 * (i + 1) }),
            new StageRecord("Lost") { SortOrder = 9, IsClosed = true }]);
        await IngestAsync(Erp, Noon, [.. accounts.Select(a => new ErpCustomerRecord(Customer(a), a) { Limit = CreditLimit.Of(new Money(500_000m, Eur)), Terms = PaymentTerms.Net(30) })]);
        foreach (var account in accounts)
            await AccountAsync(account, "DE");
    }

    private static CustomerKey Customer(string account) => new("erp", "1000", account);

    private async Task AccountAsync(string key, string country) => await Stores.Snapshots.ApplyAsync(
        Core.Snapshots.SnapshotIngestor.Prepare(Crm, RecordKind.Account, new Abstractions.Sources.SourcePage<AccountRecord>(
            [Abstractions.Sources.SourceChange<AccountRecord>.Upsert(new AccountRecord(key, $"Customer {key}") { CustomerKeys = [Customer(key)], Currency = Eur, Country = country })],
            new Abstractions.Sources.Checkpoint("after")), _clock.GetUtcNow()), None);

    private async Task DealAsync(string key, string account, string stage, decimal? amount, CurrencyCode? currency = null, DateOnly? on = null)
    {
        var at = on is { } day ? new DateTimeOffset(day, new TimeOnly(10, 0), TimeSpan.Zero) : _clock.GetUtcNow();
        var money = amount is { } known ? new Money(known, currency ?? Eur) : (Money?)null;
        await IngestAsync(Crm, _clock.GetUtcNow(), new StageChangeRecord($"h{_moves++}", key, stage, at));
        await IngestAsync(Crm, _clock.GetUtcNow(), new OpportunityRecord(key, $"Deal {key}", stage, Day.AddDays(40))
        {
            AccountKey = account, Amount = money, Currency = money?.Currency, RequestedTerms = PaymentTerms.Net(30), IsClosed = stage == "Lost",
        });
    }

    // Enough of a past to learn from: a deal every day, through the stages or lost.
    private async Task HistoryAsync(Random random, string[] accounts, int count = 60)
    {
        var (moves, deals) = (new List<StageChangeRecord>(), new List<OpportunityRecord>());
        for (var i = 0; i < count; i++)
        {
            var (key, stage, day) = ($"old{i}", 0, Day.AddDays(-64 + i));
            while (true)
            {
                moves.Add(new StageChangeRecord($"h{_moves++}", key, Stages[stage], new DateTimeOffset(day, new TimeOnly(9, 0), TimeSpan.Zero)));
                day = day.AddDays(random.Next(2, 12));
                if (stage == Stages.Length - 1 || day >= Day)
                    break;
                stage++;
            }

            deals.Add(new OpportunityRecord(key, $"Deal {key}", Stages[stage], Day.AddDays(30)) { AccountKey = accounts[i % accounts.Length], Amount = new Money(1_000m * random.Next(1, 60), Eur), Currency = Eur });
        }

        await IngestAsync(Crm, Noon, [.. moves]);
        await IngestAsync(Crm, Noon, [.. deals]);
    }

    private async Task ChangeAsync(Random random, string[] accounts)
    {
        var account = accounts[random.Next(accounts.Length)];
        switch (random.Next(9))
        {
            case 0:
                await AccountAsync(account, random.Next(2) == 0 ? "FR" : "DE");
                break;
            case 1:
                await IngestAsync(Crm, _clock.GetUtcNow(), new ExchangeRateRecord(Usd, Eur, AsOf.At(_clock.GetUtcNow(), TimeZoneInfo.Utc).BusinessDate, 0.5m + (random.Next(50) / 100m)));
                break;
            case 2:
                await RemoveAsync(Crm, RecordKind.Opportunity, new Core.Snapshots.RemovedRecord($"old{random.Next(60)}", account));
                break;
            default:
                await DealAsync(
                    random.Next(2) == 0 ? $"old{random.Next(60)}" : $"new{random.Next(6)}", account, random.Next(6) == 0 ? "Lost" : Stages[random.Next(Stages.Length)],
                    random.Next(8) == 0 ? null : 1_000m * random.Next(1, 60), random.Next(3) == 0 ? Usd : Eur);
                break;
        }
    }

    private async Task EvaluateAsync()
    {
        var reviews = new ReviewRun(Stores.Reviews, Stores.Snapshots, Stores.Reader, _clock);
        var report = await new EvaluationRun(Stores.Accounts, Stores.Reader, Stores.Decisions, Stores.Engine, new RunSettings("node"), _clock, reviews)
            .RunAsync(Policy, new CrmTarget(Crm, _ => true), AsOf.At(_clock.GetUtcNow(), TimeZoneInfo.Utc), null, None);
        report.Defects.ShouldBeEmpty();
    }

    private async Task StoreAsync(params CreditReview[] reviews)
    {
        var due = (await LeaseAsync(_clock.GetUtcNow())).Single();
        await Stores.Accounts.CompleteAsync([new EvaluatedAccount(due, null, null, []) { Reviews = reviews }], None);
    }

    private static CreditReview Event(string key, int day) => new()
    {
        Key = key, AccountKey = "a", Reasons = [new ReviewReason(ReviewCause.News, "n", "News.", Day.AddDays(day))], Effort = "standard", EffortHours = 2m, OpenedAt = Noon.AddDays(day), WindowMinutes = 960,
    };

    private static CreditReview Closed(CreditReview review) => review with { State = ReviewState.Decided, ClosedAt = review.OpenedAt.AddHours(30) };

    // Everything that the forecaster is told, and what it makes of it; sums of the same numbers in another order are the same.
    private static List<string> Said(WorkloadQuestion question)
    {
        var lines = new List<string> { $"share {Round(question.ShareNow ?? -1)} recurring {question.RecurringDays} deals {question.Counts.Deals} unsound {question.Counts.UnsoundDeals}" };
        lines.AddRange(question.Open.OrderBy(d => d.Key, StringComparer.Ordinal).Select(d => $"{d} {Round(question.Review(d).Probability)} {question.Review(d).Hours}"));
        lines.AddRange(question.Known.Select(k => k.ToString()).Order(StringComparer.Ordinal));
        lines.AddRange(question.Recurring.Select(r => r.ToString()).Order(StringComparer.Ordinal));
        lines.AddRange(question.Waiting.Select(w => w.ToString()).Order(StringComparer.Ordinal));
        var forecast = WorkloadForecaster.Make(question).Forecast.ShouldNotBeNull();
        lines.Add($"{forecast.Model} {string.Join(' ', forecast.Warnings.Select(w => w.Message))}");
        foreach (var (name, weeks) in forecast.Slices.Select(s => ($"{s.Dimension} {s.Name}", s.Weeks)).Append(("all", forecast.Weeks)).OrderBy(s => s.Item1, StringComparer.Ordinal))
            lines.AddRange(weeks.Select(w => $"{name} {w.FirstDay:yyyy-MM-dd} {Round(w.Reviews.Expected)} {w.Reviews.P90} {Round(w.WorkHours.Expected)} {Round((double)w.Amount.Expected.Amount / 100)} {Round(w.BreachProbability ?? -1)} {Round(w.CarriedHours ?? -1)}"));
        return lines;
    }

    private static string Round(double number) => number.ToString("0.#####", CultureInfo.InvariantCulture);
}
