using CreditBridge.Abstractions.Values;

namespace CreditBridge.Core.Bureaus;

/// <summary>What may be spent on reports in a calendar month of the company's time zone.</summary>
/// <param name="Monthly">For all bureaus together; zero buys nothing.</param>
public sealed record BureauBudget(Money Monthly)
{
    /// <summary>For single bureaus, by name in any case; one that is absent is bound by <see cref="Monthly"/> alone.</summary>
    public IReadOnlyDictionary<string, decimal> Providers { get; init; } = new Dictionary<string, decimal>(StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc />
    public override string ToString() => string.Join(' ', Providers.OrderBy(p => p.Key, StringComparer.OrdinalIgnoreCase).Select(p => $"{p.Key} {p.Value}").Prepend($"{Monthly}"));

    /// <summary>What orders have cost or may come to cost; null when one of them is in another currency, so that nobody can tell.</summary>
    public decimal? Spent(IEnumerable<ReportOrder> orders, string? provider = null)
    {
        var sum = 0m;
        foreach (var order in orders)
        {
            if (order.Cost.IsZero || (provider is not null && !string.Equals(order.Provider, provider, StringComparison.OrdinalIgnoreCase)))
                continue;
            if (order.Cost.Currency != Monthly.Currency)
                return null;
            sum += order.Cost.Amount;
        }

        return sum;
    }

    /// <summary>Whether an order fits beside those of its month.</summary>
    /// <param name="cost">The price of the order.</param>
    /// <param name="provider">Its bureau.</param>
    /// <param name="month">The orders of the month.</param>
    public Reservation Judge(Money cost, string provider, IReadOnlyCollection<ReportOrder> month)
    {
        if (cost.Currency != Monthly.Currency || !(Spent(month) + cost.Amount <= Monthly.Amount))
            return Reservation.BudgetUsedUp;
        return !Providers.TryGetValue(provider, out var own) || Spent(month, provider) + cost.Amount <= own ? Reservation.Made : Reservation.ProviderBudgetUsedUp;
    }
}
