using System.Collections.Frozen;
using CreditBridge.Core.Evaluation.Facts;

namespace CreditBridge.Core.Policies;

/// <summary>Which days are worked on, and from when to when.</summary>
/// <param name="Weekend">Days of the week that are not; fewer than seven.</param>
/// <param name="Holidays">Single days that are not.</param>
public sealed record BusinessCalendar(FrozenSet<DayOfWeek> Weekend, FrozenSet<DateOnly> Holidays)
{
    /// <summary>Nine to five.</summary>
    public static IReadOnlyList<OpeningHours> UsualHours { get; } = [new(9 * 60, 17 * 60)];

    /// <summary>Hours of every day that has none of its own, in order and without overlap.</summary>
    public IReadOnlyList<OpeningHours> Hours { get; init; } = UsualHours;

    /// <summary>Hours of single days of the week, in order and without overlap.</summary>
    public FrozenDictionary<DayOfWeek, IReadOnlyList<OpeningHours>> HoursOn { get; init; } = FrozenDictionary<DayOfWeek, IReadOnlyList<OpeningHours>>.Empty;

    /// <summary>IANA name of the time zone in which hours are meant; null for the company's.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Whether the day is worked on.</summary>
    public bool IsBusinessDay(DateOnly day) => !Weekend.Contains(day.DayOfWeek) && !Holidays.Contains(day);

    /// <summary>The hours of a day; empty when it is not worked on.</summary>
    public IReadOnlyList<OpeningHours> On(DateOnly day) => IsBusinessDay(day) ? HoursOf(day.DayOfWeek) : [];

    /// <summary>The hours of a day of the week, whether it is worked on or not.</summary>
    public IReadOnlyList<OpeningHours> HoursOf(DayOfWeek day) => HoursOn.TryGetValue(day, out var own) ? own : Hours;

    /// <summary>Minutes of an ordinary week without holidays.</summary>
    public int MinutesPerWeek => Enum.GetValues<DayOfWeek>().Where(d => !Weekend.Contains(d)).Sum(d => HoursOf(d).Sum(h => h.Minutes));

    /// <summary>Minutes of the longest day of an ordinary week.</summary>
    public int MinutesPerDay => Enum.GetValues<DayOfWeek>().Where(d => !Weekend.Contains(d)).Max(d => HoursOf(d).Sum(h => h.Minutes));

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

/// <summary>A time of the day in which work is done.</summary>
/// <param name="From">Its start in minutes since midnight.</param>
/// <param name="To">Its end in minutes since midnight; at most 1,440, which is the end of the day.</param>
public readonly record struct OpeningHours(int From, int To)
{
    /// <summary>Its length on a day without a change of the clocks.</summary>
    public int Minutes => To - From;
}
