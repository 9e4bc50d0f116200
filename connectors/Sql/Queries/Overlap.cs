using System.Globalization;

namespace CreditBridge.Connectors.Sql.Queries;

/// <summary>How far before the last change each read begins, so that a transaction that began earlier and ended later is not missed.</summary>
/// <param name="Time">For time stamps and days; null for numbers.</param>
/// <param name="Number">For growing numbers.</param>
internal sealed record Overlap(TimeSpan? Time, decimal Number)
{
    /// <summary>Reads <c>10m</c> or <c>1000</c>; null when it is neither.</summary>
    public static Overlap? Parse(string text)
    {
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return new Overlap(null, number);
        if (text.Length is < 2 or > 7 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            return null;
        return text[^1] switch
        {
            's' => new Overlap(TimeSpan.FromSeconds(count), 0),
            'm' => new Overlap(TimeSpan.FromMinutes(count), 0),
            'h' => new Overlap(TimeSpan.FromHours(count), 0),
            'd' => new Overlap(TimeSpan.FromDays(count), 0),
            _ => null,
        };
    }
}
