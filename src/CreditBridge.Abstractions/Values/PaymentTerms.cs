using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CreditBridge.Abstractions.Values;

/// <summary>
/// When an invoice must be paid: in advance, or a number of days after the invoice date (0 = due on receipt).
/// Text and JSON shape: <c>"Prepaid"</c>, <c>"Due on receipt"</c>, <c>"Net 30"</c>. Ordered from the safest (prepaid) to the longest.
/// </summary>
[JsonConverter(typeof(JsonText))]
public readonly record struct PaymentTerms : IComparable<PaymentTerms>
{
    private readonly int _daysPlusOne;

    private PaymentTerms(int daysPlusOne) => _daysPlusOne = daysPlusOne;

    /// <summary>Paid before delivery: no credit is used.</summary>
    public static PaymentTerms Prepaid => default;

    /// <summary>Due on the day of the invoice.</summary>
    public static PaymentTerms DueOnReceipt => Net(0);

    /// <summary>Whether payment comes before delivery.</summary>
    public bool IsPrepaid => _daysPlusOne == 0;

    /// <summary>Days from invoice date to due date; 0 for prepaid and due on receipt.</summary>
    public int Days => Math.Max(0, _daysPlusOne - 1);

    /// <summary>Due a number of days after the invoice date.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number of days is below 0 or above 3,650.</exception>
    public static PaymentTerms Net(int days) => days is >= 0 and <= 3650
        ? new PaymentTerms(days + 1)
        : throw new ArgumentOutOfRangeException(nameof(days), days, "Payment terms run from 0 to 3,650 days.");

    /// <summary>Reads "Prepaid", "Due on receipt", "Net 30", "Net30" or "30", ignoring case; anything else is refused, never guessed.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out PaymentTerms terms)
    {
        terms = default;
        var trimmed = text.AsSpan().Trim();
        if (trimmed.IsEmpty)
            return false;
        if (trimmed.Equals("Prepaid", StringComparison.OrdinalIgnoreCase))
            return true;
        if (trimmed.Equals("Due on receipt", StringComparison.OrdinalIgnoreCase))
        {
            terms = DueOnReceipt;
            return true;
        }

        if (trimmed.StartsWith("Net", StringComparison.OrdinalIgnoreCase))
            trimmed = trimmed[3..].TrimStart();
        if (!int.TryParse(trimmed, NumberStyles.None, CultureInfo.InvariantCulture, out var days) || days > 3650)
            return false;
        terms = Net(days);
        return true;
    }

    /// <summary>Reads terms as <see cref="TryParse"/> does.</summary>
    /// <exception cref="FormatException">The text is not one of the forms.</exception>
    public static PaymentTerms Parse(string text) => TryParse(text, out var terms)
        ? terms
        : throw new FormatException($"'{text}' is not a payment term: Prepaid, Due on receipt or Net and a number of days are expected.");

    /// <inheritdoc />
    public int CompareTo(PaymentTerms other) => _daysPlusOne.CompareTo(other._daysPlusOne);

    /// <summary>Whether the left terms are safer for the seller.</summary>
    public static bool operator <(PaymentTerms a, PaymentTerms b) => a.CompareTo(b) < 0;

    /// <summary>Whether the left terms are longer.</summary>
    public static bool operator >(PaymentTerms a, PaymentTerms b) => a.CompareTo(b) > 0;

    /// <summary>Whether the left terms are as safe or safer.</summary>
    public static bool operator <=(PaymentTerms a, PaymentTerms b) => a.CompareTo(b) <= 0;

    /// <summary>Whether the left terms are as long or longer.</summary>
    public static bool operator >=(PaymentTerms a, PaymentTerms b) => a.CompareTo(b) >= 0;

    /// <inheritdoc />
    public override string ToString() => IsPrepaid ? "Prepaid" : Days == 0 ? "Due on receipt" : $"Net {Days}";

    /// <summary>Reads and writes the JSON shape, which is the text shape.</summary>
    public sealed class JsonText : JsonConverter<PaymentTerms>
    {
        /// <inheritdoc />
        public override PaymentTerms Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(reader.GetString() ?? "");

        /// <inheritdoc />
        public override void Write(Utf8JsonWriter writer, PaymentTerms value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
