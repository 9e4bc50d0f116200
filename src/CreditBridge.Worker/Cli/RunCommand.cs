using System.CommandLine;
using CreditBridge.Worker.Hosting;

namespace CreditBridge.Worker.Cli;

/// <summary><c>creditbridge run</c>: the service. Polls on its schedule until it is stopped.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var config = CommonOptions.Config();
        var command = new Command("run", "Run the service: poll, evaluate and write on a schedule, with health endpoints.") { config };
        command.SetAction(async (parse, cancellationToken) =>
        {
            var output = new CommandOutput(json: false);
            if (CommandRunner.Load(parse.GetValue(config), output) is not { } configuration)
                return ExitCodes.WrongInput;
            return await CommandRunner.GuardAsync(output, () => RunAsync(configuration, output, cancellationToken));
        });
        return command;
    }

    private static async Task<int> RunAsync(LoadedConfiguration configuration, CommandOutput output, CancellationToken cancellationToken)
    {
        using var logging = BridgeLog.Open(configuration);
        await using var opened = await Bridge.OpenAsync(configuration, logging.Factory, TimeProvider.System, cancellationToken);
        if (opened.Problems.Count > 0)
        {
            output.Fail("CreditBridge cannot start.", opened.Problems);
            return ExitCodes.WrongInput;
        }

        await using var app = Service.Build(opened.Bridge, configuration.Options, logging.Factory);
        await app.StartAsync(cancellationToken);
        var log = logging.Factory.CreateLogger("CreditBridge");
        log.LogInformation("CreditBridge {Version} runs; cycle every {Seconds} s; health at {Urls}", BuildInfo.Version, configuration.Options.Schedule.PollSeconds, string.Join(", ", app.Urls));
        try
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            log.LogInformation("Stopping; a cycle under way ends at its next safe point");
        }

        await app.StopAsync(CancellationToken.None);
        return ExitCodes.Done;
    }
}
