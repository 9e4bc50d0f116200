using System.Text.Json;

namespace CreditBridge.Connectors.Salesforce.Reading;

/// <summary>A record of a query's answer; values are read where they lie.</summary>
internal sealed class JsonRow(JsonElement json) : Row
{
    /// <inheritdoc />
    protected override string Content => json.GetRawText();

    /// <inheritdoc />
    public override bool Has(string field) => Find(field).ValueKind != JsonValueKind.Undefined;

    /// <inheritdoc />
    public override string? Text(string field)
    {
        var value = Value(field);
        return value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String => value.GetString() is { Length: > 0 } text ? text : null,
            _ => throw Unreadable(field, value.GetRawText(), "a text is expected"),
        };
    }

    /// <inheritdoc />
    public override bool Flag(string field)
    {
        var value = Value(field);
        return value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw Unreadable(field, value.GetRawText(), "true or false is expected"),
        };
    }

    /// <inheritdoc />
    public override decimal? Number(string field)
    {
        var value = Value(field);
        if (value.ValueKind == JsonValueKind.Null)
            return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) ? number : throw Unreadable(field, value.GetRawText(), "a number is expected");
    }

    /// <inheritdoc />
    public override string? AnyText(string field)
    {
        var value = Find(field);
        return value.ValueKind switch
        {
            JsonValueKind.String => value.GetString() is { Length: > 0 } text ? Cut(text) : null,
            JsonValueKind.Number => value.TryGetDecimal(out var number) ? Plain(number) : value.GetRawText(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => null,
        };
    }

    private JsonElement Value(string field) => Find(field) is { ValueKind: not JsonValueKind.Undefined } value ? value : throw Missing(field);

    // Undefined when the answer lacks the field.
    private JsonElement Find(string field)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw new UnreadableValueException(field, "is missing: the record is not a JSON object");
        if (json.TryGetProperty(field, out var value))
            return value;
        // The org answers in its own spelling, whatever the query's was.
        foreach (var property in json.EnumerateObject())
        {
            if (property.Name.Equals(field, StringComparison.OrdinalIgnoreCase))
                return property.Value;
        }

        return default;
    }
}
