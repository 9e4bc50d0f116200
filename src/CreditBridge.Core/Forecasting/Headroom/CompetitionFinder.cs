namespace CreditBridge.Core.Forecasting.Headroom;

/// <summary>Finds deals that use the same headroom: each fits without the other, and both do not.</summary>
internal static class CompetitionFinder
{
    // Pairs grow with the square; beyond this many deals the largest are compared.
    private const int MostDeals = 300;

    /// <summary>The pairs, the likeliest first.</summary>
    public static IReadOnlyList<CompetingDeals> Find(HeadroomCase headroomCase, HeadroomPaths paths)
    {
        var fitting = headroomCase.Deals.Where(d => d.Probability > 0d && FreeFor(d, paths) >= d.Amount)
            .OrderByDescending(d => d.Amount).ThenBy(d => d.Key, StringComparer.Ordinal).Take(MostDeals)
            .OrderBy(DayOf).ThenBy(d => d.Key, StringComparer.Ordinal).ToList();
        var pairs = new List<CompetingDeals>();
        for (var first = 0; first < fitting.Count; first++)
        {
            for (var second = first + 1; second < fitting.Count; second++)
            {
                // The second closes later: by then some of what is owed is paid, and the first is owed.
                if (FreeFor(fitting[second], paths) is { } free && fitting[first].Amount + fitting[second].Amount is var both && both > free)
                    pairs.Add(new CompetingDeals(fitting[first], fitting[second], Math.Round(free, 2), Math.Round(both - free, 2), fitting[first].Probability * fitting[second].Probability));
            }
        }

        return [.. pairs.OrderByDescending(p => p.BothWon).ThenByDescending(p => p.Short).ThenBy(p => p.First.Key, StringComparer.Ordinal).ThenBy(p => p.Second.Key, StringComparer.Ordinal)
            .Take(CompetingDeals.Most)];
    }

    /// <summary>What is expected to be free on the day on which a deal closes, if no deal is won before; null without a ceiling, and when it closes after the last week.</summary>
    public static decimal? FreeFor(ExpectedDeal deal, HeadroomPaths paths) =>
        paths.IndexOf(DayOf(deal)) is var day && day <= paths.Days && paths.Limits[day] is { } limit ? limit - paths.WithoutDeals[day] : null;

    private static DateOnly DayOf(ExpectedDeal deal) => deal.ClosesOn;
}
