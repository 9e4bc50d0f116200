using CreditBridge.Abstractions.Values;

namespace CreditBridge.Core.CreditFiles;

/// <summary>
/// A customer that an account claims and that is no longer in its ERP: renumbered, archived or deleted, nobody has said which. What was last known of it is part of the file.
/// </summary>
/// <param name="Customer">The customer.</param>
/// <param name="Since">When it was found to be gone.</param>
public sealed record LostCustomer(CustomerKey Customer, DateTimeOffset Since);
