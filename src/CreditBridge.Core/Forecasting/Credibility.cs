namespace CreditBridge.Core.Forecasting;

/// <summary>
/// How far an observed ratio is believed (Bühlmann's credibility): the more it rests on, and the more such ratios differ among themselves, the more; else it stays near 1.
/// </summary>
internal static class Credibility
{
    // Before anything is seen, ratios are taken to differ by a fifth; that counts as much as two observed ones.
    private const double PriorVariance = 0.04;
    private const double PriorWeight = 2;

    /// <summary>Factors for cells of which was observed and expected so much.</summary>
    /// <param name="observed">Events per cell.</param>
    /// <param name="expected">Events expected per cell without the factor.</param>
    /// <param name="repeats">How often each cell was met (a month of the quarter: in how many quarters); may be a fraction.</param>
    /// <param name="noise">By how much one meeting swings by itself, beside chance: a standard deviation of the ratio.</param>
    public static double[] Factors(ReadOnlySpan<double> observed, ReadOnlySpan<double> expected, ReadOnlySpan<double> repeats, double noise)
    {
        var factors = new double[observed.Length];
        var (between, weight) = (PriorWeight * PriorVariance, PriorWeight);
        for (var i = 0; i < observed.Length; i++)
        {
            if (!IsSeen(expected[i], repeats[i]))
                continue;
            var deviation = (observed[i] / expected[i]) - 1;
            between += Math.Max(0, (deviation * deviation) - Within(expected[i], repeats[i], noise));
            weight++;
        }

        between /= weight;
        for (var i = 0; i < observed.Length; i++)
        {
            factors[i] = IsSeen(expected[i], repeats[i])
                ? 1 + (between / (between + Within(expected[i], repeats[i], noise)) * ((observed[i] / expected[i]) - 1))
                : 1;
        }

        return factors;
    }

    private static bool IsSeen(double expected, double repeats) => expected > 1e-9 && repeats > 0;

    private static double Within(double expected, double repeats, double noise) => (noise * noise / repeats) + (1 / expected);
}
