using System.Text.Json.Serialization;
using CreditBridge.Abstractions.Values;

namespace CreditBridge.Abstractions.Records;

/// <summary>An invoice that has been paid: when it was issued, due and settled. Payment behaviour is learned from these.</summary>
/// <param name="Key">Identity of the settlement within the connection: system, company, document (and instalment where the ERP has them).</param>
/// <param name="Customer">The customer who paid.</param>
/// <param name="Document">Document number as printed on the invoice.</param>
/// <param name="IssuedOn">Day of the document.</param>
/// <param name="DueOn">Day on which it had to be paid.</param>
/// <param name="PaidOn">Day on which the last of it was paid.</param>
/// <param name="Amount">Amount of the document, positive.</param>
public sealed record PaymentRecord(string Key, CustomerKey Customer, string Document, DateOnly IssuedOn, DateOnly DueOn, DateOnly PaidOn, Money Amount) : SourceRecord(Key)
{
    /// <summary>Day by which the customer had promised to pay; null when it had promised nothing.</summary>
    public DateOnly? PromisedOn { get; init; }

    /// <summary>Whether it was disputed before it was paid: the delay was then not the customer's habit.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool WasDisputed { get; init; }

    /// <inheritdoc />
    public override RecordKind Kind => RecordKind.Payment;

    /// <inheritdoc />
    public override RecordSubject Subject => RecordSubject.Customer(Customer);
}
