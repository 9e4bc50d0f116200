namespace CreditBridge.Core.Evaluation.Inputs;

/// <summary>What stands in when the customer does not pay. Only securities in force today count.</summary>
internal static class SecurityInputs
{
    public static readonly CreditInput[] All =
    [
        new("secured_amount", InputUnit.Amount, "What securities cover.",
            "Sum of amount x percent of the securities in force that the policy takes off the exposure; where it takes none off, of all but those in the limit.", "never")
        {
            ForSales = true, Lowest = 0m, Read = s => Reading.Of(s.Securities.Secured),
        },
        new("secured_in_limit", InputUnit.Amount, "What securities add to the limit.", "Sum of amount x percent of the securities in force that the policy adds to the limit.", "never")
        {
            ForSales = true, Lowest = 0m, Read = s => Reading.Of(s.Securities.InLimit),
        },
        new("insured_amount", InputUnit.Amount, "Up to what amount credit insurers stand in.", "Sum of the amounts of the credit insurances in force, before their cover in percent.", "there is no insurance in force")
        {
            Lowest = 0m, Read = s => Reading.Of(s.Securities.Insured),
        },
        new("insurance_cover_percent", InputUnit.Percent, "Which share of a loss the credit insurance covers.", "Cover of the insurances in force, weighted by their amounts.", "there is no insurance in force")
        {
            Lowest = 0m, Highest = 100m, Read = s => Reading.Of(s.Securities.InsuranceCoverPercent),
        },
        new("insurance_expires_in_days", InputUnit.Days, "How long the credit insurance still lasts.", "Days until the last day of the insurance in force; with several, of the one that ends first.",
            "there is no insurance in force, or it has no end")
        {
            Lowest = 0m, Read = s => Reading.Of(s.Securities.InsuranceEndsOn is { } last ? (decimal)s.Facts.Time.DaysUntil(last) : null),
        },
        new("guarantee_amount", InputUnit.Amount, "Up to what amount guarantors stand in.", "Sum of the amounts of guarantees of banks, companies and persons in force.", "there is no guarantee in force")
        {
            Lowest = 0m, Read = s => Reading.Of(s.Securities.Guaranteed),
        },
        new("letter_of_credit_amount", InputUnit.Amount, "Up to what amount letters of credit stand in.", "Sum of the amounts of letters of credit in force.", "there is no letter of credit in force")
        {
            Lowest = 0m, Read = s => Reading.Of(s.Securities.LettersOfCredit),
        },
        new("deposit_amount", InputUnit.Amount, "What the customer has left with us as security.", "Sum of the amounts of cash deposits in force.", "there is no deposit")
        {
            Lowest = 0m, Read = s => Reading.Of(s.Securities.Deposited),
        },
    ];
}
