using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace CreditBridge.Worker.Cli;

/// <summary>Options that take a day. Only year-month-day is read: 02.01.2027 is the second of January to one reader and the first of February to the next.</summary>
internal static class DayOption
{
    public static Option<DateOnly?> Create(string name, string description) => new(name) { Description = description + " Year-month-day, such as 2027-01-31.", CustomParser = Parse };

    /// <summary>A day of which something is known: what lies after today is refused.</summary>
    /// <param name="name">The option's name.</param>
    /// <param name="description">What the day is for.</param>
    /// <param name="clock">Tells what today is, see <see cref="Today"/>.</param>
    public static Option<DateOnly?> CreatePast(string name, string description, TimeProvider clock) =>
        new(name) { Description = description + " Year-month-day, such as 2026-01-31.", CustomParser = argument => ParsePast(argument, Today(clock)) };

    /// <summary>Today in the machine's time zone: for files that nobody has declared a company's time zone for. Days of people in Sydney begin before those of UTC.</summary>
    public static DateOnly Today(TimeProvider clock) => DateOnly.FromDateTime(clock.GetLocalNow().DateTime);

    private static DateOnly? ParsePast(ArgumentResult argument, DateOnly today)
    {
        var read = Parse(argument);
        if (read is not { } day || day <= today)
            return read;
        argument.AddError($"{day:yyyy-MM-dd} is after today ({today:yyyy-MM-dd} in this machine's time zone), and nothing is known of days to come: name today or a day before it.");
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
