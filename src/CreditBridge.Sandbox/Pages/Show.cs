using System.Globalization;

namespace CreditBridge.Sandbox.Pages;

/// <summary>How values look to a person: amounts with currency and thousands separators, dates with a month that cannot be mistaken.</summary>
internal static class Show
{
    private const string Minus = "\u2212";
    private const string Space = "\u00a0";

    /// <summary>"EUR 153,600"; cents only where there are any; a dash for no value.</summary>
    public static string Money(decimal? amount, string? currency) =>
        amount is not { } value ? "–" : $"{currency}{(currency is null ? "" : Space)}{Number(value, value == decimal.Truncate(value) ? "N0" : "N2")}";

    public static string Number(decimal value, string format = "N0") => (value < 0 ? Minus : "") + Math.Abs(value).ToString(format, CultureInfo.InvariantCulture);

    public static string Date(DateOnly? day) => day?.ToString("d MMM yyyy", CultureInfo.InvariantCulture) ?? "–";

    public static string Moment(DateTimeOffset? at) => at?.UtcDateTime.ToString("d MMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture) ?? "–";

    public static string Days(decimal? days) => days is not { } value ? "–" : $"{Number(value, "0.#")}{Space}{(Math.Abs(value) == 1 ? "day" : "days")}";

    public static string Text(string? text) => string.IsNullOrWhiteSpace(text) ? "–" : text;

    public static string Percent(decimal share) => $"{Number(decimal.Round(share * 100m))}{Space}%";
}
