using CreditBridge.Abstractions.Values;

namespace CreditBridge.Core.Decisions;

/// <summary>A customer whose open items do not add up to the balance that its ERP gives: one of the two is wrong, and nobody can tell which.</summary>
/// <param name="Customer">The customer's key as text.</param>
/// <param name="Balance">What the customer owes, as the ERP says.</param>
/// <param name="Items">What its open items come to.</param>
public sealed record BalanceContradiction(string Customer, Money Balance, Money Items)
{
    /// <summary>Both figures and the difference, for people.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string What => $"The ERP says that it owes {Balance.ToDisplay()}, and its open items come to {Items.ToDisplay()}: a difference of {new Money(Balance.Amount - Items.Amount, Balance.Currency).ToDisplay()}.";
}
