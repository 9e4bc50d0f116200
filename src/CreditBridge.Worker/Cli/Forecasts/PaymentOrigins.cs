using System.Globalization;

namespace CreditBridge.Worker.Cli.Forecasts;

/// <summary>The days from which a replay forecasts.</summary>
internal static class PaymentOrigins
{
    /// <summary>What stands for the ends of all months.</summary>
    public const string MonthEnd = "month-end";

    // The month in which the history begins is the first of them.
    private const int MonthsOfHistory = 3;

    /// <summary>So many invoices must be issued within three months before anything is learned from them.</summary>
    public const int FewestInvoices = 10;

    /// <summary>Reads the option; null when it is neither the word nor a list of days.</summary>
    /// <param name="text"><c>month-end</c>, or days as year-month-day with commas between them.</param>
    /// <param name="issued">Days of the invoices, in order.</param>
    /// <param name="knownOn">The last day of which something is known; origins lie before it.</param>
    public static IReadOnlyList<DateOnly>? Read(string text, IReadOnlyList<DateOnly> issued, DateOnly knownOn)
    {
        if (text == MonthEnd)
            return MonthEnds(issued, knownOn);
        var days = new List<DateOnly>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!DateOnly.TryParseExact(part, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                return null;
            days.Add(day);
        }

        return days.Count == 0 ? null : [.. days.Distinct().Order()];
    }

    /// <summary>The day on which the history begins: from it on, enough invoices were issued within three months. Those before it are stragglers. Null when there are never enough.</summary>
    /// <param name="issued">Days of the invoices, in order.</param>
    public static DateOnly? BeginOf(IReadOnlyList<DateOnly> issued)
    {
        for (var at = 0; at + FewestInvoices <= issued.Count; at++)
        {
            if (issued[at + FewestInvoices - 1] < issued[at].AddMonths(MonthsOfHistory))
                return issued[at];
        }

        return null;
    }

    // The three months up to an origin must have enough invoices: after a long gap there is nothing to forecast.
    private static List<DateOnly> MonthEnds(IReadOnlyList<DateOnly> issued, DateOnly knownOn)
    {
        var ends = new List<DateOnly>();
        if (BeginOf(issued) is not { } begin)
            return ends;
        var (first, next) = (0, 0);
        for (var month = new DateOnly(begin.Year, begin.Month, 1).AddMonths(MonthsOfHistory); month <= knownOn; month = month.AddMonths(1))
        {
            while (next < issued.Count && issued[next] < month)
                next++;
            while (first < next && issued[first] < month.AddMonths(-MonthsOfHistory))
                first++;
            if (next - first >= FewestInvoices)
                ends.Add(month.AddDays(-1));
        }

        return ends;
    }
}
