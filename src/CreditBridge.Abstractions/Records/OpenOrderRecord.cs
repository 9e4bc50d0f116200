using CreditBridge.Abstractions.Values;

namespace CreditBridge.Abstractions.Records;

/// <summary>How far an order is.</summary>
public enum OrderProgress
{
    /// <summary>Accepted, not delivered: it can still be stopped.</summary>
    Open = 0,

    /// <summary>Delivered and not invoiced yet ("unbilled"): the customer owes it, and nothing can be stopped any more.</summary>
    DeliveredNotInvoiced = 1,
}

/// <summary>An order, or what is left of one, that is not invoiced yet.</summary>
/// <param name="Key">Identity of the order within the connection: system, company, order (and line where the ERP has them).</param>
/// <param name="Customer">The customer who ordered.</param>
/// <param name="Order">Order number as people know it.</param>
/// <param name="OrderedOn">Day of the order.</param>
/// <param name="OpenAmount">What is not invoiced yet, in the order's currency; what is paid in advance is taken off where the ERP knows it.</param>
public sealed record OpenOrderRecord(string Key, CustomerKey Customer, string Order, DateOnly OrderedOn, Money OpenAmount) : SourceRecord(Key)
{
    /// <summary>How far it is.</summary>
    public OrderProgress Progress { get; init; }

    /// <summary>Day on which it is to be delivered, or was; null when unknown. A blanket order over a year is delivered in parts: one record each.</summary>
    public DateOnly? DeliveryOn { get; init; }

    /// <summary>Whether it is paid before delivery: it adds no risk.</summary>
    public bool IsPrepaid { get; init; }

    /// <summary>Payment terms of the order; null when unknown.</summary>
    public PaymentTerms? Terms { get; init; }

    /// <inheritdoc />
    public override RecordKind Kind => RecordKind.OpenOrder;

    /// <inheritdoc />
    public override RecordSubject Subject => RecordSubject.Customer(Customer);
}
