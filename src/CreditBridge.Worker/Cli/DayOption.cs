using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace CreditBridge.Worker.Cli;

/// <summary>Options that take a day. Only year-month-day is read: 02.01.2027 is the second of January to one reader and the first of February to the next.</summary>
internal static class DayOption
{
    public static Option<DateOnly?> Create(string name, string description) => new(name) { Description = description + " Year-month-day, such as 2027-01-31.", CustomParser = Parse };

    /// <summary>A day of which something is known: what lies after today is refused.</summary>
    public static Option<DateOnly?> CreatePast(string name, string description) => new(name) { Description = description + " Year-month-day, such as 2026-01-31.", CustomParser = ParsePast };

    private static DateOnly? ParsePast(ArgumentResult argument)
    {
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var read = Parse(argument);
        if (read is not { } day || day <= today)
            return read;
        argument.AddError($"{day:yyyy-MM-dd} is after today ({today:yyyy-MM-dd} UTC), and nothing is known of days to come: name today or a day before it.");
        return null;
    }

    private static DateOnly? Parse(ArgumentResult argument)
    {
        var text = argument.Tokens.Count > 0 ? argument.Tokens[0].Value : "";
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day;
        argument.AddError($"'{text}' is not a day: write year-month-day, such as 2027-01-31.");
        return null;
    }
}
