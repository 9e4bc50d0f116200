using System.Globalization;

namespace CreditBridge.Worker.Cli.Forecasts;

/// <summary>The days from which a replay forecasts.</summary>
internal static class PaymentOrigins
{
    /// <summary>What stands for the ends of all months.</summary>
    public const string MonthEnd = "month-end";

    // The month of the first invoice is the first of them.
    private const int MonthsOfHistory = 3;

    /// <summary>Reads the option; null when it is neither the word nor a list of days.</summary>
    /// <param name="text"><c>month-end</c>, or days as year-month-day with commas between them.</param>
    /// <param name="first">Day of the first invoice.</param>
    /// <param name="knownOn">The last day of which something is known; origins lie before it.</param>
    public static IReadOnlyList<DateOnly>? Read(string text, DateOnly first, DateOnly knownOn)
    {
        if (text == MonthEnd)
            return MonthEnds(first, knownOn);
        var days = new List<DateOnly>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!DateOnly.TryParseExact(part, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                return null;
            days.Add(day);
        }

        return days.Count == 0 ? null : [.. days.Distinct().Order()];
    }

    private static List<DateOnly> MonthEnds(DateOnly first, DateOnly knownOn)
    {
        var ends = new List<DateOnly>();
        var month = new DateOnly(first.Year, first.Month, 1);
        for (var after = MonthsOfHistory; ; after++)
        {
            if (month.Year + after / 12 >= DateOnly.MaxValue.Year || month.AddMonths(after).AddDays(-1) is var end && end >= knownOn)
                return ends;
            ends.Add(month.AddMonths(after).AddDays(-1));
        }
    }
}
