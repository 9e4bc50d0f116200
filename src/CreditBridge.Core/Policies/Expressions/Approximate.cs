using System.Globalization;

namespace CreditBridge.Core.Policies.Expressions;

/// <summary>
/// Brings results of floating-point functions back to decimals. Processors differ in the last digits of a logarithm, so twelve significant digits are kept: the same
/// on every machine.
/// </summary>
internal static class Approximate
{
    /// <summary>The number to twelve significant digits; null when it is none or too large.</summary>
    public static decimal? ToDecimal(double number)
    {
        Span<char> digits = stackalloc char[32];
        return double.IsFinite(number)
            && number.TryFormat(digits, out var length, "E11", CultureInfo.InvariantCulture)
            && decimal.TryParse(digits[..length], NumberStyles.Float, CultureInfo.InvariantCulture, out var rounded)
            ? rounded
            : null;
    }
}
