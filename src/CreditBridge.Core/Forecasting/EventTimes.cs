namespace CreditBridge.Core.Forecasting;

/// <summary>
/// When what is waited for comes: for a deal of any stage and age today, and for one that comes into the pipeline on a later day, the chance for each bucket of the horizon.
/// Worked out backwards from the end of the horizon, exactly as the chances per day say.
/// </summary>
internal sealed class EventTimes
{
    private const int Ages = HazardCounts.LongestStay + 1;

    private readonly double[][] _open;

    private EventTimes(double[][] open, int buckets) => (_open, Buckets) = (open, buckets);

    /// <summary>Number of buckets.</summary>
    public int Buckets { get; }

    /// <summary>Chance by bucket of a deal that is open now.</summary>
    /// <param name="stage">Its stage; the number of stages for one that was never seen.</param>
    /// <param name="age">Days in the stage; a day that lies in the future counts as none.</param>
    public ReadOnlySpan<double> Open(int stage, int age) => _open[stage].AsSpan(Math.Clamp(age, 0, Ages - 2) * Buckets, Buckets);

    /// <summary>Events expected by bucket of deals that are not opened yet.</summary>
    public double[] Arrivals { get; private init; } = [];

    /// <summary>Works it out.</summary>
    /// <param name="model">Chances per day.</param>
    /// <param name="arrivals">Deals still to come.</param>
    /// <param name="origin">The last day that is known.</param>
    /// <param name="bucketEnds">Last day of each bucket, as days after the origin, ascending.</param>
    /// <param name="calendar">The rhythm of sales.</param>
    public static EventTimes Compute(HazardModel model, ArrivalModel arrivals, DateOnly origin, IReadOnlyList<int> bucketEnds, SalesCalendar calendar)
    {
        var (buckets, stages, horizon) = (bucketEnds.Count, model.Stages + 1, bucketEnds[^1]);
        var (next, now) = (Tables(stages, buckets), Tables(stages, buckets));
        var expected = new double[buckets];
        var bucket = buckets - 1;
        for (var step = horizon; step >= 1; step--)
        {
            // The state at the end of the day before; what happens on this day, and then what follows from its end.
            while (bucket > 0 && step <= bucketEnds[bucket - 1])
                bucket--;
            var dayClass = calendar.ClassOf(origin.AddDays(step));
            CountArrivals(arrivals, next, expected, bucket, dayClass, buckets);
            for (var stage = 0; stage < stages; stage++)
                StepBack(model, stage, dayClass, bucket, buckets, next, now[stage]);
            (next, now) = (now, next);
        }

        return new EventTimes(next, buckets) { Arrivals = expected };
    }

    private static void CountArrivals(ArrivalModel arrivals, double[][] fromTheEnd, double[] expected, int bucket, int dayClass, int buckets)
    {
        var number = arrivals.On(dayClass);
        expected[bucket] += number * arrivals.BornShare;
        for (var stage = 0; stage < arrivals.Shares.Length; stage++)
        {
            for (var b = bucket; arrivals.Shares[stage] > 0 && b < buckets; b++)
                expected[b] += number * arrivals.Shares[stage] * fromTheEnd[stage][b];
        }
    }

    private static void StepBack(HazardModel model, int stage, int dayClass, int bucket, int buckets, double[][] next, double[] now)
    {
        Span<double> moved = stackalloc double[buckets];
        var goesTo = model.GoesTo(stage);
        for (var to = 0; to < goesTo.Length; to++)
        {
            for (var b = bucket; goesTo[to] > 0 && b < buckets; b++)
                moved[b] += goesTo[to] * next[to][b];
        }

        var after = next[stage];
        for (var age = 0; age < Ages - 1; age++)
        {
            var happens = model.Chance(Ending.Event, stage, age + 1, dayClass);
            var moves = model.Chance(Ending.Moved, stage, age + 1, dayClass);
            var lost = model.Chance(Ending.Lost, stage, age + 1, dayClass);
            if (happens + moves + lost is var sum and > 0.99)
                (happens, moves, lost) = (happens * 0.99 / sum, moves * 0.99 / sum, lost * 0.99 / sum);
            var stays = 1 - happens - moves - lost;
            var (at, then) = (age * buckets, Math.Min(age + 1, Ages - 2) * buckets);
            for (var b = bucket; b < buckets; b++)
                now[at + b] = (moves * moved[b]) + (stays * after[then + b]);
            now[at + bucket] += happens;
        }
    }

    private static double[][] Tables(int stages, int buckets) => [.. Enumerable.Range(0, stages).Select(_ => new double[Ages * buckets])];
}
