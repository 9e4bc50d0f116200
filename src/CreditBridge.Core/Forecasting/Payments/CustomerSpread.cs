namespace CreditBridge.Core.Forecasting.Payments;

/// <summary>
/// How much customers differ from each other, as the number of invoices that the pool counts as against a customer's own: few where some pay late as a rule and others
/// never, many where all pay alike. The largest likelihood of a beta-binomial distribution, over a short list of candidates.
/// </summary>
internal static class CustomerSpread
{
    /// <summary>What is taken when nothing can be learned.</summary>
    public const double Usual = 5d;

    // Beyond this many, a customer's own invoices say everything anyway.
    private const int MostInvoices = 200;
    private const int FewestCustomers = 10;

    // Never fewer than two: one invoice must not outweigh everybody else.
    private static readonly double[] Candidates = [2d, 3d, 4d, 5d, 7d, 10d, 15d, 20d, 30d, 50d, 100d];

    /// <summary>The candidate that fits best.</summary>
    /// <param name="customers">For each customer, how many invoices were decided and how many of them were late, by weight.</param>
    /// <param name="share">The pool's probability of being late.</param>
    public static double Of(IReadOnlyList<(double Count, double Late)> customers, double share)
    {
        if (customers.Count < FewestCustomers || share is <= 0d or >= 1d)
            return Usual;
        return Candidates.MaxBy(candidate => customers.Sum(c => LogLikelihood(c.Count, c.Late, candidate, share)));
    }

    private static double LogLikelihood(double weight, double late, double countsAs, double share)
    {
        var count = (int)Math.Round(Math.Min(weight, MostInvoices));
        var lates = weight <= 0d ? 0 : (int)Math.Round(count * late / weight);
        var sum = 0d;
        for (var at = 0; at < lates; at++)
            sum += Math.Log(countsAs * share + at);
        for (var at = 0; at < count - lates; at++)
            sum += Math.Log(countsAs * (1d - share) + at);
        for (var at = 0; at < count; at++)
            sum -= Math.Log(countsAs + at);
        return sum;
    }
}
