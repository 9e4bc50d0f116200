using CreditBridge.Abstractions.Failures;
using CreditBridge.Core.Runs;
using CreditBridge.Storage;
using CreditBridge.Worker.Configuration;
using CreditBridge.Worker.Hosting;
using Spectre.Console;

namespace CreditBridge.Worker.Cli;

/// <summary>What every command that works with the bridge has in common: load the configuration, open the bridge, turn what goes wrong into words and an exit code.</summary>
internal static class CommandRunner
{
    /// <summary>Runs a command against the configured bridge.</summary>
    public static async Task<int> WithBridgeAsync(
        FileInfo? config, bool json, Func<Bridge, CommandOutput, Task<int>> command, CancellationToken cancellationToken, bool needsPolicy = true, int? checkRows = null)
    {
        var output = new CommandOutput(json);
        if (Load(config, output) is not { } configuration)
            return ExitCodes.WrongInput;
        return await GuardAsync(output, async () =>
        {
            using var log = BridgeLog.Open(configuration);
            await using var opened = await Bridge.OpenAsync(configuration, log.Factory, TimeProvider.System, cancellationToken, needsPolicy, checkRows);
            if (opened.Problems.Count > 0)
            {
                output.Fail("CreditBridge cannot start.", opened.Problems);
                return ExitCodes.WrongInput;
            }

            var policy = opened.Bridge.Policy;
            if (needsPolicy && policy.Problems.Count > 0)
            {
                output.Error.MarkupLineInterpolated($"[yellow]{policy.Path} has mistakes and is not used; {opened.Bridge.ActivePolicy.VersionText} stays active.[/] 'creditbridge policy lint' shows them:");
                foreach (var problem in policy.Problems.Take(5))
                    output.Error.MarkupLineInterpolated($"  [dim]{problem.ToString()}[/]");
            }

            return await command(opened.Bridge, output);
        });
    }

    /// <summary>Loads the configuration; says everything that is wrong with it and returns null when something is.</summary>
    public static LoadedConfiguration? Load(FileInfo? config, CommandOutput output)
    {
        var result = new ConfigurationLoader(KnownConnectors.All).Load(config?.FullName, ConfigurationLoader.ProcessEnvironment());
        if (result.Options is { } options)
            return new LoadedConfiguration(options, result.BaseDirectory, result.Secrets);
        output.Fail("The configuration is wrong; nothing was started.",
            [.. result.Problems.Select(p => new Problem($"{(p.Source is null ? "" : p.Source + ": ")}{(p.Key.Length == 0 ? "The configuration" : p.Key)}", p.Problem, p.NextStep))]);
        return null;
    }

    /// <summary>Turns expected failures into words and exit codes.</summary>
    public static async Task<int> GuardAsync(CommandOutput output, Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (OperationCanceledException)
        {
            output.Error.MarkupLine("[yellow]Interrupted.[/] What was done is kept; the next run goes on from there.");
            return ExitCodes.Interrupted;
        }
        catch (ConnectorException refused)
        {
            output.Fail(refused.Failure.Message, [new Problem(refused.Failure.Where ?? "", refused.Failure.Code ?? "", refused.Failure.NextStep)]);
            return refused.Failure.Kind == FailureKind.Configuration ? ExitCodes.WrongInput : ExitCodes.Unreachable;
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException)
        {
            output.Fail("A file, folder or address cannot be used.", [new Problem("", unusable.Message, "Name one that exists, is free and that this user may use.")]);
            return ExitCodes.WrongInput;
        }
        catch (StorageException unusable)
        {
            output.Fail("The database cannot be used.", [new Problem(unusable.Failure.Where ?? "Storage", unusable.Failure.Message, unusable.Failure.NextStep)]);
            return unusable.Failure.Kind == FailureKind.Configuration ? ExitCodes.WrongInput : ExitCodes.Unreachable;
        }
    }

    /// <summary>The exit code that a cycle deserves.</summary>
    public static int ExitCodeOf(CycleReport report)
    {
        var unreachable = report.Sync.Sources.Any(s => s.Failure is { Kind: FailureKind.Authentication or FailureKind.Transient or FailureKind.Throttled })
            || report.Dispatch is { Stopped: not null };
        return unreachable ? ExitCodes.Unreachable : report.NeedsAttention ? ExitCodes.NeedsAttention : ExitCodes.Done;
    }
}
