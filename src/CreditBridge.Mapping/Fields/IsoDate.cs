using System.Globalization;

namespace CreditBridge.Mapping.Fields;

/// <summary>Days and instants as ISO 8601 writes them, and most APIs: <c>2025-03-01</c>, <c>2025-03-01T22:30:00</c>, <c>2025-03-01T22:30:00.123Z</c>, <c>2025-03-01 22:30:00+02:00</c>.</summary>
internal static class IsoDate
{
    // Without an offset it is the day that it shows; with one it is an instant.
    private static readonly string[] Local = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFFF"];
    private static readonly string[] Offset = [.. Local.SelectMany(f => new[] { f + "zzz", f + "'Z'", f + "zz" })];

    public static bool TryRead(ReadOnlySpan<char> text, out DateOnly day, out DateTimeOffset? instant)
    {
        instant = null;
        if (text.Length == 10)
            return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
        if (DateTime.TryParseExact(text, Local, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment))
        {
            day = DateOnly.FromDateTime(moment);
            return true;
        }

        day = default;
        if (!DateTimeOffset.TryParseExact(text, Offset, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var exact))
            return false;
        instant = exact;
        return true;
    }
}
