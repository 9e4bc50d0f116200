using CreditBridge.Abstractions.Fields;

namespace CreditBridge.Connectors.Salesforce.Writing;

/// <summary>
/// Tells whether a field that was written with one value shows the other. Salesforce rounds numbers to the field's decimal places, trims text, writes line ends in its own
/// way, takes empty text for null and null in a checkbox for unchecked.
/// </summary>
internal static class ShownValue
{
    /// <summary>Whether a field may show a value after it was written with another.</summary>
    public static bool Agrees(CreditField field, FieldValue written, FieldValue shown, FieldMapping fields)
    {
        if (written == shown)
            return true;
        return (written.Content ?? "", shown.Content ?? "") switch
        {
            (bool was, "") => !was,
            ("", bool now) => !now,
            // Which way a half is rounded, and whether further decimals are kept, is up to the org: less than one unit of the last place is no difference.
            (decimal was, decimal now) => Math.Abs(was - now) < Unit(fields.Scale(field)),
            (string was, string now) => AgreeAsText(was, now, fields.MaxLength(field), field.Type == FieldType.LongText),
            (DateTimeOffset was, DateTimeOffset now) => was.ToUnixTimeSeconds() == now.ToUnixTimeSeconds(),
            _ => false,
        };
    }

    private static bool AgreeAsText(string written, string shown, int maxLength, bool withEllipsis)
    {
        var now = Plain(shown);
        return Plain(FieldContent.Cut(written, maxLength, withEllipsis)) == now
            // Salesforce counts a line end as two characters, so that less than what was sent may have been kept.
            || (now.Length > 0 && written.Contains('\n', StringComparison.Ordinal) && Plain(written).StartsWith(now, StringComparison.Ordinal) && CountedLength(shown) >= maxLength - 1);
    }

    private static int CountedLength(string text) => Plain(text) is var plain ? plain.Length + plain.Count(c => c == '\n') : 0;

    private static string Plain(string text) => text.ReplaceLineEndings("\n").Trim();

    private static decimal Unit(int scale) => new(1, 0, 0, false, (byte)Math.Clamp(scale, 0, 28));
}
