using CreditBridge.Abstractions.Values;

namespace CreditBridge.Abstractions.Records;

/// <summary>A customer account in the CRM.</summary>
/// <param name="Key">Record id in the CRM.</param>
/// <param name="Name">Name as sales knows it.</param>
public sealed record AccountRecord(string Key, string Name) : SourceRecord(Key)
{
    /// <summary>Key of the parent account, or null at the top of a group.</summary>
    public string? ParentKey { get; init; }

    /// <summary>The ERP customers that this account declares to be, in ascending order of text; empty when none.</summary>
    public IReadOnlyList<CustomerKey> CustomerKeys { get; init; } = [];

    /// <summary>Country as the CRM states it, not normalised; null when unknown.</summary>
    public string? Country { get; init; }

    /// <summary>Industry as the CRM states it; null when unknown.</summary>
    public string? Industry { get; init; }

    /// <summary>Currency of the account's record: credit amounts are written in it. Null when the CRM keeps none; the policy's currency stands in.</summary>
    public CurrencyCode? Currency { get; init; }

    /// <summary>Key of the owning user; null when none.</summary>
    public string? OwnerKey { get; init; }

    /// <summary>Day on which the account was created in the CRM; null when unknown.</summary>
    public DateOnly? CreatedOn { get; init; }

    /// <summary>Other facts of the account that the policy may use, by the name that the connection's mapping gives them; null when none is mapped.</summary>
    public IReadOnlyDictionary<string, string>? Attributes { get; init; }

    /// <inheritdoc />
    public override RecordKind Kind => RecordKind.Account;

    /// <inheritdoc />
    public override RecordSubject Subject => RecordSubject.Account(Key);
}
