namespace CreditBridge.Core.Forecasting;

/// <summary>
/// By how much a way of forecasting was off beyond what chance explains, as a share of what it said. It widens the range: chance alone makes ranges that are too narrow,
/// because the level of business is not known either.
/// </summary>
internal sealed class ErrorSpread
{
    // Before any forecast can be compared with what came: 10 % over a horizon, 15 % over one of its weeks, worth two horizons.
    private const double PriorOfHorizon = 0.10;
    private const double PriorOfWeek = 0.15;
    private const double PriorWeight = 2;

    // Nobody knows the level of business better than to 2 %.
    private const double Least = 0.02;

    private double _sum;
    private double _weight;

    /// <summary>The squared share for a whole horizon.</summary>
    public double OfHorizon => Squared(PriorOfHorizon);

    /// <summary>The squared share for a week of it.</summary>
    public double OfWeek => Squared(PriorOfWeek);

    /// <summary>Counts a forecast of which is known what came.</summary>
    /// <param name="mean">What was forecast.</param>
    /// <param name="variance">What chance explains.</param>
    /// <param name="actual">What came.</param>
    /// <param name="weight">How much it counts: less than 1 when horizons overlap.</param>
    public void Add(double mean, double variance, double actual, double weight)
    {
        if (mean < 1)
            return;
        _sum += weight * (((actual - mean) * (actual - mean)) - variance) / (mean * mean);
        _weight += weight;
    }

    private double Squared(double prior) => Math.Max(Least * Least, ((PriorWeight * prior * prior) + _sum) / (PriorWeight + _weight));
}
