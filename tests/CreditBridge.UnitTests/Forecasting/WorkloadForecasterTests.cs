using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Forecasting;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Forecasting;

public class WorkloadForecasterTests
{
    private const int Days = 300;

    // Enough to learn from, and quickly replayed.
    private const int ShortDays = 120;
    private static readonly CurrencyCode Eur = CurrencyCode.Parse("EUR");
    private static readonly DateOnly Today = SimulatedPipeline.FirstDay.AddDays(Days);
    private static readonly List<DealHistory> Deals = Run(Days);
    private static readonly List<DealHistory> Recent = [.. Run(ShortDays).Select(d => d with
    {
        Opened = d.Opened.AddDays(Days - ShortDays),
        Moves = [.. d.Moves.Select(m => m with { Day = m.Day.AddDays(Days - ShortDays) })],
        Closed = d.Closed?.AddDays(Days - ShortDays),
    })];

    private static readonly StageRecord[] Stages =
    [
        new("early") { SortOrder = 1, DefaultProbabilityPercent = 20 }, new("late") { SortOrder = 2, DefaultProbabilityPercent = 40 }, new("checked") { SortOrder = 3, DefaultProbabilityPercent = 80 },
    ];

    [Fact]
    public void The_expected_numbers_of_every_dimension_add_up_to_the_total()
    {
        var forecast = Make(Question(Recent) with { Known = [new DatedWork(Today.AddDays(9), ReviewTypes.Periodic, 1) { Amount = 5_000m, Region = "EMEA", Team = "B" }] });

        foreach (var dimension in Enum.GetValues<ForecastDimension>())
        {
            for (var w = 0; w < forecast.Weeks.Count; w++)
            {
                var slices = forecast.Slices.Where(s => s.Dimension == dimension).Select(s => s.Weeks[w]).ToList();
                slices.Sum(s => s.Reviews.Expected).ShouldBe(forecast.Weeks[w].Reviews.Expected, 1e-9);
                slices.Sum(s => s.WorkHours.Expected).ShouldBe(forecast.Weeks[w].WorkHours.Expected, 1e-9);
                slices.Sum(s => s.Amount.Expected.Amount).ShouldBe(forecast.Weeks[w].Amount.Expected.Amount, 0.05m);
            }
        }

        forecast.Weeks.ShouldAllBe(w => w.Reviews.P10 <= w.Reviews.P50 && w.Reviews.P50 <= w.Reviews.P90 && w.Amount.P10 <= w.Amount.P90);
        forecast.Slices.Single(s => s.Name == ReviewTypes.Periodic).Weeks.Sum(w => w.Reviews.Expected).ShouldBe(1);
    }

    [Fact]
    public void Weeks_follow_the_calendar_and_the_first_is_what_is_left_of_this_one()
    {
        var forecast = Make(Question(Recent));

        Today.DayOfWeek.ShouldBe(DayOfWeek.Sunday);
        forecast.Weeks[0].ShouldSatisfyAllConditions(w => w.FirstDay.ShouldBe(Today), w => w.LastDay.ShouldBe(Today));
        forecast.Weeks.Skip(1).ShouldAllBe(w => w.FirstDay.DayOfWeek == DayOfWeek.Monday && w.LastDay == w.FirstDay.AddDays(6));
        forecast.Weeks.Count.ShouldBe(8);
    }

    [Fact]
    public void A_learned_forecast_is_near_what_the_process_sends_on_average_and_names_its_backtest()
    {
        // 3 deals a day, 5 of 8 go on to "late", 8 of 10 of those are checked, half of them are reviewed: 5.25 a week.
        var forecast = Make(Question(Deals));

        forecast.Model.ShouldBeOneOf(ForecastModel.Blend, ForecastModel.Hazard, ForecastModel.RunRate, ForecastModel.SeasonalNaive);
        forecast.Weeks.Skip(1).Average(w => w.Reviews.Expected).ShouldBe(5.25, 1.3);
        forecast.Standing.ShouldNotBeNull().Score.Origins.ShouldBeGreaterThan(10);
        forecast.Drivers.Count.ShouldBe(20);
        forecast.Drivers[0].Why.ShouldContain("In 'late' for");
        forecast.Drivers.ShouldBe(forecast.Drivers.OrderByDescending(d => d.Expected));
    }

    [Fact]
    public void Without_history_stage_probabilities_are_used_and_the_forecast_says_so()
    {
        var open = new OpenDeal("A", "late", Today.AddDays(-3)) { Amount = 100m, ExpectedClose = Today.AddDays(27) };
        var forecast = Make(Question([]) with { Open = [open], Review = _ => new ReviewChance(1, 2, "") });

        forecast.Model.ShouldBe(ForecastModel.StageProbability);
        forecast.ModelReason.ShouldContain("Too little history");
        forecast.Warnings.Single(w => w.Code == "thin-history").Message.ShouldStartWith("Of no deal is it known by which stages it came to credit's step, over ");
        forecast.Warnings.ShouldContain(w => w.Code == "one-deal");
        forecast.Weeks.Sum(w => w.Reviews.Expected).ShouldBe(0.5, 1e-9);
        forecast.Standing.ShouldBeNull();
    }

    [Fact]
    public void Without_history_a_close_date_in_the_past_is_spread_over_the_time_that_is_usual_and_the_warning_says_that()
    {
        var open = new OpenDeal("A", "late", Today.AddDays(-3)) { Amount = 100m, ExpectedClose = Today.AddDays(-1) };
        var forecast = Make(Question([]) with { Open = [open], Review = _ => new ReviewChance(1, 2, "") });

        forecast.Warnings.Single(w => w.Code == "past-close-dates").Message.ShouldBe("The close date of 1 deal is in the past; it is spread over the next 90 days instead.");
        // 50 of the days of the forecast lie within these 90; a deal in "late" gets there in one case of two.
        forecast.Weeks.Sum(w => w.Reviews.Expected).ShouldBe(0.5 * 50 / 90, 1e-9);
    }

    [Fact]
    public void Reviews_because_of_events_come_as_often_as_of_late_and_their_absence_is_said()
    {
        var question = Question([]) with { Open = [], Known = [new DatedWork(Today, ReviewTypes.Periodic, 1)] };
        var without = Make(question);
        var with = Make(question with
        {
            Recurring = [new RecurringReview(ReviewTypes.Event, 15, 2) { Team = "A" }, new RecurringReview(ReviewTypes.Event, 5, 2) { Team = "B" }], RecurringDays = 40,
        });

        without.Warnings.ShouldContain(w => w.Code == "events-missing");
        with.Warnings.ShouldNotContain(w => w.Code == "events-missing");
        // 20 in 40 business days are 2.5 in a week of five; known from 20, it is a little less certain than chance alone.
        var week = with.Weeks[2];
        (week.Reviews.Expected, week.WorkHours.Expected).ShouldBe((2.5, 5.0));
        (week.Reviews.P10, week.Reviews.P90).ShouldBe((1, 5));
        with.Slices.Single(s => s is { Dimension: ForecastDimension.Team, Name: "B" }).Weeks[2].Reviews.Expected.ShouldBe(0.625);
        with.Slices.Single(s => s is { Dimension: ForecastDimension.Type, Name: ReviewTypes.Event }).Weeks.Sum(w => w.Reviews.Expected)
            .ShouldBe(with.Weeks.Sum(w => w.Reviews.Expected) - 1, 1e-9);
    }

    [Fact]
    public void From_nothing_nothing_is_forecast()
    {
        var result = WorkloadForecaster.Make(Question([]));

        result.Forecast.ShouldBeNull();
        result.Failure.ShouldNotBeNull().NextStep.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    public void A_senseless_number_of_weeks_is_refused(int weeks) => WorkloadForecaster.Make(Question(Recent) with { Weeks = weeks }).Failure.ShouldNotBeNull().Message.ShouldContain($"{weeks} weeks");

    [Fact]
    public void Everything_that_reaches_the_step_on_one_day_is_called_a_bulk_change()
    {
        var day = Today.AddDays(-60);
        var deals = Enumerable.Range(0, 40).Select(i => new DealHistory($"B{i}", day.AddDays(-1 - i), [new(day.AddDays(-1 - i), "late"), new(day, "checked")])).ToList();

        Make(Question(deals) with { Open = [new OpenDeal("A", "late", Today.AddDays(-3))] }).Warnings.ShouldContain(w => w.Code == "one-day" && w.Message.Contains("40 of 40"));
    }

    [Fact]
    public void Doubts_about_open_deals_are_warned_of()
    {
        OpenDeal[] open =
        [
            new("A", "late", Today.AddDays(-3)) { ExpectedClose = Today.AddDays(-1), Amount = 1m }, new("B", "Renamed", Today.AddDays(-3)), new("C", "late", Today.AddDays(2)) { Amount = 1m },
        ];
        var stages = Stages.Select(s => s.Key == "late" ? s with { IsActive = false } : s).ToList();
        var forecast = Make(Question(Recent) with { Open = open, Stages = stages });

        foreach (var code in new[] { "past-close-dates", "amounts-missing", "unknown-stages", "retired-stages", "future-dates" })
            forecast.Warnings.ShouldContain(w => w.Code == code && w.NextStep.Length > 0);
        forecast.Weeks.ShouldAllBe(w => double.IsFinite(w.Reviews.Expected) && w.Reviews.Expected >= 0);
    }

    [Fact]
    public void A_calendar_without_working_days_makes_every_review_late_and_says_why()
    {
        var forecast = Make(Question(Recent) with { Capacity = new TeamCapacity { HoursOn = _ => 0, OpenHoursOn = _ => 0, AllowedHours = 24 } });

        forecast.Warnings.ShouldContain(w => w.Code == "no-working-days");
        forecast.Weeks.ShouldAllBe(w => w.BreachProbability == 1 && w.CapacityHours == 0);
    }

    [Fact]
    public void Work_that_is_left_over_makes_the_next_week_later()
    {
        var little = Make(Question(Recent) with { Capacity = Capacity(4) });
        var much = Make(Question(Recent) with { Capacity = Capacity(4), Waiting = [Waiting(60, -1)] });

        much.Weeks[2].BreachProbability!.Value.ShouldBeGreaterThan(little.Weeks[2].BreachProbability!.Value);
        much.Weeks[2].CapacityHours.ShouldBe(20);
        (much.Weeks[0].CarriedHours, little.Weeks[0].CarriedHours).ShouldBe((60, 0));
        much.Weeks[2].CarriedHours!.Value.ShouldBeGreaterThan(little.Weeks[2].CarriedHours!.Value + 10);
        much.Weeks[2].LoadHours.ShouldBe(much.Weeks[2].WorkHours.Expected + much.Weeks[2].CarriedHours!.Value, 1e-9);
        much.Weeks[2].GapHours!.Value.ShouldBe(much.Weeks[2].LoadHours - 20, 1e-9);
        much.Weeks[2].Utilisation!.Value.ShouldBe(much.Weeks[2].LoadHours / 20, 1e-9);
    }

    [Fact]
    public void Open_reviews_that_have_more_time_than_what_comes_do_not_make_it_late()
    {
        var soon = Make(Question(Recent) with { Capacity = Capacity(4), Waiting = [Waiting(60, 8)] });
        var later = Make(Question(Recent) with { Capacity = Capacity(4), Waiting = [Waiting(60, 400)] });
        var none = Make(Question(Recent) with { Capacity = Capacity(4) });

        later.Weeks[1].CarriedHours.ShouldBe(soon.Weeks[1].CarriedHours, "it is work all the same");
        later.Weeks[1].BreachProbability!.Value.ShouldBe(none.Weeks[1].BreachProbability!.Value, 0.02);
        soon.Weeks[1].BreachProbability!.Value.ShouldBeGreaterThan(later.Weeks[1].BreachProbability!.Value + 0.2);
    }

    // The whole team could do it all: a busy group was told that nothing would be late.
    [Fact]
    public void A_team_without_time_is_late_also_while_another_is_idle_and_all_are_late_as_far_as_they_are_its_reviews()
    {
        var deals = Recent.Select((d, i) => d with { Team = i % 4 == 0 ? "B" : "A", Region = i % 4 == 0 ? "Americas" : "EMEA" }).ToList();
        var capacity = Capacity(20) with { ByTeam = new Dictionary<string, Func<DateOnly, double>> { ["A"] = d => Worked(d, 1), ["B"] = d => Worked(d, 12), ["C"] = d => Worked(d, 7) } };
        var forecast = Make(Question(deals) with { Capacity = capacity, Waiting = [Waiting(10, 4) with { Team = "A", Region = "EMEA" }] });
        var (a, b, c) = (Part(ForecastDimension.Team, "A")!, Part(ForecastDimension.Team, "B")!, Part(ForecastDimension.Team, "C")!);

        for (var w = 1; w < forecast.Weeks.Count; w++)
        {
            (a.Weeks[w].BreachProbability > 0.5).ShouldBeTrue($"week {w}: {a.Weeks[w].BreachProbability}");
            (b.Weeks[w].BreachProbability < 0.05).ShouldBeTrue($"week {w}: {b.Weeks[w].BreachProbability}");
            (c.Weeks[w].BreachProbability, c.Weeks[w].CapacityHours, c.Weeks[w].Reviews.Expected).ShouldBe((0, 35, 0), "idle, and told of");
            // Every review is of one team, one region and one type: told three times, it is late with one chance.
            foreach (var dimension in Enum.GetValues<ForecastDimension>())
            {
                var slices = forecast.Slices.Where(s => s.Dimension == dimension).Select(s => s.Weeks[w]).ToList();
                (slices.Sum(s => s.Reviews.Expected * (s.BreachProbability ?? 0)) / forecast.Weeks[w].Reviews.Expected).ShouldBe(forecast.Weeks[w].BreachProbability!.Value, 1e-9);
            }

            new[] { a, b, c }.Sum(s => s.Weeks[w].CarriedHours!.Value).ShouldBe(forecast.Weeks[w].CarriedHours!.Value, 1e-9);
        }

        (Part(ForecastDimension.Region, "EMEA")!.Weeks[0].CarriedHours, Part(ForecastDimension.Region, "EMEA")!.Weeks[1].CarriedHours).ShouldBe((10, null), "a region has no hours to do it in");
        Part(ForecastDimension.Region, "EMEA")!.Weeks.ShouldAllBe(w => w.CapacityHours == null);
        forecast.Weeks[0].CarriedHours.ShouldBe(10);

        ForecastSlice? Part(ForecastDimension dimension, string name) => forecast.Slices.SingleOrDefault(s => s.Dimension == dimension && s.Name == name);
    }

    [Fact]
    public void What_nobody_is_named_for_is_done_in_the_time_that_the_teams_have_left()
    {
        var deals = Recent.Select((d, i) => d with { Team = i % 2 == 0 ? "A" : "" }).ToList();
        var spare = Make(Question(deals) with { Capacity = With(8) }).Slices.Single(s => s is { Dimension: ForecastDimension.Team, Name: "" });
        var none = Make(Question(deals) with { Capacity = With(1) }).Slices.Single(s => s is { Dimension: ForecastDimension.Team, Name: "" });

        (spare.Weeks[3].BreachProbability < 0.05).ShouldBeTrue($"{spare.Weeks[3].BreachProbability}");
        (none.Weeks[3].BreachProbability > 0.9).ShouldBeTrue($"{none.Weeks[3].BreachProbability}");
        spare.Weeks.ShouldAllBe(w => w.CapacityHours == null);

        static TeamCapacity With(double hours) => Capacity(hours) with { ByTeam = new Dictionary<string, Func<DateOnly, double>> { ["A"] = d => Worked(d, hours) } };
    }

    [Fact]
    public void Every_part_names_the_deals_that_drive_it()
    {
        var forecast = Make(Question(Recent));
        var emea = Part(ForecastDimension.Region, "EMEA")!;

        emea.Drivers.Count.ShouldBe(3);
        emea.Drivers.ShouldAllBe(d => d.Region == "EMEA");
        emea.Drivers.ShouldBe(emea.Drivers.OrderByDescending(d => d.Expected));
        Part(ForecastDimension.Type, ReviewTypes.NewDeal)!.Drivers.ShouldBe(forecast.Drivers.Take(3));

        ForecastSlice? Part(ForecastDimension dimension, string name) => forecast.Slices.SingleOrDefault(s => s.Dimension == dimension && s.Name == name);
    }

    [Fact]
    public void Deals_that_close_before_they_open_are_left_out_and_counted()
    {
        var bad = new DealHistory("X", Today.AddDays(-5), []) { Closed = Today.AddDays(-9) };

        Make(Question([.. Recent, bad])).Warnings.ShouldContain(w => w.Code == "unsound-dates");
    }

    // A week between the years was told to be late for certain, although no clock runs in it.
    [Fact]
    public void In_a_closed_week_reviews_are_late_as_in_the_next_that_is_open()
    {
        var first = Today.AddDays(6 - (((int)Today.DayOfWeek + 6) % 7)).AddDays(1);
        var forecast = Make(Question(Recent) with { Capacity = Closed(first.AddDays(7), Closed(first, Capacity(8))) });

        (forecast.Weeks[1].CapacityHours, forecast.Weeks[2].CapacityHours).ShouldBe((0, 0));
        forecast.Weeks[3].BreachProbability!.Value.ShouldBeLessThan(0.9);
        forecast.Weeks[1].BreachProbability!.Value.ShouldBe(forecast.Weeks[3].BreachProbability!.Value, 1e-9);
        forecast.Weeks[2].BreachProbability!.Value.ShouldBe(forecast.Weeks[3].BreachProbability!.Value, 1e-9);

        static TeamCapacity Closed(DateOnly monday, TeamCapacity capacity) => capacity with
        {
            HoursOn = d => d >= monday && d < monday.AddDays(7) ? 0 : capacity.HoursOn(d), OpenHoursOn = d => d >= monday && d < monday.AddDays(7) ? 0 : capacity.OpenHoursOn(d),
        };
    }

    // Monday's holder of five reviews of two hours each had nine hours until they were due, and was told of a chance of 4 %.
    [Theory]
    [InlineData(5, 2, 16, 1)]
    [InlineData(5, 1, 16, 0)]
    [InlineData(1, 12, 16, 1)]
    [InlineData(3, 2, -1, 0)]
    public void Open_reviews_that_do_not_fit_until_they_are_due_are_told_of(int number, double hours, double left, int late)
    {
        var capacity = Capacity(4) with { ByTeam = new Dictionary<string, Func<DateOnly, double>> { ["A"] = d => Worked(d, 4) } };
        var forecast = Make(Question(Recent) with { Capacity = capacity, Waiting = [.. Enumerable.Range(0, number).Select(_ => Waiting(hours, left) with { Team = "A" })] });

        var told = forecast.Warnings.Where(w => w.Code == "open-late").Select(w => w.Message).ToList();
        told.ShouldBe(late == 0 ? [] : [$"{late} review that is open now cannot be done in time by the hours of the team: {late} of {number} of A."]);
    }

    // Twenty applications that sales had not completed were said to be late, although no clock ran.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Open_reviews_that_wait_for_sales_cannot_become_late_and_their_work_is_there_all_the_same(bool runs)
    {
        var capacity = Capacity(4) with { ByTeam = new Dictionary<string, Func<DateOnly, double>> { ["A"] = d => Worked(d, 4) } };
        var forecast = Make(Question(Recent) with { Capacity = capacity, Waiting = [.. Enumerable.Range(0, 20).Select(_ => Waiting(2, 16) with { Team = "A", IsClockRunning = runs })] });

        forecast.Warnings.Any(w => w.Code == "open-late").ShouldBe(runs);
        forecast.Weeks[0].CarriedHours.ShouldBe(40);
    }

    [Fact]
    public void Hours_of_those_who_left_are_told_of_and_the_team_of_which_nobody_is_left()
    {
        var forecast = Make(Question(Recent) with { Capacity = Capacity(4) with { NotCounted = ["'Priya Raman' (Credit Americas)"], Empty = ["Credit Americas"] } });
        var warning = forecast.Warnings.Single(w => w.Code == "inactive-analysts");
        warning.Message.ShouldBe("'Priya Raman' (Credit Americas) is no active user of the CRM: these hours are not counted. Nobody is left in team 'Credit Americas': what is routed there is done by nobody.");
        Make(Question(Recent) with { Capacity = Capacity(4) }).Warnings.ShouldNotContain(w => w.Code == "inactive-analysts");
    }

    [Fact]
    public void Without_hours_of_anybody_it_is_said_why_nothing_is_said_of_lateness() =>
        Make(Question(Recent)).Warnings.ShouldContain(w => w.Code == "no-hours" && w.NextStep.Contains("reviews"));

    // Half a year without a change of a stage was taken for half a year in which nothing happened.
    [Theory]
    [InlineData(-180, 900, true)]
    [InlineData(-13, 900, false)]
    [InlineData(-60, 12, false)]
    public void A_history_that_has_stopped_is_told_of_where_changes_were_usual(int last, int moves, bool isStale)
    {
        var warnings = Make(Question(Recent) with { Read = new StageReading(Today.AddDays(last - 365), Today.AddDays(last), moves, 0) }).Warnings;

        warnings.Any(w => w.Code == "stale-history" && w.Message.Contains($"{Today.AddDays(last):yyyy-MM-dd}")).ShouldBe(isStale);
    }

    [Fact]
    public void Changes_after_the_day_of_the_forecast_are_told_of() =>
        Make(Question(Recent) with { Read = new StageReading(Today, Today, 0, 1_540) }).Warnings.Single(w => w.Code == "future-dates").Message.ShouldStartWith("1,540 changes of stages lie after");

    [Fact]
    public void Amounts_that_cannot_be_right_are_told_of()
    {
        var question = Question(Recent);
        var odd = question with { Open = [.. question.Open.Select((d, i) => i switch { 0 => d with { Amount = -50_000m }, 1 => d with { Amount = 9_000_000_000_000_000m }, _ => d })] };

        Make(question).Warnings.ShouldNotContain(w => w.Code == "unsound-amounts");
        Make(odd).Warnings.Single(w => w.Code == "unsound-amounts").Message.ShouldStartWith("2 deals have an amount below zero");
    }

    // Deals in another currency were said to have no amount, and those of known reviews were left out of the sums without a word.
    [Fact]
    public void A_rate_that_is_missing_is_not_an_amount_that_is_missing()
    {
        var (usd, question) = (CurrencyCode.Parse("USD"), Question(Recent) with { Weeks = 2 });
        var end = Make(question).Weeks[^1].LastDay;
        question = question with
        {
            Open = [.. question.Open.Select((d, i) => i switch { 0 or 1 or 2 => d with { Amount = null, WithoutRate = usd }, 3 => d with { Amount = null }, _ => d })],
            Known =
            [
                new DatedWork(Today, ReviewTypes.Periodic, 1) { WithoutRate = usd }, new DatedWork(end, ReviewTypes.Expiry, 1) { WithoutRate = CurrencyCode.Parse("CHF") },
                new DatedWork(end.AddDays(1), ReviewTypes.Periodic, 1) { WithoutRate = usd }, new DatedWork(Today, ReviewTypes.Periodic, 1),
            ],
            Recurring = [new RecurringReview(ReviewTypes.Event, 3, 2) { WithoutRate = [usd] }],
            RecurringDays = 40,
            AskedWithoutRate = 2,
        };

        var warnings = Make(question).Warnings;

        var all = question.Open.Count;
        warnings.Single(w => w.Code == "rates-missing").Message.ShouldBe(
            $"No exchange rate leads from CHF, USD to EUR: 3 deals of {all} count with the mean amount of the others, the amounts of 3 reviews that are known or keep coming are left out. The amounts of these weeks are too low.");
        warnings.Single(w => w.Code == "rates-missing").NextStep.ShouldContain("rates");
        warnings.Single(w => w.Code == "rates-asked").Message.ShouldContain($"2 deals of {all} count as if they needed a review");
        warnings.Single(w => w.Code == "amounts-missing").Message.ShouldBe($"1 deal of {all} has no amount; the mean of the others is taken.");
        warnings.ShouldNotContain(w => w.NextStep.Contains("not affected"), "without an amount nobody knows whether a deal needs a review");
        Make(Question(Recent)).Warnings.ShouldNotContain(w => w.Code.StartsWith("rates") || w.Code == "amounts-missing");
    }

    private static List<DealHistory> Run(int days) => [.. new SimulatedPipeline(21) { ArrivalsPerDay = 3 }.Run(days).Select((d, i) =>
        d with { Region = i % 3 == 0 ? "EMEA" : "Americas", Team = "A", Amount = 1_000m * (1 + (i % 50)), NeededReview = d.Moves[^1].Stage == "checked" ? i % 2 == 0 : null })];

    private static TeamCapacity Capacity(double hours) => new() { HoursOn = d => Worked(d, hours), OpenHoursOn = d => Worked(d, 8), AllowedHours = 24 };

    private static double Worked(DateOnly day, double hours) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 0 : hours;

    private static WaitingReview Waiting(double hours, double left) => new(ReviewTypes.Event, hours, left);

    private static WorkloadForecast Make(WorkloadQuestion question) => WorkloadForecaster.Make(question).Forecast.ShouldNotBeNull();

    private static WorkloadQuestion Question(IReadOnlyList<DealHistory> deals) => new()
    {
        MadeAt = new DateTimeOffset(Today, TimeOnly.MinValue, TimeSpan.Zero),
        AsOfDate = Today,
        PolicyVersion = "test",
        Currency = Eur,
        Counts = SimulatedPipeline.Count(deals, Days),
        Open = [.. deals.Select(d => OpenDeal.From(d, SimulatedPipeline.What)).OfType<OpenDeal>()],
        Review = _ => new ReviewChance(0.5, 2, "test"),
        Stages = Stages,
    };
}
