namespace CreditBridge.Connectors.Salesforce.Bulk;

/// <summary>Columns of a bulk result.</summary>
/// <param name="names">Their names, as the result spells them.</param>
/// <param name="types">Types in Salesforce's terms by API name, as far as they are known.</param>
internal sealed class CsvColumns(IReadOnlyList<string> names, IReadOnlyDictionary<string, string> types)
{
    private readonly Dictionary<string, int> _positions =
        names.Select((name, i) => (name, i)).DistinctBy(c => c.name, StringComparer.OrdinalIgnoreCase).ToDictionary(c => c.name, c => c.i, StringComparer.OrdinalIgnoreCase);

    /// <summary>Their names.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>Where a field's values stand; null when there is no such column.</summary>
    public int? Find(string field) => _positions.TryGetValue(field, out var position) ? position : null;

    /// <summary>Type of a field; null when it is not known.</summary>
    public string? TypeOf(string field) => types.GetValueOrDefault(field);
}
