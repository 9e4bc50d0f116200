using CreditBridge.Sandbox.Records;

namespace CreditBridge.Sandbox.Schema.Formulas;

/// <summary>Reads formula fields from rows: nothing is stored, the value is worked out whenever it is looked at.</summary>
internal sealed class RowFormulas(Func<string, Row?> find, Func<DateTimeOffset> now)
{
    /// <summary>The value of a formula field of a row.</summary>
    public object? Read(Row row, FieldDefinition field)
    {
        var context = new FormulaContext { Read = path => ReadPath(row, path), Now = now(), BlankAsZero = field.FormulaBlankAsZero };
        var value = FormulaFunctions.Evaluate(field.ParsedFormula!, context);
        // A percent formula gives a share; the API speaks of 33 for 33 %.
        if (field.Type == FieldType.Percent && value is decimal share) value = share * 100m;
        return value is "" ? null : value is decimal number ? FieldValues.Normalize(field, number) : field.Type == FieldType.Boolean ? value is true : value;
    }

    /// <summary>The value at the end of a path: a field of the row or of a parent.</summary>
    public object? ReadPath(Row row, string path)
    {
        var parts = path.Split('.');
        Row? current = row;
        foreach (var relationship in parts[..^1])
        {
            if (current is null || current.Object.Relationship(relationship) is not { } reference || current[reference] is not string id) return null;
            current = find(id);
        }

        return current is null ? null : current[current.Object.Field(parts[^1]) ?? throw new FormulaException($"{current.Object.Name} has no field {parts[^1]}")];
    }
}
