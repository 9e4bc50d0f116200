using CreditBridge.Abstractions.Values;

namespace CreditBridge.Core.Policies;

/// <summary>A risk band and what follows from it.</summary>
/// <param name="Name">Name as sales sees it.</param>
/// <param name="From">The lowest score that belongs to it; it reaches up to the next band.</param>
public sealed record Band(string Name, decimal From)
{
    /// <summary>How much of the limit is granted, in percent; 0 grants no credit.</summary>
    public decimal LimitPercent { get; init; } = 100m;

    /// <summary>Longest terms that need no approval.</summary>
    public PaymentTerms Terms { get; init; }

    /// <summary>Days between periodic reviews; null when there are none.</summary>
    public int? ReviewIntervalDays { get; init; }
}
