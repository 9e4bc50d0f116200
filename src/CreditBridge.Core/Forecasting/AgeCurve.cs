namespace CreditBridge.Core.Forecasting;

/// <summary>
/// Chances per day by age, from events and days at risk: each age is believed as far as its own numbers go, then its surroundings, then the whole curve's level.
/// </summary>
internal static class AgeCurve
{
    // So many events' worth of belief has what is known from a wider view.
    private const double PriorEvents = 2;

    // A window grows until it holds so many events, or is a sixth of the age wide on both sides.
    private const double EnoughEvents = 25;
    private const double Highest = 0.95;

    /// <summary>A curve.</summary>
    /// <param name="events">Events by age; age 0 is never at risk.</param>
    /// <param name="atRisk">Days at risk by age.</param>
    /// <param name="prior">What is believed without the numbers: a curve whose level is adapted; null for none.</param>
    public static double[] Smooth(ReadOnlySpan<double> events, ReadOnlySpan<double> atRisk, double[]? prior)
    {
        var length = events.Length;
        var (sumEvents, sumRisk) = (Sums(events), Sums(atRisk));
        var oldest = length - 1;
        while (oldest > 0 && atRisk[oldest] <= 0)
            oldest--;
        var level = Level(events, atRisk, prior);
        var curve = new double[length];
        for (var age = 1; age < length; age++)
        {
            var believed = prior is null ? level : prior[age] * level;
            if (age > oldest)
            {
                curve[age] = Math.Min(Highest, prior is null && oldest > 0 ? curve[oldest] : believed);
                continue;
            }

            var (from, to) = (Math.Max(1, age / 2), Math.Min(oldest, (2 * age) + 2));
            if (prior is null)
                believed = Pool(sumEvents[to + 1] - sumEvents[from], sumRisk[to + 1] - sumRisk[from], believed);
            var reach = 0;
            do
            {
                (from, to) = (Math.Max(1, age - reach), Math.Min(oldest, age + reach));
            }
            while (sumEvents[to + 1] - sumEvents[from] < EnoughEvents && ++reach <= 1 + (age / 6));

            curve[age] = Math.Min(Highest, Pool(sumEvents[to + 1] - sumEvents[from], sumRisk[to + 1] - sumRisk[from], believed));
        }

        return curve;
    }

    // Without a prior: events per day at risk. With one: how much more than it says.
    private static double Level(ReadOnlySpan<double> events, ReadOnlySpan<double> atRisk, double[]? prior)
    {
        var (observed, expected) = (0.0, 0.0);
        for (var age = 1; age < events.Length; age++)
        {
            observed += events[age];
            expected += atRisk[age] * (prior is null ? 1 : prior[age]);
        }

        return prior is null ? (expected > 0 ? observed / expected : 0) : (observed + PriorEvents) / (expected + PriorEvents);
    }

    private static double Pool(double events, double atRisk, double believed) => believed <= 0 ? (atRisk > 0 ? events / atRisk : 0) : (events + PriorEvents) / (atRisk + (PriorEvents / believed));

    private static double[] Sums(ReadOnlySpan<double> values)
    {
        var sums = new double[values.Length + 1];
        for (var i = 0; i < values.Length; i++)
            sums[i + 1] = sums[i] + values[i];
        return sums;
    }
}
