using CreditBridge.Abstractions.Values;

namespace CreditBridge.Core.Receivables;

/// <summary>What the ERP's own list says of a customer.</summary>
/// <param name="Line">Line of the list, from 1.</param>
/// <param name="Number">The customer's number.</param>
/// <param name="Open">What is open.</param>
public sealed record StatedBalance(int Line, string Number, decimal Open)
{
    /// <summary>The system, the first part of the customer's key; null when the list does not say.</summary>
    public string? System { get; init; }

    /// <summary>The company; null when the list does not say.</summary>
    public string? Company { get; init; }

    /// <summary>The currency; null when the list does not say.</summary>
    public CurrencyCode? Currency { get; init; }

    /// <summary>What is past due; null when the list does not say.</summary>
    public decimal? PastDue { get; init; }
}
