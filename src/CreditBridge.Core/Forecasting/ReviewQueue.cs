namespace CreditBridge.Core.Forecasting;

/// <summary>What the team can do in a week.</summary>
/// <param name="Hours">Hours of review work it can do.</param>
/// <param name="OpenHours">Business hours of the week: the clock of the reviews runs in them.</param>
internal readonly record struct WeekCapacity(double Hours, double OpenHours);

/// <summary>
/// The chance that a review is not done in time, over everything that the week may bring. Who comes first waits for what was there before; who comes later also for what came
/// meanwhile and could not be done. A week is too short for a queue to settle, so that formulas of settled queues (Erlang's) do not apply: they see long waits that take months to build up.
/// </summary>
internal static class ReviewQueue
{
    // Nine equally likely amounts of work, and five moments of the week at which a review comes.
    private static readonly double[] Normal = [-1.593, -0.967, -0.589, -0.282, 0, 0.282, 0.589, 0.967, 1.593];
    private static readonly double[] Moments = [0.1, 0.3, 0.5, 0.7, 0.9];

    /// <summary>The chance.</summary>
    /// <param name="backlogHours">Of the work that is there when the week begins, the hours that are done before a review that comes at a moment (0 to 1) of the week.</param>
    /// <param name="meanHours">Expected work that comes in the week.</param>
    /// <param name="variance">Its variance.</param>
    /// <param name="capacity">What the team can do.</param>
    /// <param name="reviewHours">Mean hours of one review.</param>
    /// <param name="allowedHours">Business hours within which a review is to be done.</param>
    public static double BreachProbability(Func<double, double> backlogHours, double meanHours, double variance, WeekCapacity capacity, double reviewHours, double allowedHours)
    {
        double[] backlog = [.. Moments.Select(backlogHours)];
        if (meanHours <= 0 && backlog.All(b => b <= 0))
            return 0;
        if (capacity.Hours <= 0 || capacity.OpenHours <= 0)
            return 1;
        return LikelyAmounts(meanHours, variance).Average(work => Given(backlog, work, capacity, reviewHours, allowedHours));
    }

    /// <summary>Nine equally likely amounts of work; together they have its mean, so that no hour is lost.</summary>
    public static double[] LikelyAmounts(double meanHours, double variance)
    {
        var sigma = meanHours > 0 ? Math.Sqrt(Math.Log(1 + (variance / (meanHours * meanHours)))) : 0;
        double[] shape = [.. Normal.Select(z => Math.Exp(sigma * z))];
        var mean = shape.Average();
        return [.. shape.Select(s => meanHours * (s / mean))];
    }

    private static double Given(double[] backlogs, double work, WeekCapacity capacity, double reviewHours, double allowedHours)
    {
        // People who work part of their time on reviews are whole people who take longer.
        var people = Math.Max(1, (int)Math.Round(capacity.Hours / capacity.OpenHours));
        var pace = capacity.OpenHours / capacity.Hours;
        var serviceTime = reviewHours * people * pace;
        return Moments.Zip(backlogs).Average(at =>
        {
            var (moment, backlog) = at;
            // What lies before this review: some take longer than others. It begins when the first of the team is free, not when everybody is.
            var ahead = backlog + (moment * (work - capacity.Hours));
            var deviation = Math.Sqrt((backlog + (moment * Math.Min(work, capacity.Hours))) * reviewHours);
            return Normal.Average(z =>
            {
                var wait = Math.Max(0, ((ahead + (z * deviation)) * pace) - (serviceTime * (people - 1) / people));
                return wait >= allowedHours ? 1 : Math.Exp(-(allowedHours - wait) / serviceTime);
            });
        });
    }
}
