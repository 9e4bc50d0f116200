using CreditBridge.Core.Evaluation.Facts;

namespace CreditBridge.Core.Evaluation.Inputs;

/// <summary>How much business is done with the customer.</summary>
internal static class SalesInputs
{
    private const int YearDays = 365;

    public static readonly CreditInput[] All =
    [
        new("average_monthly_sales", InputUnit.Amount, "What the customer is invoiced for in a month.",
            "Original amounts of the invoices issued within a year, paid or open, / 12. Credit notes are not taken off.", "no invoice was issued within a year")
        {
            Lowest = 0m, Read = s => Reading.Of(Invoiced(s.Facts) / 12m),
        },
    ];

    private static decimal? Invoiced(FactSheet facts)
    {
        decimal? sum = null;
        foreach (var payment in facts.Paid)
        {
            if (facts.Time.IsWithin(payment.IssuedOn, 0, YearDays))
                sum = (sum ?? 0m) + payment.Amount;
        }

        foreach (var item in facts.Owed)
        {
            if (facts.Time.IsWithin(item.IssuedOn, 0, YearDays))
                sum = (sum ?? 0m) + item.Original;
        }

        return sum;
    }
}
