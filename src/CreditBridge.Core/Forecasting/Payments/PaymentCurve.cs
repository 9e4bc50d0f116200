namespace CreditBridge.Core.Forecasting.Payments;

/// <summary>
/// The probability that an invoice is still open at the end of each day before and after its due day. Learned with a Dirichlet process around a prior curve (Susarla and
/// Van Ryzin's estimator, which takes open invoices for what they are), so that few invoices give nearly the prior and many give what they show.
/// </summary>
public sealed class PaymentCurve
{
    // The last resort when nothing at all is known: half of all invoices by their due day, nine in ten within three weeks of it on either side.
    private const double AssumedSpreadDays = 10d;

    private readonly double[] _open;

    private PaymentCurve(double[] open) => _open = open;

    /// <summary>What is assumed before anything was seen.</summary>
    internal static PaymentCurve Assumed { get; } = new([.. Enumerable.Range(0, PaymentTally.Days).Select(at => 1d / (1d + Math.Exp((at + PaymentTally.FirstDay) / AssumedSpreadDays)))]);

    /// <summary>Probability that an invoice is still open at the end of a day.</summary>
    /// <param name="day">Days past due; negative before the due day. Beyond a year the answer is that of a year.</param>
    public double OpenAfter(int day) => day < PaymentTally.FirstDay ? 1d : _open[PaymentTally.Index(day)];

    /// <summary>The same for an invoice that is known to be open at the end of an earlier day.</summary>
    /// <param name="day">Days past due.</param>
    /// <param name="knownOpenAfter">The day, in days past due, at whose end it was open.</param>
    public double OpenAfter(int day, int knownOpenAfter)
    {
        if (day <= knownOpenAfter)
            return 1d;
        // Beyond a year, or when nobody was ever seen to pay so late, nothing is expected any more.
        var then = OpenAfter(knownOpenAfter);
        return then <= 0d ? 1d : Math.Clamp(OpenAfter(day) / then, 0d, 1d);
    }

    /// <summary>The first day by whose end the invoice is paid with at least a probability; null when that is not within a year of its due day.</summary>
    public int? DayOf(double probability, int knownOpenAfter)
    {
        for (var day = Math.Max(knownOpenAfter + 1, PaymentTally.FirstDay); day <= PaymentTally.LastDay; day++)
        {
            if (1d - OpenAfter(day, knownOpenAfter) >= probability)
                return day;
        }

        return null;
    }

    /// <summary>The first day by whose end an invoice is paid with at least a probability; null when that is not within a year of its due day.</summary>
    public int? DayOf(double probability) => DayOf(probability, PaymentTally.FirstDay - 1);

    /// <summary>The mean of the day of payment, in days past due; what is paid before the first or after the last day counts as paid on it.</summary>
    internal double MeanDay(int first, int last)
    {
        var mean = (double)first;
        for (var day = first; day < last; day++)
            mean += OpenAfter(day);
        return mean;
    }

    /// <summary>The curve some days later, or earlier when negative.</summary>
    internal PaymentCurve Moved(int days) => new([.. Enumerable.Range(0, _open.Length).Select(at => at < days ? 1d : _open[Math.Min(at - days, _open.Length - 1)])]);

    /// <summary>A share of another curve, from 0 to 1, and the rest of this one.</summary>
    internal PaymentCurve Mixed(PaymentCurve other, double share) => new([.. _open.Zip(other._open, (own, mixed) => own * (1d - share) + mixed * share)]);

    /// <summary>The curve after having seen invoices.</summary>
    /// <param name="seen">What was seen.</param>
    /// <param name="countsAs">As how many invoices this curve counts against them.</param>
    internal PaymentCurve After(PaymentTally seen, double countsAs)
    {
        var open = new double[PaymentTally.Days];
        var (left, before, at) = (1d, 1d, 0);
        foreach (var (atRisk, paid) in seen.ByDay())
        {
            var weight = countsAs * before + atRisk;
            var pays = weight <= 0d ? 0d : (countsAs * (before - _open[at]) + paid) / weight;
            left *= 1d - Math.Clamp(pays, 0d, 1d);
            before = _open[at];
            open[at++] = left;
        }

        return new PaymentCurve(open);
    }

    /// <summary>The curve with the odds of being open on any day raised by a factor, as a logarithm.</summary>
    internal PaymentCurve Shifted(double logOdds)
    {
        if (logOdds == 0d)
            return this;
        var factor = Math.Exp(logOdds);
        return new PaymentCurve(Array.ConvertAll(_open, open => open * factor / (1d - open + open * factor)));
    }
}
