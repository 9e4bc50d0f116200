using CreditBridge.Abstractions.Records;

namespace CreditBridge.Core.Alerts;

/// <summary>Names the person in sales whom an alert about an account is for: who owns the account, else who owns its largest open deal.</summary>
internal static class AlertOwners
{
    /// <summary>The alert with the first of its users in sales who is active and can be mailed; with nobody when there is none.</summary>
    /// <param name="alert">The alert; one that is not for sales stays as it is.</param>
    /// <param name="users">Users of the CRM by key.</param>
    /// <param name="canBeMailed">Whether a text is an address that mail goes to.</param>
    public static Alert Named(Alert alert, IReadOnlyDictionary<string, UserRecord> users, Func<string, bool> canBeMailed)
    {
        if (alert.ForSales is not { } keys)
            return alert;
        var reached = keys.Select(k => users.GetValueOrDefault(k)).FirstOrDefault(u => u is { IsActive: true, Email: { } email } && canBeMailed(email.Trim()));
        return alert with { People = reached is null ? null : [new AlertPerson(reached.Name, reached.Email!.Trim())] };
    }
}
