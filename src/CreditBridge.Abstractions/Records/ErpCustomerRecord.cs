using CreditBridge.Abstractions.Values;

namespace CreditBridge.Abstractions.Records;

/// <summary>A customer in one company of an ERP.</summary>
/// <param name="Customer">System, company and number; its text is the record's key.</param>
/// <param name="Name">Name in the ERP.</param>
public sealed record ErpCustomerRecord(CustomerKey Customer, string Name) : SourceRecord(Customer.ToString())
{
    /// <summary>Credit limit as the ERP holds it, with its meaning made explicit by the mapping.</summary>
    public CreditLimit Limit { get; init; }

    /// <summary>Whether the ERP has this customer on credit hold. Null when the ERP keeps no such mark.</summary>
    public bool? OnHold { get; init; }

    /// <summary>Payment terms agreed with the customer; null when unknown.</summary>
    public PaymentTerms? Terms { get; init; }

    /// <summary>Currency of the customer's account in the ERP; null when each document has its own.</summary>
    public CurrencyCode? Currency { get; init; }

    /// <summary>Customer since this day; null when unknown.</summary>
    public DateOnly? CustomerSince { get; init; }

    /// <summary>Country in the ERP; null when unknown.</summary>
    public string? Country { get; init; }

    /// <summary>Parent customer in the ERP; null when none.</summary>
    public CustomerKey? Parent { get; init; }

    /// <summary>
    /// What the customer owes as the ERP itself says, against which its open items are held; its currency is <see cref="Currency"/>. Null when the ERP does not say, or said
    /// it at another time than it gave the items.
    /// </summary>
    public decimal? Balance { get; init; }

    /// <summary>Other facts of the customer that the policy may use, by the name that the connection's mapping gives them; null when none is mapped.</summary>
    public IReadOnlyDictionary<string, string>? Attributes { get; init; }

    /// <inheritdoc />
    public override RecordKind Kind => RecordKind.ErpCustomer;

    /// <inheritdoc />
    public override RecordSubject Subject => RecordSubject.Customer(Customer);
}
