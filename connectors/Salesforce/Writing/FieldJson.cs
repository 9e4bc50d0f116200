using System.Globalization;
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
        json.WriteString("type", write.Target.Kind.ToString());
        json.WriteEndObject();
        json.WriteString("id", write.Target.Key);
        foreach (var (field, value) in write.Values)
        {
            if (fields.Accepts(field))
                WriteValue(json, fields.ApiName(field), field, value, fields.MaxLength(field));
        }

        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, string name, CreditField field, FieldValue value, int maxLength)
    {
        switch (value.Content)
        {
            case null when field.Type == FieldType.Flag:
                // A checkbox is never empty in Salesforce: null is an error there, not "unknown".
                json.WriteBoolean(name, false);
                break;
            case null:
                json.WriteNull(name);
                break;
            case string text:
                json.WriteString(name, Cut(text, maxLength, field.Type == FieldType.LongText));
                break;
            case decimal amount when field.Type == FieldType.Amount:
                json.WriteNumber(name, Math.Round(amount, 2, MidpointRounding.AwayFromZero));
                break;
            case decimal number:
                json.WriteNumber(name, number);
                break;
            case bool flag:
                json.WriteBoolean(name, flag);
                break;
            case DateOnly day:
                json.WriteString(name, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                break;
            case DateTimeOffset moment:
                // Exactly three decimals: Salesforce refuses the seven that .NET writes by itself.
                json.WriteString(name, moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
                break;
            default:
                throw new ArgumentException($"{field} holds a {value.Content.GetType().Name}, which no Salesforce field takes.", nameof(value));
        }
    }

    /// <summary>Text as it is sent: cut to what the field takes.</summary>
    public static string Cut(string text, int maxLength, bool withEllipsis)
    {
        if (text.Length <= maxLength)
            return text;
        var end = withEllipsis ? maxLength - 1 : maxLength;
        if (char.IsHighSurrogate(text[end - 1]))
            end--;
        return withEllipsis ? text[..end] + "…" : text[..end];
    }
}
