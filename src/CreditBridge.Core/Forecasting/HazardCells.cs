namespace CreditBridge.Core.Forecasting;

/// <summary>
/// Days at risk and stays that ended, by stage, age and class of day; the last table of each stands for all stages together. The largest thing that a model needs while it is fitted,
/// and needed by no fitted one: what replays many models lets them take turns.
/// </summary>
/// <param name="stages">Number of stages.</param>
internal sealed class HazardCells(int stages)
{
    private const int Length = (HazardCounts.LongestStay + 1) * SalesCalendar.Classes;

    /// <summary>Days that deals spent in a stage.</summary>
    public double[][] Risk { get; } = Tables(stages + 1);

    /// <summary>Stays that ended in the way that was counted last.</summary>
    public double[][] Ended { get; } = Tables(stages + 1);

    /// <summary>Counts the days at risk.</summary>
    /// <param name="counts">What happened.</param>
    /// <param name="days">Class and weight of each day, until the last that may be known.</param>
    /// <param name="first">The first day that counts.</param>
    /// <param name="oldest">The longest stay that counts.</param>
    public void CountRisk(HazardCounts counts, ReadOnlySpan<(int Class, double Weight)> days, int first, int oldest)
    {
        Clear(Risk);
        var lastDay = days.Length - 1;
        for (var stage = 0; stage < stages; stage++)
        {
            var (of, risk) = (counts.ByStage[stage], Risk[stage]);
            for (var entered = 0; entered < lastDay && entered < counts.Days; entered++)
            {
                var open = of.Entered[entered];
                var longest = Math.Min(oldest, lastDay - entered);
                var events = of.Row(Ending.Event, entered, longest);
                var moved = of.Row(Ending.Moved, entered, longest);
                var lost = of.Row(Ending.Lost, entered, longest);
                for (var age = 1; open > 0 && age <= longest; age++)
                {
                    var day = entered + age;
                    if (day >= first)
                        risk[(age * SalesCalendar.Classes) + days[day].Class] += days[day].Weight * open;
                    open -= (age < events.Length ? events[age] : 0) + (age < moved.Length ? moved[age] : 0) + (age < lost.Length ? lost[age] : 0);
                }
            }
        }

        Pool(Risk);
    }

    /// <summary>Counts the stays that ended in one way.</summary>
    /// <param name="counts">What happened.</param>
    /// <param name="ending">How they ended.</param>
    /// <param name="days">Class and weight of each day, until the last that may be known.</param>
    /// <param name="first">The first day that counts.</param>
    /// <param name="oldest">The longest stay that counts.</param>
    public void CountEnded(HazardCounts counts, Ending ending, ReadOnlySpan<(int Class, double Weight)> days, int first, int oldest)
    {
        Clear(Ended);
        var lastDay = days.Length - 1;
        for (var stage = 0; stage < stages; stage++)
        {
            var ended = Ended[stage];
            for (var entered = 0; entered < lastDay && entered < counts.Days; entered++)
            {
                var row = counts.ByStage[stage].Row(ending, entered, Math.Min(oldest, lastDay - entered));
                for (var age = Math.Max(1, first - entered); age < row.Length; age++)
                {
                    // Most cells are empty.
                    var empty = row[age..].IndexOfAnyExcept(0);
                    if (empty < 0)
                        break;
                    age += empty;
                    var (dayClass, weight) = days[entered + age];
                    ended[(age * SalesCalendar.Classes) + dayClass] += weight * row[age];
                }
            }
        }

        Pool(Ended);
    }

    private static void Pool(double[][] tables)
    {
        var all = tables[^1];
        for (var stage = 0; stage + 1 < tables.Length; stage++)
        {
            var one = tables[stage];
            for (var at = 0; at < all.Length; at++)
                all[at] += one[at];
        }
    }

    private static void Clear(double[][] tables)
    {
        foreach (var table in tables)
            Array.Clear(table);
    }

    private static double[][] Tables(int count) => [.. Enumerable.Range(0, count).Select(_ => new double[Length])];
}
