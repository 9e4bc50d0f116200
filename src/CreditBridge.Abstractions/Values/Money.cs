using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CreditBridge.Abstractions.Values;

/// <summary>
/// An exact amount in one currency. Arithmetic is checked and never mixes currencies: converting is an explicit act with a dated rate.
/// Comparison of amounts in different currencies is an error, equality is not (they are simply different).
/// Text and JSON shape: <c>"1250.00 EUR"</c>.
/// </summary>
[JsonConverter(typeof(JsonText))]
public readonly record struct Money(decimal Amount, CurrencyCode Currency) : IComparable<Money>
{
    /// <summary>Nothing, in the given currency.</summary>
    public static Money Zero(CurrencyCode currency) => new(0m, currency);

    /// <summary>Whether the amount is exactly zero.</summary>
    public bool IsZero => Amount == 0m;

    /// <summary>The amount rounded to the currency's minor unit, halves away from zero.</summary>
    public Money Round() => this with { Amount = Math.Round(Amount, Currency.MinorUnits, MidpointRounding.AwayFromZero) };

    /// <summary>The larger of two amounts of one currency.</summary>
    public static Money Max(Money a, Money b) => a >= b ? a : b;

    /// <summary>The smaller of two amounts of one currency.</summary>
    public static Money Min(Money a, Money b) => a <= b ? a : b;

    /// <inheritdoc />
    /// <exception cref="InvalidOperationException">The currencies differ.</exception>
    public int CompareTo(Money other)
    {
        RequireSameCurrency(this, other);
        return Amount.CompareTo(other.Amount);
    }

    /// <summary>Adds two amounts of one currency.</summary>
    public static Money operator +(Money a, Money b)
    {
        RequireSameCurrency(a, b);
        return a with { Amount = a.Amount + b.Amount };
    }

    /// <summary>Subtracts an amount of the same currency.</summary>
    public static Money operator -(Money a, Money b)
    {
        RequireSameCurrency(a, b);
        return a with { Amount = a.Amount - b.Amount };
    }

    /// <summary>The amount with its sign turned.</summary>
    public static Money operator -(Money a) => a with { Amount = -a.Amount };

    /// <summary>The amount times a plain number; not rounded.</summary>
    public static Money operator *(Money a, decimal factor) => a with { Amount = a.Amount * factor };

    /// <summary>Whether the left amount is smaller; both in one currency.</summary>
    public static bool operator <(Money a, Money b) => a.CompareTo(b) < 0;

    /// <summary>Whether the left amount is larger; both in one currency.</summary>
    public static bool operator >(Money a, Money b) => a.CompareTo(b) > 0;

    /// <summary>Whether the left amount is smaller or equal; both in one currency.</summary>
    public static bool operator <=(Money a, Money b) => a.CompareTo(b) <= 0;

    /// <summary>Whether the left amount is larger or equal; both in one currency.</summary>
    public static bool operator >=(Money a, Money b) => a.CompareTo(b) >= 0;

    /// <summary>Reads <c>"1250.00 EUR"</c>: an invariant decimal, a blank, a currency code.</summary>
    /// <exception cref="FormatException">The text has another shape.</exception>
    public static Money Parse(string text)
    {
        var blank = text.IndexOf(' ', StringComparison.Ordinal);
        return blank > 0
            && decimal.TryParse(text.AsSpan(0, blank), NumberStyles.Number, CultureInfo.InvariantCulture, out var amount)
            && CurrencyCode.TryParse(text[(blank + 1)..], out var currency)
            ? new Money(amount, currency)
            : throw new FormatException($"'{text}' is not an amount of money: a number, a blank and a currency code are expected, such as '1250.00 EUR'.");
    }

    /// <summary>The amount for people: thousands separators, the currency's minor units, the code in front ("EUR 1,250.00"; whole amounts without decimals).</summary>
    public string ToDisplay()
    {
        var rounded = Round().Amount;
        var format = rounded == decimal.Truncate(rounded) ? "N0" : Currency.MinorUnits switch { 2 => "N2", 3 => "N3", var units => "N" + units.ToString(CultureInfo.InvariantCulture) };
        return $"{Currency} {rounded.ToString(format, CultureInfo.InvariantCulture)}";
    }

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Amount} {Currency}");

    private static void RequireSameCurrency(Money a, Money b)
    {
        if (a.Currency != b.Currency)
            throw new InvalidOperationException($"Amounts in {a.Currency} and {b.Currency} cannot be added or compared; convert one with a dated rate first.");
    }

    /// <summary>Reads and writes the JSON shape, which is the text shape.</summary>
    public sealed class JsonText : JsonConverter<Money>
    {
        // A sign, 29 digits and a point.
        private const int LongestAmount = 31;

        /// <inheritdoc />
        public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(reader.GetString() ?? "");

        // Trailing zeros carry no meaning: 5.0 and 5.00 are the same amount and must give the same content hash.
        /// <inheritdoc />
        public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options)
        {
            Span<char> text = stackalloc char[LongestAmount + 4];
            value.Amount.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
            if (text[..length].Contains('.'))
                length = text[..length].TrimEnd('0').TrimEnd('.').Length;
            var end = text[length..];
            end[0] = ' ';
            var currency = value.Currency.ToString();
            currency.CopyTo(end[1..]);
            writer.WriteStringValue(text[..(length + 1 + currency.Length)]);
        }
    }
}
