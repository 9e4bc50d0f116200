using System.Globalization;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Records;

namespace CreditBridge.Mapping.Checks.Rows;

/// <summary>A reason to show a row: what it is an example of, and how good an example. Null when it is none; of equally good ones the first is shown.</summary>
internal sealed record Teller<T>(string Label, Func<T, decimal?> Score);

/// <summary>A few rows that tell more than any others: the first, one of each sort, the extremes. Each stands beside what was made of it.</summary>
internal sealed class TellingRows<T>(IReadOnlyList<Teller<T>> tellers)
    where T : SourceRecord
{
    private const int MostRows = 5;
    private const int LongestText = 40;
    private readonly (T Record, IReadOnlyList<object?> Values, decimal Score)?[] _best = new (T, IReadOnlyList<object?>, decimal)?[tellers.Count];
    private (T Record, IReadOnlyList<object?> Values)? _first;

    public void See(T record, IReadOnlyList<object?> values)
    {
        _first ??= (record, values);
        for (var at = 0; at < tellers.Count; at++)
        {
            if (tellers[at].Score(record) is { } score && (_best[at] is not { } best || score > best.Score))
                _best[at] = (record, values, score);
        }
    }

    /// <summary>The rows beside each other, one line for each field.</summary>
    public CheckTable Table(IReadOnlyList<FieldOrigin> origins, FieldStatistics fields)
    {
        var chosen = new List<(string Label, T Record, IReadOnlyList<object?> Values)>();
        if (_first is { } first)
            chosen.Add(("first row", first.Record, first.Values));
        for (var at = 0; at < tellers.Count; at++)
        {
            if (_best[at] is not { } best)
                continue;
            var same = chosen.FindIndex(c => ReferenceEquals(c.Record, best.Record));
            if (same > 0)
                chosen[same] = chosen[same] with { Label = $"{chosen[same].Label}, {tellers[at].Label}" };
            else if (same < 0 && chosen.Count < MostRows)
                chosen.Add((tellers[at].Label, best.Record, best.Values));
        }

        var rows = new List<IReadOnlyList<string>>();
        for (var at = 0; at < origins.Count; at++)
        {
            if (!origins[at].IsMapped)
                continue;
            var (field, from) = (origins[at].Name, origins[at].From);
            rows.Add([field, from, fields.EmptyShare(at), .. chosen.Select(c => Cell(c.Values[at], CanonicalText.Of(c.Record, field)))]);
        }

        return new CheckTable(["Field", "From", "Empty", .. chosen.Select(c => c.Label)], rows);
    }

    private static string Cell(object? value, string? canonical)
    {
        var written = SourceValue.ToText(value)?.Trim();
        if (string.IsNullOrEmpty(written))
            return canonical is null or "" ? "" : $"(empty) → {Cut(canonical)}";
        if (canonical is null || written == canonical || AreTheSameNumber(written, canonical))
            return Cut(written);
        return $"{Cut(written)} → {Cut(canonical)}";
    }

    private static bool AreTheSameNumber(string written, string canonical) =>
        decimal.TryParse(written, NumberStyles.Number, CultureInfo.InvariantCulture, out var one)
        && decimal.TryParse(canonical, NumberStyles.Number, CultureInfo.InvariantCulture, out var other) && one == other;

    private static string Cut(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length > LongestText ? line[..(LongestText - 1)] + "…" : line;
    }
}
