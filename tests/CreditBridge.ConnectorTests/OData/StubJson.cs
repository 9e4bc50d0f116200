using System.Globalization;
using System.Text.Json;

namespace CreditBridge.ConnectorTests.OData;

/// <summary>Writes records as OData 4 or 2 writes them.</summary>
internal static class StubJson
{
    public static void Write(Utf8JsonWriter json, IEnumerable<KeyValuePair<string, object?>> row, bool isV2)
    {
        json.WriteStartObject();
        foreach (var (name, value) in row)
        {
            json.WritePropertyName(name);
            WriteValue(json, value, isV2);
        }

        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, object? value, bool isV2)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case int number:
                json.WriteNumberValue(number);
                break;
            case decimal or long when isV2:
                json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
            case decimal number:
                json.WriteNumberValue(number);
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case DateOnly day when isV2:
                json.WriteStringValue(Ticks(day.ToDateTime(TimeOnly.MinValue)) + ")/");
                break;
            case DateOnly day:
                json.WriteStringValue(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                break;
            case DateTime moment:
                json.WriteStringValue(Ticks(moment) + ")/");
                break;
            case DateTimeOffset moment when isV2:
                json.WriteStringValue(Ticks(moment.UtcDateTime) + "+0000)/");
                break;
            case DateTimeOffset moment:
                json.WriteStringValue(moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture));
                break;
            case List<Dictionary<string, object?>> list:
                if (isV2)
                {
                    json.WriteStartObject();
                    json.WritePropertyName("results");
                }

                json.WriteStartArray();
                list.ForEach(r => Write(json, r, isV2));
                json.WriteEndArray();
                if (isV2)
                    json.WriteEndObject();
                break;
            case Dictionary<string, object?> record:
                Write(json, record, isV2);
                break;
            default:
                json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }

    private static string Ticks(DateTime moment) => $"/Date({(long)(moment - DateTime.UnixEpoch).TotalMilliseconds}";
}
