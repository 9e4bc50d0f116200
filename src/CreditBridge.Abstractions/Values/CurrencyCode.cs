using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CreditBridge.Abstractions.Values;

/// <summary>An ISO 4217 alphabetic currency code: exactly three letters, held in upper case ("EUR"). The code is not looked up in a list: new and private codes are legal.</summary>
[JsonConverter(typeof(JsonText))]
public readonly record struct CurrencyCode
{
    private readonly string? _code;

    private CurrencyCode(string code) => _code = code;

    /// <summary>The three upper-case letters.</summary>
    /// <exception cref="InvalidOperationException">The value is <c>default</c>: no currency was ever given.</exception>
    public string Code => _code ?? throw new InvalidOperationException("An uninitialised CurrencyCode was used; every amount must name its currency.");

    /// <summary>Decimal places of the currency's minor unit: 0 for yen and its like, 3 for the dinars, otherwise 2. Source: ISO 4217 table of minor units.</summary>
    public int MinorUnits => Code switch
    {
        "BIF" or "CLP" or "DJF" or "GNF" or "ISK" or "JPY" or "KMF" or "KRW" or "PYG" or "RWF" or "UGX" or "VND" or "VUV" or "XAF" or "XOF" or "XPF" => 0,
        "BHD" or "IQD" or "JOD" or "KWD" or "LYD" or "OMR" or "TND" => 3,
        _ => 2,
    };

    /// <summary>Reads a code, ignoring case and surrounding blanks.</summary>
    /// <exception cref="FormatException">The text is not three letters.</exception>
    public static CurrencyCode Parse(string text) =>
        TryParse(text, out var code) ? code : throw new FormatException($"'{text}' is not a currency code: three letters such as EUR are expected.");

    /// <summary>Reads a code, ignoring case and surrounding blanks; false when the text is not three ASCII letters.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out CurrencyCode code)
    {
        var trimmed = text.AsSpan().Trim();
        if (trimmed.Length == 3 && char.IsAsciiLetter(trimmed[0]) && char.IsAsciiLetter(trimmed[1]) && char.IsAsciiLetter(trimmed[2]))
        {
            code = new CurrencyCode(trimmed.ToString().ToUpperInvariant());
            return true;
        }

        code = default;
        return false;
    }

    /// <inheritdoc />
    public override string ToString() => _code ?? "";

    /// <summary>Reads and writes the JSON shape, which is the text shape.</summary>
    public sealed class JsonText : JsonConverter<CurrencyCode>
    {
        /// <inheritdoc />
        public override CurrencyCode Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(reader.GetString() ?? "");

        /// <inheritdoc />
        public override void Write(Utf8JsonWriter writer, CurrencyCode value, JsonSerializerOptions options) => writer.WriteStringValue(value.Code);

        /// <inheritdoc />
        public override CurrencyCode ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(reader.GetString() ?? "");

        /// <inheritdoc />
        public override void WriteAsPropertyName(Utf8JsonWriter writer, CurrencyCode value, JsonSerializerOptions options) => writer.WritePropertyName(value.Code);
    }
}
