using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Bureaus;

namespace CreditBridge.Worker.Hosting.Reports;

/// <summary>Reports bought in a month against the budget, of all processes together.</summary>
/// <param name="Month">The month, such as "2026-11".</param>
/// <param name="Budget">What may be spent in it.</param>
/// <param name="Spent">What was spent, orders under way included; null when an order is in another currency, so that nobody can tell.</param>
/// <param name="Providers">The bureaus that have a budget of their own or were asked.</param>
internal sealed record BureauStanding(string Month, Money Budget, decimal? Spent, IReadOnlyList<ProviderStanding> Providers)
{
    /// <summary>Orders of the month.</summary>
    public int Orders => Providers.Sum(p => p.Orders);

    /// <summary>Reports that arrived, with an opinion or without.</summary>
    public int Reports => Providers.Sum(p => p.Reports);

    /// <summary>Orders of the month of which nobody knows what became.</summary>
    public int UnderWay => Providers.Sum(p => p.UnderWay);

    /// <summary>Puts it together from the ledger; null when nothing may be spent.</summary>
    public static async Task<BureauStanding?> ReadAsync(Bridge bridge, CancellationToken cancellationToken)
    {
        if (bridge.Budget is not { } budget)
            return null;
        var today = AsOf.At(bridge.Clock.GetUtcNow(), bridge.Zone).BusinessDate;
        return Of(budget, today, await bridge.Database.ReportOrders.ListMonthAsync(today, cancellationToken));
    }

    /// <summary>Puts it together from the orders of a month, oldest first.</summary>
    public static BureauStanding Of(BureauBudget budget, DateOnly day, IReadOnlyList<ReportOrder> orders) => new(
        $"{day:yyyy-MM}", budget.Monthly, budget.Spent(orders),
        [
            .. orders.Select(o => o.Provider).Concat(budget.Providers.Keys).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)
                .Select(name => ProviderStanding.Of(name, budget, [.. orders.Where(o => o.Provider.Equals(name, StringComparison.OrdinalIgnoreCase))])),
        ]);
}

/// <summary>One bureau's part of a month.</summary>
/// <param name="Provider">The bureau.</param>
/// <param name="Budget">What may be spent on it; null when only the budget of all binds it.</param>
/// <param name="Spent">What was spent on it; null when nobody can tell.</param>
/// <param name="Orders">Orders.</param>
/// <param name="Reports">Reports that arrived, with an opinion or without.</param>
/// <param name="UnderWay">Orders of which nobody knows what became.</param>
internal sealed record ProviderStanding(string Provider, decimal? Budget, decimal? Spent, int Orders, int Reports, int UnderWay)
{
    /// <summary>What the bureau, or its connection, said when an order failed last, or its report could not be kept; null when none did.</summary>
    public string? LastFailure { get; private init; }

    /// <summary>When that was.</summary>
    public DateTimeOffset? FailedAt { get; private init; }

    internal static ProviderStanding Of(string name, BureauBudget budget, IReadOnlyList<ReportOrder> orders)
    {
        var failed = orders.LastOrDefault(o => o.State is OrderState.Failed or OrderState.UnderWay or OrderState.NotKept);
        return new ProviderStanding(
            name, budget.Providers.TryGetValue(name, out var own) ? own : null, budget.Spent(orders), orders.Count, orders.Count(o => o.HasReport),
            orders.Count(o => o.State == OrderState.UnderWay))
        {
            LastFailure = failed is null ? null : failed.Result ?? "Nobody knows what became of the order.",
            FailedAt = failed?.SettledAt ?? failed?.OrderedAt,
        };
    }
}
