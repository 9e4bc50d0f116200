using CreditBridge.Core.Evaluation.Facts;

namespace CreditBridge.Core.Evaluation.Inputs;

/// <summary>How much business is done with the customer, and how many days of it are owed.</summary>
internal static class SalesInputs
{
    private const string Days = "; the days are 365 (or the policy's 'payments: dso_days'), or those since the customer's first when that is shorter";
    private const AmountGroups Invoiced = AmountGroups.Owed | AmountGroups.Paid;
    private const string NoSales = "nothing was invoiced in that time, or the customer is new today";

    public static readonly CreditInput[] All =
    [
        new("average_monthly_sales", InputUnit.Amount, "What the customer is invoiced for in a month.",
            "Original amounts of the invoices issued within a year, paid or open, / 12. Credit notes are not taken off.", "no invoice was issued within a year")
        {
            Lowest = 0m, Amounts = Invoiced, Read = s => Reading.Of(s.Facts.Sales.Year / 12m),
        },
        new("sales_12_months", InputUnit.Amount, "What the customer was invoiced for within a year.", "Original amounts of the invoices issued within a year, paid or open. Credit notes are not taken off.", "no invoice was issued within a year")
        {
            ForSales = true, Lowest = 0m, Amounts = Invoiced, Read = s => Reading.Of(s.Facts.Sales.Year),
        },
        new("sales_change_percent", InputUnit.Percent, "By how much sales have grown or shrunk.", "(sales_12_months - sales of the 365 days before) / sales of the 365 days before x 100.", "nothing was invoiced in either year")
        {
            Lowest = -100m, Amounts = Invoiced, Read = s => Reading.Of(s.Facts.Sales.Year is { } year && s.Facts.Sales.YearBefore is { } before ? Bounded.Percent(year - before, before) : null),
        },
        new("credit_note_percent", InputUnit.Percent, "How much of the sales was credited and not used yet.", "credit_notes_amount / sales_12_months x 100.", "no invoice was issued within a year")
        {
            Lowest = 0m, Amounts = Invoiced | AmountGroups.Credits, Read = s => Reading.Of(s.Facts.Sales.Year is { } year ? Bounded.Percent(-s.Facts.CreditNotes, year) : null),
        },
        new("days_sales_outstanding", InputUnit.Days, "For how many days of sales the customer owes.", "open_receivables / sales x days" + Days + ".", NoSales)
        {
            Lowest = 0m, Amounts = Invoiced, Read = s => Reading.Of(s.Facts.Sales.DaysOfSales(s.Facts.OpenReceivables)),
        },
        new("best_possible_dso", InputUnit.Days, "What days sales outstanding would be if nothing were past its due date.", "aging_current / sales x days" + Days + ".", NoSales)
        {
            Lowest = 0m, Amounts = Invoiced, Read = s => Reading.Of(s.Facts.Sales.DaysOfSales(s.Facts.Aging.Bucket(0))),
        },
        new("average_days_delinquent", InputUnit.Days, "For how many days of sales the customer owes longer than agreed.", "days_sales_outstanding less best_possible_dso.", NoSales)
        {
            Lowest = 0m, Amounts = Invoiced, Read = s => Reading.Of(s.Facts.Sales.DaysOfSales(s.Facts.OpenReceivables) - s.Facts.Sales.DaysOfSales(s.Facts.Aging.Bucket(0))),
        },
        new("count_back_dso", InputUnit.Days, "How many of the most recent days of sales are owed: not blurred by sales that go up and down.",
            "Sales are taken off open_receivables in periods of 30 days, the newest first; 30 days for each that is used up, and a part of the last. At most 720.", "nothing was invoiced within 720 days")
        {
            Lowest = 0m, Highest = 720m, Amounts = Invoiced, Read = s => Reading.Of(s.Facts.Sales.CountBackDays(s.Facts.OpenReceivables)),
        },
        new("collection_effectiveness", InputUnit.Percent, "How much of what could be collected within 90 days was (CEI).",
            "(owed 90 days ago + sales since - open_receivables) / (owed 90 days ago + sales since - aging_current) x 100.", "nothing could be collected")
        {
            Amounts = Invoiced, Read = s => Reading.Of(s.Facts.Sales.CollectionPercent),
        },
        new("highest_balance", InputUnit.Amount, "The most that the customer has owed within a year.",
            "Highest sum of what was owed at the end of a day, worked out from the days of issue and payment. An open item counts with what is open today; credits do not count.", "nothing was owed within a year")
        {
            Lowest = 0m, Amounts = Invoiced, Read = s => Reading.Of(s.Facts.Balances.Highest),
        },
        new("average_balance", InputUnit.Amount, "What the customer has owed on average within a year.", "Average of what was owed at the end of each of the last 365 days, worked out as for highest_balance.", "nothing was owed within a year")
        {
            Lowest = 0m, Amounts = Invoiced, Read = s => Reading.Of(s.Facts.Balances.Average),
        },
    ];
}
