using CreditBridge.Core.Evaluation.Inputs;
using CreditBridge.Core.Policies;

namespace CreditBridge.Core.Evaluation.Scoring;

/// <summary>What factors can come to once a missing input is known.</summary>
internal static class PointScenarios
{
    /// <summary>The points that the factors can have together, one array for each case.</summary>
    /// <param name="input">The input that becomes known.</param>
    /// <param name="factors">The factors that it settles.</param>
    /// <param name="isComplete">Whether these are all cases; otherwise they are the ends, and anything between them can come out as well.</param>
    public static IReadOnlyList<decimal[]> Of(CreditInput input, IReadOnlyList<Factor> factors, out bool isComplete)
    {
        isComplete = factors.All(f => input.Equals(f.Input) && f.Points is RangePoints or ListPoints);
        if (isComplete)
            return [.. Values(input, factors).Select(v => factors.Select(f => f.Points.For(v) ?? f.Points.Fewest).ToArray())];
        if (factors is [{ Points: RangePoints or ListPoints } only])
        {
            isComplete = true;
            return [.. Distinct(only.Points).Select(p => new[] { p })];
        }

        return [[.. factors.Select(f => f.Points.Fewest)], [.. factors.Select(f => f.Points.Most)]];
    }

    private static IEnumerable<decimal> Distinct(PointsTable points) => points switch
    {
        RangePoints ranges => ranges.Points.Distinct(),
        ListPoints list => list.Values.Values.Concat(list.Otherwise is { } other ? [other] : []).Distinct(),
        _ => [points.Fewest, points.Most],
    };

    // A value on each bound, between two of them, and beyond both ends: one of every case that the tables tell apart.
    private static IEnumerable<Reading> Values(CreditInput input, IReadOnlyList<Factor> factors)
    {
        if (!input.IsNumeric)
        {
            var listed = factors.Select(f => f.Points).OfType<ListPoints>().SelectMany(l => l.Values.Keys).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
            return input.Unit == InputUnit.Flag ? [Reading.Of(true), Reading.Of(false)] : listed.Append("\u0001").Select(t => Reading.Of(t));
        }

        var bounds = factors.Select(f => f.Points).OfType<RangePoints>().SelectMany(r => r.Bounds).Distinct().Order().ToList();
        if (bounds.Count == 0)
            return [Reading.Of(input.Lowest ?? 0m)];
        var values = new List<decimal> { bounds[0] - 1m, bounds[^1] + 1m };
        for (var i = 0; i < bounds.Count; i++)
        {
            values.Add(bounds[i]);
            if (i > 0)
                values.Add((bounds[i - 1] + bounds[i]) / 2m);
        }

        return values.Where(v => !(v < input.Lowest) && !(v > input.Highest)).Select(v => Reading.Of(v));
    }
}
