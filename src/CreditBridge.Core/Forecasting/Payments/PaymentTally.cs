namespace CreditBridge.Core.Forecasting.Payments;

/// <summary>
/// How many invoices were open on each day before and after their due day, and how many were paid on it. An invoice that is still open counts as open up to today and
/// says nothing about later days, so that slow payers are not left out for being slow.
/// </summary>
internal sealed class PaymentTally
{
    /// <summary>The first day that is told apart; what is paid even earlier counts as paid on it.</summary>
    public const int FirstDay = -120;

    /// <summary>The last day that is told apart: a year past due.</summary>
    public const int LastDay = 365;

    /// <summary>How many days are told apart.</summary>
    public const int Days = LastDay - FirstDay + 1;

    private readonly double[] _paid = new double[Days];
    private readonly double[] _opened = new double[Days];
    private readonly double[] _closed = new double[Days + 1];

    /// <summary>Weights of all invoices.</summary>
    public double Weight { get; private set; }

    /// <summary>Adds an invoice as it stands at the end of a day.</summary>
    /// <param name="fact">The invoice.</param>
    /// <param name="day">The day.</param>
    /// <param name="weight">How much it counts.</param>
    /// <param name="from">The day that counts as the due day, in days past due.</param>
    public void Add(PaymentFact fact, int day, double weight, int from = 0)
    {
        var until = fact.PastDueOn(day) - from;
        var first = Math.Min(Index(fact.Issued - fact.Due - from), Index(until));
        _opened[first] += weight;
        _closed[Index(until) + 1] += weight;
        if (fact.Paid is not null && until <= LastDay)
            _paid[Index(until)] += weight;
        Weight += weight;
    }

    /// <summary>What was seen on each day, from the first on: open at its beginning, paid on it.</summary>
    public IEnumerable<(double Open, double Paid)> ByDay()
    {
        var open = 0d;
        for (var at = 0; at < Days; at++)
        {
            open += _opened[at] - _closed[at];
            yield return (Math.Max(open, _paid[at]), _paid[at]);
        }
    }

    /// <summary>Place of a day in the arrays.</summary>
    public static int Index(int day) => Math.Clamp(day, FirstDay, LastDay) - FirstDay;
}
