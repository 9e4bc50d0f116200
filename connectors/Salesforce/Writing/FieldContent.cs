using System.Globalization;
using CreditBridge.Abstractions.Fields;

namespace CreditBridge.Connectors.Salesforce.Writing;

/// <summary>Values as Salesforce takes them, whichever way they travel: rounded, cut to the field's length, an unknown flag as false.</summary>
internal static class FieldContent
{
    /// <summary>The content to send: text, decimal, bool, or null to clear the field.</summary>
    public static object? Of(CreditField field, FieldValue value, int maxLength) => value.Content switch
    {
        // A checkbox is never empty in Salesforce: null is an error there, not "unknown".
        null when field.Type == FieldType.Flag => false,
        null => null,
        string text => Cut(text, maxLength, field.Type == FieldType.LongText),
        decimal amount when field.Type == FieldType.Amount => Math.Round(amount, 2, MidpointRounding.AwayFromZero),
        decimal number => number,
        bool flag => flag,
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        // Exactly three decimals: Salesforce refuses the seven that .NET writes by itself.
        DateTimeOffset moment => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        var other => throw new ArgumentException($"{field} holds a {other.GetType().Name}, which no Salesforce field takes.", nameof(value)),
    };

    /// <summary>Text as it is sent: cut to what the field takes.</summary>
    public static string Cut(string text, int maxLength, bool withEllipsis)
    {
        if (text.Length <= maxLength)
            return text;
        var end = withEllipsis ? maxLength - 1 : maxLength;
        if (char.IsHighSurrogate(text[end - 1]))
            end--;
        return withEllipsis ? text[..end] + "…" : text[..end];
    }
}
