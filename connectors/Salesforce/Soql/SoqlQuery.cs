namespace CreditBridge.Connectors.Salesforce.Soql;

/// <summary>A query over one object. Names are checked and values enter as literals, so that no input can change its meaning.</summary>
internal sealed record SoqlQuery
{
    private readonly string _select;

    /// <param name="objectName">API name of the object.</param>
    /// <param name="fields">API names of the fields, in the order wanted.</param>
    public SoqlQuery(string objectName, IEnumerable<string> fields) =>
        _select = $"SELECT {string.Join(", ", fields.Select(SoqlName.Require))} FROM {SoqlName.Require(objectName)}";

    private SoqlQuery(string objectName) => _select = $"SELECT COUNT() FROM {SoqlName.Require(objectName)}";

    /// <summary>A query that only counts; its answer says how many in <c>totalSize</c>.</summary>
    public static SoqlQuery Count(string objectName) => new(objectName);

    /// <summary>Which records; null for all.</summary>
    public SoqlCondition? Where { get; init; }

    /// <summary>Fields by which the result is ordered, ascending.</summary>
    public IReadOnlyList<string> OrderBy { get; init; } = [];

    /// <summary>The most records to return; null for all.</summary>
    public int? Limit { get; init; }

    /// <summary>The query as text, not URL-encoded.</summary>
    public override string ToString() =>
        _select
        + (Where is null ? "" : $" WHERE {Where}")
        + (OrderBy.Count == 0 ? "" : $" ORDER BY {string.Join(", ", OrderBy.Select(SoqlName.Require))}")
        + (Limit is null ? "" : $" LIMIT {Limit}");
}
