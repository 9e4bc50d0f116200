namespace CreditBridge.Core.Policies.Parsing;

/// <summary>Finds what a person probably meant to write.</summary>
internal static class Spelling
{
    /// <summary>The candidate with the fewest letters different; null when none is near.</summary>
    /// <param name="word">What stands there.</param>
    /// <param name="candidates">What could be meant.</param>
    /// <param name="most">The most letters that may be different; null for a third of them.</param>
    public static string? Nearest(string word, IEnumerable<string> candidates, int? most = null)
    {
        var limit = most ?? Math.Max(1, word.Length / 3);
        candidates = [.. candidates];
        if (word.Length > 3 && candidates.FirstOrDefault(c => c.StartsWith(word + "_", StringComparison.OrdinalIgnoreCase)) is { } longer)
            return longer;
        var nearest = candidates.Select(c => (Candidate: c, Distance: Distance(word.ToLowerInvariant(), c.ToLowerInvariant()))).OrderBy(c => c.Distance).FirstOrDefault();
        return nearest.Candidate is not null && nearest.Distance <= limit ? nearest.Candidate : null;
    }

    // Levenshtein's distance, with two neighbouring letters exchanged as one mistake.
    private static int Distance(string a, string b)
    {
        var distance = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    distance[i, j] = i + j;
                    continue;
                }

                var substituted = distance[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                var shortest = Math.Min(substituted, Math.Min(distance[i - 1, j], distance[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    shortest = Math.Min(shortest, distance[i - 2, j - 2] + 1);
                distance[i, j] = shortest;
            }
        }

        return distance[a.Length, b.Length];
    }
}
