using System.Text.Json;
using System.Text.Json.Nodes;
using CreditBridge.Sandbox.Rest;
using CreditBridge.Sandbox.Schema;

namespace CreditBridge.Sandbox.Records;

/// <summary>Values as they travel (JSON, CSV, C#) and as they are stored.</summary>
internal static class FieldValues
{
    private static readonly string[] InstantFormats =
    [
        "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.fzzz", "yyyy-MM-dd'T'HH:mm:ss.ffzzz", "yyyy-MM-dd'T'HH:mm:ss.fffzzz",
        "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.f'Z'", "yyyy-MM-dd'T'HH:mm:ss.ff'Z'", "yyyy-MM-dd'T'HH:mm:ss.fff'Z'",
    ];

    /// <summary>Reads a JSON value for a field.</summary>
    /// <exception cref="ApiException">JSON_PARSER_ERROR: the value is not of the field's type, which fails the whole request.</exception>
    public static object? FromJson(FieldDefinition field, JsonNode? node)
    {
        if (node is null) return null;
        if (node is not JsonValue value) throw CannotRead(field, node.GetValueKind() == JsonValueKind.Array ? "START_ARRAY" : "START_OBJECT", "");
        var kind = value.GetValueKind();
        var text = kind == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
        if (text.Length == 0) return field.Type.IsText() || !field.Nillable ? EmptyText(field) : null;
        if (TryParse(field, text, out var parsed)) return parsed;
        throw CannotRead(field, kind == JsonValueKind.String ? "VALUE_STRING" : kind is JsonValueKind.True or JsonValueKind.False ? "VALUE_BOOLEAN" : "VALUE_NUMBER", text);
    }

    /// <summary>Reads the text of a value, in the spelling of the API.</summary>
    public static bool TryParse(FieldDefinition field, string text, out object? value)
    {
        value = null;
        switch (field.Type)
        {
            case FieldType.Boolean:
                if (!bool.TryParse(text, out var flag)) return false;
                value = flag;
                return true;
            case FieldType.Int or FieldType.Double or FieldType.Currency or FieldType.Percent:
                if (!decimal.TryParse(text, System.Globalization.NumberStyles.Float, null, out var number)) return false;
                value = Normalize(field, number);
                return field.Type != FieldType.Int || number == decimal.Truncate(number);
            case FieldType.Date:
                if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", out var date)) return false;
                value = date;
                return true;
            case FieldType.DateTime:
                if (!TryParseInstant(text, out var instant)) return false;
                value = instant;
                return true;
            default:
                value = text;
                return true;
        }
    }

    public static bool TryParseInstant(string text, out DateTimeOffset instant)
    {
        var parsed = DateTimeOffset.TryParseExact(text, InstantFormats, null, System.Globalization.DateTimeStyles.AssumeUniversal, out instant);
        instant = WholeSeconds(instant.ToUniversalTime());
        return parsed;
    }

    /// <summary>Takes a C# value into the form that is stored.</summary>
    /// <exception cref="ArgumentException">The value does not fit the type of the field.</exception>
    public static object? FromClr(FieldDefinition field, object? value) => value switch
    {
        null => null,
        bool or DateOnly or string when Fits(field, value) => value,
        DateTimeOffset instant when field.Type == FieldType.DateTime => WholeSeconds(instant.ToUniversalTime()),
        decimal or int or long or double when field.Type.IsNumber() => Normalize(field, Convert.ToDecimal(value)),
        string text when TryParse(field, text, out var parsed) => parsed,
        _ => throw new ArgumentException($"{field.Name} is a {field.Type.SoqlName()} field and cannot hold {value} ({value.GetType().Name})", nameof(value)),
    };

    /// <summary>The JSON form in a response.</summary>
    public static JsonNode? ToJson(object? value) => value switch
    {
        null => null,
        string text => JsonValue.Create(text),
        bool flag => JsonValue.Create(flag),
        decimal number => JsonValue.Create(number),
        DateOnly date => JsonValue.Create(date.ToString("yyyy-MM-dd")),
        DateTimeOffset instant => JsonValue.Create(Format(instant)),
        _ => throw new InvalidOperationException($"no JSON form for {value.GetType().Name}"),
    };

    /// <summary>The text form in a CSV file of the Bulk API.</summary>
    public static string ToCsv(object? value) => value switch
    {
        null => "",
        bool flag => flag ? "true" : "false",
        DateOnly date => date.ToString("yyyy-MM-dd"),
        DateTimeOffset instant => instant.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'"),
        _ => value.ToString()!,
    };

    public static string Format(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff") + "+0000";

    public static DateTimeOffset WholeSeconds(DateTimeOffset instant) => new(instant.Ticks - instant.Ticks % TimeSpan.TicksPerSecond, instant.Offset);

    /// <summary>Rounds to the scale of the field and keeps one digit behind the point: responses write 23.0.</summary>
    public static decimal Normalize(FieldDefinition field, decimal number)
    {
        if (field.Type == FieldType.Int) return number;
        var rounded = decimal.Round(number, Math.Min(field.Scale, 28), MidpointRounding.AwayFromZero);
        rounded = rounded / 1.0000000000000000000000000000m;
        return rounded == decimal.Truncate(rounded) ? decimal.Truncate(rounded) + 0.0m : rounded;
    }

    private static bool Fits(FieldDefinition field, object value) => value switch
    {
        bool => field.Type == FieldType.Boolean,
        DateOnly => field.Type == FieldType.Date,
        _ => field.Type.IsText() || field.Type.IsId(),
    };

    private static object? EmptyText(FieldDefinition field) => field.Type.IsText() ? null : throw CannotRead(field, "VALUE_STRING", "");

    private static ApiException CannotRead(FieldDefinition field, string token, string text) =>
        ApiException.JsonParser($"Cannot deserialize instance of {TypeName(field)} from {token} value {text}", text);

    private static string TypeName(FieldDefinition field) => field.Type switch
    {
        FieldType.DateTime => "datetime",
        FieldType.Reference or FieldType.Id => "string",
        var type when type.IsText() => "string",
        var type => type.ApiName(),
    };
}
