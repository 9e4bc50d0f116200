using CreditBridge.Abstractions.Values;

namespace CreditBridge.Core.Forecasting;

/// <summary>Mean and variance of what a week brings: reviews, their amount, their hours. What comes from deals shares an uncertain level; what is known already does not.</summary>
internal sealed class WeekMoments
{
    private Moments _reviews;
    private Moments _amount;
    private Moments _hours;

    /// <summary>Expected reviews.</summary>
    public double Mean => _reviews.Mean;

    /// <summary>Expected hours.</summary>
    public double MeanHours => _hours.Mean;

    /// <summary>Variance of the hours.</summary>
    public double HoursVariance(double spread) => _hours.Total(spread);

    /// <summary>One review that may be needed.</summary>
    public void AddOne(double chance, double amount, double hours, bool ofDeal)
    {
        _reviews.Add(chance, chance * (1 - chance), ofDeal);
        _amount.Add(chance * amount, chance * (1 - chance) * amount * amount, ofDeal);
        _hours.Add(chance * hours, chance * (1 - chance) * hours * hours, ofDeal);
    }

    /// <summary>A number of reviews that come by chance.</summary>
    public void AddSome(double expected, double meanAmount, double meanSquareAmount, double hours)
    {
        _reviews.Add(expected, expected, ofDeal: true);
        _amount.Add(expected * meanAmount, expected * meanSquareAmount, ofDeal: true);
        _hours.Add(expected * hours, expected * hours * hours, ofDeal: true);
    }

    /// <summary>Reviews that come by chance at a rate that itself is known from a few.</summary>
    /// <param name="expected">How many are expected.</param>
    /// <param name="seen">How many the rate was learned from.</param>
    /// <param name="meanAmount">Mean amount of one.</param>
    /// <param name="meanSquareAmount">Mean square of the amounts.</param>
    /// <param name="hours">Hours of one.</param>
    public void AddRecurring(double expected, int seen, double meanAmount, double meanSquareAmount, double hours)
    {
        var ofRate = expected * expected / seen;
        _reviews.Add(expected, expected + ofRate, ofDeal: false);
        _amount.Add(expected * meanAmount, (expected * meanSquareAmount) + (ofRate * meanAmount * meanAmount), ofDeal: false);
        _hours.Add(expected * hours, (expected + ofRate) * hours * hours, ofDeal: false);
    }

    /// <summary>What several parts bring together, week by week.</summary>
    public static WeekMoments[] Sum(IEnumerable<WeekMoments[]> parts, int weeks)
    {
        WeekMoments[] sum = [.. Enumerable.Range(0, weeks).Select(_ => new WeekMoments())];
        foreach (var part in parts)
        {
            for (var w = 0; w < weeks; w++)
            {
                sum[w]._reviews.Add(part[w]._reviews);
                sum[w]._amount.Add(part[w]._amount);
                sum[w]._hours.Add(part[w]._hours);
            }
        }

        return sum;
    }

    /// <summary>The week.</summary>
    /// <param name="first">First day.</param>
    /// <param name="last">Last day.</param>
    /// <param name="spread">Squared share by which the level of what comes from deals is uncertain.</param>
    /// <param name="currency">Currency of the amounts.</param>
    public ForecastWeek ToWeek(DateOnly first, DateOnly last, double spread, CurrencyCode currency)
    {
        // What is certain stands; only the rest varies, and never below it.
        var none = CountDistribution.None(_reviews.Varying, _reviews.Total(spread));
        var amount = _amount.Above(Positive(_amount.Varying, _amount.Total(spread), none));
        return new ForecastWeek(first, last)
        {
            Reviews = _reviews.Above(CountDistribution.Range(_reviews.Varying, _reviews.Total(spread))),
            Amount = new MoneyRange(Money(amount.Expected), Money(amount.P10), Money(amount.P50), Money(amount.P90)),
            WorkHours = _hours.Above(Positive(_hours.Varying, _hours.Total(spread), none)),
        };

        Money Money(double value) => new Money((decimal)Math.Min(value, 1e24), currency).Round();
    }

    // Nothing when there is no review; else log-normal, with the mean and variance that remain then.
    private static ForecastRange Positive(double mean, double variance, double none)
    {
        if (mean <= 0 || none >= 1)
            return ForecastRange.Zero;
        var some = 1 - none;
        var (given, square) = (mean / some, (variance + (mean * mean)) / some);
        var sigma = Math.Sqrt(Math.Log(Math.Max(1, square / (given * given))));
        return new ForecastRange(mean, At(0.1), At(0.5), At(0.9));

        double At(double share) => share <= none ? 0 : given * Math.Exp((sigma * NormalQuantile.At((share - none) / some)) - (sigma * sigma / 2));
    }

    private struct Moments
    {
        private double _variance;
        private double _ofDeals;

        private double _certain;

        public double Mean { get; private set; }

        /// <summary>The mean of what varies. What is left of rounding is nothing.</summary>
        public readonly double Varying => Mean - _certain is var rest && rest > 1e-9 * Mean ? rest : 0;

        public readonly ForecastRange Above(ForecastRange varying) => new(Mean, _certain + varying.P10, _certain + varying.P50, _certain + varying.P90);

        public void Add(double mean, double variance, bool ofDeal)
        {
            Mean += mean;
            _certain += variance <= 0 && !ofDeal ? mean : 0;
            _variance += variance;
            _ofDeals += ofDeal ? mean : 0;
        }

        public void Add(in Moments other)
        {
            Mean += other.Mean;
            _certain += other._certain;
            _variance += other._variance;
            _ofDeals += other._ofDeals;
        }

        public readonly double Total(double spread) => _variance + (spread * _ofDeals * _ofDeals);
    }
}
