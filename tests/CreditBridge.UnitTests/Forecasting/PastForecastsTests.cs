using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Forecasting;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Forecasting;

public sealed class PastForecastsTests
{
    private static readonly DateOnly Monday = new(2026, 11, 2);

    [Fact]
    public void WeeksThatAreOver_AreScoredByHowFarAheadTheyWereForecast()
    {
        var scores = PastForecasts.Score([Of(Monday, 10, 20), Of(Monday.AddDays(7), 14, 14)], Opened, Monday, Monday.AddDays(13));

        // For the week that begins: 10 and 14, when 12 and 16 came; for the one after it: 20, when 16 came.
        scores.Select(s => (s.WeeksAhead, s.Weeks.Count)).ShouldBe([(0, 2), (1, 1)]);
        scores[0].Wape!.Value.ShouldBe(100 * 4 / 28.0, 1e-9);
        scores[1].Bias!.Value.ShouldBe(100 * 4 / 16.0, 1e-9);
    }

    [Fact]
    public void OfOneWeek_TheLastForecastBeforeItCounts()
    {
        var daily = Enumerable.Range(0, 7).Select(d => Of(Monday.AddDays(-7 + d), 99, 10 + d));

        var score = PastForecasts.Score(daily, Opened, Monday, Monday.AddDays(6)).Single(s => s.WeeksAhead == 0);

        score.Weeks.ShouldHaveSingleItem().Week.Reviews.Expected.ShouldBe(16);
        score.Wape!.Value.ShouldBe(100 * 4 / 12.0, 1e-9);
        score.Bias!.Value.ShouldBe(100 * 4 / 12.0, 1e-9);
        score.Coverage.ShouldBe(1);
    }

    [Fact]
    public void WeekThatIsNotOver_IsNotScored() => PastForecasts.Score([Of(Monday, 10, 20)], Opened, Monday, Monday.AddDays(5)).ShouldBeEmpty();

    [Fact]
    public void WeekBeforeReviewsWereCounted_IsNotScored() => PastForecasts.Score([Of(Monday, 10, 20)], Opened, Monday.AddDays(1), Monday.AddDays(6)).ShouldBeEmpty();

    // Forecasts are made every morning: that of the Monday was called the one of a week before.
    [Fact]
    public void DailyForecasts_WereScoredAsIfMadeAWeekEarlier_AreScoredByWholeWeeks()
    {
        var daily = Enumerable.Range(0, 15).Select(d => new PastForecast(Monday.AddDays(d - 14), [Week(Monday, d)]));

        PastForecasts.Score(daily, Opened, Monday, Monday.AddDays(6)).Select(s => (s.WeeksAhead, s.Weeks.Single().Week.Reviews.Expected)).ShouldBe([(0, 14), (1, 7), (2, 0)]);
    }

    // In the first four weeks a forecast does not know how often events bring reviews, and says so: what events brought was counted against it.
    [Fact]
    public void ForecastThatLeavesOutEvents_IsComparedWithTheOtherReviews()
    {
        var forecast = Of(Monday, 10);

        Came(forecast).ShouldBe(12);
        Came(forecast with { CountsEvents = false }).ShouldBe(5);

        static int Came(PastForecast made) => PastForecasts.Score([made], (day, withEvents) => day != Monday ? 0 : withEvents ? 12 : 5, Monday, Monday.AddDays(6)).Single().Weeks.Single().Opened;
    }

    // 12 reviews in the first week, 16 in the second.
    private static int Opened(DateOnly day, bool withEvents) => day < Monday || day > Monday.AddDays(13) ? 0 : day.DayOfWeek == DayOfWeek.Monday ? (day == Monday ? 12 : 16) : 0;

    private static PastForecast Of(DateOnly asOf, params double[] expected)
    {
        var first = asOf.AddDays((8 - (int)asOf.DayOfWeek) % 7);
        return new PastForecast(asOf, [.. expected.Select((e, i) => Week(asOf.DayOfWeek == DayOfWeek.Monday ? asOf.AddDays(7 * i) : first.AddDays(7 * (i - 1)), e))]);
    }

    private static ForecastWeek Week(DateOnly first, double expected)
    {
        var nothing = Money.Zero(CurrencyCode.Parse("EUR"));
        return new ForecastWeek(first, first.AddDays(6))
        {
            Reviews = new ForecastRange(expected, expected - 5, expected, expected + 5), Amount = new MoneyRange(nothing, nothing, nothing, nothing), WorkHours = ForecastRange.Zero,
        };
    }
}
