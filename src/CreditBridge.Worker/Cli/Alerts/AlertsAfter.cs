using CreditBridge.Core.Runs;
using CreditBridge.Worker.Hosting;
using Spectre.Console;

namespace CreditBridge.Worker.Cli.Alerts;

/// <summary>Raises and tells alerts after a cycle of the command line. What goes wrong with it is said, and changes nothing about the cycle.</summary>
internal static class AlertsAfter
{
    public static async Task RunAsync(Bridge bridge, CycleReport report, CommandOutput output, CancellationToken cancellationToken)
    {
        if (report.NeverRead.Count > 0)
            return;
        try
        {
            await bridge.Alerts.RaiseAsync(bridge.ActivePolicy, report.Evaluation.Evaluated, cancellationToken);
            foreach (var (channel, failure) in (await bridge.Alerts.TellAsync(cancellationToken))?.Failures ?? [])
                output.Error.MarkupLineInterpolated($"[yellow]{channel} could not be told of alerts: {failure.Message}[/] {failure.NextStep}");
        }
        catch (Storage.StorageException away)
        {
            output.Error.MarkupLineInterpolated($"[yellow]Alerts could not be looked for: {away.Failure.Message}[/]");
        }
    }
}
