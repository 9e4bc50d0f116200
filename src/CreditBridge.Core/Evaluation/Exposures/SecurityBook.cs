using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Evaluation.Facts;
using CreditBridge.Core.Policies;

namespace CreditBridge.Core.Evaluation.Exposures;

/// <summary>The securities that are in force today. One whose amount cannot be converted covers nothing.</summary>
internal sealed class SecurityBook
{
    public SecurityBook(FactSheet facts, ExposurePolicy policy)
    {
        var usesExposure = policy.Counts(BucketKind.Secured);
        decimal covered = 0m;
        foreach (var security in facts.File.Securities)
        {
            if ((security.ValidFrom is { } from && !facts.Time.HasCome(from)) || (security.ExpiresOn is { } last && facts.Time.IsOver(last)))
                continue;
            if (facts.InCurrency(security.Amount, "Security", security.Key) is not { } amount)
                continue;
            if (amount < 0m)
            {
                facts.Warn($"Security {security.Key} has an amount below zero and covers nothing: check it at its source.");
                continue;
            }

            var cover = Math.Clamp(security.CoverPercent, 0m, 100m);
            var rule = Find(policy, security.Type);
            var counting = amount * (rule?.Percent ?? cover) / 100m;
            if (rule?.Use == SecurityUse.InLimit)
                InLimit += counting;
            else if (!usesExposure || policy.Securities.Count == 0 || rule?.Use == SecurityUse.InExposure)
                Secured += counting;
            switch (security.Type)
            {
                case SecurityType.CreditInsurance:
                    Insured = (Insured ?? 0m) + amount;
                    covered += amount * cover;
                    InsuranceEndsOn = security.ExpiresOn is { } ends && !(InsuranceEndsOn < ends) ? ends : InsuranceEndsOn;
                    break;
                case SecurityType.Guarantee or SecurityType.BankGuarantee:
                    Guaranteed = (Guaranteed ?? 0m) + amount;
                    break;
                case SecurityType.LetterOfCredit:
                    LettersOfCredit = (LettersOfCredit ?? 0m) + amount;
                    break;
                case SecurityType.CashDeposit:
                    Deposited = (Deposited ?? 0m) + amount;
                    break;
            }
        }

        InsuranceCoverPercent = Insured is { } insured && Bounded.Divide(covered, insured) is { } percent ? Math.Round(percent, 4, MidpointRounding.AwayFromZero) : null;
    }

    /// <summary>What reduces the exposure; where no security does, what all but those in the limit cover.</summary>
    public decimal Secured { get; }

    /// <summary>What is added to the limit.</summary>
    public decimal InLimit { get; }

    /// <summary>Amounts of the credit insurances in force; null when there is none.</summary>
    public decimal? Insured { get; }

    /// <summary>Their cover in percent, weighted by amount; null when there is none.</summary>
    public decimal? InsuranceCoverPercent { get; }

    /// <summary>The first last day of one of them; null when none has an end.</summary>
    public DateOnly? InsuranceEndsOn { get; }

    /// <summary>Amounts of guarantees of banks, companies and persons; null when there is none.</summary>
    public decimal? Guaranteed { get; }

    /// <summary>Amounts of letters of credit; null when there is none.</summary>
    public decimal? LettersOfCredit { get; }

    /// <summary>Money that the customer has left with us; null when there is none.</summary>
    public decimal? Deposited { get; }

    private static SecurityRule? Find(ExposurePolicy policy, SecurityType type)
    {
        foreach (var rule in policy.Securities)
        {
            if (rule.Fits(type))
                return rule;
        }

        return null;
    }
}
