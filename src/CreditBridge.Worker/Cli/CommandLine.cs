using System.CommandLine;
using CreditBridge.Worker.Cli.Alerts;
using CreditBridge.Worker.Cli.Balances;
using CreditBridge.Worker.Cli.Customers;
using CreditBridge.Worker.Cli.Forecasts;
using CreditBridge.Worker.Cli.Mappings;
using CreditBridge.Worker.Cli.Plans;
using CreditBridge.Worker.Cli.Policies;
using CreditBridge.Worker.Cli.Reviews;
using Spectre.Console;

namespace CreditBridge.Worker.Cli;

/// <summary>The command line: every command, and what happens when one is misspelt or fails.</summary>
internal static class CommandLine
{
    /// <summary>Runs the command that the arguments name.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Create().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            var error = new CommandOutput(json: false).Error;
            foreach (var mistake in parsed.Errors)
                error.MarkupLineInterpolated($"[red]{mistake.Message}[/]");
            error.MarkupLine("[dim]'creditbridge --help' lists the commands, 'creditbridge <command> --help' its options.[/]");
            return ExitCodes.WrongInput;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
        }
#pragma warning disable CA1031 // The last line of defence: a defect ends with its own exit code and with what is needed to report it.
        catch (Exception defect)
#pragma warning restore CA1031
        {
            var error = new CommandOutput(json: false).Error;
            error.MarkupLine("[red]A defect in CreditBridge. What was committed is kept; the next run goes on from there. Please report what follows.[/]");
            error.WriteLine(new Logging.SecretRedaction([]).Remove(defect.ToString()));
            return ExitCodes.Defect;
        }
    }

    /// <summary>All commands.</summary>
    public static RootCommand Create() => Create(TimeProvider.System);

    /// <summary>All commands.</summary>
    /// <param name="clock">Tells commands that read files, and open no database, what today is.</param>
    public static RootCommand Create(TimeProvider clock) =>
        new("CreditBridge shows sales, on the CRM records they already have open, what credit knows about the customer.")
        {
            DemoCommand.Create(), RunCommand.Create(), SyncCommand.Create(), PlanCommand.Create(), CheckCommand.Create(), ExplainCommand.Create(),
            StatusCommand.Create(), BalancesCommand.Create(), CustomersCommand.Create(), OutboxCommand.Create(), DriftCommand.Create(), BureausCommand.Create(), OverrideCommand.Create(),
            ReviewsCommand.Create(), ForecastCommand.Create(clock), WatchlistCommand.Create(), AlertsCommand.Create(),
            PolicyCommand.Create(), MappingCommand.Create(), InputsCommand.Create(),
            SandboxCommand.Create(), ConfigCommand.Create(),
        };
}
