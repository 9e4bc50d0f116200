using System.CommandLine;

namespace CreditBridge.Worker.Cli.Forecasts;

/// <summary><c>creditbridge forecast</c>: what is to come, and how good such forecasts were.</summary>
internal static class ForecastCommand
{
    public static Command Create() => new("forecast", "What is to come: when headroom is used up, what customers will pay; and how good such forecasts were.")
    {
        HeadroomForecastCommand.Create(), ReceiptsForecastCommand.Create(), PaymentsForecastCommand.Create(),
    };
}
