namespace CreditBridge.Core.Forecasting;

/// <summary>The usual measures of forecasts.</summary>
internal static class Scoring
{
    /// <summary>The scores of one model over the points at which it said something.</summary>
    public static BacktestScore Score(ForecastModel model, IEnumerable<BacktestPoint> points)
    {
        var (origins, covered, nonZero) = (0, 0, 0);
        var (absolute, signed, total, percent, pinball) = (0.0, 0.0, 0.0, 0.0, 0.0);
        foreach (var point in points)
        {
            if (point.Of(model) is not { Range: var said })
                continue;
            var error = said.Expected - point.Actual;
            origins++;
            covered += said.P10 <= point.Actual && point.Actual <= said.P90 ? 1 : 0;
            absolute += Math.Abs(error);
            signed += error;
            total += point.Actual;
            pinball += (Pinball(0.1, said.P10, point.Actual) + Pinball(0.5, said.P50, point.Actual) + Pinball(0.9, said.P90, point.Actual)) / 3;
            if (point.Actual == 0)
                continue;
            nonZero++;
            percent += Math.Abs(error) / point.Actual;
        }

        return new BacktestScore(model, origins)
        {
            Mape = nonZero == 0 ? null : 100 * percent / nonZero,
            MapeOrigins = nonZero,
            Wape = total == 0 ? null : 100 * absolute / total,
            Pinball = origins == 0 ? 0 : pinball / origins,
            Coverage = origins == 0 ? 0 : (double)covered / origins,
            Bias = total == 0 ? null : 100 * signed / total,
        };
    }

    /// <summary>The loss of a quantile: what came above it costs its share, what came below it the rest.</summary>
    public static double Pinball(double share, double quantile, double actual) => actual >= quantile ? share * (actual - quantile) : (1 - share) * (quantile - actual);
}
