using System.Globalization;
using CreditBridge.Core.Accounts.Links;

namespace CreditBridge.Core.Accounts;

/// <summary>A customer that an account claims and that is no longer in its ERP. Nobody has said yet whether it was renumbered or is gone.</summary>
/// <param name="AccountKey">The account.</param>
/// <param name="CustomerKey">The customer's key as text.</param>
/// <param name="Since">When it was found to be gone.</param>
public sealed record LostClaim(string AccountKey, string CustomerKey, DateTimeOffset Since)
{
    /// <summary>What happened, for people.</summary>
    public string What => string.Create(CultureInfo.InvariantCulture, $"Customer {CustomerKey} has not been in the ERP since {Since.UtcDateTime:yyyy-MM-dd HH:mm} UTC. What was last known of it still counts, a hold included.");

    /// <summary>What to do about it.</summary>
    public string NextStep => $"Say what became of it: a line '{LinkList.Renumbered}{CustomerKey}, NEW KEY' or '{LinkList.Gone}{CustomerKey}' in the link file, or a key at the account that an ERP delivers; 'creditbridge customers lost' proposes lines.";
}
