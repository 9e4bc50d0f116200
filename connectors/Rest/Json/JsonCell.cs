using System.Globalization;
using System.Text.Json;

namespace CreditBridge.Connectors.Rest.Json;

/// <summary>Values of JSON as a row holds them.</summary>
public static class JsonCell
{
    /// <summary>
    /// A text, a decimal, true or false, or null. A number is taken from its digits, never through a floating-point number; one that a decimal cannot hold exactly stays a
    /// text and is then refused where a number is expected. An object or an array becomes its JSON text.
    /// </summary>
    public static object? Of(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.String => element.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => OfNumber(element.GetRawText()),
        _ => element.GetRawText(),
    };

    private static object OfNumber(string digits)
    {
        // 28 significant digits are what a decimal holds without rounding.
        var significant = 0;
        foreach (var c in digits)
        {
            if (c is 'e' or 'E')
                break;
            if (char.IsAsciiDigit(c) && (significant > 0 || c != '0'))
                significant++;
        }

        return significant <= 28 && decimal.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && (number != 0 || significant == 0)
            ? number
            : digits;
    }
}
