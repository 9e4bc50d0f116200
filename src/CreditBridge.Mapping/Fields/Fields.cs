using CreditBridge.Abstractions.Values;

namespace CreditBridge.Mapping.Fields;

/// <summary>A text such as a name or a number: <c>values: {from: to}</c> translates some of them.</summary>
public sealed record TextField(FieldOrigin Origin, IReadOnlyDictionary<string, string> Values)
{
    /// <summary>Reads the field's block.</summary>
    public static TextField Read(MappingSection fields, string name, bool required = false)
    {
        var origin = FieldOrigin.Read(fields, name, required, out var section);
        var values = section is { Scalar: null } ? section.Table("values") : null;
        section?.Close();
        return new TextField(origin, values ?? new Dictionary<string, string>());
    }

    /// <summary>The text, or null.</summary>
    public string? Of(RowReading reading) => Origin.TextOf(reading) is { } text ? Values.GetValueOrDefault(text, text) : null;

    /// <summary>The text as part of a key: at most 100 characters, none of them a control character or one that separates the parts of keys.</summary>
    public string KeyPart(RowReading reading, string forbidden = "")
    {
        if (Of(reading) is not { } text)
            return "";
        if (text.Length > 100)
            reading.Refuse(Origin, $"A part of a key has at most 100 characters; this has {text.Length}.");
        else if (text.Any(char.IsControl))
            reading.Refuse(Origin, "A part of a key holds no control characters such as line breaks.");
        else if (text.AsSpan().IndexOfAny(forbidden) is var at and >= 0)
            reading.Refuse(Origin, $"'{text}' holds '{text[at]}', which separates the parts of a key.");
        return text;
    }
}

/// <summary>A day, written as <c>date_format</c> says.</summary>
public sealed record DateField(FieldOrigin Origin)
{
    /// <summary>Reads the field's block.</summary>
    public static DateField Read(MappingSection fields, string name, bool required = false)
    {
        var origin = FieldOrigin.Read(fields, name, required, out var section);
        section?.Close();
        return new DateField(origin);
    }

    /// <summary>The day, or null.</summary>
    public DateOnly? Of(RowReading reading)
    {
        if (Origin.ValueOf(reading) is not { } value)
            return null;
        if (reading.Formats.TryDate(value, out var date, out var reason))
            return date;
        reading.Refuse(Origin, reason);
        return null;
    }
}

/// <summary>A number, written as <c>decimal_separator</c> and <c>thousands_separator</c> say.</summary>
public sealed record NumberField(FieldOrigin Origin)
{
    /// <summary>Reads the field's block.</summary>
    public static NumberField Read(MappingSection fields, string name, bool required = false)
    {
        var origin = FieldOrigin.Read(fields, name, required, out var section);
        section?.Close();
        return new NumberField(origin);
    }

    /// <summary>The number, or null.</summary>
    public decimal? Of(RowReading reading)
    {
        if (Origin.ValueOf(reading) is not { } value)
            return null;
        if (reading.Formats.TryNumber(value, out var number, out var reason))
            return number;
        reading.Refuse(Origin, reason);
        return null;
    }

    /// <summary>The number, or null; one outside the bounds is refused.</summary>
    public decimal? Of(RowReading reading, decimal lowest, decimal highest)
    {
        if (Of(reading) is not { } number)
            return null;
        if (number >= lowest && number <= highest)
            return number;
        reading.Refuse(Origin, highest == ValueFormats.NumberCeiling ? $"{number} is below {lowest}, the least there can be." : $"{number} lies outside {lowest} to {highest}.");
        return null;
    }

    /// <summary>The whole number, or null; a fraction, and a number outside the bounds, is refused.</summary>
    public int? WholeOf(RowReading reading, int lowest, int highest)
    {
        if (Of(reading, lowest, highest) is not { } number)
            return null;
        if (number == decimal.Truncate(number))
            return (int)number;
        reading.Refuse(Origin, $"{number} is not a whole number.");
        return null;
    }
}

/// <summary>A currency by its three letters: <c>values: {EURO: EUR}</c> translates house codes.</summary>
public sealed record CurrencyField(TextField Text)
{
    /// <summary>Reads the field's block.</summary>
    public static CurrencyField Read(MappingSection fields, string name, bool required = false)
    {
        var text = TextField.Read(fields, name, required);
        foreach (var code in text.Values.Values.Append(text.Origin.Constant).OfType<string>())
        {
            if (ReasonAgainst(code) is { } reason)
                fields.Refuse(name, reason, "Currencies are written with the three letters of ISO 4217, such as EUR.");
        }

        return new CurrencyField(text);
    }

    /// <summary>The currency, or null.</summary>
    public CurrencyCode? Of(RowReading reading)
    {
        if (Text.Of(reading) is not { } code)
            return null;
        if (ReasonAgainst(code) is not { } reason)
            return CurrencyCode.Parse(code);
        reading.Refuse(Text.Origin, reason);
        return null;
    }

    private static string? ReasonAgainst(string code)
    {
        if (CurrencyCode.TryParse(code, out var parsed) && IsoCurrencies.Contains(parsed.Code))
            return null;
        return $"'{code}' is not a currency{(IsoCurrencies.Near(code) is { } near ? $"; did you mean {near}?" : ".")}";
    }
}

/// <summary>Several texts in one column: <c>separator: ";"</c> (the default) stands between them.</summary>
public sealed record ListField(FieldOrigin Origin, string Separator)
{
    /// <summary>Reads the field's block.</summary>
    public static ListField Read(MappingSection fields, string name)
    {
        var origin = FieldOrigin.Read(fields, name, false, out var section);
        if (section is not { Scalar: null })
            return new ListField(origin, ";");
        var separator = section.Text("separator", ";")!;
        if (separator.Length == 0)
            section.Refuse("separator", "The separator is empty.", "Write what stands between two texts, such as 'separator: \"|\"'.");
        section.Close();
        return new ListField(origin, separator);
    }

    /// <summary>The texts, each once and in ascending order.</summary>
    public IReadOnlyList<string> Of(RowReading reading) => Origin.TextOf(reading) is { } text
        ? [.. text.Split(Separator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]
        : [];
}
