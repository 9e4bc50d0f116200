using System.CommandLine;
using CreditBridge.Sandbox;
using CreditBridge.Worker.Demo;
using Spectre.Console;

namespace CreditBridge.Worker.Cli;

/// <summary><c>creditbridge sandbox</c>: the sample company's org and drop folder, for trying every other command or any Salesforce client library.</summary>
internal static class SandboxCommand
{
    public static Command Create()
    {
        var directory = new Option<DirectoryInfo>("--directory", "-d")
        {
            Description = "Folder for the drop folder, the key and a ready configuration.",
            DefaultValueFactory = _ => new DirectoryInfo("demo"),
        };
        var port = new Option<int>("--port") { Description = "Port of the org on loopback; 0 takes a free one.", DefaultValueFactory = _ => 8787 };
        var live = new Option<bool>("--live") { Description = "Let things happen: every ten seconds sales changes a deal or a day passes in the ERP." };
        var json = CommonOptions.Json();
        var command = new Command("sandbox", "Run a Salesforce-compatible org with a sample company on this machine.") { directory, port, live, json };
        command.SetAction((parse, cancellationToken) =>
        {
            var output = new CommandOutput(parse.GetValue(json));
            return CommandRunner.GuardAsync(output, async () =>
            {
                await using var world = await SampleWorld.StartAsync(
                    parse.GetValue(directory)!.FullName, parse.GetValue(port), servicePort: 5080, pollSeconds: 15, TimeProvider.System, cancellationToken);
                output.Write(new { address = world.Server.Address, dropFolder = world.DropFolder, configuration = world.ConfigFile }, console =>
                {
                    ShowAddresses(console, world);
                    console.MarkupLine("\n[dim]Ctrl+C stops it.[/]");
                });
                await KeepAsync(world, parse.GetValue(live), output.Error, cancellationToken);
                return ExitCodes.Done;
            });
        });
        return command;
    }

    /// <summary>Where the sample company can be seen and how to log in.</summary>
    public static void ShowAddresses(IAnsiConsole console, SampleWorld world)
    {
        var address = world.Server.Address.ToString().TrimEnd('/');
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadLeft(2).PadRight(3)).AddColumn(new GridColumn());
        grid.AddRow(new Text("The CRM as sales sees it"), new Text(address + "/"));
        grid.AddRow(new Text("API for any client library"), new Text($"{address}/services/data/"));
        grid.AddRow(new Text("User and password"), new Text($"{SandboxServerOptions.AdministratorUsername} / sandbox (also to change an account's ERP_Customer_Keys__c)"));
        grid.AddRow(new Text("Client id and secret"), new Text($"{SandboxServerOptions.DefaultClientId} / sandbox-secret"));
        grid.AddRow(new Text("Calls and faults"), new Text($"{address}/sandbox/calls  {address}/sandbox/faults"));
        grid.AddRow(new Text("ERP drop folder"), new Text(world.DropFolder));
        grid.AddRow(new Text("Credit bureaus"), new Text(string.Join("  ", world.Bureaus.AddressOf("creditsafe"), world.Bureaus.AddressOf("dnb"))));
        grid.AddRow(new Text("Ready configuration"), new Text(world.ConfigFile));
        console.Write(grid);
    }

    /// <summary>Keeps the world going until it is stopped.</summary>
    public static async Task KeepAsync(SampleWorld world, bool live, IAnsiConsole console, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(10));
        try
        {
            for (var tick = 1L; await timer.WaitForNextTickAsync(cancellationToken); tick++)
            {
                if (!live)
                    continue;
                foreach (var line in await world.TickAsync(tick, cancellationToken))
                    console.MarkupLineInterpolated($"[dim]{DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()):HH:mm:ss}[/] {line}");
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped by the person.
        }
    }
}
