namespace CreditBridge.Core.Forecasting;

/// <summary>What the team can do in a week.</summary>
/// <param name="Hours">Hours of review work it can do.</param>
/// <param name="OpenHours">Business hours of the week: the clock of the reviews runs in them.</param>
internal readonly record struct WeekCapacity(double Hours, double OpenHours);

/// <summary>
/// The chance that a review is not done in time, over everything that the week may bring. While the team keeps up, waiting follows <see cref="ErlangC"/>; when more comes than
/// it can do, the queue grows hour by hour, and whoever comes later waits longer.
/// </summary>
internal static class ReviewQueue
{
    // Nine equally likely amounts of work.
    private static readonly double[] Normal = [-1.593, -0.967, -0.589, -0.282, 0, 0.282, 0.589, 0.967, 1.593];

    // Nearer to full, the formula's steady state is not reached within a week.
    private const double Fullest = 0.99;

    /// <summary>The chance.</summary>
    /// <param name="meanHours">Expected work, what is left from the week before included.</param>
    /// <param name="variance">Its variance.</param>
    /// <param name="capacity">What the team can do.</param>
    /// <param name="reviewHours">Mean hours of one review.</param>
    /// <param name="allowedHours">Business hours within which a review is to be done.</param>
    public static double BreachProbability(double meanHours, double variance, WeekCapacity capacity, double reviewHours, double allowedHours)
    {
        if (meanHours <= 0)
            return 0;
        if (capacity.Hours <= 0 || capacity.OpenHours <= 0)
            return 1;
        var sigma = Math.Sqrt(Math.Log(1 + (variance / (meanHours * meanHours))));
        return Normal.Average(z => Given(meanHours * Math.Exp((sigma * z) - (sigma * sigma / 2)), capacity, reviewHours, allowedHours));
    }

    private static double Given(double work, WeekCapacity capacity, double reviewHours, double allowedHours)
    {
        // People who work part of their time on reviews are whole people who take longer.
        var servers = Math.Max(1, (int)Math.Round(capacity.Hours / capacity.OpenHours));
        var serviceTime = reviewHours * servers * capacity.OpenHours / capacity.Hours;
        var load = servers * work / capacity.Hours;
        var time = allowedHours - serviceTime;
        if (time <= 0)
            return 1;
        var steady = ErlangC.WaitLonger(Math.Min(load, Fullest * servers), servers, serviceTime, time);
        if (work <= capacity.Hours)
            return steady;
        var growth = (work - capacity.Hours) / capacity.Hours;
        return Math.Max(steady, 1 - Math.Min(1, time / (growth * capacity.OpenHours)));
    }
}
