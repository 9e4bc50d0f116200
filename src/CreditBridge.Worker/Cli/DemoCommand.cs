using System.CommandLine;
using System.Diagnostics;
using CreditBridge.Core.Engine;
using CreditBridge.Core.Runs;
using CreditBridge.Worker.Cli.Reports;
using CreditBridge.Worker.Configuration;
using CreditBridge.Worker.Demo;
using CreditBridge.Worker.Hosting;
using CreditBridge.Worker.Hosting.Reports;
using Spectre.Console;

namespace CreditBridge.Worker.Cli;

/// <summary>
/// <c>creditbridge demo</c>: a sample company in one process, with nothing to install. The real service reads its CRM and ERP, decides, and writes; then one deal's
/// story is told. With <c>--serve</c> it goes on, and things keep happening.
/// </summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var directory = new Option<DirectoryInfo?>("--directory", "-d") { Description = "Folder to work in. Default: a new one for temporary files." };
        var serve = new Option<bool>("--serve") { Description = "Keep running: things happen in the CRM and the ERP, and the service reacts. Prints the addresses to look at." };
        var json = CommonOptions.Json();
        var command = new Command("demo", "See the whole job in under a minute: a sample CRM and ERP, the real service, one deal's story.") { directory, serve, json };
        command.SetAction((parse, cancellationToken) =>
        {
            var output = new CommandOutput(parse.GetValue(json));
            var folder = parse.GetValue(directory)?.FullName ?? System.IO.Directory.CreateTempSubdirectory("creditbridge-demo-").FullName;
            return CommandRunner.GuardAsync(output, () => RunAsync(folder, parse.GetValue(serve), output, cancellationToken));
        });
        return command;
    }

    private static async Task<int> RunAsync(string directory, bool serve, CommandOutput output, CancellationToken cancellationToken)
    {
        var console = output.Console;
        var watch = Stopwatch.StartNew();
        if (!output.IsJson)
        {
            console.Write(new Rule("[bold]CreditBridge demo[/]").LeftJustified());
            console.MarkupLine("A company that sells machine parts: sales works in the CRM, credit works in the ERP, and neither sees the other.\n");
        }

        await using var world = await SampleWorld.StartAsync(directory, port: 0, servicePort: 0, pollSeconds: 5, TimeProvider.System, cancellationToken);
        if (CommandRunner.Load(new FileInfo(world.ConfigFile), output) is not { } configuration)
            return ExitCodes.Defect;
        using var logging = BridgeLog.Open(configuration);
        await using var opened = await Bridge.OpenAsync(configuration, logging.Factory, TimeProvider.System, cancellationToken);
        if (opened.Problems.Count > 0)
        {
            output.Fail("The demo cannot start.", opened.Problems);
            return ExitCodes.Defect;
        }

        var bridge = opened.Bridge;
        var report = await output.WithProgressAsync(progress => bridge.RunCycleAsync(write: true, progress, cancellationToken));
        var story = await DemoStory.FindAsync(bridge, world, cancellationToken);
        var bought = await DemoReports.FindAsync(bridge, report.Bureaus, cancellationToken);
        var unclaimed = await bridge.Database.Engine.ListUnclaimedAsync(5, cancellationToken);
        if (!output.IsJson)
        {
            CycleTables.Show(console, report);
            console.WriteLine();
            if (story is not null)
                await story.TellAsync(console, bridge, cancellationToken);
            bought?.Tell(console, world.ConfigFile);
            ShowUnclaimed(console, unclaimed);
        }

        var again = await bridge.RunCycleAsync(write: true, progress: null, cancellationToken);
        output.Write(
            new { cycle = report, story = story?.Check, unclaimed, again, seconds = watch.Elapsed.TotalSeconds, directory },
            people => ShowAgain(people, again, watch.Elapsed, directory, serve));
        if (!serve)
            return CommandRunner.ExitCodeOf(again);

        await ServeAsync(output.IsJson ? output.Error : console, bridge, configuration.Options, logging.Factory, world, cancellationToken);
        return ExitCodes.Done;
    }

    private static async Task ServeAsync(
        IAnsiConsole console, Bridge bridge, BridgeOptions options, ILoggerFactory logging, SampleWorld world, CancellationToken cancellationToken)
    {
        await using var service = Service.Build(bridge, options, logging);
        await service.StartAsync(cancellationToken);
        var address = service.Urls.First();
        console.WriteLine();
        console.Write(new Rule("[bold]Running[/]").LeftJustified());
        SandboxCommand.ShowAddresses(console, world);
        var story = $"{world.Server.Address.ToString().TrimEnd('/')}/opportunities/{world.Crm.StoryDealId}";
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadLeft(2).PadRight(3)).AddColumn(new GridColumn());
        grid.AddRow(new Text("The story's deal"), new Text(story));
        grid.AddRow(new Text("The service's health"), new Text($"{address}/health/ready"));
        grid.AddRow(new Text("The service's status page"), new Text($"{address}/"));
        console.Write(grid);
        console.MarkupLine("\nEvery ten seconds something happens; the service looks every five. Change a deal on its page and watch. [dim]Ctrl+C stops it.[/]\n");
        bridge.CycleEnded += report => ShowReaction(console, report);
        await SandboxCommand.KeepAsync(world, live: true, console, cancellationToken);
        await service.StopAsync(CancellationToken.None);
    }

    private static void ShowReaction(IAnsiConsole console, CycleReport report)
    {
        var total = report.Sync.Total;
        if (!total.ChangedAnything && report.Dispatch is null or { Delivered: 0 })
            return;
        var holds = report.Evaluation.HoldsSet + report.Evaluation.HoldsReleased == 0 ? "" : $", {Texts.Count(report.Evaluation.HoldsSet, "hold")} set, {report.Evaluation.HoldsReleased:N0} released";
        console.MarkupLineInterpolated(
            $"         [green]→[/] {Texts.Count(total.Added + total.Changed + total.Removed, "record")} changed, {Texts.Count(report.Evaluation.Accounts, "account")} evaluated, {Texts.Count(report.Dispatch?.Delivered ?? 0, "record")} written{holds}; {CycleCost.InWords(report)}");
    }

    private static void ShowAgain(IAnsiConsole console, CycleReport again, TimeSpan duration, string directory, bool serve)
    {
        console.Write(new Rule("[bold]And again, with nothing changed[/]").LeftJustified());
        console.MarkupLineInterpolated(
            $"{Texts.Count(again.Sync.Total.Read, "record")} looked at, {Texts.Count(again.Evaluation.Accounts, "account")} evaluated, {Texts.Count(again.Dispatch!.Delivered, "record")} written; {CycleCost.InWords(again)}.");
        console.MarkupLineInterpolated($"\n[dim]All in {duration.TotalSeconds:0.0} s. The folder {directory} has the configuration, the policy and the mappings.[/]");
        if (!serve)
            console.MarkupLine("[dim]To look at the CRM's pages and watch the service react, run the demo with --serve.[/]");
    }

    private static void ShowUnclaimed(IAnsiConsole console, IReadOnlyList<UnclaimedCustomer> unclaimed)
    {
        if (unclaimed.Count == 0)
            return;
        console.MarkupLine("[yellow]ERP customers that no account claims[/] [dim](reported, never dropped, never matched by a similar name)[/]");
        foreach (var customer in unclaimed)
            console.MarkupLineInterpolated($"  {customer.Customer}  {customer.Name}");
        console.WriteLine();
    }
}
