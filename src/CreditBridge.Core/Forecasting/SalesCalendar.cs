namespace CreditBridge.Core.Forecasting;

/// <summary>Where a day lies in the rhythm of sales: month of the quarter, week of that month, day of the week.</summary>
/// <param name="YearStartMonth">Month in which the fiscal year begins, 1 to 12; quarters are counted from it.</param>
public sealed record SalesCalendar(int YearStartMonth = 1)
{
    /// <summary>Months of a quarter.</summary>
    internal const int Months = 3;

    /// <summary>Weeks of a month; the fifth has the days from the 29th on.</summary>
    internal const int Weeks = 5;

    /// <summary>Days of a week.</summary>
    internal const int WeekDays = 7;

    /// <summary>Number of classes of days.</summary>
    internal const int Classes = Months * Weeks * WeekDays;

    /// <summary>The class of a day.</summary>
    internal int ClassOf(DateOnly day) =>
        (((((day.Month - YearStartMonth + 12) % Months * Weeks) + Math.Min(Weeks - 1, (day.Day - 1) / 7)) * WeekDays) + (int)day.DayOfWeek);

    /// <summary>The month of the quarter of a class, 0 to 2.</summary>
    internal static int MonthOf(int dayClass) => dayClass / (Weeks * WeekDays);

    /// <summary>The week of the quarter of a class, 0 to 14.</summary>
    internal static int WeekOf(int dayClass) => dayClass / WeekDays;

    /// <summary>The day of the week of a class.</summary>
    internal static int WeekDayOf(int dayClass) => dayClass % WeekDays;
}
