using CreditBridge.Sandbox.Records;
using CreditBridge.Sandbox.Schema;

namespace CreditBridge.Sandbox.Soql;

/// <summary>A dotted path matched with the schema: references to follow, then the field to read.</summary>
internal sealed record BoundField(IReadOnlyList<FieldDefinition> Hops, ObjectDefinition Owner, FieldDefinition Field)
{
    public object? Read(Row row, RecordStore store)
    {
        var current = row;
        foreach (var hop in Hops)
        {
            if (current[hop] is not string id || store.Find(id) is not { } parent) return null;
            current = parent;
        }

        return ValueOf(current, Field);
    }

    /// <summary>The value of a field of a row; an address is put together from its parts.</summary>
    public object? ValueOf(Row row, FieldDefinition field) =>
        row.Object == Owner || Hops.Count == 0 ? row[field] : row[field.Name];
}
