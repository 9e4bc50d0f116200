using CreditBridge.Abstractions.Values;

namespace CreditBridge.Mapping.Fields;

/// <summary>A text such as a name or a number: <c>values: {from: to}</c> translates some of them.</summary>
public sealed record TextField(FieldOrigin Origin, IReadOnlyDictionary<string, string> Values)
{
    private const int LongestKeyPart = 100;
    private static readonly Dictionary<string, string> NoValues = [];

    /// <summary>Reads the field's block.</summary>
    public static TextField Read(FieldBlock fields, string name, bool required = false) =>
        Read(fields.Origin(name, required, FieldContent.Text, "text", out var block), block);

    /// <summary>Reads the company, from its field or from the top of the file.</summary>
    public static TextField ReadCompany(FieldBlock fields) => Read(fields.Company(out var block), block);

    /// <summary>Reads what stands in the block of a field beside where it comes from, and closes it.</summary>
    internal static TextField Read(FieldOrigin origin, MappingSection? block)
    {
        var values = block is { StrayText: null } ? block.Table("values") : null;
        if (block is { StrayText: null })
            block.Close();
        return new TextField(origin, values ?? NoValues);
    }

    /// <summary>The text, or null.</summary>
    public string? Of(RowReading reading) => Origin.TextOf(reading) is { } text ? Values.Count == 0 ? text : Values.GetValueOrDefault(text, text) : null;

    /// <summary>The text as part of a key: at most 100 characters, none of them a control character or one that separates the parts of keys.</summary>
    public string KeyPart(RowReading reading, string forbidden = "")
    {
        if (Of(reading) is not { } text)
            return "";
        if (text.Length > LongestKeyPart)
            reading.Refuse(Origin, $"A part of a key has at most {LongestKeyPart} characters; this has {text.Length}.");
        else if (HasControl(text))
            reading.Refuse(Origin, "A part of a key holds no control characters such as line breaks.");
        else if (forbidden.Length > 0 && text.AsSpan().IndexOfAny(forbidden) is var at and >= 0)
            reading.Refuse(Origin, $"'{text}' holds '{text[at]}', which separates the parts of a key.");
        return text;
    }

    private static bool HasControl(string text)
    {
        foreach (var character in text)
        {
            if (char.IsControl(character))
                return true;
        }

        return false;
    }
}

/// <summary>A currency by its three letters: <c>values: {EURO: EUR}</c> translates house codes.</summary>
public sealed record CurrencyField(TextField Text)
{
    /// <summary>Reads the field's block.</summary>
    public static CurrencyField Read(FieldBlock fields, string name, bool required = false)
    {
        var text = TextField.Read(fields, name, required);
        foreach (var code in text.Values.Values.Append(text.Origin.Constant).OfType<string>())
        {
            if (!text.Values.ContainsKey(code) && IsoCurrencies.Find(code) is null)
                fields.Refuse(name, ReasonAgainst(code), "Currencies are written with the three letters of ISO 4217, such as EUR.");
        }

        return new CurrencyField(text);
    }

    /// <summary>The currency, or null.</summary>
    public CurrencyCode? Of(RowReading reading)
    {
        if (Text.Values.Count == 0 && Text.Origin.TryText(reading, out var written) && IsoCurrencies.Find(written) is { } known)
            return known;
        if (Text.Of(reading) is not { } code)
            return null;
        if (IsoCurrencies.Find(code) is { } currency)
            return currency;
        reading.Refuse(Text.Origin, ReasonAgainst(code));
        return null;
    }

    private static string ReasonAgainst(string code) => $"'{code}' is not a currency{(IsoCurrencies.Near(code) is { } near ? $"; did you mean {near}?" : ".")}";
}

/// <summary>Several texts in one column: <c>separator: ";"</c> (the default) stands between them.</summary>
public sealed record ListField(FieldOrigin Origin, string Separator)
{
    /// <summary>Reads the field's block.</summary>
    public static ListField Read(FieldBlock fields, string name)
    {
        var origin = fields.Origin(name, false, FieldContent.Text, null, out var block);
        if (block is not { StrayText: null })
            return new ListField(origin, ";");
        var separator = block.Text("separator", ";")!;
        if (separator.Length == 0)
            block.Refuse("separator", "The separator is empty.", "Write what stands between two texts, such as 'separator: \"|\"'.");
        block.Close();
        return new ListField(origin, separator);
    }

    /// <summary>The texts, each once and in ascending order.</summary>
    public IReadOnlyList<string> Of(RowReading reading) => Origin.TextOf(reading) is { } text
        ? [.. text.Split(Separator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]
        : [];
}
