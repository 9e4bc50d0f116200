using CreditBridge.Core.Forecasting;

namespace CreditBridge.Worker.Cli.Forecasts;

/// <summary>The last day of which a file knows something.</summary>
internal static class LastDay
{
    // A long weekend without anything is no sign that the file ends before the day that was named.
    private const int FewDays = 4;

    /// <summary>Warns when a person named a day up to which the file knows nothing; null when all is well.</summary>
    /// <param name="asOf">The day that was named; null for none.</param>
    /// <param name="inFile">The last day that is counted.</param>
    public static ForecastWarning? Warning(DateOnly? asOf, DateOnly inFile) => asOf is { } day && day.DayNumber - inFile.DayNumber > FewDays
        ? new ForecastWarning(
            "file-ends-early", $"The file's last day is {inFile:yyyy-MM-dd}; nothing after it is known: forecasts are compared with what came until then, not until {day:yyyy-MM-dd}.",
            "Export the file anew if more has happened since.")
        : null;
}
