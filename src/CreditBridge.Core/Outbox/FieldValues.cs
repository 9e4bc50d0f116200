using System.Globalization;
using System.Text.Json;
using CreditBridge.Abstractions.Fields;

namespace CreditBridge.Core.Outbox;

/// <summary>Field values as JSON for storage: an object from full canonical field name to value, fields in ordinal order. Fields that no longer exist are dropped on reading.</summary>
public static class FieldValues
{
    /// <summary>Writes values.</summary>
    public static string ToJson(IReadOnlyDictionary<CreditField, FieldValue> values)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var (field, value) in values.OrderBy(v => v.Key.FullName, StringComparer.Ordinal))
            {
                writer.WritePropertyName(field.FullName);
                switch (value.Content)
                {
                    case null: writer.WriteNullValue(); break;
                    case bool flag: writer.WriteBooleanValue(flag); break;
                    case decimal number: writer.WriteNumberValue(number); break;
                    default: writer.WriteStringValue(value.ToString()); break;
                }
            }

            writer.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>Reads values that <see cref="ToJson"/> wrote.</summary>
    public static IReadOnlyDictionary<CreditField, FieldValue> FromJson(string json)
    {
        var values = new Dictionary<CreditField, FieldValue>();
        using var document = JsonDocument.Parse(json);
        foreach (var property in document.RootElement.EnumerateObject())
        {
            if (CreditFields.TryGet(property.Name, out var field))
                values[field] = Read(field, property.Value);
        }

        return values;
    }

    private static FieldValue Read(CreditField field, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => FieldValue.Empty,
        JsonValueKind.True or JsonValueKind.False => FieldValue.Flag(value.GetBoolean()),
        JsonValueKind.Number => FieldValue.Number(value.GetDecimal()),
        _ when field.Type == FieldType.Date => FieldValue.Date(DateOnly.ParseExact(value.GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture)),
        _ when field.Type == FieldType.Instant => FieldValue.Instant(DateTimeOffset.Parse(value.GetString()!, CultureInfo.InvariantCulture)),
        _ => FieldValue.Text(value.GetString()),
    };
}
