using System.Globalization;
using CreditBridge.Core.Accounts.Links;

namespace CreditBridge.Core.Accounts;

/// <summary>
/// A customer whose key was taken out of an account, or of the link file, without another customer in its place, and that no account claims now. It still is in its ERP, and stays with
/// the account while it owes something, is blocked or keeps the account on hold.
/// </summary>
/// <param name="AccountKey">The account.</param>
/// <param name="CustomerKey">The customer's key as text.</param>
/// <param name="Since">When the key was found to be taken out.</param>
public sealed record KeptClaim(string AccountKey, string CustomerKey, DateTimeOffset Since)
{
    /// <summary>What happened, for people.</summary>
    public string What => string.Create(CultureInfo.InvariantCulture,
        $"Its key {CustomerKey} was taken out ({Since.UtcDateTime:yyyy-MM-dd HH:mm} UTC), and no account claims that customer now. It counts on with the account, a hold included.");

    /// <summary>What to do about it.</summary>
    public string NextStep =>
        $"Say whose it is: write the key into the account that the customer belongs to, or the right key into this one; or add '{LinkList.Not}{AccountKey}, {CustomerKey}' to the link file (Accounts:Links).";
}
