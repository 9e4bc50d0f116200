using CreditBridge.Core.Evaluation.Facts;

namespace CreditBridge.Core.Evaluation.Inputs;

/// <summary>How the customer pays. A year is 365 days, counted back from the business date, which belongs to it.</summary>
internal static class PaymentInputs
{
    private const int YearDays = 365;
    private const int RecentDays = 90;
    private const int BaselineDays = 730;
    private const int FewestPayments = 3;

    public static readonly CreditInput[] All =
    [
        new("average_days_beyond_terms", InputUnit.Days, "How many days after the due date the customer pays, on average.",
            "Invoices paid within a year: days from due date to payment, weighted by amount. Early payment counts as negative days.", "nothing was paid within a year")
        {
            Read = s => Reading.Of(DaysBeyondTerms(s.Facts, 0, YearDays, 1)),
        },
        new("paid_late_percent", InputUnit.Percent, "Which share of what was paid came after its due date.", "Invoices paid within a year: amount paid late / amount paid x 100.", "nothing was paid within a year")
        {
            Lowest = 0m, Highest = 100m, Read = s => Reading.Of(PaidLate(s.Facts)),
        },
        new("days_beyond_terms_trend", InputUnit.Days, "By how many days payment has become later than the customer's own habit.",
            "average_days_beyond_terms of the last 90 days less that of the 640 days before. Above zero: later than it used to be.", "fewer than 3 payments in either period")
        {
            Read = s => Reading.Of(DaysBeyondTerms(s.Facts, 0, RecentDays, FewestPayments) - DaysBeyondTerms(s.Facts, RecentDays, BaselineDays, FewestPayments)),
        },
        new("payments_count", InputUnit.Count, "How many invoices the customer has paid.", "Number of invoices paid within a year.", "never")
        {
            Lowest = 0m, Read = s => Reading.Of(PaidWithin(s.Facts, 0, YearDays).Count()),
        },
        new("average_monthly_paid", InputUnit.Amount, "What the customer has shown it pays in a month.", "Amount of the invoices paid within a year / 12.", "nothing was paid within a year")
        {
            Lowest = 0m, Read = s => Reading.Of(PaidWithin(s.Facts, 0, YearDays).Select(p => (decimal?)p.Amount).Aggregate((decimal?)null, (sum, amount) => (sum ?? 0m) + amount) / 12m),
        },
    ];

    private static IEnumerable<PaidItem> PaidWithin(FactSheet facts, int from, int to) => facts.Paid.Where(p => facts.Time.IsWithin(p.PaidOn, from, to));

    private static decimal? DaysBeyondTerms(FactSheet facts, int from, int to, int fewest)
    {
        decimal amount = 0m, weighted = 0m;
        var count = 0;
        foreach (var payment in PaidWithin(facts, from, to))
        {
            count++;
            amount += payment.Amount;
            weighted += payment.Amount * payment.DaysBeyondTerms;
        }

        return count < fewest ? null : Bounded.Divide(weighted, amount) is { } days ? Math.Round(days, 2, MidpointRounding.AwayFromZero) : null;
    }

    private static decimal? PaidLate(FactSheet facts)
    {
        decimal amount = 0m, late = 0m;
        foreach (var payment in PaidWithin(facts, 0, YearDays))
        {
            amount += payment.Amount;
            late += payment.DaysBeyondTerms > 0 ? payment.Amount : 0m;
        }

        return Bounded.Percent(late, amount);
    }
}
