namespace CreditBridge.Mapping.Grammar;

/// <summary>Finds the name that somebody probably meant.</summary>
public static class NearestName
{
    /// <summary>The candidate with the fewest typing mistakes away from a text, or null when none is near enough to be a likely slip.</summary>
    public static string? Of(string text, IEnumerable<string> candidates)
    {
        string? nearest = null;
        var least = text.Length < 2 ? 1 : Math.Max(1, text.Length / 3) + 1;
        var upper = text.ToUpperInvariant();
        foreach (var candidate in candidates)
        {
            // Every letter too many or too few is a mistake: most candidates need no closer look, which a million wrong rows would pay for.
            if (Math.Abs(upper.Length - candidate.Length) >= least)
                continue;
            var distance = Distance(upper, candidate.ToUpperInvariant());
            if (distance < least)
                (nearest, least) = (candidate, distance);
        }

        return nearest;
    }

    /// <summary>"Did you mean 'x'?" when a name is near, otherwise the names there are.</summary>
    public static string Suggest(string text, IReadOnlyCollection<string> candidates) => Of(text, candidates) is { } near
        ? $"Did you mean '{near}'?"
        : $"There are: {string.Join(", ", candidates)}.";

    // Insertions, deletions, replacements and two neighbouring characters that changed places count one each.
    private static int Distance(string a, string b)
    {
        var earlier = new int[b.Length + 1];
        var previous = Enumerable.Range(0, b.Length + 1).ToArray();
        var current = new int[b.Length + 1];
        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    current[j] = Math.Min(current[j], earlier[j - 2] + 1);
            }

            (earlier, previous, current) = (previous, current, earlier);
        }

        return previous[b.Length];
    }
}
