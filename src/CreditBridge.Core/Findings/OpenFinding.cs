namespace CreditBridge.Core.Findings;

/// <summary>What is wrong with the data behind an account's newest decision, for as long as it is so. It is kept beside the decisions, so that everybody who asks hears of it.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="AccountKey">The account.</param>
/// <param name="CustomerKey">The customer that it is about; empty when it is about the whole account.</param>
/// <param name="Detail">What was found, in a few words.</param>
public sealed record OpenFinding(FindingKind Kind, string AccountKey, string CustomerKey, string Detail);

/// <summary>What a finding is about.</summary>
public enum FindingKind
{
    /// <summary>An exchange rate is missing, so that figures of the account are unknown; the detail names the currencies.</summary>
    ExchangeRate = 0,

    /// <summary>The open items of a customer do not add up to the balance that its ERP gives; the detail has both figures.</summary>
    Balance,

    /// <summary>Records about a customer cannot be read, so that what it owes is not known; the detail says how many, and which is the first.</summary>
    Unreadable,
}
