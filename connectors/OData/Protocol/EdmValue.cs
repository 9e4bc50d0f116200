using System.Globalization;
using System.Text.Json;

namespace CreditBridge.Connectors.OData.Protocol;

/// <summary>A value of a property with its type.</summary>
/// <param name="Kind">Its type, as declared or, where nothing is declared, as it looks.</param>
/// <param name="Value">Null, a text, a decimal, true or false, or an <see cref="EdmMoment"/>.</param>
internal readonly record struct EdmValue(EdmKind Kind, object? Value)
{
    /// <summary>Reads a value from an answer.</summary>
    /// <param name="element">The value.</param>
    /// <param name="declared">Its type, when that is known.</param>
    /// <param name="version">What the service speaks.</param>
    public static EdmValue Of(JsonElement element, EdmKind? declared, ODataVersion version) => element.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => new EdmValue(declared ?? EdmKind.String, null),
        JsonValueKind.String => OfText(element.GetString()!, declared, version),
        JsonValueKind.Number when declared is not EdmKind.String => OfNumber(JsonCell.Of(element)!, declared),
        JsonValueKind.True or JsonValueKind.False => new EdmValue(EdmKind.Boolean, element.GetBoolean()),
        _ => new EdmValue(EdmKind.String, element.GetRawText()),
    };

    /// <summary>What a row holds: null, a text, a decimal, true or false, a day or an instant.</summary>
    public object? ToCell() => Value is not EdmMoment moment ? Value
        : Kind == EdmKind.DateTimeOffset ? moment.Instant
        : DateOnly.FromDateTime(moment.Shown);

    private static EdmValue OfNumber(object number, EdmKind? declared) => new(declared is { } kind && kind.IsNumber() ? kind : number is decimal whole && whole == decimal.Truncate(whole)
        ? EdmKind.Int32 : EdmKind.Decimal, number);

    private static EdmValue OfText(string text, EdmKind? declared, ODataVersion version)
    {
        switch (declared)
        {
            case null:
                return Guess(text, version);
            case EdmKind.Date or EdmKind.DateTime or EdmKind.DateTimeOffset or EdmKind.Day when EdmMoment.TryRead(text, out var moment):
                return new EdmValue(declared.Value, moment);
            case EdmKind.Boolean when bool.TryParse(text, out var flag):
                return new EdmValue(EdmKind.Boolean, flag);
            case { } number when number.IsNumber():
                return new EdmValue(number, NumberOf(text));
            default:
                return new EdmValue(declared.Value, text);
        }
    }

    // What looks like a day in every respect is one; written as a text again it is the same text. A number in quotation marks stays a text: leading zeros may matter.
    private static EdmValue Guess(string text, ODataVersion version)
    {
        if (text.Length is >= 9 and <= 36 && (version == ODataVersion.V2 ? text[0] == '/' : text.Length == 10 || text.Length >= 17) && EdmMoment.TryRead(text, out var moment))
        {
            if (version == ODataVersion.V2)
                return new EdmValue(moment.Offset is null ? EdmKind.DateTime : EdmKind.DateTimeOffset, moment);
            if (moment.Offset is not null || text.Length == 10)
                return new EdmValue(moment.Offset is null ? EdmKind.Date : EdmKind.DateTimeOffset, moment);
        }

        return new EdmValue(text.Length == 36 && System.Guid.TryParseExact(text, "D", out _) ? EdmKind.Guid : EdmKind.String, text);
    }

    private static object NumberOf(string text)
    {
        var digits = 0;
        foreach (var c in text)
            digits += char.IsAsciiDigit(c) ? 1 : 0;
        return digits <= 28 && decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)
            ? number : text;
    }
}
