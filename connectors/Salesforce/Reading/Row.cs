using System.Globalization;
using System.Text.Json;
using CreditBridge.Abstractions.Values;
using CreditBridge.Connectors.Salesforce.Soql;

namespace CreditBridge.Connectors.Salesforce.Reading;

/// <summary>One record of a query's answer. Values are read where they lie, with Salesforce's own notations; one that cannot be read names its field.</summary>
internal readonly struct Row(JsonElement json)
{
    private const int LongestText = 1000;

    /// <summary>The record's id.</summary>
    public string Id => Key("Id") ?? throw new UnreadableValueException("Id", "is empty");

    /// <summary>When the record last changed, for whatever reason.</summary>
    public DateTimeOffset Stamp => Instant("SystemModstamp") ?? throw new UnreadableValueException("SystemModstamp", "is empty");

    /// <summary>The record as it came, for a person.</summary>
    public string Raw => json.GetRawText() is { Length: > 2000 } long_ ? long_[..2000] : json.GetRawText();

    /// <summary>Whether the answer has the field.</summary>
    public bool Has(string field) => Find(field).ValueKind != JsonValueKind.Undefined;

    /// <summary>Text; null when empty.</summary>
    public string? Text(string field)
    {
        var value = Value(field);
        return value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String => value.GetString() is { Length: > 0 } text ? text : null,
            _ => throw Unreadable(field, value, "a text is expected"),
        };
    }

    /// <summary>Id of another record; null when empty.</summary>
    public string? Key(string field) =>
        Text(field) is not { } id ? null : RecordId.IsValid(id) ? id : throw new UnreadableValueException(field, $"is '{id}', which is not a record id");

    /// <summary>A checkbox; it is never empty.</summary>
    public bool Flag(string field)
    {
        var value = Value(field);
        return value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw Unreadable(field, value, "true or false is expected"),
        };
    }

    /// <summary>A number, an amount or a percentage (33.0 is 33 %); null when empty. Never through a floating-point number.</summary>
    public decimal? Number(string field)
    {
        var value = Value(field);
        if (value.ValueKind == JsonValueKind.Null)
            return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) ? number : throw Unreadable(field, value, "a number is expected");
    }

    /// <summary>
    /// Any single value as text: numbers with a point and without trailing zeros, checkboxes as <c>true</c> and <c>false</c>, days and moments as Salesforce writes them.
    /// Null when it is empty, is no single value, or was not asked for.
    /// </summary>
    public string? AnyText(string field)
    {
        var value = Find(field);
        return value.ValueKind switch
        {
            JsonValueKind.String => value.GetString() is { Length: > 0 } text ? text.Length > LongestText ? text[..LongestText] : text : null,
            JsonValueKind.Number => value.TryGetDecimal(out var number) ? number.ToString("0.############################", CultureInfo.InvariantCulture) : value.GetRawText(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => null,
        };
    }

    /// <summary>A calendar day; null when empty.</summary>
    public DateOnly? Date(string field)
    {
        if (Text(field) is not { } text)
            return null;
        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw new UnreadableValueException(field, $"is '{text}'; a day such as 2026-01-31 is expected");
    }

    /// <summary>A moment in UTC; null when empty. Salesforce writes the offset without a colon: <c>2026-01-31T07:00:00.000+0000</c>.</summary>
    public DateTimeOffset? Instant(string field)
    {
        if (Text(field) is not { } text)
            return null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var moment)
            ? moment
            : throw new UnreadableValueException(field, $"is '{text}'; a moment such as 2026-01-31T07:00:00.000+0000 is expected");
    }

    /// <summary>Currency of the record: the org's only one if there is one, else the record's own.</summary>
    public CurrencyCode? Currency(CurrencyCode? orgCurrency)
    {
        if (orgCurrency is not null)
            return orgCurrency;
        if (Text("CurrencyIsoCode") is not { } text)
            return null;
        return CurrencyCode.TryParse(text, out var code) ? code : throw new UnreadableValueException("CurrencyIsoCode", $"is '{text}', which is not a currency code");
    }

    /// <summary>An amount in the record's currency; null when empty.</summary>
    public Money? Amount(string field, CurrencyCode? currency)
    {
        if (Number(field) is not { } number)
            return null;
        return currency is { } code ? new Money(number, code) : throw new UnreadableValueException(field, "has an amount, but the record names no currency");
    }

    private JsonElement Value(string field) => Find(field) is { ValueKind: not JsonValueKind.Undefined } value ? value : throw new UnreadableValueException(field, "is missing from the answer");

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

    private static UnreadableValueException Unreadable(string field, JsonElement value, string expected)
    {
        var raw = value.GetRawText();
        return new UnreadableValueException(field, $"is {(raw.Length > 60 ? raw[..60] + "…" : raw)}; {expected}");
    }
}
