using CreditBridge.Abstractions.Values;

namespace CreditBridge.Core.Receivables;

/// <summary>What the ERP's own list says of a customer.</summary>
/// <param name="Line">Line of the list, from 1.</param>
/// <param name="Customer">The customer's number, or its whole key (<c>erp:1000/C10023</c>).</param>
/// <param name="Open">What is open.</param>
public sealed record StatedBalance(int Line, string Customer, decimal Open)
{
    /// <summary>The system, the first part of the customer's key; null when the list does not say.</summary>
    public string? System { get; init; }

    /// <summary>The company; null when the list does not say.</summary>
    public string? Company { get; init; }

    /// <summary>The currency; null when the list does not say.</summary>
    public CurrencyCode? Currency { get; init; }

    /// <summary>What is past due; null when the list does not say.</summary>
    public decimal? PastDue { get; init; }

    /// <summary>Further lines that speak of the same, and are added up in this one.</summary>
    public IReadOnlyList<int> Further { get; init; } = [];

    /// <summary>This and another line of the same customer, added up.</summary>
    public StatedBalance With(StatedBalance other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return this with
        {
            Open = Open + other.Open,
            PastDue = PastDue is null && other.PastDue is null ? null : (PastDue ?? 0) + (other.PastDue ?? 0),
            Further = [.. Further, other.Line, .. other.Further],
        };
    }
}
