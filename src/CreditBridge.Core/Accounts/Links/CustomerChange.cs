using CreditBridge.Abstractions.Values;

namespace CreditBridge.Core.Accounts.Links;

/// <summary>What a person says became of a customer of an ERP.</summary>
/// <param name="Customer">The customer under its old key.</param>
/// <param name="Successor">Its new key; null when it is gone for good.</param>
/// <param name="Line">Line of the link file.</param>
public sealed record CustomerChange(CustomerKey Customer, CustomerKey? Successor, int Line);
