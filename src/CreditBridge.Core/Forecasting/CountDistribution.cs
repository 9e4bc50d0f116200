namespace CreditBridge.Core.Forecasting;

/// <summary>
/// A number of reviews of which mean and variance are known: binomial where the deals are known and only their days are not, Poisson, or negative binomial where the
/// level itself is uncertain.
/// </summary>
internal static class CountDistribution
{
    private const double Negligible = 1e-13;

    /// <summary>Mean and the three quantiles.</summary>
    public static ForecastRange Range(double mean, double variance)
    {
        if (mean <= 0)
            return ForecastRange.Zero;
        var (first, weights) = Weights(mean, variance);
        var total = weights.Sum();
        return new ForecastRange(mean, At(0.1), At(0.5), At(0.9));

        double At(double share)
        {
            var sum = 0.0;
            for (var i = 0; i < weights.Count; i++)
            {
                sum += weights[i];
                if (sum >= share * total)
                    return first + i;
            }

            return first + weights.Count - 1;
        }
    }

    /// <summary>The chance of no review at all.</summary>
    public static double None(double mean, double variance)
    {
        if (mean <= 0)
            return 1;
        var (first, weights) = Weights(mean, variance);
        return first > 0 ? 0 : weights[0] / weights.Sum();
    }

    // Weights around the mode, out to where they do not matter.
    private static (int First, List<double> Weights) Weights(double mean, double variance)
    {
        Func<double, double> ratio;
        if (variance > mean * 1.0001)
        {
            var size = mean * mean / (variance - mean);
            ratio = k => (k + size) / (k + 1) * (mean / (size + mean));
        }
        else if (variance < mean * 0.9999)
        {
            var chance = 1 - (Math.Max(variance, mean * 1e-6) / mean);
            var trials = Math.Max(Math.Ceiling(mean), Math.Round(mean / chance));
            chance = Math.Min(mean / trials, 1 - 1e-9);
            ratio = k => k >= trials ? 0 : (trials - k) / (k + 1) * (chance / (1 - chance));
        }
        else
        {
            ratio = k => mean / (k + 1);
        }

        var mode = (int)Math.Floor(mean);
        while (mode > 0 && ratio(mode - 1) < 1)
            mode--;
        var (below, above) = (new List<double>(), new List<double> { 1 });
        for (var k = mode - 1; k >= 0; k--)
        {
            var weight = (below.Count > 0 ? below[^1] : 1) / ratio(k);
            if (weight < Negligible)
                break;
            below.Add(weight);
        }

        for (var k = mode; ; k++)
        {
            var weight = above[^1] * ratio(k);
            if (weight < Negligible)
                break;
            above.Add(weight);
        }

        var first = mode - below.Count;
        below.Reverse();
        below.AddRange(above);
        return (first, below);
    }
}
