using CreditBridge.Abstractions.Records;

namespace CreditBridge.Core.Alerts;

/// <summary>Names the person in sales whom an alert about an account is for: who owns the account, else who owns its largest open deal.</summary>
internal static class AlertOwners
{
    /// <summary>The alert with that person; without one when none of them is active and has a mail address.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="users">Users of the CRM by key.</param>
    public static Alert Named(Alert alert, IReadOnlyDictionary<string, UserRecord> users)
    {
        if (alert.ForSales is not { } keys)
            return alert;
        var reached = keys.Select(k => users.GetValueOrDefault(k)).FirstOrDefault(u => u is { IsActive: true } && !string.IsNullOrWhiteSpace(u.Email));
        return alert with { People = reached is null ? null : [new AlertPerson(reached.Name, reached.Email!.Trim())] };
    }
}
