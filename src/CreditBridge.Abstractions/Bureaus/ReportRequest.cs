using CreditBridge.Abstractions.Records;

namespace CreditBridge.Abstractions.Bureaus;

/// <summary>Whom a report is wanted about.</summary>
/// <param name="OrderKey">Identity of the order: the same account, provider and day give the same key. A bureau that takes a reference of the customer gets this one.</param>
/// <param name="Party">Whom the report's records are about.</param>
/// <param name="On">Business date of the order.</param>
public sealed record ReportRequest(string OrderKey, CreditParty Party, DateOnly On)
{
    /// <summary>Name of the company as sales knows it; for people, never enough to tell a company.</summary>
    public string Name { get; init; } = "";

    /// <summary>Country as the CRM or the ERP states it; null when unknown.</summary>
    public string? Country { get; init; }

    /// <summary>
    /// What identifies the company, by the names that the mappings of accounts and customers give to attributes: "duns", "registration_number", "tax_id", …; names are
    /// compared without case. Attributes on which the account's customers disagree are absent.
    /// </summary>
    public IReadOnlyDictionary<string, string> Identifiers { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>An identifier by its name, or the country by "country"; null when it is unknown.</summary>
    public string? Value(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Equals("country", StringComparison.OrdinalIgnoreCase) ? Country
            : Identifiers.FirstOrDefault(i => i.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
    }
}
