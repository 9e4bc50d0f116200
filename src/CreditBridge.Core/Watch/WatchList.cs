using CreditBridge.Abstractions.Values;

namespace CreditBridge.Core.Watch;

/// <summary>Puts the watch list in the order in which it should be worked through.</summary>
public static class WatchList
{
    /// <summary>
    /// What is getting worse: the gravest first, then the largest open pipeline, then the deal that closes first. What has room: the largest room first. Amounts are compared in one
    /// currency where a rate is known; others come last.
    /// </summary>
    /// <param name="entries">Listed entries of one side.</param>
    /// <param name="convert">An amount in the currency of comparison; null when no rate is known.</param>
    public static IReadOnlyList<WatchEntry> Ranked(IEnumerable<WatchEntry> entries, Func<Money, decimal?> convert) =>
    [
        .. entries.OrderBy(e => e.CalmSince is null ? 0 : 1).ThenByDescending(e => e.Weight)
            .ThenByDescending(e => e.Side == WatchSide.Room && e.Room is null ? decimal.MaxValue : (e.Side == WatchSide.Room ? e.Room : e.Pipeline.Amount) is { } amount ? convert(amount) ?? -1m : -1m)
            .ThenBy(e => e.Pipeline.NextClose ?? DateOnly.MaxValue).ThenBy(e => e.AccountKey, StringComparer.Ordinal),
    ];
}
