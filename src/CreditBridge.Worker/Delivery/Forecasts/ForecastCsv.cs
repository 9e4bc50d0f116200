using System.Globalization;
using System.Text;
using CreditBridge.Core.Forecasting;
using CreditBridge.Worker.Cli;

namespace CreditBridge.Worker.Delivery.Forecasts;

/// <summary>A forecast as CSV: one line per week for all reviews, and one per week and part. Numbers with a decimal point, days as year-month-day.</summary>
internal static class ForecastCsv
{
    private const string Head =
        "part,name,first_day,last_day,reviews_expected,reviews_p10,reviews_p50,reviews_p90,amount_expected,amount_p10,amount_p50,amount_p90,currency," +
        "hours_expected,hours_p10,hours_p50,hours_p90,capacity_hours,late_percent,carried_hours,load_hours,utilisation_percent,gap_hours\r\n";

    /// <param name="forecast">The forecast.</param>
    /// <param name="by">Only the parts of this dimension beside all reviews; null for all of them.</param>
    public static string Of(WorkloadForecast forecast, ForecastDimension? by = null)
    {
        var text = new StringBuilder(Head);
        foreach (var week in forecast.Weeks)
            text.Append(Line("all", "", week));
        foreach (var slice in forecast.Slices.Where(s => by is null || s.Dimension == by))
        {
            foreach (var week in slice.Weeks)
                text.Append(Line(slice.Dimension.ToString().ToLowerInvariant(), slice.Name, week));
        }

        return text.ToString();
    }

    /// <summary>The same as bytes of a file that spreadsheets read as UTF-8.</summary>
    public static byte[] File(WorkloadForecast forecast) => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Of(forecast))];

    private static string Line(string part, string name, ForecastWeek week) => CsvCells.Line(
        part, name, Day(week.FirstDay), Day(week.LastDay),
        Number(week.Reviews.Expected), Number(week.Reviews.P10), Number(week.Reviews.P50), Number(week.Reviews.P90),
        Amount(week.Amount.Expected.Amount), Amount(week.Amount.P10.Amount), Amount(week.Amount.P50.Amount), Amount(week.Amount.P90.Amount), week.Amount.Expected.Currency.ToString(),
        Number(week.WorkHours.Expected), Number(week.WorkHours.P10), Number(week.WorkHours.P50), Number(week.WorkHours.P90),
        Number(week.CapacityHours), Number(100 * week.BreachProbability), Number(week.CarriedHours), Number(week.LoadHours), Number(100 * week.Utilisation), Number(week.GapHours));

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Number(double? number) => number is { } known ? Number(known) : "";

    private static string Number(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Amount(decimal amount) => amount.ToString("0.##", CultureInfo.InvariantCulture);
}
