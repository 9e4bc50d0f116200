using CreditBridge.Abstractions.Values;

namespace CreditBridge.Abstractions.Records;

/// <summary>What an open item of receivables is.</summary>
public enum DocumentType
{
    /// <summary>An invoice: the customer owes it.</summary>
    Invoice = 0,

    /// <summary>A credit note not yet set against an invoice: we owe it.</summary>
    CreditNote = 1,

    /// <summary>Cash received and not yet set against an invoice.</summary>
    UnappliedCash = 2,

    /// <summary>A debit note, such as interest or a fee: the customer owes it.</summary>
    DebitNote = 3,
}

/// <summary>
/// An open item of receivables. Sign: what the customer owes is positive, what we owe (credit notes, unapplied cash) is negative, whatever the ERP's own habit.
/// </summary>
/// <param name="Key">Identity of the item within the connection: system, company, document (and line or instalment where the ERP has them).</param>
/// <param name="Customer">The customer who owes it.</param>
/// <param name="Document">Document number as printed on the invoice.</param>
/// <param name="IssuedOn">Day of the document.</param>
/// <param name="DueOn">Day on which it must be paid.</param>
/// <param name="OpenAmount">What is still open, in the document's currency.</param>
public sealed record ReceivableRecord(string Key, CustomerKey Customer, string Document, DateOnly IssuedOn, DateOnly DueOn, Money OpenAmount) : SourceRecord(Key)
{
    /// <summary>What it is; an invoice unless the mapping says otherwise.</summary>
    public DocumentType Type { get; init; }

    /// <summary>Amount of the document when it was issued; null when the source does not say.</summary>
    public Money? OriginalAmount { get; init; }

    /// <summary>Whether the customer disputes it.</summary>
    public bool Disputed { get; init; }

    /// <summary>Day by which the customer has promised to pay; null when it has promised nothing.</summary>
    public DateOnly? PromisedOn { get; init; }

    /// <inheritdoc />
    public override RecordKind Kind => RecordKind.Receivable;

    /// <inheritdoc />
    public override RecordSubject Subject => RecordSubject.Customer(Customer);
}
