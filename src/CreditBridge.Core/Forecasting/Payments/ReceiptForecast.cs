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
            var (expected, within, until) = (0m, new AmountDistribution(open), new AmountDistribution(open));
            foreach (var (forecast, amount) in invoices)
            {
                var (before, by) = (forecast.PaidBy(DayAfter(first, -1)), forecast.PaidBy(last));
                expected += amount * (decimal)Math.Max(0d, by - before);
                within.Add(amount, Math.Max(0d, by - before));
                until.Add(amount, by);
            }

            received += expected;
            var (low, high) = (Rounded(within.Quantile(Low), open), Rounded(within.Quantile(High), open));
            result.Add(new ReceiptWeek(first, last, Rounded(expected), low, high)
            {
                Seldom = Rounded(expected) > high ? Seldom(within.Above(high)) : Rounded(expected) < low ? Seldom(within.Below(low)) : null,
                ExpectedUntil = Rounded(received),
                LowUntil = Rounded(until.Quantile(Low), open),
                HighUntil = Rounded(until.Quantile(High), open),
            });
        }

        return new ReceiptForecast(asOf, Rounded(open), result, Rounded(open - received));
    }

    private static SeldomReceipt? Seldom((double Chance, decimal Mean) beyond) => beyond.Chance > 0d ? new SeldomReceipt(beyond.Chance, Rounded(beyond.Mean)) : null;

    private static decimal Rounded(decimal amount, decimal most) => Rounded(Math.Min(amount, most));

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
    /// <summary>What pulls the expected amount out of the range: seldom, but much more or much less comes. Null while the expected amount lies within it.</summary>
    public SeldomReceipt? Seldom { get; init; }

    /// <summary>What is expected from today to the end of the week.</summary>
    public decimal ExpectedUntil { get; init; }

    /// <summary>With nine chances in ten at least this comes by then (P10).</summary>
    public decimal LowUntil { get; init; }

    /// <summary>With nine chances in ten at most this comes by then (P90).</summary>
    public decimal HighUntil { get; init; }
}

/// <summary>What comes in the few cases beyond a range.</summary>
/// <param name="Chance">Chance of them, 0 to 1.</param>
/// <param name="Amount">What comes then, in the mean.</param>
public sealed record SeldomReceipt(double Chance, decimal Amount);
