using System.Text.Json.Nodes;
using CreditBridge.Sandbox.Schema;

namespace CreditBridge.Sandbox.Records;

/// <summary>The fields that a caller sets on one record, with the first reason to refuse them, if any.</summary>
internal sealed record RecordInput(IReadOnlyDictionary<FieldDefinition, object?> Values, RecordError? Error)
{
    /// <summary>Reads the fields of a JSON record; <c>attributes</c>, <c>id</c> and the fields in <paramref name="skip"/> are the envelope's.</summary>
    public static RecordInput FromJson(ObjectDefinition item, JsonObject json, UserAccess access, RecordStore store, params string[] skip)
    {
        Dictionary<FieldDefinition, object?> values = [];
        foreach (var (name, node) in json)
        {
            if (name is "attributes" || skip.Contains(name, StringComparer.OrdinalIgnoreCase)) continue;
            if (node is JsonObject parent && item.Relationship(name) is { } reference && access.CanRead(item, reference))
            {
                var (id, error) = ResolveParent(reference, parent, store, access);
                if (error is not null) return new RecordInput(values, error);
                values[reference] = id;
                continue;
            }

            if (FieldOf(item, name, access) is not { } field) return new RecordInput(values, NoSuchColumn(item, name, access));
            values[field] = FieldValues.FromJson(field, node);
        }

        return new RecordInput(values, null);
    }

    public static FieldDefinition? FieldOf(ObjectDefinition item, string name, UserAccess access) => access.Visible(item, name);

    /// <summary>A field hidden by field-level security cannot be written; a field that is not there is no column.</summary>
    public static RecordError NoSuchColumn(ObjectDefinition item, string name, UserAccess access) => item.Field(name) is { } field
        ? NotWritable([field.Name])
        : new RecordError("INVALID_FIELD", $"No such column '{name}' on sobject of type {item.Name}");

    public static RecordError NotWritable(params string[] fields) => new(
        "INVALID_FIELD_FOR_INSERT_UPDATE",
        $"Unable to create/update fields: {string.Join(", ", fields)}. Please check the security settings of this field and verify that it is "
        + "read/write for your profile or permission set.",
        fields);

    /// <summary>The parent named by an external id: <c>"Account": {"Number__c": "1"}</c>.</summary>
    private static (string? Id, RecordError? Error) ResolveParent(FieldDefinition reference, JsonObject parent, RecordStore store, UserAccess access)
    {
        var target = store[reference.ReferenceTo[0]];
        foreach (var (name, node) in parent)
        {
            if (name is "attributes" or "type") continue;
            if (access.Visible(target.Object, name) is not { IsKey: true } key || node is null) continue;
            var found = target.FindByKey(key, FieldValues.FromJson(key, node)!).ToList();
            return found.Count == 1
                ? (found[0].Id, null)
                : (null, new RecordError("INVALID_FIELD", $"Foreign key external ID: {node} not found for field {key.Name} in entity {target.Object.Name}"));
        }

        return (null, new RecordError("INVALID_FIELD", $"Cannot reference a foreign key field {reference.RelationshipName}.", reference.Name));
    }
}
