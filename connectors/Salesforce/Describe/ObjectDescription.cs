namespace CreditBridge.Connectors.Salesforce.Describe;

/// <summary>An object as the running user sees it: a field that the user may not see is simply not there.</summary>
internal sealed record ObjectDescription(string Name, bool Queryable, bool Updateable, IReadOnlyList<FieldDescription> Fields)
{
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
internal sealed record FieldDescription(string Name, string Type, bool Updateable, int Length, int Precision, int Scale, bool Calculated = false);
