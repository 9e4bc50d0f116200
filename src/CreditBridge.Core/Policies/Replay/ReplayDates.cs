using CreditBridge.Abstractions.Values;

namespace CreditBridge.Core.Policies.Replay;

/// <summary>How far apart the dates of a replay are.</summary>
public enum ReplayInterval
{
    /// <summary>A month, on the same day where the month has it.</summary>
    Month = 0,

    /// <summary>Seven days.</summary>
    Week = 1,
}

/// <summary>The moments at which a replay decides: the end of each day, because by then everything that the day brought was known.</summary>
public static class ReplayDates
{
    /// <summary>The moments from one day to another.</summary>
    /// <param name="first">The first day.</param>
    /// <param name="last">The last day; a later one than today counts as today.</param>
    /// <param name="interval">How far apart they are.</param>
    /// <param name="today">The present.</param>
    public static IReadOnlyList<AsOf> Between(DateOnly first, DateOnly last, ReplayInterval interval, AsOf today)
    {
        ArgumentNullException.ThrowIfNull(today);
        var result = new List<AsOf>();
        for (var i = 0; ; i++)
        {
            var day = interval == ReplayInterval.Month ? first.AddMonths(i) : first.AddDays(7 * i);
            if (day > last || day > today.BusinessDate)
                return result;
            result.Add(day == today.BusinessDate ? today : today with { BusinessDate = day, Instant = today.StartOf(day.AddDays(1)).AddTicks(-1) });
        }
    }

    /// <summary>Twelve monthly dates that end today.</summary>
    public static DateOnly FirstOfAYear(AsOf today) => today.BusinessDate.AddMonths(-11);
}
