using System.Buffers;
using System.Globalization;

namespace CreditBridge.Mapping.Fields;

/// <summary>How days and numbers are written in one kind of input. The keys stand at the top of a mapping for all kinds, or in the block of a kind for it alone.</summary>
public sealed record ValueFormats
{
    /// <summary>Numbers of this size and beyond are taken for mistakes.</summary>
    public const decimal NumberCeiling = 1_000_000_000_000_000m;

    private const string DateHint = "Write it with yyyy, MM and dd in this case, such as 'yyyy-MM-dd', 'dd.MM.yyyy' or 'yyyyMMdd', or one of the words iso, unix and unix_ms.";

    private DateFormat[] _dates;

    /// <summary>Formats with one way of writing days.</summary>
    /// <param name="dateFormat"><c>date_format:</c> with yyyy, MM, dd (and HH, mm, ss, which are read and dropped), or one of the words iso, unix, unix_ms.</param>
    /// <param name="decimalSeparator"><c>decimal_separator:</c> <c>"."</c> or <c>","</c>.</param>
    /// <param name="thousandsSeparator"><c>thousands_separator:</c> <c>","</c>, <c>"."</c>, <c>"'"</c> or <c>" "</c>; null for none, so that a stray one is noticed.</param>
    public ValueFormats(string dateFormat, char decimalSeparator, char? thousandsSeparator) =>
        (_dates, DecimalSeparator, ThousandsSeparator) = (DateFormat.Of(dateFormat) is { } known ? [known] : [], decimalSeparator, thousandsSeparator);

    /// <summary>What counts when a mapping says nothing: year-month-day, a decimal point, nothing between thousands, no time zone.</summary>
    public static ValueFormats Usual { get; } = new("yyyy-MM-dd", '.', null);

    /// <summary>What stands between a whole number and its fraction.</summary>
    public char DecimalSeparator { get; private init; }

    /// <summary>What stands between thousands; null for nothing.</summary>
    public char? ThousandsSeparator { get; private init; }

    /// <summary>Time zone in which an instant becomes a day; null when the mapping declares none, and instants are refused.</summary>
    public TimeZoneInfo? Zone { get; init; }

    /// <summary>Dates before this day are taken for mistakes.</summary>
    public static DateOnly EarliestDate { get; } = new(1900, 1, 1);

    /// <summary>Dates after this day are taken for mistakes.</summary>
    public static DateOnly LatestDate { get; } = new(2199, 12, 31);

    /// <summary>Reads the keys from a block.</summary>
    /// <param name="section">The block.</param>
    /// <param name="defaults">What counts where the block says nothing.</param>
    public static ValueFormats Read(MappingSection section, ValueFormats? defaults = null)
    {
        ArgumentNullException.ThrowIfNull(section);
        defaults ??= Usual;
        var formats = defaults.WithDates(section);
        formats = formats with
        {
            DecimalSeparator = section.Choice("decimal_separator", Decimals, defaults.DecimalSeparator, ""),
            ThousandsSeparator = section.Choice("thousands_separator", Thousands, defaults.ThousandsSeparator ?? Nothing, "") is var between and not Nothing ? between : null,
            Zone = ZoneOf(section) ?? defaults.Zone,
        };
        if (formats.ThousandsSeparator == formats.DecimalSeparator)
            section.Refuse("thousands_separator", "It is the same as the decimal separator.", "One of the two must be another character.");
        return formats;
    }

    /// <summary>The same with the days written as <c>date_format:</c> in a block says.</summary>
    internal ValueFormats WithDates(MappingSection section)
    {
        if (section.List("date_format") is not { } texts)
            return this;
        var dates = new List<DateFormat>();
        foreach (var text in texts)
        {
            if (DateFormat.Of(text) is { } format)
                dates.Add(format);
            else
                section.Refuse("date_format", $"'{text}' does not describe a date.", DateHint);
        }

        if (texts.Count == 0)
            section.Refuse("date_format", "The list is empty.", DateHint);
        return dates.Count == 0 ? this : this with { _dates = [.. dates] };
    }

    /// <summary>Reads a day from a value of a row; false and a reason when it is none.</summary>
    public bool TryDate(object value, out DateOnly date, out string reason)
    {
        DateTimeOffset? instant = null;
        (date, reason) = (default, "");
        var known = true;
        switch (value)
        {
            case DateOnly day:
                date = day;
                break;
            case DateTimeOffset moment:
                instant = moment;
                break;
            case decimal number when TryInstant(number, out instant):
                break;
            default:
                known = TryParse(SourceValue.ToText(value)!, out date, out instant);
                break;
        }

        if (!known)
            reason = $"'{SourceValue.ToText(value)}' is not a date of the form {string.Join(" or ", _dates.Select(d => d.Text))}.{(StandsForNone(SourceValue.ToText(value)!) ? NoneHint(SourceValue.ToText(value)!) : "")}";
        else if (instant is not null && Zone is null)
            reason = $"'{SourceValue.ToText(value)}' is an instant, and which day that is depends on the time zone; declare 'time_zone:' in the mapping, such as 'time_zone: Europe/Berlin' or 'time_zone: UTC'.";
        else if (instant is { } exact && (exact.Year < EarliestDate.Year - 1 || exact.Year > LatestDate.Year + 1))
            reason = Outside(DateOnly.FromDateTime(exact.UtcDateTime));
        else if (instant is { } sure)
            date = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(sure, Zone!).DateTime);
        if (reason.Length == 0 && (date < EarliestDate || date > LatestDate))
            reason = Outside(date);
        return reason.Length == 0;
    }

    /// <summary>Reads a day that stands in a text as a day; false when it is none, or an instant.</summary>
    internal bool TryDay(ReadOnlySpan<char> text, out DateOnly day) => TryParse(text, out day, out var instant) && instant is null && day >= EarliestDate && day <= LatestDate;

    /// <summary>Reads a number from a text; false when it is none.</summary>
    internal bool TryNumber(ReadOnlySpan<char> text, out decimal number) => NumberText.TryRead(text, DecimalSeparator, ThousandsSeparator, out number) == NumberText.Outcome.Read;

    /// <summary>Reads a number from a value of a row; false and a reason when it is none.</summary>
    public bool TryNumber(object value, out decimal number, out string reason)
    {
        reason = "";
        if (value is not decimal typed)
            return TryNumber(SourceValue.ToText(value)!, out number, out reason);
        number = typed;
        if (Math.Abs(typed) < NumberCeiling)
            return true;
        reason = TooLarge(SourceValue.ToText(value)!);
        return false;
    }

    /// <summary>Reads a number, with its sign in front or behind; false and a reason when it is none. Nothing is guessed: "1,234" with a decimal point is refused.</summary>
    public bool TryNumber(string text, out decimal number, out string reason)
    {
        var outcome = NumberText.TryRead(text, DecimalSeparator, ThousandsSeparator, out number);
        reason = outcome switch
        {
            NumberText.Outcome.Read => "",
            NumberText.Outcome.TooLarge => TooLarge(text),
            // As a binary fraction beyond all amounts is written.
            _ when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var power) && Math.Abs(power) >= (double)NumberCeiling => TooLarge(text),
            _ => $"'{text}' is not a number with '{DecimalSeparator}' as decimal separator{(ThousandsSeparator is { } t ? $" and '{t}' between thousands" : " and nothing between thousands")}.",
        };
        return outcome == NumberText.Outcome.Read;
    }

    /// <summary>Whether a text is a number that is larger or finer than anything a ledger holds.</summary>
    public bool IsTooLarge(string text) => !TryNumber(text, out _, out var reason) && reason == TooLarge(text);

    private bool TryParse(ReadOnlySpan<char> text, out DateOnly day, out DateTimeOffset? instant)
    {
        (day, instant) = (default, null);
        foreach (var format in _dates)
        {
            if (format.TryRead(text, out day, out instant))
                return true;
        }

        return false;
    }

    private bool TryInstant(decimal number, out DateTimeOffset? instant)
    {
        instant = null;
        foreach (var format in _dates)
        {
            if (format.TryRead(number, out instant))
                return true;
        }

        return false;
    }

    private static TimeZoneInfo? ZoneOf(MappingSection section)
    {
        if (section.Text("time_zone") is not { } name)
            return null;
        if (TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone))
            return zone;
        section.Refuse("time_zone", $"'{name}' is not a time zone.", "Write its name in the IANA list, such as 'Europe/Berlin', or 'UTC'.");
        return null;
    }

    private static string Outside(DateOnly day) => $"The date {day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} lies outside {EarliestDate.Year} to {LatestDate.Year}.{NoneHint(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))}";

    // Zeros, such as 0000-00-00, and the days without end that databases know.
    private static bool StandsForNone(string text) => text is "infinity" or "-infinity" || (text.Contains('0', StringComparison.Ordinal) && !text.AsSpan().ContainsAnyExcept(ZeroDay));

    private static string NoneHint(string text) => $" If it stands for no date, say so beside the column: 'empty: [\"{text}\"]'.";

    private static string TooLarge(string text) => $"The number '{text}' is larger or finer than anything a ledger holds.";

    private const char Nothing = '\0';
    private static readonly SearchValues<char> ZeroDay = SearchValues.Create("0-./: T");
    private static readonly Dictionary<string, char> Decimals = new() { ["."] = '.', [","] = ',' };
    private static readonly Dictionary<string, char> Thousands = new() { [","] = ',', ["."] = '.', ["'"] = '\'', [" "] = ' ', ["none"] = Nothing };
}
