namespace CreditBridge.Connectors.Salesforce.Describe;

/// <summary>An object as the running user sees it: a field that the user may not see is simply not there.</summary>
internal sealed record ObjectDescription(string Name, bool Queryable, bool Updateable, IReadOnlyList<FieldDescription> Fields)
{
    /// <summary>Whether the user may create records of it.</summary>
    public bool Createable { get; init; } = true;

    /// <summary>Whether the object is not there for the user.</summary>
    public bool IsMissing => Fields.Count == 0;

    /// <summary>An object that is not there for the user.</summary>
    public static ObjectDescription Missing(string name) => new(name, false, false, []);

    /// <summary>The field of an API name, whatever its case; null when it is missing or hidden.</summary>
    public FieldDescription? Field(string apiName) => Fields.FirstOrDefault(f => f.Name.Equals(apiName, StringComparison.OrdinalIgnoreCase));
}

/// <summary>A field as the running user sees it.</summary>
/// <param name="Name">API name.</param>
/// <param name="Type">Type in Salesforce's terms: string, textarea, double, currency, boolean, date, datetime, picklist…</param>
/// <param name="Updateable">Whether the user may change it; false for formulas too.</param>
/// <param name="Length">Characters that a text takes.</param>
/// <param name="Precision">Digits of a number, all together.</param>
/// <param name="Scale">Decimal places of a number.</param>
/// <param name="Calculated">Whether it is a formula.</param>
/// <param name="Nillable">Whether it may be empty.</param>
/// <param name="Unique">Whether two records may not have the same value.</param>
/// <param name="Filterable">Whether a query may filter by it.</param>
/// <param name="Sortable">Whether a query may sort by it.</param>
/// <param name="HtmlFormatted">Whether its text is taken for HTML.</param>
/// <param name="RestrictedPicklist">Whether a picklist takes its own values only.</param>
/// <param name="ExternalId">Whether records can be found by it.</param>
/// <param name="PicklistValues">Values of a picklist; null or empty for other fields.</param>
internal sealed record FieldDescription(
    string Name, string Type, bool Updateable, int Length, int Precision, int Scale, bool Calculated = false, bool Nillable = true, bool Unique = false,
    bool Filterable = true, bool Sortable = true, bool HtmlFormatted = false, bool RestrictedPicklist = false, bool ExternalId = false, IReadOnlyList<PicklistEntry>? PicklistValues = null)
{
    /// <summary>Values of a picklist that can be chosen now.</summary>
    public IEnumerable<string> ActiveValues => (PicklistValues ?? []).Where(v => v.Active).Select(v => v.Value);
}

/// <summary>One value of a picklist.</summary>
/// <param name="Value">The value as the API gives and takes it.</param>
/// <param name="Active">Whether it can be chosen.</param>
internal sealed record PicklistEntry(string Value, bool Active = true);
