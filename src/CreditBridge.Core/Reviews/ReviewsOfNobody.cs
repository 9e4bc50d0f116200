using CreditBridge.Core.Policies;

namespace CreditBridge.Core.Reviews;

/// <summary>Open reviews that a team has and nobody in it: nobody was there to take them, or is left, and nobody has begun with them.</summary>
/// <param name="Team">Name of the team.</param>
/// <param name="Reviews">How many.</param>
public sealed record ReviewsOfNobody(string Team, int Reviews)
{
    /// <summary>Reads them. Only teams with analysts are asked for: to others the CRM gives the work.</summary>
    /// <param name="store">The reviews.</param>
    /// <param name="rules">The policy's rules.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static async Task<IReadOnlyList<ReviewsOfNobody>> ReadAsync(IReviewStore store, ReviewPolicy rules, CancellationToken cancellationToken)
    {
        var teams = rules.Teams.Where(t => t.Analysts.Count > 0).Select(t => t.Name).ToList();
        if (teams.Count == 0)
            return [];
        var counts = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        await foreach (var review in store.ListGivenToNobodyAsync(teams, cancellationToken))
        {
            // Whoever has begun without being asked has it, though no rule knows the name.
            if (review.StartedAt is null || review.HandedOver is { To: null })
                counts[review.Team!] = counts.GetValueOrDefault(review.Team!) + 1;
        }

        return [.. teams.Where(counts.ContainsKey).Select(t => new ReviewsOfNobody(t, counts[t]))];
    }
}
