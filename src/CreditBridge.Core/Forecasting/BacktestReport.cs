namespace CreditBridge.Core.Forecasting;

/// <summary>How the model and simpler ways of forecasting did when they were replayed over the past with only what was known then.</summary>
/// <param name="HorizonDays">How many days ahead was forecast.</param>
/// <param name="Points">One row per origin and bucket of the horizon, by date.</param>
/// <param name="Scores">One row per model over the whole horizon, the best by <see cref="BacktestScore.Wape"/> first.</param>
/// <param name="Winner">The model to use.</param>
/// <param name="Summary">The result in one or two sentences for people.</param>
public sealed record BacktestReport(int HorizonDays, IReadOnlyList<BacktestPoint> Points, IReadOnlyList<BacktestScore> Scores, ForecastModel Winner, string Summary)
{
    /// <summary>What makes the scores less certain than they look.</summary>
    public IReadOnlyList<ForecastWarning> Warnings { get; init; } = [];

    /// <summary>
    /// Whether a forecast uses the winner. Default: true; false while too little stage history is known to learn from, so that the stages' own probabilities are taken although something else
    /// did best.
    /// </summary>
    public bool IsUsed { get; init; } = true;

    /// <summary>The model that a forecast uses: the winner, or the stages' probabilities while it is not used.</summary>
    public ForecastModel Used() => IsUsed ? Winner : ForecastModel.StageProbability;

    /// <summary>The scores of one model; null when it could not be replayed.</summary>
    public BacktestScore? ScoreOf(ForecastModel model) => Scores.FirstOrDefault(s => s.Model == model);

    /// <summary>What is shown beside a forecast.</summary>
    public BacktestStanding? Standing() =>
        ScoreOf(Winner) is { } score ? new BacktestStanding(Points.Min(p => p.Origin), Points.Max(p => p.Origin), HorizonDays, score, Summary) : null;
}

/// <summary>What was forecast on one day for one bucket of the horizon, and what came of it.</summary>
/// <param name="Origin">The last day that was known: the forecast begins on the day after.</param>
/// <param name="FirstDay">First day of the bucket.</param>
/// <param name="LastDay">Last day of the bucket.</param>
/// <param name="IsWholeHorizon">Whether the bucket is the whole horizon, by which models are compared; else one of its weeks.</param>
/// <param name="Actual">What came.</param>
/// <param name="Forecasts">What each model said.</param>
public sealed record BacktestPoint(DateOnly Origin, DateOnly FirstDay, DateOnly LastDay, bool IsWholeHorizon, double Actual, IReadOnlyList<BacktestForecast> Forecasts)
{
    /// <summary>What one model said; null when it could say nothing then.</summary>
    public BacktestForecast? Of(ForecastModel model) => Forecasts.FirstOrDefault(f => f.Model == model);
}

/// <summary>What one model said.</summary>
/// <param name="Model">The model.</param>
/// <param name="Range">The expected number and its range.</param>
public sealed record BacktestForecast(ForecastModel Model, ForecastRange Range);

/// <summary>Scores of one model over all origins at which it could say something.</summary>
/// <param name="Model">The model.</param>
/// <param name="Origins">How many origins.</param>
public sealed record BacktestScore(ForecastModel Model, int Origins)
{
    /// <summary>Mean of the absolute errors in percent of what came; origins at which nothing came are left out. Null when nothing ever came.</summary>
    public double? Mape { get; init; }

    /// <summary>Of how many origins <see cref="Mape"/> is the mean: those after which something came.</summary>
    public int MapeOrigins { get; init; }

    /// <summary>Sum of the absolute errors in percent of the sum of what came; null when nothing ever came.</summary>
    public double? Wape { get; init; }

    /// <summary>Mean pinball loss over P10, P50 and P90, in reviews: how far the range is off, the smaller the better.</summary>
    public required double Pinball { get; init; }

    /// <summary>Share, 0 to 1, of what came that lay between P10 and P90; about .8 is honest.</summary>
    public required double Coverage { get; init; }

    /// <summary>Sum of the errors in percent of the sum of what came: positive when too much was forecast. Null when nothing ever came.</summary>
    public double? Bias { get; init; }
}

/// <summary>How the model of a forecast did when it was replayed.</summary>
/// <param name="FirstOrigin">First day from which it was replayed.</param>
/// <param name="LastOrigin">Last one.</param>
/// <param name="HorizonDays">How many days ahead.</param>
/// <param name="Score">Its scores.</param>
/// <param name="Summary">In one or two sentences for people.</param>
public sealed record BacktestStanding(DateOnly FirstOrigin, DateOnly LastOrigin, int HorizonDays, BacktestScore Score, string Summary);
