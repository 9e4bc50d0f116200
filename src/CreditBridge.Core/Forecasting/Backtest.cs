using System.Globalization;
using CreditBridge.Abstractions.Failures;

namespace CreditBridge.Core.Forecasting;

/// <summary>What is replayed.</summary>
public sealed record BacktestQuestion
{
    /// <summary>Days from which is forecast: the last day that is known each time. Those too early to know anything, or too late to know what came, are left out.</summary>
    public required IReadOnlyList<DateOnly> Origins { get; init; }

    /// <summary>The last day of which everything is known.</summary>
    public required DateOnly KnownUntil { get; init; }

    /// <summary>How many days ahead; 28 unless said otherwise.</summary>
    public int HorizonDays { get; init; } = 28;

    /// <summary>The rhythm of sales.</summary>
    public SalesCalendar Calendar { get; init; } = new();

    /// <summary>The CRM's default probability (0 to 1) that a deal of a stage comes to the event; null for a stage without, for which the past's share is taken.</summary>
    public Func<string, double?> StageProbability { get; init; } = static _ => null;

    /// <summary>The ends of the months from one day to another, as origins.</summary>
    public static IReadOnlyList<DateOnly> MonthEnds(DateOnly from, DateOnly to)
    {
        var ends = new List<DateOnly>();
        // Counted in numbers: after the last month and the last Sunday of the calendar there is no other.
        for (var month = (12 * from.Year) + from.Month - 1; month <= (12 * to.Year) + to.Month - 1; month++)
        {
            var (year, number) = (month / 12, (month % 12) + 1);
            if (new DateOnly(year, number, DateTime.DaysInMonth(year, number)) is var end && end >= from && end <= to)
                ends.Add(end);
        }

        return ends;
    }

    /// <summary>Every Sunday from one day to another, as origins: the forecast is for the weeks that begin on the Monday after.</summary>
    public static IReadOnlyList<DateOnly> Sundays(DateOnly from, DateOnly to)
    {
        var days = new List<DateOnly>();
        for (var day = from.DayNumber + ((7 - (int)from.DayOfWeek) % 7); day <= to.DayNumber; day += 7)
            days.Add(DateOnly.FromDayNumber(day));
        return days;
    }
}

/// <summary>A backtest, or the reason why there is none.</summary>
/// <param name="Report">The result; null when there is none.</param>
/// <param name="Failure">Why not; null when there is a result.</param>
public sealed record BacktestResult(BacktestReport? Report, Failure? Failure);

/// <summary>Replays origins with only what was known at each, and compares what every model said with what came.</summary>
public static class Backtest
{
    /// <summary>Days of history before anything is forecast.</summary>
    internal const int FewestDays = 28;

    // A baseline is believed to be better when it was over so many horizons that do not overlap.
    private const int FewestHorizons = 3;

    /// <summary>Replays.</summary>
    public static BacktestResult Run(HazardCounts counts, BacktestQuestion question)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(question.HorizonDays, 1);
        return RunTo(counts, question, null).Result;
    }

    /// <summary>Replays, and hands on the record of it.</summary>
    /// <param name="counts">The past.</param>
    /// <param name="question">What is replayed.</param>
    /// <param name="then">An origin, later than all that are replayed, at which the record will be asked for what is said; null for none.</param>
    internal static (BacktestResult Result, TrackRecord Track) RunTo(HazardCounts counts, BacktestQuestion question, int? then)
    {
        var first = counts.FirstEnding();
        if (first >= counts.Days)
            return No(null, "No deal has ended on a later day than that on which it was opened, so that there is no pace to learn from and nothing to compare a forecast with.",
                "Give the history of deals that were won or lost as well, each with the day on which it was opened.");
        var known = Math.Min(counts.Days - 1, counts.DayOf(question.KnownUntil));
        var (events, most, when) = ForecastWarnings.Busiest(counts, known + 1);
        if (events > 0 && most == events)
        {
            return No(
                then is { } asked ? TrackRecord.Follow(counts, question, asked, asked) : null,
                events == 1
                    ? string.Create(CultureInfo.InvariantCulture, $"Only one deal ever {ForecastWarnings.Happened(counts)}, on {when:yyyy-MM-dd}: with one there is nothing to compare a forecast with.")
                    : string.Create(CultureInfo.InvariantCulture, $"All {events:N0} deals that {ForecastWarnings.Happened(counts)} did so on {when:yyyy-MM-dd}: a bulk change, from which no pace can be learned."),
                "Check that the day is the one on which it happened, and give a history of several months.");
        }

        if (question.Origins.Count == 0)
        {
            return No(
                then is { } needed ? TrackRecord.Follow(counts, question, needed, needed) : null, "No day to forecast on lies between the first and the last day: no month's end, or, for weekly ones, no Sunday.",
                "Give a longer history, or forecast on Sundays ('--origins weekly'); where days are named, '--from' comes before '--to'.");
        }

        var (earliest, latest) = (first + FewestDays - 1, known - question.HorizonDays);
        var origins = question.Origins.Select(counts.DayOf).Where(o => o >= earliest && o <= latest).Distinct().Order().ToList();
        if (origins.Count == 0)
        {
            return No(
                then is { } origin ? TrackRecord.Follow(counts, question, origin, origin) : null,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The history begins on {counts.FirstDay.AddDays(first):yyyy-MM-dd}, and no origin lies {FewestDays} days after it and ")
                + string.Create(CultureInfo.InvariantCulture, $"{Days(question.HorizonDays)} before {question.KnownUntil:yyyy-MM-dd}."),
                "Name other origins, a shorter horizon, or give a longer history.");
        }

        var track = TrackRecord.Follow(counts, question, origins[0], then ?? origins[^1]);
        var points = new List<BacktestPoint>();
        foreach (var day in origins)
            AddPoints(points, counts, track, day);
        var scores = Scores(points);
        var winner = Winner(points, origins, question.HorizonDays);
        var report = new BacktestReport(question.HorizonDays, points, scores, winner, InWords(scores, winner, points, question.HorizonDays))
        {
            Warnings = [.. new[] { ForecastWarnings.Few(counts, events), ForecastWarnings.OneDay(counts, known + 1) }.OfType<ForecastWarning>()],
        };
        return (new BacktestResult(report, null), track);

        static (BacktestResult, TrackRecord) No(TrackRecord? track, string message, string next) => (new BacktestResult(null, new Failure(FailureKind.Configuration, message, next)), track!);
    }

    private static void AddPoints(List<BacktestPoint> points, HazardCounts counts, TrackRecord track, int origin)
    {
        var (said, actual) = (track.At(origin), track.Forecaster.Actual(origin));
        var day = counts.FirstDay.AddDays(origin);
        for (var b = 0; b < actual.Length; b++)
        {
            var (from, to) = track.Bucket(b);
            points.Add(new BacktestPoint(day, day.AddDays(from), day.AddDays(to), b == actual.Length - 1, actual[b],
                [.. said.OrderBy(s => s.Key == ForecastModel.Blend ? 0 : (int)s.Key).Select(s => new BacktestForecast(s.Key, s.Value[b]))]));
        }
    }

    private static List<BacktestScore> Scores(IReadOnlyList<BacktestPoint> points)
    {
        var whole = points.Where(p => p.IsWholeHorizon).ToList();
        return [.. whole.SelectMany(p => p.Forecasts.Select(f => f.Model)).Distinct().Select(m => Scoring.Score(m, whole)).OrderByDescending(s => s.Origins).ThenBy(s => s.Wape ?? 0)];
    }

    private static ForecastModel Winner(IReadOnlyList<BacktestPoint> points, List<int> origins, int horizon)
    {
        var whole = points.Where(p => p.IsWholeHorizon).ToList();
        var best = ForecastModel.Blend;
        foreach (var rival in whole.SelectMany(p => p.Forecasts.Select(f => f.Model)).Distinct().Where(m => m != ForecastModel.Blend))
        {
            var common = whole.Where(p => p.Of(rival) is not null && p.Of(best) is not null).ToList();
            if (IsEnough(common, horizon) && Scoring.Score(rival, common).Wape < Scoring.Score(best, common).Wape)
            {
                best = rival;
            }
        }

        return best;
    }

    // Whether so many horizons that do not overlap lie between the first and the last origin.
    private static bool IsEnough(List<BacktestPoint> whole, int horizon) =>
        whole.Count >= FewestHorizons && 1 + ((whole[^1].Origin.DayNumber - whole[0].Origin.DayNumber) / horizon) >= FewestHorizons;

    private static string Days(int number) => string.Create(CultureInfo.InvariantCulture, $"{number} {(number == 1 ? "day" : "days")}");

    private static string InWords(IReadOnlyList<BacktestScore> scores, ForecastModel winner, IReadOnlyList<BacktestPoint> points, int horizon)
    {
        var best = scores.First(s => s.Model == winner);
        if (best.Wape is null)
            return "Nothing came in the days that were forecast, so the models cannot be told apart.";
        // Where a simpler way wins, it is compared with the model on the days on which both have forecast.
        var whole = points.Where(p => p.IsWholeHorizon && p.Of(winner) is not null && p.Of(ForecastModel.Blend) is not null).ToList();
        var model = winner == ForecastModel.Blend ? "" : string.Create(
            CultureInfo.InvariantCulture,
            $" On the same {Days(whole.Count)} “{ForecastRows.Words(ForecastModel.Blend)}” was {Scoring.Score(ForecastModel.Blend, whole).Wape:0.00} % off, “{ForecastRows.Words(winner)}” {Scoring.Score(winner, whole).Wape:0.00} %.");
        // The sentence on the model compares the two already, where it was replayed from as many days.
        var others = scores.Where(s => s.Wape is not null && s.Origins == best.Origins && s.Model != winner && (s.Model != ForecastModel.Blend || whole.Count < best.Origins))
            .OrderBy(s => s.Wape).ToList();
        var isModelNearest = model.Length > 0 && whole.Count == best.Origins && (others.Count == 0 || Scoring.Score(ForecastModel.Blend, whole).Wape <= others[0].Wape);
        var against = isModelNearest ? "; of the other ways replayed from as many, the model with the recent pace was nearest."
            : others.Count == 0 ? "."
            : others[0].Wape < best.Wape ? Better(others[0], points, horizon)
            : string.Create(CultureInfo.InvariantCulture, $"; of the other ways replayed from as many, “{ForecastRows.Words(others[0].Model)}” was nearest, {others[0].Wape:0.0} % off.");
        var off = string.Create(
            CultureInfo.InvariantCulture,
            $"Replayed from {Days(best.Origins)}, “{ForecastRows.Words(winner)}” was off by {best.Wape:0.0} % in all (WAPE) over {Days(horizon)}{against}");
        return off + model + string.Create(CultureInfo.InvariantCulture, $" What came lay in its range {best.Coverage * 100:0} % of the time; 80 % is meant.");
    }

    // A way that was less off and is not used: why not.
    private static string Better(BacktestScore score, IReadOnlyList<BacktestPoint> points, int horizon)
    {
        var said = points.Where(p => p.IsWholeHorizon && p.Of(score.Model) is not null).ToList();
        return string.Create(CultureInfo.InvariantCulture, $"; of the other ways replayed from as many, “{ForecastRows.Words(score.Model)}” was less off, {score.Wape:0.0} %")
            + (IsEnough(said, horizon) ? "." : string.Create(CultureInfo.InvariantCulture, $", but is not used: {Days(score.Origins)} within less than {FewestHorizons} horizons of {Days(horizon)} are too few to prefer it."));
    }
}
