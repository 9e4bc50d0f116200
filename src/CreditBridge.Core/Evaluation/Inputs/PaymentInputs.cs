using CreditBridge.Core.Evaluation.Facts;

namespace CreditBridge.Core.Evaluation.Inputs;

/// <summary>How the customer pays. A year is 365 days, counted back from the business date, which belongs to it.</summary>
internal static class PaymentInputs
{
    private const int FewestPayments = 3;
    private const string Disputes = " Invoices that were disputed are left out where the policy says so.";

    public static readonly CreditInput[] All =
    [
        new("average_days_beyond_terms", InputUnit.Days, "How many days after the due date the customer pays, on average.",
            "Invoices paid within a year: days from due date to payment, weighted by amount. Early payment counts as negative days." + Disputes, "nothing was paid within a year")
        {
            Read = s => Reading.Of(s.Facts.Payments.Year.DaysBeyondTerms()),
        },
        new("paid_late_percent", InputUnit.Percent, "Which share of what was paid came after its due date.", "Invoices paid within a year: amount paid late / amount paid x 100." + Disputes, "nothing was paid within a year")
        {
            Lowest = 0m, Highest = 100m, Read = s => Reading.Of(s.Facts.Payments.Year.LatePercent),
        },
        new("days_beyond_terms_trend", InputUnit.Days, "By how many days payment has become later than the customer's own habit.",
            "average_days_beyond_terms of the last 90 days less that of the 640 days before. Above zero: later than it used to be.", "fewer than 3 payments in either period")
        {
            Read = s => Reading.Of(s.Facts.Payments.Recent.DaysBeyondTerms(FewestPayments) - s.Facts.Payments.Baseline.DaysBeyondTerms(FewestPayments)),
        },
        new("payments_count", InputUnit.Count, "How many invoices the customer has paid.", "Number of invoices paid within a year.", "never")
        {
            Lowest = 0m, Read = s => Reading.Of((decimal)s.Facts.Payments.Year.Count),
        },
        new("average_monthly_paid", InputUnit.Amount, "What the customer has shown it pays in a month.", "Amount of the invoices paid within a year / 12.", "nothing was paid within a year")
        {
            Lowest = 0m, Amounts = AmountGroups.Paid, Read = s => Reading.Of(s.Facts.Payments.Year is { Count: > 0 } year ? year.Amount / 12m : null),
        },
        new("recent_days_beyond_terms", InputUnit.Days, "How many days after the due date the customer has paid lately.", "As average_days_beyond_terms, over the last 90 days.", "nothing was paid within 90 days")
        {
            Read = s => Reading.Of(s.Facts.Payments.Recent.DaysBeyondTerms()),
        },
        new("usual_days_beyond_terms", InputUnit.Days, "How many days after the due date the customer used to pay: its own baseline.",
            "As average_days_beyond_terms, over the 640 days before the last 90.", "nothing was paid in that time")
        {
            Read = s => Reading.Of(s.Facts.Payments.Baseline.DaysBeyondTerms()),
        },
        new("days_late_deviation", InputUnit.Days, "How much the days to payment vary: a customer that pays now early, now late.",
            "Standard deviation of the days from due date to payment over the invoices paid within a year, each invoice alike." + Disputes, "fewer than 3 payments within a year")
        {
            Lowest = 0m, Read = s => Reading.Of(s.Facts.Payments.Year.Deviation(FewestPayments)),
        },
        new("paid_late_count_percent", InputUnit.Percent, "Which share of the invoices was paid after its due date.", "Invoices paid within a year: number paid late / number paid x 100." + Disputes, "nothing was paid within a year")
        {
            Lowest = 0m, Highest = 100m, Read = s => Reading.Of(s.Facts.Payments.Year.LateCountPercent),
        },
        new("average_payment_days", InputUnit.Days, "How many days after the day of the invoice the customer pays, on average.",
            "Invoices paid within a year: days from issue to payment, weighted by amount." + Disputes, "nothing was paid within a year")
        {
            Read = s => Reading.Of(s.Facts.Payments.Year.PaymentDays),
        },
        new("days_since_last_payment", InputUnit.Days, "How long ago the customer last paid an invoice.", "Business date less the latest day of payment.", "no payment is known")
        {
            ForSales = true, Lowest = 0m, Read = s => Reading.Of(s.Facts.Payments.DaysSinceLast),
        },
        new("promises_count", InputUnit.Count, "How often the customer promised a day of payment that is over by now.",
            "Promises of invoices paid within a year, and of open invoices whose promised day is over.", "never")
        {
            Lowest = 0m, Read = s => Reading.Of(s.Facts.Payments.Promises is var (kept, broken) ? (decimal)(kept + broken) : 0m),
        },
        new("promises_broken_percent", InputUnit.Percent, "Which share of its promises the customer broke.",
            "Of promises_count, those paid after the promised day or still open after it, x 100.", "there was no promise")
        {
            Lowest = 0m, Highest = 100m, Read = s => Reading.Of(s.Facts.Payments.Promises is var (kept, broken) ? Bounded.Percent(broken, kept + broken) : null),
        },
    ];
}
