using CreditBridge.Core.Evaluation.Facts;

namespace CreditBridge.Core.Evaluation.Inputs;

/// <summary>What the customer owes today.</summary>
internal static class ReceivableInputs
{
    public static readonly CreditInput[] All =
    [
        new("open_receivables", InputUnit.Amount, "What the customer owes on invoices and debit notes.", "Sum of the open amounts above zero, disputed ones included.", "never")
        {
            ForSales = true, Lowest = 0m, Amounts = AmountGroups.Owed, Read = s => Reading.Of(s.Facts.OpenReceivables),
        },
        new("open_invoice_count", InputUnit.Count, "How many invoices and debit notes are open.", "Number of open items with an amount above zero.", "never")
        {
            ForSales = true, Lowest = 0m, Read = s => Reading.Of((decimal)s.Facts.OpenInvoiceCount),
        },
        new("past_due_amount", InputUnit.Amount, "What should have been paid by now.",
            "Sum of open invoices whose due date, plus the policy's days of grace, is over; without disputed items and small amounts where the policy says so.", "never")
        {
            ForSales = true, Lowest = 0m, Amounts = AmountGroups.PastDue, Read = s => Reading.Of(s.Facts.PastDue),
        },
        new("past_due_percent", InputUnit.Percent, "Which share of what is owed is past due.",
            "past_due_amount / open_receivables x 100. The share falls when new invoices are added: combine it with an amount or with days.", "nothing is open")
        {
            Lowest = 0m, Highest = 100m, Amounts = AmountGroups.PastDue | AmountGroups.Owed, Read = s => Reading.Of(Bounded.Percent(s.Facts.PastDue, s.Facts.OpenReceivables)),
        },
        new("oldest_past_due_days", InputUnit.Days, "How long the oldest past-due invoice has been due.", "Business date less due date of the oldest past-due item; 0 when none is.", "never")
        {
            ForSales = true, Lowest = 0m, Read = s => Reading.Of((decimal)s.Facts.OldestPastDueDays),
        },
        new("disputed_amount", InputUnit.Amount, "What the customer disputes.", "Sum of the open amounts above zero that are marked as disputed.", "never")
        {
            ForSales = true, Lowest = 0m, Amounts = AmountGroups.Disputed, Read = s => Reading.Of(s.Facts.Disputed),
        },
        new("credits", InputUnit.Amount, "Credit notes and unapplied cash in the customer's favour.", "Sum of the open amounts below zero, given as a positive amount.", "never")
        {
            ForSales = true, Lowest = 0m, Amounts = AmountGroups.Credits, Read = s => Reading.Of(-s.Facts.Credits),
        },
    ];
}
