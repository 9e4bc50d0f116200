using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Forecasting;
using CreditBridge.Worker.Hosting.Forecasts;

namespace CreditBridge.UnitTests.Delivery;

/// <summary>A forecast of a small team: thirteen weeks, two regions, two teams, a week with more work than hours.</summary>
internal static class ForecastSamples
{
    public static readonly DateTimeOffset Now = new(2026, 11, 23, 5, 0, 0, TimeSpan.Zero);

    private static readonly DateOnly Monday = new(2026, 11, 23);
    private static readonly CurrencyCode Euro = CurrencyCode.Parse("EUR");
    private static readonly double[] Reviews = [14.2, 16.8, 19.5, 22.4, 12.1, 9.6, 15, 17.3, 18.8, 21, 16.4, 15.2, 14.1];

    public static WorkloadForecast Forecast(string words = "Example Ltd") => new(Now, Monday, "starter@1:9f86d081", Euro)
    {
        Weeks = Weeks(1, 40),
        Slices =
        [
            new ForecastSlice(ForecastDimension.Type, ReviewTypes.NewDeal, Weeks(0.7, null)), new ForecastSlice(ForecastDimension.Type, ReviewTypes.Periodic, Weeks(0.3, null)),
            new ForecastSlice(ForecastDimension.Region, words, Weeks(0.6, null)), new ForecastSlice(ForecastDimension.Region, "", Weeks(0.4, null)),
            new ForecastSlice(ForecastDimension.Team, "Enterprise", Weeks(0.5, 22)), new ForecastSlice(ForecastDimension.Team, words, Weeks(0.5, 18)),
        ],
        Drivers =
        [
            new ForecastDriver("006A", "In Negotiation for 12 days; above the amount that passes by itself.", [0.42, 0.2, 0.1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
            {
                Name = words, AccountKey = "001A", Amount = new Money(480_000m, Euro), Stage = "Negotiation", WorkHours = 4, ReviewProbability = 1,
            },
        ],
        Warnings = [new ForecastWarning("thin-history", $"Of {words} little is known.", "Wait some weeks.")],
        Model = ForecastModel.Blend,
        ModelReason = "It did best over the past year.",
        Standing = new BacktestStanding(new DateOnly(2025, 11, 23), new DateOnly(2026, 10, 25), 28, Score(ForecastModel.Blend, 6.4), "Best of five."),
    };

    public static BacktestReport Backtest() => new(
        28,
        [
            .. Enumerable.Range(0, 6).Select(i => new BacktestPoint(Monday.AddDays(-29 - (7 * i)), Monday.AddDays(-28 - (7 * i)), Monday.AddDays(-1 - (7 * i)), true, 60 + i,
                [new BacktestForecast(ForecastModel.Blend, new ForecastRange(62, 50, 62, 74)), new BacktestForecast(ForecastModel.RunRate, new ForecastRange(70, 55, 70, 85))])),
        ],
        [Score(ForecastModel.Blend, 6.4), Score(ForecastModel.Hazard, 7.9), Score(ForecastModel.RunRate, 12.8), Score(ForecastModel.StageProbability, 31)],
        ForecastModel.Blend,
        "Replayed from 48 days, the blend was off by 6.4 %.");

    /// <summary>The same with work that is there already: nine hours now, of which some is left over.</summary>
    public static WorkloadForecast WithCarried() => Forecast() with
    {
        Weeks = [.. Forecast().Weeks.Select((w, at) => w with { CarriedHours = at == 0 ? 9 : at < 4 ? 4.5 : 0 })],
        Slices = [.. Forecast().Slices.Select(s => s with { Weeks = [.. s.Weeks.Select((w, at) => w with { CarriedHours = at == 0 ? 3 : null })], Drivers = Forecast().Drivers })],
    };

    public static ForecastView View(string words = "Example Ltd") => new(Now)
    {
        Forecast = Forecast(words),
        Backtest = Backtest(),
        BacktestOf = Monday,
        Open = new OpenWork(9, 17.5m, 3, 1),
        Past = [new PastScore(1, [new PastWeek(Forecast().Weeks[0], 15), new PastWeek(Forecast().Weeks[1], 12)]) { Wape = 11.2, Bias = -3.1, Coverage = 0.5 }],
    };

    private static BacktestScore Score(ForecastModel model, double wape) => new(model, 48) { Mape = wape + 0.4, Wape = wape, Pinball = wape / 4, Coverage = 0.79, Bias = -1.2 };

    private static List<ForecastWeek> Weeks(double share, double? capacity) =>
    [
        .. Reviews.Select((reviews, at) =>
        {
            var range = new ForecastRange(reviews * share, Math.Floor(reviews * share * 0.7), Math.Round(reviews * share), Math.Ceiling(reviews * share * 1.3));
            return new ForecastWeek(Monday.AddDays(7 * at), Monday.AddDays((7 * at) + 6))
            {
                Reviews = range,
                Amount = new MoneyRange(Of(range.Expected), Of(range.P10), Of(range.P50), Of(range.P90)),
                WorkHours = new ForecastRange(range.Expected * 2, range.P10 * 2, range.P50 * 2, range.P90 * 2),
                CapacityHours = capacity,
                BreachProbability = capacity is null ? null : Math.Min(0.9, reviews / 50),
            };
        }),
    ];

    private static Money Of(double reviews) => new((decimal)Math.Round(reviews * 64_000), Euro);
}
