using System.Globalization;

namespace CreditBridge.Worker.Cli;

/// <summary>A day in a list that somebody exported, written as was declared.</summary>
internal static class CsvDay
{
    // No system that exports deals or invoices knows older ones: such days are somebody's zero.
    private static readonly DateOnly First = new(1900, 1, 1);

    /// <summary>Reads a day; null with what is wrong and what to do.</summary>
    public static DateOnly? Read(string text, string column, string format, out string what, out string nextStep)
    {
        (what, nextStep) = ("", "");
        if (!DateOnly.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            (what, nextStep) = ($"'{PlainText.Of(text)}' in column {column} is not a day written as {format}.", "Say with '--date-format' how days are written, such as M/d/yyyy or dd.MM.yyyy.");
        else if (day < First)
            (what, nextStep) = ($"'{PlainText.Of(text)}' in column {column} lies before {First.Year}.", "Correct the day, or leave it empty when it is not known.");
        return what.Length == 0 ? day : null;
    }
}
