using CreditBridge.Sandbox.Schema.Formulas;

namespace CreditBridge.Sandbox.Schema;

/// <summary>One value of a picklist. The first default value is used when a row is created without the field.</summary>
internal sealed record PicklistValue(string Value, string Label, bool IsDefault = false);

/// <summary>One field of an object, with everything that describe tells about it.</summary>
internal sealed record FieldDefinition(string Name, FieldType Type)
{
    public string Label { get; init; } = Name;

    public int Length { get; init; }

    public int Precision { get; init; }

    public int Scale { get; init; }

    public bool Nillable { get; init; } = true;

    public bool Createable { get; init; } = true;

    public bool Updateable { get; init; } = true;

    /// <summary>A required field that the platform fills when the caller does not, such as OwnerId.</summary>
    public bool DefaultedOnCreate { get; init; }

    public bool Custom { get; init; }

    public bool Unique { get; init; }

    public bool ExternalId { get; init; }

    public bool CaseSensitive { get; init; }

    public bool NameField { get; init; }

    public bool RestrictedPicklist { get; init; }

    public IReadOnlyList<PicklistValue> PicklistValues { get; init; } = [];

    /// <summary>The objects a reference may point to; more than one makes the relationship polymorphic.</summary>
    public IReadOnlyList<string> ReferenceTo { get; init; } = [];

    /// <summary>How SOQL names the parent row: <c>Account</c> for <c>AccountId</c>.</summary>
    public string? RelationshipName { get; init; }

    /// <summary>How SOQL names these rows on the parent: <c>Opportunities</c> on Account.</summary>
    public string? ChildRelationshipName { get; init; }

    /// <summary>Whether these rows go with their parent when it is deleted.</summary>
    public bool CascadeDelete { get; init; }

    /// <summary>The formula text.</summary>
    public string? Formula { get; init; }

    /// <summary>The formula as read; its value is worked out whenever the field is looked at.</summary>
    public FormulaNode? ParsedFormula { get; init; }

    /// <summary>Whether empty numbers count as zero in the formula.</summary>
    public bool FormulaBlankAsZero { get; init; }

    /// <summary>Whether the platform computes the value; such a field is never written by a caller.</summary>
    public bool Calculated { get; init; }

    public object? DefaultValue { get; init; }

    public string? HelpText { get; init; }

    public bool NotFilterable { get; init; }

    /// <summary>Position of the value in a row; set when the object is put together.</summary>
    public int Ordinal { get; init; } = -1;

    public bool IsLongText => Type == FieldType.TextArea && Length > 255;

    public bool Filterable => !NotFilterable && !IsLongText && Type != FieldType.Address;

    public bool Sortable => Filterable && Type != FieldType.MultiPicklist;

    public bool Groupable => Filterable && Type is FieldType.Id or FieldType.Reference or FieldType.String or FieldType.Picklist or FieldType.Boolean
        or FieldType.Date or FieldType.Int or FieldType.Email or FieldType.Phone or FieldType.Url;

    /// <summary>Whether the field may name a row in an upsert.</summary>
    public bool IsKey => ExternalId || Type == FieldType.Id;

    public override string ToString() => Name;
}
