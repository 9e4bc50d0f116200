using System.Globalization;

namespace CreditBridge.Mapping.Fields;

/// <summary>Reads numbers as ledgers write them, with the sign in front or behind. Nothing is guessed: "1,234" with a decimal point is none.</summary>
internal static class NumberText
{
    private const int LongestWhole = 20;
    private const int LongestFraction = 12;

    /// <summary>What became of a text.</summary>
    public enum Outcome
    {
        Read,
        NoNumber,
        TooLarge,
    }

    public static Outcome TryRead(ReadOnlySpan<char> text, char point, char? thousands, out decimal number)
    {
        number = 0;
        var digits = text;
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

        var at = digits.IndexOf(point);
        var whole = at < 0 ? digits : digits[..at];
        var fraction = at < 0 ? [] : digits[(at + 1)..];
        if (thousands is { } separator && whole.Contains(separator))
        {
            Span<char> ungrouped = stackalloc char[whole.Length <= 64 ? whole.Length : 0];
            if (ungrouped.Length == 0 || !TryUngroup(whole, separator, ungrouped, out var length))
                return Outcome.NoNumber;
            return Compose(ungrouped[..length], fraction, at >= 0, negative, out number);
        }

        return Compose(whole, fraction, at >= 0, negative, out number);
    }

    private static Outcome Compose(ReadOnlySpan<char> whole, ReadOnlySpan<char> fraction, bool hasPoint, bool negative, out decimal number)
    {
        number = 0;
        if (!IsDigits(whole) || (hasPoint && !IsDigits(fraction)))
            return Outcome.NoNumber;
        if (whole.Length > LongestWhole || fraction.Length > LongestFraction)
            return Outcome.TooLarge;
        if (whole.Length + fraction.Length <= 18)
        {
            long all = 0;
            foreach (var digit in whole)
                all = (all * 10) + (digit - '0');
            foreach (var digit in fraction)
                all = (all * 10) + (digit - '0');
            number = new decimal(unchecked((int)all), unchecked((int)(all >> 32)), 0, false, (byte)fraction.Length);
        }
        else
        {
            number = decimal.Parse($"{whole}.{fraction}", NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        }

        if (number >= ValueFormats.NumberCeiling)
            return Outcome.TooLarge;
        if (negative && number != 0)
            number = -number;
        return Outcome.Read;
    }

    private static bool TryUngroup(ReadOnlySpan<char> whole, char separator, Span<char> digits, out int length)
    {
        length = 0;
        var sinceSeparator = -1;
        foreach (var character in whole)
        {
            if (character == separator)
            {
                if (sinceSeparator < 0 ? length is 0 or > 3 : sinceSeparator != 3)
                    return false;
                sinceSeparator = 0;
                continue;
            }

            digits[length++] = character;
            if (sinceSeparator >= 0)
                sinceSeparator++;
        }

        return sinceSeparator == 3;
    }

    private static bool IsDigits(ReadOnlySpan<char> text) => text.Length > 0 && text.IndexOfAnyExceptInRange('0', '9') < 0;
}
