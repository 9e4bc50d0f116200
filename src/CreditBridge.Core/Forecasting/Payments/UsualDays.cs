namespace CreditBridge.Core.Forecasting.Payments;

/// <summary>
/// On which day, before or after the due day, each customer usually pays, and how invoices lie around the usual day of their customer. Whoever pays two days early as a rule
/// and whoever pays twenty days early have never been late; the one is often about to be, the other is not.
/// </summary>
internal sealed class UsualDays
{
    // Of every ten invoices of a customer the earliest and the latest count only as the next to them: one forgotten invoice is no habit.
    private const double Outlying = 0.1d;
    private const double LeastWeight = 0.5d;
    private const double MostWeight = 100d;
    private const int FewestCustomers = 10;

    private readonly PaymentCurve _pool;
    private readonly PaymentCurve _around;
    private readonly double _countsAs;

    private UsualDays(PaymentCurve pool, PaymentCurve around, double countsAs) => (_pool, _around, _countsAs) = (pool, around, countsAs);

    /// <summary>The customer's usual day, in days past due.</summary>
    public double Of(PaymentTally own) => Habit.Of(_pool, own, _countsAs).Usual;

    /// <summary>How a customer pays, if it pays like the others around its usual day; the fewer invoices tell what that is, the more like all customers together.</summary>
    /// <param name="own">Its invoices.</param>
    /// <param name="level">By how much the odds of being open are raised for all who pay around a usual day, as a logarithm.</param>
    public PaymentCurve CurveOf(PaymentTally own, double level) => _around.Moved((int)Math.Round(Of(own))).Shifted(level).Mixed(_pool, _countsAs / (own.Weight + _countsAs));

    /// <summary>Learns from all customers.</summary>
    /// <param name="pool">How all pay together.</param>
    /// <param name="customers">The invoices of each customer.</param>
    /// <param name="knownOn">The day up to whose end everything is known.</param>
    /// <param name="weightOf">How much an invoice counts.</param>
    public static UsualDays Learn(PaymentCurve pool, IReadOnlyList<IReadOnlyList<PaymentFact>> customers, int knownOn, Func<PaymentFact, double> weightOf)
    {
        var countsAs = CountsAsOf(pool, customers, knownOn, weightOf);
        var around = new PaymentTally();
        foreach (var customer in customers)
        {
            var (own, decided) = (new PaymentTally(), 0d);
            foreach (var fact in customer)
            {
                own.Add(fact, knownOn, weightOf(fact));
                decided += fact.Due <= knownOn ? weightOf(fact) : 0d;
            }

            var habit = Habit.Of(pool, own, countsAs);
            foreach (var fact in customer)
            {
                // Each invoice is compared with its customer's others: with itself among them it would seem more usual than it is.
                var (weight, all) = (weightOf(fact), decided + countsAs);
                var others = fact.Due > knownOn ? habit.Usual : (habit.Usual * all - weight * Math.Clamp(fact.PastDueOn(knownOn), habit.First, habit.Last)) / (all - weight);
                around.Add(fact, knownOn, weight, (int)Math.Round(others));
            }
        }

        return new UsualDays(pool, PaymentCurve.Assumed.After(around, 1d), countsAs);
    }

    // As how many invoices of a customer's own the pool counts for its usual day: the variance within customers over that between them, by an analysis of variance.
    private static double CountsAsOf(PaymentCurve pool, IReadOnlyList<IReadOnlyList<PaymentFact>> customers, int knownOn, Func<PaymentFact, double> weightOf)
    {
        var (first, last) = (pool.DayOf(Outlying / 2d) ?? PaymentTally.LastDay, pool.DayOf(1d - Outlying / 2d) ?? PaymentTally.LastDay);
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

    // Between the first and the last day are all invoices but the outlying ones.
    private readonly record struct Habit(double Usual, int First, int Last)
    {
        public static Habit Of(PaymentCurve pool, PaymentTally own, double countsAs)
        {
            var curve = pool.After(own, countsAs);
            var (first, last) = (curve.DayOf(Outlying) ?? PaymentTally.LastDay, curve.DayOf(1d - Outlying) ?? PaymentTally.LastDay);
            return new Habit(curve.MeanDay(first, last), first, last);
        }
    }
}
