using System.Globalization;

namespace CreditBridge.Mapping.Fields;

/// <summary>How dates and numbers are written in one kind of input.</summary>
/// <param name="DateFormat"><c>date_format:</c> with yyyy, MM, dd (and HH, mm, ss, which are read and dropped); default <c>yyyy-MM-dd</c>.</param>
/// <param name="DecimalSeparator"><c>decimal_separator:</c> <c>"."</c> (default) or <c>","</c>.</param>
/// <param name="ThousandsSeparator"><c>thousands_separator:</c> <c>","</c>, <c>"."</c>, <c>"'"</c> or <c>" "</c>; none by default, so that a stray one is noticed.</param>
public sealed record ValueFormats(string DateFormat, char DecimalSeparator, char? ThousandsSeparator)
{
    /// <summary>Time zone in which an instant becomes a day.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Dates before this day are taken for mistakes.</summary>
    public static DateOnly EarliestDate { get; } = new(1900, 1, 1);

    /// <summary>Dates after this day are taken for mistakes.</summary>
    public static DateOnly LatestDate { get; } = new(2199, 12, 31);

    /// <summary>Numbers of this size and beyond are taken for mistakes.</summary>
    public const decimal NumberCeiling = 1_000_000_000_000_000m;

    /// <summary>Reads the keys from a block.</summary>
    public static ValueFormats Read(MappingSection section)
    {
        var date = section.Text("date_format", "yyyy-MM-dd")!;
        if (!IsUsable(date))
            section.Refuse("date_format", $"'{date}' does not describe a date.", "Write it with yyyy, MM and dd in this case, such as 'yyyy-MM-dd', 'dd.MM.yyyy' or 'yyyyMMdd'.");
        var separator = section.Choice("decimal_separator", Decimals, '.', "");
        var thousands = section.Has("thousands_separator") ? section.Choice<char>("thousands_separator", Thousands, null, "") : (char?)null;
        if (thousands == separator)
            section.Refuse("thousands_separator", "It is the same as the decimal separator.", "One of the two must be another character.");
        return new ValueFormats(date, separator, thousands);
    }

    /// <summary>Reads a day from a value of a row; false and a reason when it is none.</summary>
    public bool TryDate(object value, out DateOnly date, out string reason)
    {
        date = value switch
        {
            DateOnly day => day,
            DateTimeOffset moment => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, Zone).DateTime),
            _ => default,
        };
        if (date == default)
            return TryDate(SourceValue.ToText(value)!, out date, out reason);
        reason = $"The date {date:yyyy-MM-dd} lies outside {EarliestDate:yyyy} to {LatestDate:yyyy}.";
        return date >= EarliestDate && date <= LatestDate;
    }

    /// <summary>Reads a number from a value of a row; false and a reason when it is none.</summary>
    public bool TryNumber(object value, out decimal number, out string reason)
    {
        if (value is not decimal typed)
            return TryNumber(SourceValue.ToText(value)!, out number, out reason);
        number = typed;
        reason = $"The number '{typed}' is larger than anything a ledger holds.";
        return Math.Abs(typed) < NumberCeiling;
    }

    /// <summary>Reads a date; false and a reason when it is none.</summary>
    public bool TryDate(string text, out DateOnly date, out string reason)
    {
        date = default;
        if (!DateTime.TryParseExact(text, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment))
        {
            reason = $"'{text}' is not a date of the form {DateFormat}.";
            return false;
        }

        date = DateOnly.FromDateTime(moment);
        reason = $"The date {text} lies outside {EarliestDate:yyyy} to {LatestDate:yyyy}.";
        return date >= EarliestDate && date <= LatestDate;
    }

    /// <summary>Reads a number, with its sign in front or behind; false and a reason when it is none. Nothing is guessed: "1,234" with a decimal point is refused.</summary>
    public bool TryNumber(string text, out decimal number, out string reason)
    {
        number = 0;
        reason = $"'{text}' is not a number with '{DecimalSeparator}' as decimal separator{(ThousandsSeparator is { } t ? $" and '{t}' between thousands" : " and nothing between thousands")}.";
        var digits = text.AsSpan();
        var negative = false;
        if (digits.Length > 0 && digits[0] is '-' or '+')
        {
            negative = digits[0] == '-';
            digits = digits[1..];
        }
        else if (digits.Length > 0 && digits[^1] is '-' or '+')
        {
            // Ledgers on mainframes write the sign behind: 100.00-
            negative = digits[^1] == '-';
            digits = digits[..^1];
        }

        var point = digits.IndexOf(DecimalSeparator);
        var whole = point < 0 ? digits : digits[..point];
        var fraction = point < 0 ? [] : digits[(point + 1)..];
        if (!TryUngroup(whole, out var ungrouped) || (point >= 0 && !IsDigits(fraction)))
            return false;
        if (ungrouped.Length > 20 || fraction.Length > 12 || !decimal.TryParse($"{ungrouped}.{fraction}", NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number) || number >= NumberCeiling)
        {
            reason = $"The number '{text}' is larger or finer than anything a ledger holds.";
            return false;
        }

        if (negative)
            number = -number;
        return true;
    }

    private bool TryUngroup(ReadOnlySpan<char> whole, out string digits)
    {
        digits = whole.ToString();
        if (ThousandsSeparator is not { } separator || !whole.Contains(separator))
            return IsDigits(whole);
        var groups = digits.Split(separator);
        digits = string.Concat(groups);
        return groups[0].Length is >= 1 and <= 3 && groups.Skip(1).All(g => g.Length == 3) && IsDigits(digits);
    }

    private static bool IsDigits(ReadOnlySpan<char> text) => text.Length > 0 && text.IndexOfAnyExceptInRange('0', '9') < 0;

    // A format is usable when a day survives being written and read: 'YYYY-MM-DD' or a format without a year does not.
    private static bool IsUsable(string format)
    {
        var day = new DateTime(2031, 11, 29);
        try
        {
            return DateTime.TryParseExact(day.ToString(format, CultureInfo.InvariantCulture), format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var read)
                && read.Date == day && format.Contains("yy", StringComparison.Ordinal);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static readonly Dictionary<string, char> Decimals = new() { ["."] = '.', [","] = ',' };
    private static readonly Dictionary<string, char> Thousands = new() { [","] = ',', ["."] = '.', ["'"] = '\'', [" "] = ' ' };
}
