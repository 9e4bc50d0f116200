namespace CreditBridge.Core.Forecasting;

/// <summary>
/// What one team has to do through the weeks: what is open now, what comes, and what is left over. What is open now is done by when it is due; what comes goes behind what is due
/// before it, and otherwise by when it comes. Work that waits for sales is there as well, as if sales sent what is missing now: nobody knows when it will.
/// </summary>
internal sealed class TeamQueue
{
    // What may be left over is kept as so many equally likely amounts.
    private const int Amounts = 9;

    private readonly (double DueIn, double Hours)[] _waiting;
    private readonly IReadOnlyList<QueueWeek> _weeks;
    private readonly double[] _openBefore;
    private readonly List<double[]> _carried = [];
    private readonly Dictionary<(int, double), double> _late = [];

    /// <summary>Plays the weeks.</summary>
    /// <param name="waiting">What is open now.</param>
    /// <param name="weeks">What comes and what can be done, week by week.</param>
    public TeamQueue(IEnumerable<WaitingReview> waiting, IReadOnlyList<QueueWeek> weeks)
    {
        _waiting = [.. waiting.Select(r => (r.HoursLeft, Math.Max(0, r.Hours)))];
        (_weeks, _openBefore) = (weeks, new double[weeks.Count]);
        double[] left = [_waiting.Sum(r => r.Hours)];
        for (var w = 0; w < weeks.Count; w++)
        {
            _carried.Add(left);
            _openBefore[w] = w == 0 ? 0 : _openBefore[w - 1] + weeks[w - 1].Capacity.OpenHours;
            left = After(left, weeks[w]);
        }
    }

    /// <summary>Hours of work that are expected to be there when a week begins.</summary>
    public double CarriedHours(int week) => _carried[week].Average();

    /// <summary>Hours of the team in a week that nothing is expected to take.</summary>
    public double FreeHours(int week) => Math.Max(0, _weeks[week].Capacity.Hours - CarriedHours(week) - _weeks[week].MeanHours);

    /// <summary>The chance that a review that comes in a week is not done within so many business hours.</summary>
    public double Late(int week, double allowedHours)
    {
        // In a week without opening hours no clock runs: who comes then comes, as far as time is promised, when the next one begins that has some.
        if (_weeks[week].Capacity.OpenHours <= 0 && NextOpen(week) is { } next)
            return Late(next, allowedHours);
        if (_late.TryGetValue((week, allowedHours), out var known))
            return known;
        var (now, begins) = (_weeks[week], _openBefore[week]);
        return _late[(week, allowedHours)] = _carried[week].Average(left => ReviewQueue.BreachProbability(
            moment => left - Math.Min(left, DueAfter(begins + (moment * now.Capacity.OpenHours) + allowedHours)), now.MeanHours, now.Variance, now.Capacity, now.ReviewHours, allowedHours));
    }

    private int? NextOpen(int week)
    {
        for (var next = week + 1; next < _weeks.Count; next++)
        {
            if (_weeks[next].Capacity.OpenHours > 0)
                return next;
        }

        return null;
    }

    // What has more time than a review that comes later is done after it.
    private double DueAfter(double hours)
    {
        var sum = 0.0;
        foreach (var review in _waiting)
            sum += review.DueIn > hours ? review.Hours : 0;
        return sum;
    }

    private static double[] After(double[] left, QueueWeek week)
    {
        var work = ReviewQueue.LikelyAmounts(week.MeanHours, week.Variance);
        double[] next = [.. left.SelectMany(l => work.Select(more => Math.Max(0, l + more - week.Capacity.Hours))).Order()];
        return [.. next.Chunk(next.Length / Amounts).Select(c => c.Average())];
    }
}

/// <summary>What comes in a week, and what can be done.</summary>
/// <param name="MeanHours">Expected work that comes.</param>
/// <param name="Variance">Its variance.</param>
/// <param name="ReviewHours">Mean hours of one review.</param>
/// <param name="Capacity">What can be done.</param>
internal readonly record struct QueueWeek(double MeanHours, double Variance, double ReviewHours, WeekCapacity Capacity);
