namespace CreditBridge.Core.Forecasting.Payments;

/// <summary>
/// On which day, before or after the due day, each customer usually pays, and how invoices lie around the usual day of their customer. Whoever pays two days early as a rule
/// and whoever pays twenty days early have never been late; the one is often about to be, the other is not.
/// </summary>
internal sealed class UsualDays
{
    // Of every twenty invoices the earliest and the latest count only as the next to them: one forgotten invoice is no habit.
    private const double Outlying = 0.05d;
    private const double LeastWeight = 0.5d;
    private const double MostWeight = 100d;
    private const int FewestCustomers = 10;

    private readonly PaymentCurve _pool;
    private readonly PaymentCurve _around;
    private readonly double _middle;
    private readonly int _first;
    private readonly int _last;

    private UsualDays(PaymentCurve pool, PaymentCurve around, double countsAs, int first, int last)
    {
        (_pool, _around, CountsAs, _first, _last) = (pool, around, countsAs, first, last);
        _middle = pool.MeanDay(first, last);
    }

    /// <summary>As how many invoices of a customer's own the pool counts for its usual day: the variance within customers over that between them.</summary>
    public double CountsAs { get; }

    /// <summary>The customer's usual day, in days past due.</summary>
    public double Of(PaymentTally own) => _pool.After(own, CountsAs).MeanDay(_first, _last);

    /// <summary>How a customer with a usual day pays, if it pays like the others around theirs.</summary>
    public PaymentCurve CurveOf(double usual) => _around.Moved(usual - _middle);

    /// <summary>Learns from all customers.</summary>
    /// <param name="pool">How all pay together.</param>
    /// <param name="customers">The invoices of each customer.</param>
    /// <param name="knownOn">The day up to whose end everything is known.</param>
    /// <param name="weightOf">How much an invoice counts.</param>
    public static UsualDays Learn(PaymentCurve pool, IReadOnlyList<IReadOnlyList<PaymentFact>> customers, int knownOn, Func<PaymentFact, double> weightOf)
    {
        var (first, last) = (pool.DayOf(Outlying) ?? PaymentTally.LastDay, pool.DayOf(1d - Outlying) ?? PaymentTally.LastDay);
        var countsAs = CountsAsOf(customers, knownOn, weightOf, first, last);
        var middle = pool.MeanDay(first, last);
        var around = new PaymentTally();
        foreach (var customer in customers)
        {
            var (own, decided) = (new PaymentTally(), 0d);
            foreach (var fact in customer)
            {
                own.Add(fact, knownOn, weightOf(fact));
                decided += fact.Due <= knownOn ? weightOf(fact) : 0d;
            }

            var usual = pool.After(own, countsAs).MeanDay(first, last);
            foreach (var fact in customer)
            {
                // Each invoice is compared with its customer's others: with itself among them it would seem more usual than it is.
                var (weight, all) = (weightOf(fact), decided + countsAs);
                var others = fact.Due > knownOn ? usual : (usual * all - weight * Math.Clamp(fact.PastDueOn(knownOn), first, last)) / (all - weight);
                around.Add(fact, knownOn, weight, (int)Math.Round(others - middle));
            }
        }

        return new UsualDays(pool, PaymentCurve.Assumed.After(around, 1d), countsAs, first, last);
    }

    // Analysis of variance with one random effect, the customer.
    private static double CountsAsOf(IReadOnlyList<IReadOnlyList<PaymentFact>> customers, int knownOn, Func<PaymentFact, double> weightOf, int first, int last)
    {
        var (within, freedom, groups) = (0d, 0d, new List<(double Weight, double Mean)>());
        foreach (var customer in customers)
        {
            var decided = customer.Where(f => f.Due <= knownOn).Select(f => (Weight: weightOf(f), Day: (double)Math.Clamp(f.PastDueOn(knownOn), first, last))).ToList();
            var weight = decided.Sum(d => d.Weight);
            if (weight <= 0d)
                continue;
            var mean = decided.Sum(d => d.Weight * d.Day) / weight;
            within += decided.Sum(d => d.Weight * (d.Day - mean) * (d.Day - mean));
            freedom += weight * (1d - 1d / decided.Count);
            groups.Add((weight, mean));
        }

        if (groups.Count < FewestCustomers || freedom <= 0d)
            return CustomerSpread.Usual;
        var (all, squares) = (groups.Sum(g => g.Weight), groups.Sum(g => g.Weight * g.Weight));
        var total = groups.Sum(g => g.Weight * g.Mean) / all;
        var ownVariance = within / freedom;
        var between = groups.Sum(g => g.Weight * (g.Mean - total) * (g.Mean - total)) / (groups.Count - 1);
        var customersVariance = (between - ownVariance) / ((all - squares / all) / (groups.Count - 1));
        return customersVariance <= 0d ? MostWeight : Math.Clamp(ownVariance / customersVariance, LeastWeight, MostWeight);
    }
}
