using System.Globalization;

namespace CreditBridge.Connectors.OData.Protocol;

/// <summary>A day with a time as a service writes it.</summary>
/// <param name="Shown">What it shows, in its own zone.</param>
/// <param name="Offset">How far its zone is ahead of UTC; null when it names no zone.</param>
internal readonly record struct EdmMoment(DateTime Shown, TimeSpan? Offset)
{
    private static readonly string[] Local = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF"];
    private static readonly string[] Zoned = ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>The instant; a moment without a zone counts as UTC.</summary>
    public DateTimeOffset Instant => new(DateTime.SpecifyKind(Shown, DateTimeKind.Unspecified), Offset ?? TimeSpan.Zero);

    /// <summary>
    /// Reads <c>2024-01-31</c>, <c>2024-01-31T10:00:00Z</c> and <c>/Date(1706659200000)/</c>. In the last form the number counts milliseconds since 1970 in UTC, and
    /// what may stand behind it is the zone in minutes; without one it is a moment without a zone, so that midnight stays midnight.
    /// </summary>
    public static bool TryRead(string text, out EdmMoment moment)
    {
        moment = default;
        if (text.StartsWith("/Date(", StringComparison.Ordinal))
            return TryTicks(text, out moment);
        if (text.Length < 10 || text[4] != '-')
            return false;
        if (DateTime.TryParseExact(text, Local, CultureInfo.InvariantCulture, DateTimeStyles.None, out var shown))
        {
            moment = new EdmMoment(shown, null);
            return true;
        }

        if (!DateTimeOffset.TryParseExact(text, Zoned, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var exact))
        {
            // The first moment there is, in a zone ahead of UTC: in UTC it would lie before the year 1.
            moment = new EdmMoment(DateTime.MinValue, TimeSpan.Zero);
            return text.StartsWith("0001-01-01T00:00:00", StringComparison.Ordinal) && text.AsSpan(19).Contains('+');
        }

        moment = new EdmMoment(exact.DateTime, exact.Offset);
        return true;
    }

    private static bool TryTicks(string text, out EdmMoment moment)
    {
        moment = default;
        if (!text.EndsWith(")/", StringComparison.Ordinal))
            return false;
        var inner = text.AsSpan(6, text.Length - 8);
        var sign = inner.Length > 1 ? inner[1..].IndexOfAny('+', '-') + 1 : 0;
        TimeSpan? offset = null;
        if (sign > 0)
        {
            if (!int.TryParse(inner[(sign + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) || minutes > 14 * 60)
                return false;
            offset = TimeSpan.FromMinutes(inner[sign] == '-' ? -minutes : minutes);
            inner = inner[..sign];
        }

        // From the year 1 to 9999, with room for the zone.
        if (!long.TryParse(inner, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var ticks) || ticks is < -62_135_510_400_000 or > 253_402_214_400_000)
            return false;
        moment = new EdmMoment(DateTime.UnixEpoch.AddMilliseconds(ticks) + (offset ?? TimeSpan.Zero), offset);
        return true;
    }
}
