using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Records;

namespace CreditBridge.Mapping.Checks.Rows;

/// <summary>For each field of a kind: how often it is empty, which values occur when they are few, and whether its days come as instants.</summary>
internal sealed class FieldStatistics(IReadOnlyList<FieldOrigin> origins)
{
    private const int ShownValues = 8;

    // Fields that name or measure one record among many are no lists, however few rows there are; neither are days.
    private static readonly HashSet<string> NoLists =
    [
        "number", "name", "customer", "document", "line", "order", "security", "signal", "override", "account", "parent_number", "text", "reason", "amount", "open_amount", "rate", "balance", "score",
        "issued", "due", "paid", "promised", "date", "ordered", "delivery", "customer_since", "reported", "observed", "expires", "valid_from", "period_end",
    ];

    private readonly int[] _empty = new int[origins.Count];
    private readonly ValueCounts[] _values = [.. origins.Select(_ => new ValueCounts())];
    private readonly int[] _instants = new int[origins.Count];
    private readonly int[] _lateInstants = new int[origins.Count];
    private int _rows;

    public void See(IReadOnlyList<object?> values, SourceRecord record)
    {
        _rows++;
        for (var at = 0; at < origins.Count; at++)
        {
            if (!origins[at].IsMapped)
                continue;
            var value = values[at];
            if (value is null)
                _empty[at]++;
            if (value is DateTimeOffset moment)
            {
                _instants[at]++;
                // A day that was stored as midnight of another zone comes as another full hour in UTC.
                if (moment.ToUniversalTime() is { Minute: 0 or 30, Second: 0 } utc && utc.TimeOfDay > TimeSpan.Zero)
                    _lateInstants[at]++;
            }

            if (origins[at].Constant is null && !NoLists.Contains(origins[at].Name))
                _values[at].See(Cut(SourceValue.ToText(value) ?? ""), () => CanonicalText.Of(record, origins[at].Name) ?? "");
        }
    }

    /// <summary>How often a field is empty.</summary>
    public string EmptyShare(int at) => origins[at].Constant is null ? Figures.Percent(_empty[at], _rows) : "";

    /// <summary>The values of fields that have few of them.</summary>
    public CheckTable ValueTable()
    {
        var rows = new List<IReadOnlyList<string>>();
        for (var at = 0; at < origins.Count; at++)
        {
            var counts = _values[at];
            if (!origins[at].IsMapped || !IsList(counts))
                continue;
            var field = origins[at].Name;
            foreach (var (written, readAs, count) in counts.InOrder.Take(ShownValues))
            {
                rows.Add([field, written.Length == 0 ? "(empty)" : written, readAs.Length == 0 ? "(nothing)" : readAs, Figures.Of(count)]);
                field = "";
            }

            if (counts.Distinct > ShownValues)
                rows.Add(["", $"and {counts.Distinct - ShownValues} more", "", Figures.Of(counts.InOrder.Skip(ShownValues).Sum(c => (long)c.Count))]);
        }

        return new CheckTable(["Field", "Written", "Read as", "Rows"], rows);
    }

    // A list has few values that come again; a field that is always empty has none.
    private bool IsList(ValueCounts counts) =>
        !counts.IsMany && counts.Distinct > 0 && (counts.Distinct <= 2 || counts.Distinct * 2 <= _rows) && counts.InOrder.Any(c => c.Written.Length > 0);

    /// <summary>What the time zone does to instants.</summary>
    public IEnumerable<CheckFinding> InstantFindings(string kind, ValueFormats formats)
    {
        var fields = Enumerable.Range(0, origins.Count).Where(at => _instants[at] > 0).ToList();
        if (fields.Count == 0)
            yield break;
        var names = string.Join(", ", fields.Select(at => origins[at].Name));
        var (instants, late) = (fields.Sum(at => (long)_instants[at]), fields.Sum(at => (long)_lateInstants[at]));
        if (formats.Zone is { BaseUtcOffset.Ticks: 0 } && late * 10 > instants * 9)
        {
            yield return new CheckFinding($"{kind}.time_zone", CheckStatus.Warning,
                $"{names}: {Figures.Percent(late, instants)} of the instants are full hours that are not midnight in UTC, as days are that were stored in another time zone. Read as UTC they fall on the wrong day.",
                "Declare 'time_zone:' in the mapping with the zone of the system, such as Europe/Berlin.");
            yield break;
        }

        yield return CheckFinding.Question($"{kind}.time_zone", $"{names} come as instants and become days in the time zone {formats.Zone?.Id ?? "UTC"}. Is that the zone of the company's books?");
    }

    private static string Cut(string text) => text.Length > 60 ? text[..59] + "…" : text;
}
