using CreditBridge.Core.Policies;

namespace CreditBridge.Core.Watch;

/// <summary>Tells better bands from worse ones, whichever end of the scale is the good one.</summary>
internal static class BandOrder
{
    /// <summary>0 for the worst band, more for better ones; null for a band that the policy does not have.</summary>
    public static int? RankOf(CreditPolicy policy, string? band)
    {
        var at = policy.Bands.Select((b, i) => (b.Name, At: (int?)i)).FirstOrDefault(b => b.Name == band).At;
        return at is null || policy.Score.Better == BetterScore.Higher ? at : policy.Bands.Count - 1 - at;
    }

    /// <summary>Whether the band is low risk: one of those that are named, or else of the better half.</summary>
    public static bool IsLowRisk(CreditPolicy policy, string? band, IReadOnlyCollection<string>? named) =>
        RankOf(policy, band) is { } rank && (named is { Count: > 0 } ? named.Contains(band!, StringComparer.OrdinalIgnoreCase) : rank * 2 >= policy.Bands.Count);

    /// <summary>How far up the scale a score stands, 0 for the worst and 100 for the best; null without a score or a scale.</summary>
    public static decimal? PercentOf(CreditPolicy policy, decimal? score)
    {
        var length = policy.Score.Highest - policy.Score.Lowest;
        if (score is not { } value || length <= 0m)
            return null;
        var percent = (value - policy.Score.Lowest) / length * 100m;
        return policy.Score.Better == BetterScore.Higher ? percent : 100m - percent;
    }
}
