using System.CommandLine;
using CreditBridge.Worker.Cli.Alerts;
using CreditBridge.Worker.Cli.Plans;
using CreditBridge.Worker.Cli.Reports;
using CreditBridge.Worker.Hosting;
using CreditBridge.Worker.Hosting.Plans;

namespace CreditBridge.Worker.Cli;

/// <summary><c>creditbridge sync</c>: one cycle, then the report; with a plan, only what was planned.</summary>
internal static class SyncCommand
{
    public static Command Create()
    {
        var config = CommonOptions.Config();
        var json = CommonOptions.Json();
        var verify = new Option<bool>("--verify") { Description = "Verify that polling has missed nothing, even if that is not due: read the last days again and count all records." };
        var plan = new Option<FileInfo?>("--plan") { Description = "Write only what this plan says (a JSON file of 'creditbridge plan --out FILE'), and nothing at all when the world has moved since." };
        var command = new Command("sync", "Read, evaluate and write once, then report.") { config, json, verify, plan };
        command.SetAction((parse, cancellationToken) => CommandRunner.WithBridgeAsync(
            parse.GetValue(config), parse.GetValue(json), async (bridge, output) =>
            {
                if (parse.GetValue(plan) is { } file)
                    return await ApplyAsync(bridge, output, file.FullName, parse.GetValue(verify), cancellationToken);
                var report = await output.WithProgressAsync(progress => bridge.RunCycleAsync(write: true, progress, cancellationToken, verify: parse.GetValue(verify)));
                await AlertsAfter.RunAsync(bridge, report, output, cancellationToken);
                report = report with { Unclaimed = await bridge.Database.Engine.CountUnclaimedAsync(cancellationToken) };
                output.Write(report, console => CycleTables.Show(console, report));
                return CommandRunner.ExitCodeOf(report);
            },
            cancellationToken));
        return command;
    }

    private static async Task<int> ApplyAsync(Bridge bridge, CommandOutput output, string path, bool verify, CancellationToken cancellationToken)
    {
        try
        {
            await using var plan = await PlanFile.OpenAsync(path, cancellationToken);
            // Before anything is read: a plan of elsewhere is refused without a call.
            if (plan.Origin.WhyNot(await PlanOrigin.OfAsync(bridge, cancellationToken), path) is { } elsewhere)
            {
                output.Fail("The plan cannot be applied here; nothing was written.", [elsewhere]);
                return ExitCodes.WrongInput;
            }

            var applied = await output.WithProgressAsync(progress => bridge.ApplyAsync(plan, progress, cancellationToken, verify));
            output.Write(applied, console => AppliedPlanTables.Show(console, applied));
            return applied.Moved > 0 ? ExitCodes.WorldMoved
                : CommandRunner.ExitCodeOf(applied.Report) is var code and not ExitCodes.Done ? code
                : applied.WhyNot is not null || applied.Refused + applied.NotSent > 0 ? ExitCodes.NeedsAttention
                : ExitCodes.Done;
        }
        catch (FormatException unusable)
        {
            output.Fail("The plan cannot be used; nothing was written.", [new Problem(path, unusable.Message, null)]);
            return ExitCodes.WrongInput;
        }
    }
}
