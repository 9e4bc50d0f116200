using System.Globalization;

namespace CreditBridge.Mapping.Rows;

/// <summary>
/// Values of other systems that have types. What a row holds is one of five: text, <see cref="decimal"/>, <see cref="bool"/>, <see cref="DateOnly"/> for a day, and
/// <see cref="DateTimeOffset"/> for an instant, whose day depends on the mapping's time zone.
/// </summary>
public static class SourceValue
{
    /// <summary>
    /// One of the five for a value as a driver or a JSON reader gives it; null for nothing. A date with a time and no zone counts as the day that it shows. A number too
    /// large for a <see cref="decimal"/> becomes a text, which then is refused where a number is expected, and so do bytes: "0x" and their hexadecimal digits. A binary fraction is rounded to six places, one below 1 to eight.
    /// </summary>
    public static object? From(object? value) => value switch
    {
        null or DBNull => null,
        string or decimal or bool or DateOnly or DateTimeOffset => value,
        int or long or short or byte or sbyte or uint or ulong or ushort => Convert.ToDecimal(value, CultureInfo.InvariantCulture),
        double number => FromDouble(number),
        float number => FromDouble(double.Parse(number.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)),
        DateTime { Kind: DateTimeKind.Utc } moment => new DateTimeOffset(moment, TimeSpan.Zero),
        DateTime day => DateOnly.FromDateTime(day),
        byte[] bytes => "0x" + Convert.ToHexStringLower(bytes),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    /// <summary>The value as a text, written in one way whatever the machine's habits; null for nothing.</summary>
    public static string? ToText(object? value) => value switch
    {
        null => null,
        string text => text,
        bool flag => flag ? "true" : "false",
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset moment => moment.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    private static object FromDouble(double number) => double.IsFinite(number) && Math.Abs(number) < 1e27 ? Stated((decimal)number) : number.ToString(CultureInfo.InvariantCulture);

    // Arithmetic on binary fractions leaves dust behind (50000.10 - 49999.99 gives 0.110000000000582): what lies beyond anything that an amount states is rounded away.
    private static decimal Stated(decimal exact)
    {
        var stated = Math.Abs(exact) switch
        {
            >= 1m => Math.Round(exact, 6),
            >= 0.001m => Math.Round(exact, 8),
            < 0.000_001m => 0m,
            _ => exact,
        };
        return stated / 1.0000000000000000000000000000m; // without zeros at the end
    }
}
