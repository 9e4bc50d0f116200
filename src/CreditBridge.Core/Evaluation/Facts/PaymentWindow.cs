namespace CreditBridge.Core.Evaluation.Facts;

/// <summary>Sums over the invoices that were paid within some days. Delays that the policy leaves out do not count as habit.</summary>
internal sealed class PaymentWindow
{
    private decimal _weight;
    private decimal _leftOut;
    private decimal _weighted;
    private decimal _late;
    private decimal _paymentDays;
    private long _days;
    private double _squares;
    private int _habitCount;
    private int _lateCount;

    /// <summary>Number of invoices.</summary>
    public int Count { get; private set; }

    /// <summary>Their amounts.</summary>
    public decimal Amount { get; private set; }

    /// <summary>Adds an invoice.</summary>
    public void Take(in PaidItem item, bool isHabit)
    {
        Count++;
        Amount += item.Amount;
        _weight += item.Weight;
        if (!isHabit)
        {
            _leftOut += item.Weight;
            return;
        }

        _habitCount++;
        _weighted += item.Weight * item.DaysBeyondTerms;
        _paymentDays += item.Weight * (item.PaidOn.DayNumber - item.IssuedOn.DayNumber);
        _days += item.DaysBeyondTerms;
        _squares += (double)item.DaysBeyondTerms * item.DaysBeyondTerms;
        if (item.DaysBeyondTerms <= 0)
            return;
        _lateCount++;
        _late += item.Weight;
    }

    /// <summary>Two windows as one.</summary>
    public static PaymentWindow operator +(PaymentWindow a, PaymentWindow b) => new()
    {
        _weight = a._weight + b._weight,
        _leftOut = a._leftOut + b._leftOut,
        _weighted = a._weighted + b._weighted,
        _late = a._late + b._late,
        _paymentDays = a._paymentDays + b._paymentDays,
        _days = a._days + b._days,
        _squares = a._squares + b._squares,
        _habitCount = a._habitCount + b._habitCount,
        _lateCount = a._lateCount + b._lateCount,
        Count = a.Count + b.Count,
        Amount = a.Amount + b.Amount,
    };

    /// <summary>Days from due date to payment, weighted by amount; null with fewer invoices than asked for.</summary>
    public decimal? DaysBeyondTerms(int fewest = 1) => _habitCount < fewest ? null : Rounded(Bounded.Divide(_weighted, _weight - _leftOut));

    /// <summary>Share of the amount that was paid late, in percent.</summary>
    public decimal? LatePercent => Bounded.Percent(_late, _weight - _leftOut);

    /// <summary>Share of the invoices that were paid late, in percent.</summary>
    public decimal? LateCountPercent => Bounded.Percent(_lateCount, _habitCount);

    /// <summary>Days from issue to payment, weighted by amount.</summary>
    public decimal? PaymentDays => _habitCount == 0 ? null : Rounded(Bounded.Divide(_paymentDays, _weight - _leftOut));

    /// <summary>Standard deviation of the days from due date to payment, each invoice alike; null with fewer invoices than asked for.</summary>
    public decimal? Deviation(int fewest)
    {
        if (_habitCount < fewest)
            return null;
        var mean = (double)_days / _habitCount;
        return Rounded((decimal)Math.Sqrt(Math.Max(0d, _squares / _habitCount - mean * mean)));
    }

    private static decimal? Rounded(decimal? days) => days is { } d ? Math.Round(d, 2, MidpointRounding.AwayFromZero) : null;
}
