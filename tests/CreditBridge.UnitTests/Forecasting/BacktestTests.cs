using CreditBridge.Core.Forecasting;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Forecasting;

public class BacktestTests
{
    private const int Days = 200;
    private static readonly DateOnly Last = SimulatedPipeline.FirstDay.AddDays(Days - 1);
    private static readonly List<DealHistory> Deals = new SimulatedPipeline(11).Run(Days);

    // A day at the end of the calendar was a defect.
    [Fact]
    public void Origins_reach_to_the_ends_of_the_calendar()
    {
        BacktestQuestion.MonthEnds(new DateOnly(9999, 11, 30), DateOnly.MaxValue).ShouldBe([new DateOnly(9999, 11, 30), DateOnly.MaxValue]);
        BacktestQuestion.MonthEnds(DateOnly.MinValue, new DateOnly(1, 2, 28)).ShouldBe([new DateOnly(1, 1, 31), new DateOnly(1, 2, 28)]);
        BacktestQuestion.Sundays(new DateOnly(9999, 12, 20), DateOnly.MaxValue).ShouldBe([new DateOnly(9999, 12, 26)]);
        BacktestQuestion.Sundays(DateOnly.MinValue, new DateOnly(1, 1, 8)).ShouldBe([new DateOnly(1, 1, 7)]);
        BacktestQuestion.MonthEnds(new DateOnly(2026, 2, 28), new DateOnly(2026, 4, 29)).ShouldBe([new DateOnly(2026, 2, 28), new DateOnly(2026, 3, 31)]);
        BacktestQuestion.Sundays(new DateOnly(2026, 11, 22), new DateOnly(2026, 11, 29)).ShouldBe([new DateOnly(2026, 11, 22), new DateOnly(2026, 11, 29)]);
    }

    [Fact]
    public void Nothing_that_came_after_an_origin_changes_what_is_said_at_it()
    {
        const int origin = 150;
        var day = SimulatedPipeline.FirstDay.AddDays(origin);
        var known = Deals.Where(d => d.Opened <= day).Select(d => d with { Moves = [.. d.Moves.Where(m => m.Day <= day)], Closed = d.Closed > day ? null : d.Closed });

        var (then, now) = (Say(known), Say(Deals));

        now.Keys.ShouldBe(then.Keys, ignoreOrder: true);
        foreach (var (model, ranges) in then)
            now[model].ShouldBe(ranges);

        static IReadOnlyDictionary<ForecastModel, ForecastRange[]> Say(IEnumerable<DealHistory> deals)
        {
            var question = new BacktestQuestion { Origins = [], KnownUntil = Last };
            return TrackRecord.Follow(SimulatedPipeline.Count(deals, Days), question, origin, origin).At(origin);
        }
    }

    [Fact]
    public void The_order_of_the_deals_does_not_matter_and_a_replay_repeats_itself()
    {
        var question = new BacktestQuestion { Origins = BacktestQuestion.MonthEnds(SimulatedPipeline.FirstDay, Last), KnownUntil = Last };
        var one = Backtest.Run(SimulatedPipeline.Count(Deals, Days), question).Report!;
        var other = Backtest.Run(SimulatedPipeline.Count(Enumerable.Reverse(Deals), Days), question).Report!;

        other.Summary.ShouldBe(one.Summary);
        other.Scores.Select(s => Math.Round(s.Wape!.Value, 6)).ShouldBe(one.Scores.Select(s => Math.Round(s.Wape!.Value, 6)));
    }

    [Fact]
    public void A_deal_that_is_taken_out_leaves_nothing_behind()
    {
        var (all, most) = (SimulatedPipeline.Count(Deals, Days), SimulatedPipeline.Count(Deals.Skip(50), Days));
        foreach (var deal in Deals.Take(50))
            all.Remove(deal);

        all.Deals.ShouldBe(most.Deals);
        all.Events.ShouldBe(most.Events);
        for (var i = 0; i < all.ByStage.Count; i++)
        {
            var other = most.ByStage[most.IndexOf(all.Stages.ElementAt(i))];
            all.ByStage[i].Entered.ShouldBe(other.Entered);
            all.ByStage[i].Arrived.ShouldBe(other.Arrived);
            all.ByStage[i].Ended.ShouldBe(other.Ended);
        }
    }

    [Fact]
    public void A_baseline_that_did_better_over_three_horizons_wins_and_the_words_say_so()
    {
        // The same number of events every day, whatever is in the pipeline: what the run rate assumes.
        var random = new Random(3);
        var waiting = Enumerable.Range(0, 200).Select(i => $"W{i}").ToList();
        var deals = new List<DealHistory>();
        var opened = waiting.ToDictionary(k => k, _ => SimulatedPipeline.FirstDay);
        for (var at = 1; at < Days; at++)
        {
            var day = SimulatedPipeline.FirstDay.AddDays(at);
            for (var i = 0; i < random.Next(0, 12); i++)
            {
                waiting.Add($"N{at}-{i}");
                opened[waiting[^1]] = day;
            }

            for (var i = 0; i < 3 && waiting.Count > 0; i++)
            {
                var which = random.Next(waiting.Count);
                deals.Add(new DealHistory(waiting[which], opened[waiting[which]], []) { Closed = day });
                waiting.RemoveAt(which);
            }
        }

        deals.AddRange(waiting.Select(k => new DealHistory(k, opened[k], [])));
        var counts = new HazardCounts(ForecastEvent.Closes, SimulatedPipeline.FirstDay, Days);
        deals.ForEach(counts.Add);

        var report = Backtest.Run(counts, new BacktestQuestion { Origins = BacktestQuestion.Sundays(SimulatedPipeline.FirstDay, Last), KnownUntil = Last }).Report!;

        report.Winner.ShouldBeOneOf(ForecastModel.RunRate, ForecastModel.SeasonalNaive);
        report.Summary.ShouldContain($"“{ForecastRows.Words(report.Winner)}” was off by");
        report.ScoreOf(ForecastModel.RunRate)!.Wape!.Value.ShouldBeLessThan(2);
        // The model was named twice with the same number: as the nearest of the others, and on the same days.
        report.Summary.Split($"“{ForecastRows.Words(ForecastModel.Blend)}”").Length.ShouldBe(2, report.Summary);
    }

    [Fact]
    public void Scores_are_what_the_textbook_says()
    {
        var day = new DateOnly(2026, 1, 31);
        BacktestPoint[] points = [Point(100, 110, 90, 130), Point(200, 160, 150, 170), Point(0, 5, 1, 9)];

        var score = Scoring.Score(ForecastModel.RunRate, points);

        score.Origins.ShouldBe(3);
        score.MapeOrigins.ShouldBe(2, "after the third nothing came, of which no error in percent can be told");
        score.Mape!.Value.ShouldBe(15, 1e-9);
        score.Wape!.Value.ShouldBe(100.0 * 55 / 300, 1e-9);
        score.Bias!.Value.ShouldBe(100.0 * -25 / 300, 1e-9);
        score.Coverage.ShouldBe(1.0 / 3, 1e-9);
        score.Pinball.ShouldBe(((1 + 5 + 3) + (5 + 20 + 27) + (0.9 + 2.5 + 0.9)) / 9, 1e-9);

        BacktestPoint Point(double actual, double said, double low, double high) =>
            new(day, day.AddDays(1), day.AddDays(28), true, actual, [new BacktestForecast(ForecastModel.RunRate, new ForecastRange(said, low, said, high))]);
    }

    // "The nearest of the other ways" was one that was less off than the one in use, without a word why it is not used.
    [Fact]
    public void A_way_that_was_less_off_over_too_few_horizons_is_named_with_the_reason_why_it_is_not_used()
    {
        var random = new Random(4);
        var summaries = new List<string>();
        for (var seed = 0; seed < 12; seed++)
        {
            var deals = Enumerable.Range(0, 40 + 5 * seed).Select(i => new DealHistory($"D{i}", new DateOnly(2026, 1, 1).AddDays(random.Next(60)), []));
            var result = Replay([.. deals.Select(d => d with { Closed = d.Opened.AddDays(random.Next(1, 90)) })], horizon: 56);
            var report = result.Report.ShouldNotBeNull();
            var (best, rest) = (report.ScoreOf(report.Winner)!, report.Scores.Where(s => s.Model != report.Winner && s.Wape is not null));
            report.Winner.ShouldBe(ForecastModel.Blend, "half a year has no three horizons of eight weeks to score");
            var isBeaten = rest.Any(s => s.Origins == best.Origins && s.Wape < best.Wape);
            report.Summary.Contains("was nearest", StringComparison.Ordinal).ShouldBe(!isBeaten, report.Summary);
            report.Summary.Contains("was less off", StringComparison.Ordinal).ShouldBe(isBeaten, report.Summary);
            report.Summary.Contains("but is not used: ", StringComparison.Ordinal).ShouldBe(isBeaten, report.Summary);
            summaries.Add(report.Summary);
        }

        summaries.ShouldContain(s => s.Contains("within less than 3 horizons of 56 days are too few to prefer it."));
    }

    // A replay of a time in which nothing came was kept and could not be read back, so that nobody saw any forecast.
    [Fact]
    public void A_replay_in_which_nothing_came_is_read_back_as_it_was_kept()
    {
        var day = new DateOnly(2026, 3, 1);
        var score = Scoring.Score(ForecastModel.RunRate, [new BacktestPoint(day, day.AddDays(1), day.AddDays(28), true, 0, [new BacktestForecast(ForecastModel.RunRate, new ForecastRange(1, 0, 1, 2))])]);
        (score.Mape, score.Wape, score.Bias).ShouldBe((null, null, null));
        var report = new BacktestReport(28, [], [score], ForecastModel.RunRate, "Nothing came.") { IsUsed = false };

        var kept = ForecastCodec.DecodeBacktest(ForecastCodec.Encode(report, day, DateTimeOffset.UnixEpoch));

        (kept.Scores.ShouldHaveSingleItem(), kept.IsUsed).ShouldBe((score, false));
    }

    // A way was called the nearest, and the next sentence named the model, which was nearer.
    [Fact]
    public void The_way_that_is_called_the_nearest_is_the_nearest()
    {
        var (random, seen) = (new Random(5), new HashSet<ForecastModel>());
        for (var seed = 0; seed < 20; seed++)
        {
            var deals = Enumerable.Range(0, 300).Select(i => new DealHistory($"D{i}", new DateOnly(2026, 1, 1).AddDays(random.Next(200)), []));
            var report = Replay([.. deals.Select(d => d with { Closed = d.Opened.AddDays(random.Next(1, 40)) })], horizon: 14).Report.ShouldNotBeNull();
            var best = report.ScoreOf(report.Winner)!;
            var nearest = report.Scores.Where(s => s.Model != report.Winner && s.Origins == best.Origins).MinBy(s => s.Wape)!;
            report.Summary.ShouldContain(nearest.Wape < best.Wape ? "was less off"
                : nearest.Model == ForecastModel.Blend ? "the model with the recent pace was nearest. On the same " : $"“{ForecastRows.Words(nearest.Model)}” was nearest");
            if (report.Winner != ForecastModel.Blend)
                seen.Add(nearest.Model);
        }

        seen.ShouldContain(ForecastModel.Blend, "else nothing is shown");
        seen.Count.ShouldBeGreaterThan(1);
    }

    // Forecasts of such a past were scored as if they said something.
    [Theory]
    [InlineData(1, "Only one deal ever closed, on 2026-03-01")]
    [InlineData(40, "All 40 deals that closed did so on 2026-03-01")]
    public void A_past_in_which_everything_closed_on_one_day_is_refused_with_a_reason(int deals, string reason)
    {
        var (first, day) = (new DateOnly(2026, 1, 1), new DateOnly(2026, 3, 1));

        var result = Replay([.. Enumerable.Range(0, deals).Select(i => new DealHistory($"D{i}", first.AddDays(i), []) { Closed = day }), new DealHistory("open", first, [])]);

        result.Report.ShouldBeNull();
        result.Failure!.Message.ShouldStartWith(reason);
        result.Failure.NextStep.ShouldNotBeEmpty();
    }

    [Fact]
    public void A_bulk_change_and_too_few_deals_are_warned_of_beside_the_scores()
    {
        var (first, day) = (new DateOnly(2026, 1, 1), new DateOnly(2026, 3, 1));
        var bulk = Enumerable.Range(0, 100).Select(i => new DealHistory($"D{i}", first, []) { Closed = i < 60 ? day : first.AddDays(3 * (i - 60)) });
        var few = Enumerable.Range(0, 12).Select(i => new DealHistory($"D{i}", first, []) { Closed = first.AddDays(12 * i) });
        var enough = Enumerable.Range(0, 60).Select(i => new DealHistory($"D{i}", first, []) { Closed = first.AddDays(2 * i) });

        var warning = Replay([.. bulk]).Report.ShouldNotBeNull().Warnings.ShouldHaveSingleItem();
        (warning.Code, warning.NextStep.Length > 0).ShouldBe(("one-day", true));
        warning.Message.ShouldStartWith("60 of 100 deals closed on 2026-03-01");
        Replay([.. few]).Report.ShouldNotBeNull().Warnings.ShouldHaveSingleItem().Message.ShouldStartWith("Only 12 deals closed");
        Replay([.. enough]).Report.ShouldNotBeNull().Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void One_day_is_a_day()
    {
        var first = new DateOnly(2026, 1, 1);
        var deals = Enumerable.Range(0, 150).Select(i => new DealHistory($"D{i}", first, []) { Closed = first.AddDays(i) });

        Replay([.. deals], horizon: 1).Report.ShouldNotBeNull().Summary.ShouldContain("(WAPE) over 1 day; ");
    }

    // Eighteen days without a month's end between them were refused because of days that nobody had named.
    [Fact]
    public void A_past_without_a_months_end_says_so()
    {
        var deals = Enumerable.Range(0, 19).Select(i => new DealHistory($"D{i}", new DateOnly(2026, 1, 1), []) { Closed = new DateOnly(2026, 1, 10).AddDays(i) });
        var counts = new HazardCounts(ForecastEvent.Closes, new DateOnly(2026, 1, 1), 28);
        foreach (var deal in deals)
            counts.Add(deal);
        var last = new DateOnly(2026, 1, 28);

        var failure = Backtest.Run(counts, new BacktestQuestion { Origins = BacktestQuestion.MonthEnds(new DateOnly(2026, 1, 1), last), KnownUntil = last }).Failure.ShouldNotBeNull();

        failure.Message.ShouldContain("no month's end");
        failure.NextStep.ShouldContain("longer history");
    }

    private static BacktestResult Replay(IReadOnlyList<DealHistory> deals, int horizon = 28)
    {
        var (first, last) = (new DateOnly(2026, 1, 1), new DateOnly(2026, 6, 30));
        var counts = new HazardCounts(ForecastEvent.Closes, first, last.DayNumber - first.DayNumber + 1);
        foreach (var deal in deals)
            counts.Add(deal);
        return Backtest.Run(counts, new BacktestQuestion { Origins = BacktestQuestion.MonthEnds(first, last), KnownUntil = last, HorizonDays = horizon });
    }

    [Theory]
    [InlineData(0, "No deal has ended on a later day than that on which it was opened")]
    [InlineData(40, "no origin lies")]
    public void Too_little_past_is_refused_with_a_reason(int days, string reason)
    {
        var deals = days == 0
            ? [new DealHistory("A", SimulatedPipeline.FirstDay, [])]
            : new SimulatedPipeline(5).Run(days);
        var last = SimulatedPipeline.FirstDay.AddDays(Math.Max(1, days) - 1);

        var result = Backtest.Run(SimulatedPipeline.Count(deals, Math.Max(1, days)), new BacktestQuestion { Origins = BacktestQuestion.Sundays(SimulatedPipeline.FirstDay, last), KnownUntil = last });

        result.Report.ShouldBeNull();
        result.Failure!.Message.ShouldContain(reason);
        result.Failure.NextStep.ShouldNotBeEmpty();
    }
}
