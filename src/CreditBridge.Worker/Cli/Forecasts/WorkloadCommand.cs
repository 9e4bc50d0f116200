using System.CommandLine;
using CreditBridge.Core.Forecasting;
using CreditBridge.Worker.Delivery.Forecasts;
using CreditBridge.Worker.Hosting;
using Spectre.Console;

namespace CreditBridge.Worker.Cli.Forecasts;

/// <summary><c>creditbridge forecast</c>: the credit reviews to come, week by week, with how sure that is. Reads the database only.</summary>
internal static class WorkloadCommand
{
    private const int FewestWeeks = 4;
    private const int MostWeeks = 13;

    public static Command Create()
    {
        var config = CommonOptions.Config();
        var json = CommonOptions.Json();
        var csv = new Option<bool>("--csv") { Description = "Print it as CSV: one line per week, and per week and part." };
        var weeks = new Option<int?>("--weeks") { Description = $"How many weeks, {FewestWeeks} to {MostWeeks}. Default: Forecast:Weeks of the configuration." }.Within(FewestWeeks, MostWeeks);
        var by = new Option<ForecastDimension?>("--by") { Description = "Show the parts by type, region or team as well." }.InWords();
        var command = new Command("forecast", "The credit reviews to come, week by week: how many, how sure, how much work against how many hours, and which deals are behind it.") { config, json, csv, weeks, by };
        command.Validators.Add(result =>
        {
            if (result.GetValue(json) && result.GetValue(csv))
                result.AddError("Name one format: --json or --csv.");
        });
        command.SetAction((parse, cancellationToken) => CommandRunner.WithBridgeAsync(
            parse.GetValue(config), parse.GetValue(json), async (bridge, output) =>
            {
                var made = await bridge.Forecasts.MakeAsync(parse.GetValue(weeks), cancellationToken);
                if (made.Forecast is not { } forecast)
                {
                    output.Fail("There is no forecast.", [new Problem("forecast", made.Failure!.Message, made.Failure.NextStep)]);
                    return ExitCodes.NeedsAttention;
                }

                var view = await bridge.Forecasts.ViewAsync(made, cancellationToken);
                if (parse.GetValue(csv))
                {
                    // The file has numbers only; what makes them less certain goes where messages go.
                    foreach (var warning in forecast.Warnings)
                        output.Error.MarkupLineInterpolated($"[yellow]{warning.Message}[/] {warning.NextStep}");
                    await Console.Out.WriteAsync(ForecastCsv.Of(forecast, parse.GetValue(by)));
                }
                else
                    output.Write(view, console => ForecastTables.Show(console, view, forecast, parse.GetValue(by)));
                return ExitCodes.Done;
            },
            cancellationToken));
        return command;
    }
}
