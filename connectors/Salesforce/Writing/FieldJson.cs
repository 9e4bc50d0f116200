using System.Buffers;
using System.Text.Json;
using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Sinks;

namespace CreditBridge.Connectors.Salesforce.Writing;

/// <summary>Writes the values of one record as Salesforce reads them. A field that the write does not name is not sent; an empty value is an explicit null.</summary>
internal static class FieldJson
{
    /// <summary>One record of a Collections request.</summary>
    public static void WriteRecord(Utf8JsonWriter json, FieldWrite write, FieldMapping fields)
    {
        json.WriteStartObject();
        json.WriteStartObject("attributes");
        var target = fields.ObjectOf(write.Target.Kind);
        json.WriteString("type", target.Name);
        json.WriteEndObject();
        if (write.Target.RecordKey is { } id)
            json.WriteString("id", id);
        else
            json.WriteString(target.KeyField!, write.Target.Key);
        WriteFields(json, write, fields);
        json.WriteEndObject();
    }

    /// <summary>The body of a request on the record's own address: its fields only.</summary>
    public static void WriteRow(Utf8JsonWriter json, FieldWrite write, FieldMapping fields)
    {
        json.WriteStartObject();
        WriteFields(json, write, fields);
        json.WriteEndObject();
    }

    /// <summary>The same as UTF-8.</summary>
    public static ReadOnlyMemory<byte> Row(FieldWrite write, FieldMapping fields)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        WriteRow(json, write, fields);
        json.Flush();
        return buffer.WrittenMemory;
    }

    /// <summary>Whether an empty value means that the field stays as it is: a record always has an owner.</summary>
    public static bool LeavesAlone(CreditField field, FieldValue value) => value.IsEmpty && field == CreditFields.Review.Owner;

    private static void WriteFields(Utf8JsonWriter json, FieldWrite write, FieldMapping fields)
    {
        // What a person created has our key from the first write on.
        if (write.Target is { IsOurs: true, RecordKey: not null })
            json.WriteString(fields.ObjectOf(write.Target.Kind).KeyField!, write.Target.Key);
        foreach (var (field, value) in write.Values)
        {
            if (!fields.Accepts(field) || LeavesAlone(field, value))
                continue;
            if (fields.ParentOf(field) is { } parent && value.Content is string key)
            {
                json.WriteStartObject(parent.Relationship);
                json.WriteString(parent.KeyField, key);
                json.WriteEndObject();
                continue;
            }

            json.WritePropertyName(fields.ApiName(field));
            switch (FieldContent.Of(field, value, fields.MaxLength(field)))
            {
                case null: json.WriteNullValue(); break;
                case bool flag: json.WriteBooleanValue(flag); break;
                case decimal number: json.WriteNumberValue(number); break;
                case string text: json.WriteStringValue(text); break;
            }
        }
    }
}
