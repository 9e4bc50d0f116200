namespace CreditBridge.Core.Forecasting;

/// <summary>
/// Follows all models through the past, week by week, and remembers how far each was off. What is said at an origin uses only forecasts whose horizon had passed by then:
/// for the weights of the blend and for the width of the ranges.
/// </summary>
internal sealed class TrackRecord
{
    private const int Step = 7;

    // Half a year of weeks tells how good a model is; more would only take longer.
    private const int LongestRecord = 26;

    private readonly IReadOnlyList<int> _bucketEnds;
    private readonly List<(int Origin, IReadOnlyDictionary<ForecastModel, Said[]> Said, double[] Actual)> _past = [];
    private readonly Dictionary<int, OriginForecast> _made = [];

    private TrackRecord(OriginForecaster forecaster, IReadOnlyList<int> bucketEnds)
    {
        (Forecaster, _bucketEnds) = (forecaster, bucketEnds);
    }

    /// <summary>What makes the forecasts.</summary>
    public OriginForecaster Forecaster { get; }

    /// <summary>Follows the models.</summary>
    /// <param name="counts">The past.</param>
    /// <param name="question">Horizon and calendar.</param>
    /// <param name="from">The first origin that is going to be asked for; the record begins half a year before it.</param>
    /// <param name="last">The last.</param>
    public static TrackRecord Follow(HazardCounts counts, BacktestQuestion question, int from, int last)
    {
        var ends = BucketEnds(question.HorizonDays);
        var track = new TrackRecord(new OriginForecaster(counts, question.Calendar, ends, question.StageProbability), ends);
        var earliest = Math.Max(counts.FirstEnding() + Backtest.FewestDays - 1, Math.Min(last, from) - question.HorizonDays - (Step * LongestRecord));

        // In step with the first origin, so that weekly origins are forecast from only once.
        earliest += (((from - earliest) % Step) + Step) % Step;
        var origins = new List<int>();
        for (var origin = earliest; origin + question.HorizonDays <= last; origin += Step)
            origins.Add(origin);
        track.Prepare(origins);
        foreach (var origin in origins)
        {
            var said = new Dictionary<ForecastModel, Said[]>(track.Forecast(origin).Models);
            said[ForecastModel.Blend] = Blend(said, track.BlendingBefore(origin));
            track._past.Add((origin, said, track.Forecaster.Actual(origin)));
        }

        return track;
    }

    /// <summary>Whole weeks, and what is left; the whole horizon is the bucket after them.</summary>
    public static IReadOnlyList<int> BucketEnds(int horizon) => [.. Enumerable.Range(1, (horizon + 6) / 7).Select(w => Math.Min(7 * w, horizon))];

    /// <summary>First and last day of a bucket, counted from the origin.</summary>
    public (int From, int To) Bucket(int bucket) => bucket == _bucketEnds.Count ? (1, _bucketEnds[^1]) : (bucket == 0 ? 1 : _bucketEnds[bucket - 1] + 1, _bucketEnds[bucket]);

    /// <summary>What every model says at an origin, with ranges.</summary>
    public IReadOnlyDictionary<ForecastModel, ForecastRange[]> At(int origin)
    {
        var said = new Dictionary<ForecastModel, Said[]>(Forecast(origin).Models);
        said[ForecastModel.Blend] = Blend(said, BlendingBefore(origin));
        return said.ToDictionary(s => s.Key, s => s.Value.Select((v, b) =>
            CountDistribution.Range(v.Mean, v.Variance + (SpreadBefore(origin, s.Key, b) * v.Mean * v.Mean))).ToArray());
    }

    /// <summary>By how much a model's level differs from that of the chances per deal, week by week; beyond the replayed horizon as over the whole of it.</summary>
    public Func<int, double> ScaleAt(int origin, ForecastModel model)
    {
        var said = new Dictionary<ForecastModel, Said[]>(Forecast(origin).Models);
        said[ForecastModel.Blend] = Blend(said, BlendingBefore(origin));
        var hazard = said[ForecastModel.Hazard];
        var scales = said.TryGetValue(model, out var other)
            ? hazard.Select((h, b) => h.Mean > 1e-9 ? other[b].Mean / h.Mean : 1).ToArray()
            : [.. hazard.Select(_ => 1.0)];
        return week => scales[Math.Min(week, scales.Length - 1)];
    }

    /// <summary>The squared share by which the level of a week is uncertain; the further ahead, the more.</summary>
    public double SpreadFor(int origin, ForecastModel model, int week)
    {
        var weeks = _bucketEnds.Count;
        var known = SpreadBefore(origin, model, Math.Min(week, weeks - 1));
        return week < weeks ? known : known * (week + 1) / weeks;
    }

    /// <summary>The squared share by which a model was off in one bucket beyond chance, as far as known at an origin.</summary>
    public double SpreadBefore(int origin, ForecastModel model, int bucket)
    {
        var spread = new ErrorSpread();
        foreach (var past in _past.Where(p => p.Origin + _bucketEnds[^1] <= origin))
        {
            if (past.Said.TryGetValue(model, out var said))
                spread.Add(said[bucket].Mean, said[bucket].Variance, past.Actual[bucket], Weight(bucket));
        }

        return bucket == _bucketEnds.Count ? spread.OfHorizon : spread.OfWeek;
    }

    /// <summary>The weights of the blend as they are known at an origin.</summary>
    public Blending BlendingBefore(int origin)
    {
        var blending = new Blending();
        foreach (var past in _past.Where(p => p.Origin + _bucketEnds[^1] <= origin))
        {
            foreach (var model in Blending.Members)
            {
                if (past.Said.TryGetValue(model, out var said))
                    blending.Add(model, said[^1].Mean, past.Actual[^1], Weight(_bucketEnds.Count));
            }
        }

        return blending;
    }

    private OriginForecast Forecast(int origin) => _made.TryGetValue(origin, out var known) ? known : _made[origin] = Forecaster.At(origin);

    // Forecasts of different origins do not depend on each other.
    private void Prepare(List<int> origins)
    {
        var forecasts = new OriginForecast[origins.Count];
        // Each model that is being fitted has tables of its own: no more of them at once than can be worked on.
        var atOnce = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, origins.Count, atOnce, i => forecasts[i] = Forecaster.At(origins[i]));
        foreach (var forecast in forecasts)
            _made[forecast.Day] = forecast;
    }

    // The horizon's level is blended; within it the weeks keep the pattern of the chances per deal.
    private static Said[] Blend(Dictionary<ForecastModel, Said[]> said, Blending blending)
    {
        var weights = blending.Weights(said.Keys);
        var hazard = said[ForecastModel.Hazard];
        var mean = weights.Sum(w => w.Value * said[w.Key][^1].Mean);
        var variance = weights.Sum(w => w.Value * said[w.Key][^1].Variance);
        if (hazard[^1].Mean <= 0)
            return [.. hazard.Select((_, b) => new Said(weights.Sum(w => w.Value * said[w.Key][b].Mean), weights.Sum(w => w.Value * said[w.Key][b].Variance)))];
        var times = mean / hazard[^1].Mean;
        return [.. hazard.Select((h, b) => b == hazard.Length - 1 ? new Said(mean, variance) : new Said(h.Mean * times, h.Variance * times))];
    }

    // Horizons that overlap tell the same several times.
    private double Weight(int bucket) => Math.Min(1, (double)Step / (bucket == _bucketEnds.Count ? _bucketEnds[^1] : Step));
}
