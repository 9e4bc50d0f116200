namespace CreditBridge.Sandbox.Soql;

/// <summary>The named ranges of days, such as LAST_N_DAYS:30. A range includes its start and excludes its end.</summary>
internal static class DateRanges
{
    private static readonly string[] Plain =
    [
        "YESTERDAY", "TODAY", "TOMORROW", "LAST_WEEK", "THIS_WEEK", "NEXT_WEEK", "LAST_MONTH", "THIS_MONTH", "NEXT_MONTH", "LAST_90_DAYS", "NEXT_90_DAYS",
        "THIS_QUARTER", "LAST_QUARTER", "NEXT_QUARTER", "THIS_YEAR", "LAST_YEAR", "NEXT_YEAR", "THIS_FISCAL_QUARTER", "LAST_FISCAL_QUARTER",
        "NEXT_FISCAL_QUARTER", "THIS_FISCAL_YEAR", "LAST_FISCAL_YEAR", "NEXT_FISCAL_YEAR",
    ];

    private static readonly string[] Counted =
    [
        "LAST_N_DAYS", "NEXT_N_DAYS", "N_DAYS_AGO", "LAST_N_WEEKS", "NEXT_N_WEEKS", "N_WEEKS_AGO", "LAST_N_MONTHS", "NEXT_N_MONTHS", "N_MONTHS_AGO",
        "LAST_N_QUARTERS", "NEXT_N_QUARTERS", "N_QUARTERS_AGO", "LAST_N_YEARS", "NEXT_N_YEARS", "N_YEARS_AGO",
    ];

    /// <summary>Null when the word names no range; otherwise whether a number must follow.</summary>
    public static bool? Takes(string word) =>
        Plain.Contains(word, StringComparer.OrdinalIgnoreCase) ? false : Counted.Contains(word, StringComparer.OrdinalIgnoreCase) ? true : null;

    public static (DateOnly From, DateOnly Until) Resolve(string name, int n, DateOnly today)
    {
        switch (name)
        {
            case "LAST_90_DAYS": return (today.AddDays(-90), today.AddDays(1));
            case "NEXT_90_DAYS": return (today.AddDays(1), today.AddDays(91));
            case "LAST_N_DAYS": return (today.AddDays(-n), today.AddDays(1));
            case "YESTERDAY" or "TODAY" or "TOMORROW" or "N_DAYS_AGO" or "NEXT_N_DAYS": break;
        }

        var unit = name switch
        {
            _ when name.Contains("WEEK", StringComparison.Ordinal) => Unit.Week,
            _ when name.Contains("MONTH", StringComparison.Ordinal) => Unit.Month,
            _ when name.Contains("QUARTER", StringComparison.Ordinal) => Unit.Quarter,
            _ when name.Contains("YEAR", StringComparison.Ordinal) => Unit.Year,
            _ => Unit.Day,
        };
        var start = Start(unit, today);
        return name switch
        {
            "YESTERDAY" => Span(-1, 0),
            "TOMORROW" => Span(1, 2),
            _ when name.StartsWith("LAST_N_", StringComparison.Ordinal) => Span(-n, 0),
            _ when name.StartsWith("NEXT_N_", StringComparison.Ordinal) => Span(1, n + 1),
            _ when name.EndsWith("_AGO", StringComparison.Ordinal) => Span(-n, -n + 1),
            _ when name.StartsWith("LAST_", StringComparison.Ordinal) => Span(-1, 0),
            _ when name.StartsWith("NEXT_", StringComparison.Ordinal) => Span(1, 2),
            _ => Span(0, 1),
        };

        (DateOnly, DateOnly) Span(int from, int until) => (Move(unit, start, from), Move(unit, start, until));
    }

    private enum Unit
    {
        Day,
        Week,
        Month,
        Quarter,
        Year,
    }

    private static DateOnly Start(Unit unit, DateOnly day) => unit switch
    {
        Unit.Week => day.AddDays(-(int)day.DayOfWeek),
        Unit.Month => new DateOnly(day.Year, day.Month, 1),
        Unit.Quarter => new DateOnly(day.Year, (day.Month - 1) / 3 * 3 + 1, 1),
        Unit.Year => new DateOnly(day.Year, 1, 1),
        _ => day,
    };

    private static DateOnly Move(Unit unit, DateOnly start, int by) => unit switch
    {
        Unit.Week => start.AddDays(7 * by),
        Unit.Month => start.AddMonths(by),
        Unit.Quarter => start.AddMonths(3 * by),
        Unit.Year => start.AddYears(by),
        _ => start.AddDays(by),
    };
}
