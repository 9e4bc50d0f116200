using CreditBridge.Abstractions.Values;

namespace CreditBridge.Abstractions.Records;

/// <summary>
/// Whom a record of credit information is about: a CRM account by its key, or an ERP customer, and through its claim the account. A bureau knows neither; the
/// connector says which of the two it asked for.
/// </summary>
public readonly record struct CreditParty
{
    /// <summary>Key of the CRM account; null when it is an ERP customer.</summary>
    public string? AccountKey { get; init; }

    /// <summary>The ERP customer; null when it is a CRM account.</summary>
    public CustomerKey? Customer { get; init; }

    /// <summary>A CRM account.</summary>
    public static CreditParty Account(string key) => new() { AccountKey = key };

    /// <summary>An ERP customer.</summary>
    public static CreditParty Of(CustomerKey customer) => new() { Customer = customer };

    /// <summary>Whom the record is about, for the engine; nobody when neither is named.</summary>
    public RecordSubject ToSubject() => Customer is { } customer ? RecordSubject.Customer(customer) : RecordSubject.Account(AccountKey);

    /// <inheritdoc />
    public override string ToString() => Customer is { } customer ? customer.ToString() : AccountKey ?? "";
}
