using System.Globalization;

namespace CreditBridge.Connectors.Sql.Reading;

/// <summary>
/// Time stamps that a database keeps as texts, such as <c>2026-03-01 12:00:00</c> or <c>2026-03-01T12:00:00.000Z</c>. Texts of one shape sort by time; an earlier one is
/// written in the same shape, so that it can be compared with the others.
/// </summary>
internal static class TextTime
{
    /// <summary>The time that a text says, in whatever zone; null when it is no such text.</summary>
    public static DateTime? Read(string text) =>
        LengthOf(text) is var length and > 0 && DateTime.TryParseExact(text.AsSpan(0, length), FormatOf(text, length), CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;

    /// <summary>Another time in the shape of a text.</summary>
    public static string Write(string like, DateTime time) =>
        LengthOf(like) is var length and > 0 ? time.ToString(FormatOf(like, length), CultureInfo.InvariantCulture) + like[length..] : like;

    private static string FormatOf(string text, int length) => length switch
    {
        10 => "yyyy-MM-dd",
        16 => $"yyyy-MM-dd'{text[10]}'HH:mm",
        19 => $"yyyy-MM-dd'{text[10]}'HH:mm:ss",
        _ => $"yyyy-MM-dd'{text[10]}'HH:mm:ss.{new string('f', length - 20)}",
    };

    // How much of the text is date and time, apart from a zone behind it; 0 when it has another shape.
    private static int LengthOf(string text)
    {
        if (text.Length == 10)
            return 10;
        if (text.Length < 16 || text[10] is not (' ' or 'T'))
            return 0;
        var length = text.Length >= 19 && text[16] == ':' ? 19 : 16;
        if (length == 19 && text.Length > 20 && text[19] == '.')
        {
            for (length = 20; length < text.Length && char.IsAsciiDigit(text[length]);)
                length++;
        }

        var zone = text.AsSpan(length);
        return length is not 20 and <= 27 && (zone.Length == 0 || zone is "Z" || (zone.Length is 3 or 5 or 6 && zone[0] is '+' or '-')) ? length : 0;
    }
}
