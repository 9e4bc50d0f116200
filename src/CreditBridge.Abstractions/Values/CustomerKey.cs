using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CreditBridge.Abstractions.Values;

/// <summary>
/// Which customer in which ERP: system, company (legal entity) and customer number. Text and JSON shape: <c>"erp:1000/C10023"</c>.
/// Two keys are the same only when all three parts are equal, case included: nothing is matched by similarity.
/// </summary>
/// <param name="System">Name of the ERP as its mapping declares it; no ':'.</param>
/// <param name="Company">Company code or legal entity within the ERP; no '/'.</param>
/// <param name="Number">Customer number within the company.</param>
[JsonConverter(typeof(JsonText))]
public readonly record struct CustomerKey(string System, string Company, string Number)
{
    /// <summary>
    /// Reads <c>system:company/number</c>; the system may be left out when a default is given, the company likewise.
    /// </summary>
    public static bool TryParse([NotNullWhen(true)] string? text, string? defaultSystem, string? defaultCompany, out CustomerKey key)
    {
        key = default;
        var rest = text?.Trim() ?? "";
        var system = defaultSystem;
        var company = defaultCompany;
        if (rest.IndexOf(':', StringComparison.Ordinal) is var colon and >= 0)
        {
            system = rest[..colon].Trim();
            rest = rest[(colon + 1)..];
        }

        if (rest.IndexOf('/', StringComparison.Ordinal) is var slash and >= 0)
        {
            company = rest[..slash].Trim();
            rest = rest[(slash + 1)..];
        }

        var number = rest.Trim();
        if (string.IsNullOrEmpty(system) || string.IsNullOrEmpty(company) || number.Length == 0)
            return false;
        key = new CustomerKey(system, company, number);
        return true;
    }

    /// <summary>Reads the full form <c>system:company/number</c>.</summary>
    /// <exception cref="FormatException">A part is missing.</exception>
    public static CustomerKey Parse(string text) => TryParse(text, null, null, out var key)
        ? key
        : throw new FormatException($"'{text}' is not a customer key: system:company/number is expected, such as 'erp:1000/C10023'.");

    /// <inheritdoc />
    public override string ToString() => string.Concat([System, ":", Company, "/", Number]);

    /// <summary>Reads and writes the JSON shape, which is the text shape.</summary>
    public sealed class JsonText : JsonConverter<CustomerKey>
    {
        /// <inheritdoc />
        public override CustomerKey Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(reader.GetString() ?? "");

        /// <inheritdoc />
        public override void Write(Utf8JsonWriter writer, CustomerKey value, JsonSerializerOptions options)
        {
            Span<char> text = stackalloc char[200];
            if (text.TryWrite($"{value.System}:{value.Company}/{value.Number}", out var length))
                writer.WriteStringValue(text[..length]);
            else
                writer.WriteStringValue(value.ToString());
        }
    }
}
