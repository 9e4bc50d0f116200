using CreditBridge.Abstractions.Values;

namespace CreditBridge.Worker.Hosting.Customers;

/// <summary>What is open, in several currencies.</summary>
internal static class OpenAmounts
{
    // Two currencies never add: one amount for each.
    public static IReadOnlyList<Money> Sum(IEnumerable<Money> amounts) =>
        [.. amounts.GroupBy(a => a.Currency).OrderBy(g => g.Key.Code, StringComparer.Ordinal).Select(g => new Money(g.Sum(a => a.Amount), g.Key))];
}
