namespace CreditBridge.Core.Forecasting;

/// <summary>Forecasts that were really made and shown, compared with what came. Pure.</summary>
public static class PastForecasts
{
    // The week that begins is easier than one in two months; each is scored by how far ahead it was.
    private static readonly int[] WeeksAhead = [0, 1, 2, 4, 8];

    /// <summary>
    /// Scores the weeks that are over by how many weeks ahead they were forecast. Of each calendar week, one forecast counts for each distance: the last that was made before the week
    /// began by that many weeks.
    /// </summary>
    /// <param name="forecasts">Forecasts in order of their days.</param>
    /// <param name="opened">How many reviews began on a day: with those because of events, for forecasts that count them, or without.</param>
    /// <param name="known">The last day of which is known how many reviews began.</param>
    /// <param name="since">The first such day.</param>
    public static IReadOnlyList<PastScore> Score(IEnumerable<PastForecast> forecasts, Func<DateOnly, bool, int> opened, DateOnly since, DateOnly known)
    {
        // The last forecast of a week at a distance replaces earlier ones: one forecast per week and distance counts.
        var chosen = new Dictionary<(int Ahead, DateOnly Week), (ForecastWeek Week, bool WithEvents)>();
        foreach (var forecast in forecasts)
        {
            foreach (var week in forecast.Weeks)
            {
                if (week.LastDay > known || week.FirstDay < since || week.FirstDay < forecast.AsOf || week.LastDay.DayNumber - week.FirstDay.DayNumber != 6)
                    continue;
                var ahead = (week.FirstDay.DayNumber - forecast.AsOf.DayNumber) / 7;
                if (WeeksAhead.Contains(ahead))
                    chosen[(ahead, week.FirstDay)] = (week, forecast.CountsEvents);
            }
        }

        return
        [
            .. chosen.GroupBy(c => c.Key.Ahead).OrderBy(g => g.Key)
                .Select(g => Score(g.Key, [.. g.OrderBy(c => c.Key.Week).Select(c => new PastWeek(c.Value.Week, Count(c.Value.Week, c.Value.WithEvents)))])),
        ];

        int Count(ForecastWeek week, bool withEvents) => Enumerable.Range(0, 7).Sum(d => opened(week.FirstDay.AddDays(d), withEvents));
    }

    private static PastScore Score(int ahead, IReadOnlyList<PastWeek> weeks)
    {
        var actual = (double)weeks.Sum(w => w.Opened);
        var errors = weeks.Sum(w => Math.Abs(w.Week.Reviews.Expected - w.Opened));
        var bias = weeks.Sum(w => w.Week.Reviews.Expected - w.Opened);
        return new PastScore(ahead, weeks)
        {
            Wape = actual > 0 ? 100 * errors / actual : null,
            Bias = actual > 0 ? 100 * bias / actual : null,
            Coverage = weeks.Count(w => w.Week.Reviews.P10 <= w.Opened && w.Opened <= w.Week.Reviews.P90) / (double)weeks.Count,
        };
    }
}

/// <summary>What is needed of a forecast that was made.</summary>
/// <param name="AsOf">The day for which it was made.</param>
/// <param name="Weeks">Its weeks.</param>
public sealed record PastForecast(DateOnly AsOf, IReadOnlyList<ForecastWeek> Weeks)
{
    /// <summary>Whether reviews because of events are among its numbers. While they have been kept for less than four weeks, they are not.</summary>
    public bool CountsEvents { get; init; } = true;

    /// <summary>What is needed of a forecast.</summary>
    public static PastForecast Of(WorkloadForecast forecast) =>
        new(forecast.AsOfDate, forecast.Weeks) { CountsEvents = forecast.Warnings.All(w => w.Code != ForecastWarnings.EventsMissing) };
}

/// <summary>A week that is over.</summary>
/// <param name="Week">What was forecast.</param>
/// <param name="Opened">How many reviews began in it, of the kinds that the forecast counts.</param>
public sealed record PastWeek(ForecastWeek Week, int Opened);

/// <summary>How forecasts did that were made some weeks ahead.</summary>
/// <param name="WeeksAhead">0: made on the week's first day or in the six before it; 1: at least seven days before it; and so on.</param>
/// <param name="Weeks">The weeks that are over, in order.</param>
public sealed record PastScore(int WeeksAhead, IReadOnlyList<PastWeek> Weeks)
{
    /// <summary>Sum of the absolute errors in percent of what came; null when nothing came.</summary>
    public required double? Wape { get; init; }

    /// <summary>Sum of the errors in percent of what came: positive when too much was forecast. Null when nothing came.</summary>
    public required double? Bias { get; init; }

    /// <summary>Share, 0 to 1, of the weeks that lay between P10 and P90.</summary>
    public required double Coverage { get; init; }
}
