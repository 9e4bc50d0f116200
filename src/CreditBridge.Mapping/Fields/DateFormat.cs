using System.Buffers;
using System.Globalization;

namespace CreditBridge.Mapping.Fields;

/// <summary>
/// One way of writing days: letters such as <c>yyyy-MM-dd</c> or <c>dd.MM.yyyy HH:mm:ss</c> (the time of day is dropped), or one of the words <c>iso</c> (ISO 8601, a day or an instant),
/// <c>unix</c> and <c>unix_ms</c> (seconds or milliseconds since 1970).
/// </summary>
internal sealed class DateFormat
{
    private const long MostSeconds = 250_000_000_000;

    private readonly Kind _kind;
    private readonly int[]? _digits;

    private DateFormat(string text, Kind kind, int[]? digits) => (Text, _kind, _digits) = (text, kind, digits);

    private enum Kind
    {
        Day,
        Instant,
        Iso,
        Seconds,
        Milliseconds,
    }

    /// <summary>As it stands in the mapping.</summary>
    public string Text { get; }

    /// <summary>Reads a format; null when it describes no day.</summary>
    public static DateFormat? Of(string text) => text switch
    {
        "iso" => new DateFormat(text, Kind.Iso, null),
        "unix" => new DateFormat(text, Kind.Seconds, null),
        "unix_ms" => new DateFormat(text, Kind.Milliseconds, null),
        _ when !IsUsable(text) => null,
        _ => new DateFormat(text, text.AsSpan().ContainsAny('z', 'K') ? Kind.Instant : Kind.Day, Digits(text)),
    };

    /// <summary>Reads a text: a day, or an instant that becomes a day in a time zone; false when it is none.</summary>
    public bool TryRead(ReadOnlySpan<char> text, out DateOnly day, out DateTimeOffset? instant)
    {
        (day, instant) = (default, null);
        switch (_kind)
        {
            case Kind.Day when _digits is not null && text.Length == Text.Length:
                return TryReadDigits(text, out day);
            case Kind.Day:
                var isDay = DateTime.TryParseExact(text, Text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment);
                day = DateOnly.FromDateTime(moment);
                return isDay;
            case Kind.Instant:
                var isInstant = DateTimeOffset.TryParseExact(text, Text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var exact);
                instant = exact;
                return isInstant;
            case Kind.Iso:
                return IsoDate.TryRead(text, out day, out instant);
            default:
                if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var ticks))
                    return false;
                instant = InstantOf(ticks);
                return instant is not null;
        }
    }

    /// <summary>Reads a number, which only seconds and milliseconds can be.</summary>
    public bool TryRead(decimal number, out DateTimeOffset? instant)
    {
        instant = _kind is Kind.Seconds or Kind.Milliseconds && Math.Abs(number) < long.MaxValue ? InstantOf((long)number) : null;
        return instant is not null;
    }

    private DateTimeOffset? InstantOf(long number)
    {
        var seconds = _kind == Kind.Milliseconds ? number / 1000 : number;
        return Math.Abs(seconds) >= MostSeconds || seconds < -60_000_000_000 ? null : DateTimeOffset.FromUnixTimeSeconds(seconds);
    }

    // The common formats have their digits in fixed places, and a listing has millions of days.
    private bool TryReadDigits(ReadOnlySpan<char> text, out DateOnly day)
    {
        day = default;
        int year = 0, month = 0, date = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var digit = text[i] - '0';
            var part = _digits![i];
            if (part == 0 ? text[i] != Text[i] : digit is < 0 or > 9)
                return false;
            if (part == 1)
                year = (year * 10) + digit;
            else if (part == 2)
                month = (month * 10) + digit;
            else if (part == 3)
                date = (date * 10) + digit;
        }

        if (year == 0 || month is 0 or > 12 || date == 0 || date > DateTime.DaysInMonth(year, month))
            return false;
        day = new DateOnly(year, month, date);
        return true;
    }

    private static readonly SearchValues<char> Plain = SearchValues.Create("yMd-./");

    // Which part of the day each place holds: 1 the year, 2 the month, 3 the day; null when the format is of another sort.
    private static int[]? Digits(string format)
    {
        if (format.AsSpan().ContainsAnyExcept(Plain) || Count(format, 'y') != 4 || Count(format, 'M') != 2 || Count(format, 'd') != 2)
            return null;
        return [.. format.Select(c => c switch { 'y' => 1, 'M' => 2, 'd' => 3, _ => 0 })];
    }

    private static int Count(string format, char letter) => format.AsSpan().Count(letter);

    // A format is usable when a day survives being written and read: 'YYYY-MM-DD' or a format without a year does not.
    private static bool IsUsable(string format)
    {
        var day = new DateTimeOffset(2031, 11, 29, 0, 0, 0, TimeSpan.Zero);
        try
        {
            return DateTimeOffset.TryParseExact(day.ToString(format, CultureInfo.InvariantCulture), format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var read)
                && read == day && format.Contains("yy", StringComparison.Ordinal);
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
