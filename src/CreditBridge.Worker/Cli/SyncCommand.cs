using System.CommandLine;
using CreditBridge.Worker.Cli.Reports;

namespace CreditBridge.Worker.Cli;

/// <summary><c>creditbridge sync</c>: one cycle, then the report.</summary>
internal static class SyncCommand
{
    public static Command Create()
    {
        var config = CommonOptions.Config();
        var json = CommonOptions.Json();
        var verify = new Option<bool>("--verify") { Description = "Verify that polling has missed nothing, even if that is not due: read the last days again and count all records." };
        var command = new Command("sync", "Read, evaluate and write once, then report.") { config, json, verify };
        command.SetAction((parse, cancellationToken) => CommandRunner.WithBridgeAsync(
            parse.GetValue(config), parse.GetValue(json), async (bridge, output) =>
            {
                var report = await output.WithProgressAsync(progress => bridge.RunCycleAsync(write: true, progress, cancellationToken, verify: parse.GetValue(verify)));
                output.Write(report, console => CycleTables.Show(console, report));
                return CommandRunner.ExitCodeOf(report);
            },
            cancellationToken));
        return command;
    }
}
