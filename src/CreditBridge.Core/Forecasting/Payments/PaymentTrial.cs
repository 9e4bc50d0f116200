namespace CreditBridge.Core.Forecasting.Payments;

/// <summary>
/// Which way of judging customers would have done better of late: by their usual day, or by their share of late invoices. Both learn what was known thirteen weeks ago and
/// foresee the invoices whose last punctual day was since.
/// </summary>
/// <param name="Origin">The day up to whose end was learned.</param>
/// <param name="Invoices">How many invoices were foreseen.</param>
/// <param name="UsualDayBrier">Mean squared error of the forecasts by usual days; smaller is better.</param>
/// <param name="ShareBrier">The same by shares of late invoices.</param>
public sealed record PaymentTrial(DateOnly Origin, int Invoices, double UsualDayBrier, double ShareBrier)
{
    private const int Days = 91;
    private const int FewestInvoices = 30;

    /// <summary>Whether the usual days did at least as well.</summary>
    public bool UsualDayWins => UsualDayBrier <= ShareBrier;

    /// <summary>Runs the trial; null when there are too few invoices to tell.</summary>
    internal static PaymentTrial? Of(IReadOnlyList<IReadOnlyList<PaymentFact>> customers, DateOnly knownOn, PaymentSettings settings)
    {
        if (knownOn.DayNumber < Days)
            return null;
        var (origin, today) = (knownOn.AddDays(-Days), knownOn.DayNumber);
        var then = origin.DayNumber;
        var known = customers.Select(c => (IReadOnlyList<PaymentFact>)[.. c.Select(f => f.KnownOn(then)).OfType<PaymentFact>()]).ToList();
        var (usual, share) = (PaymentModel.Learn(known, origin, settings, byUsualDay: true), PaymentModel.Learn(known, origin, settings, byUsualDay: false));
        if (usual.Decided == 0)
            return null;
        var (usualBrier, shareBrier, invoices, late) = (0d, 0d, 0, 0);
        for (var at = 0; at < customers.Count; at++)
        {
            var toForesee = customers[at].Where(f => f.Due + settings.GraceDays > then && (f.Paid ?? today) > then && f.IsLateOn(today, settings.GraceDays) is not null).ToList();
            if (toForesee.Count == 0)
                continue;
            var (usualPace, sharePace) = (usual.PaceOfFacts(known[at]), share.PaceOfFacts(known[at]));
            foreach (var fact in toForesee)
            {
                var isLate = fact.IsLateOn(today, settings.GraceDays) == true;
                usualBrier += Squared(usualPace.LateProbability(fact), isLate);
                shareBrier += Squared(sharePace.LateProbability(fact), isLate);
                invoices++;
                late += isLate ? 1 : 0;
            }
        }

        return invoices < FewestInvoices || late == 0 || late == invoices ? null : new PaymentTrial(origin, invoices, usualBrier / invoices, shareBrier / invoices);
    }

    private static double Squared(double probability, bool isLate) => (probability - (isLate ? 1d : 0d)) * (probability - (isLate ? 1d : 0d));
}
