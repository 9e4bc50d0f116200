using System.CommandLine;

namespace CreditBridge.Worker.Cli.Forecasts;

/// <summary><c>creditbridge forecast …</c>: the reviews that the pipeline is going to send to credit.</summary>
internal static class ForecastCommand
{
    public static Command Create() => new("forecast", "Forecast the reviews that the sales pipeline will send to credit, and say how good such forecasts were.") { ForecastBacktestCommand.Create() };
}
