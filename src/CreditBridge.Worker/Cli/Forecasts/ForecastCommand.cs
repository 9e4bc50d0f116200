using System.CommandLine;

namespace CreditBridge.Worker.Cli.Forecasts;

/// <summary><c>creditbridge forecast</c>: the reviews to come; its subcommands say how good such forecasts were, send them, and forecast headroom and payments.</summary>
internal static class ForecastCommand
{
    public static Command Create(TimeProvider clock)
    {
        var command = WorkloadCommand.Create();
        command.Add(ForecastBacktestCommand.Create(clock));
        command.Add(SendForecastCommand.Create());
        command.Add(HeadroomForecastCommand.Create());
        command.Add(ReceiptsForecastCommand.Create());
        command.Add(PaymentsForecastCommand.Create(clock));
        return command;
    }
}
