using CreditBridge.Core.Policies;

namespace CreditBridge.Core.Evaluation.Scoring;

/// <summary>Finds the band of a score, and tells which of two bands is worse.</summary>
internal static class Banding
{
    /// <summary>The highest band that begins at or below the score.</summary>
    public static Band? Of(IReadOnlyList<Band> bands, decimal score)
    {
        for (var i = bands.Count - 1; i > 0; i--)
        {
            if (score >= bands[i].From)
                return bands[i];
        }

        return bands.Count > 0 ? bands[0] : null;
    }

    /// <summary>The worse of two bands under the policy.</summary>
    public static Band Worse(CreditPolicy policy, Band a, Band b) => policy.Score.Better == BetterScore.Higher == a.From <= b.From ? a : b;
}
