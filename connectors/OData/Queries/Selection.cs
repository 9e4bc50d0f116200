using CreditBridge.Connectors.OData.Answers;
using CreditBridge.Connectors.OData.Reading;

namespace CreditBridge.Connectors.OData.Queries;

/// <summary><c>$select</c> and <c>$expand</c>: nothing is asked for that nobody needs.</summary>
/// <param name="Select">What stands behind <c>$select=</c>; null to leave it out.</param>
/// <param name="Expand">What stands behind <c>$expand=</c>; null to leave it out.</param>
internal sealed record Selection(string? Select, string? Expand)
{
    /// <summary>The selection for the columns that a mapping names.</summary>
    public static Selection Of(ODataRead read, IEnumerable<string> columns)
    {
        var wanted = columns.Where(c => !c.TrimStart('^').TrimStart('.').StartsWith('@')).Select(c => Full(read, c))
            .Concat(read.Key).Concat(read.Changed is { } changed ? [changed.Column] : []).Distinct(StringComparer.Ordinal).ToList();
        var plain = wanted.Where(p => ExpandOf(read, p) is null).ToList();
        var inside = wanted.Where(p => ExpandOf(read, p) is not null).ToLookup(p => ExpandOf(read, p)!);
        if (read.Service.Version == ODataVersion.V2)
        {
            // OData 2 selects a complex property as a whole, and the properties of a related record by their paths.
            var selected = read.Select ?? [.. plain.Select(p => p.Split('/')[0]).Distinct(), .. read.Expand.SelectMany(e => inside.Contains(e) ? inside[e] : [e])];
            return new Selection(Joined(selected), Joined(read.Expand));
        }

        return new Selection(
            Joined(read.Select ?? [.. plain.Where(p => !plain.Any(o => o != p && p.StartsWith(o + "/", StringComparison.Ordinal)))]),
            Joined([.. read.Expand.Select(e => Expanded(e, inside[e]))]));
    }

    private static string Expanded(string expand, IEnumerable<string> inside)
    {
        var names = inside.Select(p => p[(expand.Length + 1)..].Split('/')[0]).Distinct().ToList();
        // An expansion with options of its own is the author's.
        return names.Count == 0 || !PropertyName.IsPath(expand) ? expand : $"{expand}($select={string.Join(',', names)})";
    }

    private static string Full(ODataRead read, string column) =>
        read.Each is null || column.StartsWith('^') ? EntityColumns.Property(column) : $"{PropertyName.Slashed(read.Each)}/{EntityColumns.Property(column)}";

    private static string? ExpandOf(ODataRead read, string property) =>
        read.Expand.FirstOrDefault(e => property.StartsWith(e.Split('(')[0] + "/", StringComparison.Ordinal) || property == e.Split('(')[0]);

    private static string? Joined(IReadOnlyList<string> parts) => parts.Count == 0 ? null : string.Join(',', parts);
}
