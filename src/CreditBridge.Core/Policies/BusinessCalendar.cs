using System.Collections.Frozen;
using CreditBridge.Core.Evaluation.Facts;

namespace CreditBridge.Core.Policies;

/// <summary>Which days are worked on.</summary>
/// <param name="Weekend">Days of the week that are not; fewer than seven.</param>
/// <param name="Holidays">Single days that are not.</param>
public sealed record BusinessCalendar(FrozenSet<DayOfWeek> Weekend, FrozenSet<DateOnly> Holidays)
{
    /// <summary>Whether the day is worked on.</summary>
    public bool IsBusinessDay(DateOnly day) => !Weekend.Contains(day.DayOfWeek) && !Holidays.Contains(day);

    /// <summary>The day itself if it is worked on, else the next that is.</summary>
    public DateOnly OnOrAfter(DateOnly day)
    {
        while (!IsBusinessDay(day) && day < DateOnly.MaxValue)
            day = day.AddDays(1);
        return day;
    }

    /// <summary>The day a number of business days later; 0 gives the day itself or the next business day.</summary>
    public DateOnly AddBusinessDays(DateOnly day, int businessDays)
    {
        day = OnOrAfter(day);
        for (var i = 0; i < businessDays; i++)
            day = OnOrAfter(Bounded.AddDays(day, 1));
        return day;
    }
}
