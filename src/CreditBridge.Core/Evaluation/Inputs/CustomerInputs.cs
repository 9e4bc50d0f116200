using CreditBridge.Core.Evaluation.Facts;

namespace CreditBridge.Core.Evaluation.Inputs;

/// <summary>Who the customer is and what the ERP holds about it.</summary>
internal static class CustomerInputs
{
    /// <summary>Name of the input that tells how many ERP customers an account is.</summary>
    public const string Count = "erp_customer_count";

    public static readonly CreditInput[] All =
    [
        new("tenure_months", InputUnit.Months, "For how long this has been a customer.",
            "Whole months since the earliest 'customer since' day of its ERP customers, else since the account was created in the CRM.", "neither day is known")
        {
            Source = InputSource.Erp, ForSales = true, Lowest = 0m, Read = s => Reading.Of(s.Facts.CustomerSince is { } since ? s.Facts.Time.MonthsSince(since) : null),
        },
        new("erp_limit", InputUnit.Amount, "The credit limit that the ERP holds.", "Sum of the limits of its ERP customers, unless the policy's 'customers' says otherwise; 0 when the ERP grants no credit.", "the ERP's limit is not set or unlimited")
        {
            Source = InputSource.Erp, ForSales = true, Lowest = 0m, Amounts = AmountGroups.Limits,
            Read = s => s.Facts.ErpLimit.Match(() => Reading.Missing, () => Reading.Of(0m), () => Reading.Missing, amount => Reading.Of(amount.Amount)),
        },
        new("erp_hold", InputUnit.Flag, "Whether the ERP has the customer on credit hold.", "Yes when one of its ERP customers is on hold, unless the policy's 'customers' says otherwise.", "no ERP keeps such a mark")
        {
            Source = InputSource.Erp, ForSales = true, Read = s => Reading.Of(s.Facts.ErpHold),
        },
        new(Count, InputUnit.Count, "How many ERP customers the account is.", "Number of claimed ERP customers that an ERP knows.", "never")
        {
            Source = InputSource.Erp, ForSales = true, Lowest = 0m, Read = s => Reading.Of((decimal)s.Facts.File.Customers.Count),
        },
        new("country", InputUnit.Text, "Country of the account.", "As the CRM states it, not normalised.", "the CRM names none")
        {
            Source = InputSource.Account, ForSales = true, Read = s => Reading.Of(s.Facts.File.Account.Country),
        },
        new("industry", InputUnit.Text, "Industry of the account.", "As the CRM states it.", "the CRM names none")
        {
            Source = InputSource.Account, ForSales = true, Read = s => Reading.Of(s.Facts.File.Account.Industry),
        },
    ];
}
