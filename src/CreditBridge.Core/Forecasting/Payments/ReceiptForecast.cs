namespace CreditBridge.Core.Forecasting.Payments;

/// <summary>What is expected to be paid of today's open invoices, week by week.</summary>
/// <param name="AsOf">The day after which the first week begins.</param>
/// <param name="Open">What is open of the invoices.</param>
/// <param name="Weeks">The weeks, the nearest first.</param>
/// <param name="Later">What is expected after the last week, or never.</param>
public sealed record ReceiptForecast(DateOnly AsOf, decimal Open, IReadOnlyList<ReceiptWeek> Weeks, decimal Later)
{
    private const double Low = 0.1d;
    private const double High = 0.9d;

    /// <summary>Days of a week.</summary>
    public const int WeekDays = 7;

    /// <summary>Adds up the forecasts of invoices.</summary>
    /// <param name="asOf">The day after which the first week begins.</param>
    /// <param name="weeks">How many weeks.</param>
    /// <param name="items">The open invoices and their amounts in one currency. Amounts that are not above zero, such as credit notes, bring no money and are left out.</param>
    public static ReceiptForecast Of(DateOnly asOf, int weeks, IReadOnlyCollection<(PaymentForecast Forecast, decimal Amount)> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        var invoices = items.Where(i => i.Amount > 0m).ToList();
        var open = invoices.Sum(i => i.Amount);
        var result = new List<ReceiptWeek>(weeks);
        var received = 0m;
        for (var week = 0; week < weeks; week++)
        {
            var (first, last) = (DayAfter(asOf, week * WeekDays + 1), DayAfter(asOf, (week + 1) * WeekDays));
            var (expected, within, until) = (0m, new AmountDistribution((double)open), new AmountDistribution((double)open));
            foreach (var (forecast, amount) in invoices)
            {
                var (before, by) = (forecast.PaidBy(DayAfter(first, -1)), forecast.PaidBy(last));
                expected += amount * (decimal)Math.Max(0d, by - before);
                within.Add((double)amount, Math.Max(0d, by - before));
                until.Add((double)amount, by);
            }

            received += expected;
            result.Add(new ReceiptWeek(first, last, Rounded(expected), Rounded(within.Quantile(Low), open), Rounded(within.Quantile(High), open))
            {
                ExpectedUntil = Rounded(received),
                LowUntil = Rounded(until.Quantile(Low), open),
                HighUntil = Rounded(until.Quantile(High), open),
            });
        }

        return new ReceiptForecast(asOf, open, result, Rounded(open - received));
    }

    private static decimal Rounded(double amount, decimal most) => Rounded(Math.Min((decimal)amount, most));

    private static decimal Rounded(decimal amount) => Math.Round(amount, 2, MidpointRounding.AwayFromZero);

    private static DateOnly DayAfter(DateOnly day, int days) => Evaluation.Facts.Bounded.AddDays(day, days);
}

/// <summary>What is expected to be paid in one week, and by its end.</summary>
/// <param name="First">First day of the week.</param>
/// <param name="Last">Last day of the week.</param>
/// <param name="Expected">What is expected in the week.</param>
/// <param name="Low">With nine chances in ten at least this comes in the week (P10).</param>
/// <param name="High">With nine chances in ten at most this comes in the week (P90).</param>
public sealed record ReceiptWeek(DateOnly First, DateOnly Last, decimal Expected, decimal Low, decimal High)
{
    /// <summary>What is expected from today to the end of the week.</summary>
    public decimal ExpectedUntil { get; init; }

    /// <summary>With nine chances in ten at least this comes by then (P10).</summary>
    public decimal LowUntil { get; init; }

    /// <summary>With nine chances in ten at most this comes by then (P90).</summary>
    public decimal HighUntil { get; init; }
}
