using CreditBridge.Abstractions.Values;

namespace CreditBridge.Core.Forecasting.Payments;

/// <summary>
/// What all accounts together are expected to pay, in one currency. Only sums are kept, however many invoices come; the range is that of a normal distribution with the
/// invoices' own variance, which fits once there are some dozens of them.
/// </summary>
/// <param name="asOf">The day after which the first week begins.</param>
/// <param name="weeks">How many weeks.</param>
/// <param name="currency">The currency.</param>
public sealed class ReceiptTotals(DateOnly asOf, int weeks, CurrencyCode currency)
{
    // One in ten lies beyond on each side.
    private const double TenthDeviation = 1.2815515655446004d;

    private readonly double[] _expected = new double[weeks];
    private readonly double[] _variance = new double[weeks];
    private readonly double[] _expectedUntil = new double[weeks];
    private readonly double[] _varianceUntil = new double[weeks];
    private decimal _open;

    /// <summary>Currency of all amounts.</summary>
    public CurrencyCode Currency { get; } = currency;

    /// <summary>How many invoices were added.</summary>
    public long Invoices { get; private set; }

    /// <summary>Adds an open invoice.</summary>
    public void Add(PaymentForecast forecast, decimal amount)
    {
        ArgumentNullException.ThrowIfNull(forecast);
        if (amount <= 0m)
            return;
        Invoices++;
        _open += amount;
        var (before, size) = (0d, (double)amount);
        for (var week = 0; week < weeks; week++)
        {
            var by = forecast.PaidBy(Day((week + 1) * ReceiptForecast.WeekDays));
            var within = Math.Max(0d, by - before);
            _expected[week] += size * within;
            _variance[week] += size * size * within * (1d - within);
            _expectedUntil[week] += size * by;
            _varianceUntil[week] += size * size * by * (1d - by);
            before = by;
        }
    }

    /// <summary>The forecast.</summary>
    public ReceiptForecast ToForecast() => new(
        asOf,
        Rounded((double)_open),
        [.. Enumerable.Range(0, weeks).Select(week => new ReceiptWeek(
            Day(week * ReceiptForecast.WeekDays + 1), Day((week + 1) * ReceiptForecast.WeekDays), Rounded(_expected[week]),
            Bound(_expected[week], _variance[week], -1), Bound(_expected[week], _variance[week], 1))
        {
            ExpectedUntil = Rounded(_expectedUntil[week]),
            LowUntil = Bound(_expectedUntil[week], _varianceUntil[week], -1),
            HighUntil = Bound(_expectedUntil[week], _varianceUntil[week], 1),
        })],
        Rounded((double)_open - (weeks == 0 ? 0d : _expectedUntil[^1])));

    private DateOnly Day(int days) => Evaluation.Facts.Bounded.AddDays(asOf, days);

    private decimal Bound(double mean, double variance, int side) => Rounded(Math.Clamp(mean + side * TenthDeviation * Math.Sqrt(variance), 0d, (double)_open));

    private static decimal Rounded(double amount) => Math.Round((decimal)amount, 2, MidpointRounding.AwayFromZero);
}
