using System.Globalization;

namespace CreditBridge.Mapping.Checks;

/// <summary>Figures as people read them, the same on every machine.</summary>
internal static class Figures
{
    /// <summary>A count: <c>1,250</c>.</summary>
    public static string Of(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>An amount without its currency: <c>1,250.00</c>, with up to four digits when there are more than two.</summary>
    public static string Of(decimal amount) => amount.ToString(decimal.Round(amount, 2) == amount ? "N2" : "#,##0.00##", CultureInfo.InvariantCulture);

    /// <summary>A share: <c>12 %</c>; what is neither nothing nor all never looks so.</summary>
    public static string Percent(long part, long whole)
    {
        if (part == 0 || whole == 0)
            return "0 %";
        if (part == whole)
            return "100 %";
        var percent = Math.Clamp(100m * part / whole, 0.1m, 99.9m);
        return percent.ToString(percent is >= 1 and <= 99 ? "0" : "0.0", CultureInfo.InvariantCulture) + " %";
    }

    /// <summary>The first of many names: <c>a, b, c and 12 more</c>.</summary>
    public static string Some(IEnumerable<string> names, long count, int shown = 3)
    {
        var first = names.Take(shown).ToList();
        return string.Join(", ", first) + (count > first.Count ? $" and {Of(count - first.Count)} more" : "");
    }

    /// <summary>The verb that goes with a number: <c>is</c> or <c>are</c>, <c>has</c> or <c>have</c>.</summary>
    public static string Verb(long count, string one, string many) => count == 1 ? one : many;

    /// <summary>A number of things: <c>1 item</c>, <c>2 items</c>.</summary>
    public static string Count(long count, string what) => $"{Of(count)} {what}{(count == 1 ? "" : "s")}";
}
