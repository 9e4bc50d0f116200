using CreditBridge.Core.Evaluation.Facts;

namespace CreditBridge.Core.Evaluation.Inputs;

/// <summary>How old the open items are.</summary>
internal static class AgingInputs
{
    // Middle days of the buckets, as the industry estimates days beyond terms from an aging list.
    private static readonly decimal[] Middles = [0m, 15m, 45m, 75m, 105m];

    public static readonly CreditInput[] All =
    [
        Bucket("aging_current", 0, "What is owed and not past its due date."),
        Bucket("aging_1_30", 1, "What is owed and 1 to 30 days past its due date."),
        Bucket("aging_31_60", 2, "What is owed and 31 to 60 days past its due date."),
        Bucket("aging_61_90", 3, "What is owed and 61 to 90 days past its due date."),
        Bucket("aging_91_plus", 4, "What is owed and more than 90 days past its due date."),
        PastDue("past_due_over_30", 2, 30),
        PastDue("past_due_over_60", 3, 60),
        PastDue("past_due_over_90", 4, 90),
        new("past_due_average_days", InputUnit.Days, "How long what is past due has been due, on average.", "Days past the due date of the items in past_due_amount, weighted by amount.", "nothing is past due")
        {
            Lowest = 0m, Amounts = AmountGroups.PastDue, Read = s => Reading.Of(s.Facts.Aging.PastDueAge),
        },
        new("days_beyond_terms_from_aging", InputUnit.Days, "Days beyond terms, estimated from the aging list: where payments are not known.",
            "(15 x aging_1_30 + 45 x aging_31_60 + 75 x aging_61_90 + 105 x aging_91_plus) / open_receivables.", "nothing is open")
        {
            Lowest = 0m, Highest = 105m, Amounts = AmountGroups.Owed, Read = s => Reading.Of(FromAging(s)),
        },
        new("largest_open_invoice", InputUnit.Amount, "The largest open item.", "Largest open amount of an invoice or debit note; 0 when nothing is open.", "never")
        {
            ForSales = true, Lowest = 0m, Amounts = AmountGroups.Owed, Read = s => Reading.Of(s.Facts.Aging.Largest),
        },
        new("disputed_percent", InputUnit.Percent, "Which share of what is owed the customer disputes.", "disputed_amount / open_receivables x 100.", "nothing is open")
        {
            Lowest = 0m, Highest = 100m, Amounts = AmountGroups.Owed, Read = s => Reading.Of(Bounded.Percent(s.Facts.Disputed, s.Facts.OpenReceivables)),
        },
        new("credit_notes_amount", InputUnit.Amount, "Credit notes that are not used yet.", "Of credits, all but unapplied cash.", "never")
        {
            ForSales = true, Lowest = 0m, Amounts = AmountGroups.Credits, Read = s => Reading.Of(-s.Facts.CreditNotes),
        },
        new("unapplied_cash_amount", InputUnit.Amount, "Money received that is not set against an invoice yet.", "Of credits, the open amounts of unapplied cash.", "never")
        {
            ForSales = true, Lowest = 0m, Amounts = AmountGroups.Credits, Read = s => Reading.Of(s.Facts.CreditNotes - s.Facts.Credits),
        },
    ];

    private static CreditInput Bucket(string name, int bucket, string meaning) =>
        new(name, InputUnit.Amount, meaning, "Sum of the open amounts above zero by due date alone, disputed ones included: the five buckets add up to open_receivables.", "never")
        {
            ForSales = true, Lowest = 0m, Amounts = AmountGroups.Owed, Read = s => Reading.Of(s.Facts.Aging.Bucket(bucket)),
        };

    private static CreditInput PastDue(string name, int from, int days) =>
        new(name, InputUnit.Amount, $"What has been due for more than {days} days.", $"Of past_due_amount, the items more than {days} days past their due date.", "never")
        {
            ForSales = true, Lowest = 0m, Amounts = AmountGroups.PastDue, Read = s => Reading.Of(s.Facts.Aging.PastDueFrom(from)),
        };

    private static decimal? FromAging(Situation situation)
    {
        var sum = 0m;
        for (var i = 1; i < AgingFigures.Buckets; i++)
            sum += Middles[i] * situation.Facts.Aging.Bucket(i);
        return Bounded.Divide(sum, situation.Facts.OpenReceivables) is { } days ? Math.Round(days, 2, MidpointRounding.AwayFromZero) : null;
    }
}
