using System.Collections.Concurrent;

namespace CreditBridge.Core.Forecasting;

/// <summary>What one model says about one bucket: mean and the variance that chance explains.</summary>
internal readonly record struct Said(double Mean, double Variance);

/// <summary>What all models said at one origin, by model and bucket; the last bucket is the whole horizon. Null: nothing.</summary>
internal sealed record OriginForecast(int Day, IReadOnlyDictionary<ForecastModel, Said[]> Models);

/// <summary>Forecasts of events from the end of a day, by every model, with only what was counted until then.</summary>
internal sealed class OriginForecaster(HazardCounts counts, SalesCalendar calendar, IReadOnlyList<int> bucketEnds, Func<string, double?> stageProbability)
{
    private const int Quarter = 91;
    private const int Year = 364;

    private readonly ConcurrentBag<HazardCells> _cells = [];

    private int Horizon => bucketEnds[^1];

    private int Buckets => bucketEnds.Count;

    /// <summary>What came, by bucket; the last is the whole horizon.</summary>
    public double[] Actual(int origin)
    {
        var result = new double[Buckets + 1];
        for (var b = 0; b < Buckets; b++)
            result[^1] += result[b] = Count(origin + 1 + (b == 0 ? 0 : bucketEnds[b - 1]), origin + bucketEnds[b]);
        return result;
    }

    /// <summary>What every model says.</summary>
    public OriginForecast At(int origin)
    {
        var first = counts.FirstEnding();
        var result = new Dictionary<ForecastModel, Said[]>();
        var cells = _cells.TryTake(out var spare) ? spare : new HazardCells(counts.ByStage.Count);
        var model = HazardModel.Fit(counts, origin, calendar, cells);
        _cells.Add(cells);
        var arrivals = ArrivalModel.Fit(counts, origin, calendar);
        result[ForecastModel.Hazard] = Hazard(model, arrivals, origin);
        if (origin - Horizon + 1 >= first)
            result[ForecastModel.RunRate] = Spread(Count(origin - Horizon + 1, origin));
        var ago = origin + 1 - Year >= first ? Year : Quarter;
        if (origin + 1 - ago >= first && Horizon <= ago)
            result[ForecastModel.SeasonalNaive] = PerBucket(b => Count(origin + 1 - ago + (b == 0 ? 0 : bucketEnds[b - 1]), origin - ago + bucketEnds[b]));
        if (StageProbability(first, origin) is { } expected)
            result[ForecastModel.StageProbability] = Spread(expected);
        return new OriginForecast(origin, result);
    }

    /// <summary>Share of events that needed a review, known at the end of a day; 1 when nobody ever decided.</summary>
    public double ReviewShare(int origin)
    {
        var (decided, reviewed) = (0.0, 0.0);
        for (var day = 0; day <= origin; day++)
        {
            decided += counts.DecidedEvents[day];
            reviewed += counts.ReviewedEvents[day];
        }

        return decided > 0 ? reviewed / decided : 1;
    }

    private Said[] Hazard(HazardModel model, ArrivalModel arrivals, int origin)
    {
        var times = EventTimes.Compute(model, arrivals, counts.FirstDay.AddDays(origin), bucketEnds, calendar);
        var share = ReviewShare(origin);
        var (means, variances) = (new double[Buckets + 1], new double[Buckets + 1]);
        for (var stage = 0; stage < model.Stages; stage++)
        {
            var open = counts.OpenAt(stage, origin);
            for (var age = 0; age < open.Length; age++)
            {
                if (open[age] == 0)
                    continue;
                var chances = times.Open(stage, age);
                var whole = 0.0;
                for (var b = 0; b < Buckets; b++)
                {
                    Count(b, open[age], share * chances[b]);
                    whole += share * chances[b];
                }

                Count(Buckets, open[age], whole);
            }
        }

        for (var b = 0; b < Buckets; b++)
        {
            var expected = share * times.Arrivals[b];
            means[b] += expected;
            variances[b] += expected;
            means[^1] += expected;
            variances[^1] += expected;
        }

        return [.. means.Zip(variances, (m, v) => new Said(m, v))];

        void Count(int bucket, int deals, double chance)
        {
            means[bucket] += deals * chance;
            variances[bucket] += deals * chance * (1 - chance);
        }
    }

    // Open deals times the probability of their stage, spread over as long as it took others.
    private double? StageProbability(int first, int origin)
    {
        var (stays, days) = (0.0, 0.0);
        var (ended, events) = (new double[counts.ByStage.Count], new double[counts.ByStage.Count]);
        for (var stage = 0; stage < counts.ByStage.Count; stage++)
        {
            for (var ending = 0; ending < 3; ending++)
            {
                for (var entered = 0; entered < origin; entered++)
                {
                    var row = counts.ByStage[stage].Row((Ending)ending, entered, origin - entered);
                    for (var age = 1; age < row.Length; age++)
                    {
                        // Most cells are empty.
                        var empty = row[age..].IndexOfAnyExcept(0);
                        if (empty < 0)
                            break;
                        age += empty;
                        var number = row[age];
                        ended[stage] += number;
                        if (ending != (int)Ending.Event)
                            continue;
                        events[stage] += number;
                        stays += number;
                        days += (double)number * age;
                    }
                }
            }
        }

        if (stays <= 0 || origin < first)
            return null;
        var expected = 0.0;
        foreach (var (name, stage) in counts.Stages.Select((n, i) => (n, i)))
        {
            var chance = stageProbability(name) ?? (ended[stage] > 0 ? events[stage] / ended[stage] : stays / ended.Sum());
            expected += counts.OpenAt(stage, origin).Sum() * chance;
        }

        return expected * Math.Min(1, Horizon / (days / stays)) * ReviewShare(origin);
    }

    private Said[] Spread(double whole) => PerBucket(b => whole * (bucketEnds[b] - (b == 0 ? 0 : bucketEnds[b - 1])) / Horizon);

    private Said[] PerBucket(Func<int, double> of)
    {
        var result = new Said[Buckets + 1];
        for (var b = 0; b < Buckets; b++)
            result[b] = new Said(of(b), of(b));
        var whole = result.Sum(s => s.Mean);
        result[^1] = new Said(whole, whole);
        return result;
    }

    private double Count(int from, int to)
    {
        var source = HasDecisions ? counts.ReviewedEvents : counts.Events;
        var sum = 0.0;
        for (var day = Math.Max(0, from); day <= to && day < counts.Days; day++)
            sum += source[day];
        return sum;
    }

    private bool HasDecisions { get; } = counts.DecidedEvents.Any(d => d > 0);
}
