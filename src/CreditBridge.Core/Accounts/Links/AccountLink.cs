using CreditBridge.Abstractions.Values;

namespace CreditBridge.Core.Accounts.Links;

/// <summary>A person's decision that an account of the CRM is a customer of an ERP. It counts as if the account named the customer itself.</summary>
/// <param name="AccountKey">The account.</param>
/// <param name="Customer">The customer.</param>
/// <param name="Line">Line of the link file.</param>
public sealed record AccountLink(string AccountKey, CustomerKey Customer, int Line);
