using CreditBridge.Sandbox.Schema.Formulas;

namespace CreditBridge.Sandbox.Schema;

/// <summary>One object of the org: its names, its id prefix and its fields in order.</summary>
internal sealed class ObjectDefinition
{
    private readonly Dictionary<string, FieldDefinition> byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<FieldDefinition> addresses;
    private readonly Dictionary<string, FieldDefinition> byRelationship = new(StringComparer.OrdinalIgnoreCase);

    public ObjectDefinition(string name, string keyPrefix, string label, string pluralLabel, IEnumerable<FieldDefinition> fields)
    {
        Name = name;
        KeyPrefix = keyPrefix;
        Label = label;
        PluralLabel = pluralLabel;
        Fields = [.. fields.Select((field, ordinal) => field with { Ordinal = ordinal })];
        foreach (var field in Fields)
        {
            byName.Add(field.Name, field);
            if (field.RelationshipName is not null) byRelationship.Add(field.RelationshipName, field);
        }

        addresses = [.. Fields.Where(field => field.Type == FieldType.Address)];
        IdField = byName["Id"];
        StampField = byName["SystemModstamp"];
        DeletedField = byName.GetValueOrDefault("IsDeleted");
    }

    public string Name { get; }

    public string KeyPrefix { get; }

    public string Label { get; }

    public string PluralLabel { get; }

    public IReadOnlyList<FieldDefinition> Fields { get; }

    public FieldDefinition IdField { get; }

    public FieldDefinition StampField { get; }

    /// <summary>Null for objects whose rows cannot be deleted.</summary>
    public FieldDefinition? DeletedField { get; }

    public bool Custom => Name.EndsWith("__c", StringComparison.Ordinal);

    /// <summary>Whether the rows are messages: published, never read back, changed or deleted.</summary>
    public bool IsEvent => Name.EndsWith("__e", StringComparison.Ordinal);

    /// <summary>Works out the formula fields of rows; set when the org has its tables.</summary>
    public RowFormulas? Formulas { get; set; }

    /// <summary>Whether callers may create, change and delete rows; false for setup data and history.</summary>
    public bool Writable { get; init; } = true;

    /// <summary>Whether access comes from object permissions; setup objects such as OpportunityStage are open to every user.</summary>
    public bool Permissioned { get; init; } = true;

    public FieldDefinition? Field(string name) => byName.GetValueOrDefault(name);

    /// <summary>The reference field behind a relationship name: <c>Account</c> gives <c>AccountId</c>.</summary>
    public FieldDefinition? Relationship(string name) => byRelationship.GetValueOrDefault(name);

    public FieldDefinition? NameField => Fields.FirstOrDefault(item => item.NameField);

    /// <summary>The address that a field is a part of; permissions on the address are those of its parts.</summary>
    public FieldDefinition? Compound(FieldDefinition field) => addresses.Find(address => address != field
        && field.Name.StartsWith(address.Name[..^"Address".Length], StringComparison.Ordinal));

    /// <summary>How its rows are numbered, such as "CR-{000000}"; null when the name is no number, or numbered after the label.</summary>
    public string? NumberFormat { get; init; }

    /// <summary>The name of the row with a number.</summary>
    public string NumberedName(int number) => NumberFormat is { } format && format.IndexOf("{0", StringComparison.Ordinal) is >= 0 and var at && format.IndexOf('}', at) is > 0 and var end
        ? $"{format[..at]}{number.ToString(format[(at + 1)..end], System.Globalization.CultureInfo.InvariantCulture)}{format[(end + 1)..]}" : $"{Label}-{number:0000}";

    /// <summary>The same object with more fields, or with its flags kept.</summary>
    public ObjectDefinition With(IEnumerable<FieldDefinition> added) =>
        new(Name, KeyPrefix, Label, PluralLabel, Fields.Concat(added)) { Writable = Writable, Permissioned = Permissioned, NumberFormat = NumberFormat };

    public override string ToString() => Name;
}
