using System.Diagnostics;
using System.Text.Json;
using CreditBridge.Worker.Cli;

namespace CreditBridge.IntegrationTests.Cli;

/// <summary>Runs the real program, in a process of its own as a person would, or in this one.</summary>
internal static class Creditbridge
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "creditbridge.dll");
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    public static async Task<Outcome> RunAsync(params string[] arguments) => await RunAsync(arguments, null);

    public static async Task<Outcome> RunAsync(string[] arguments, Dictionary<string, string>? environment)
    {
        using var process = Start(arguments, environment);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var deadline = new CancellationTokenSource(Longest);
        await process.WaitForExitAsync(deadline.Token);
        return new Outcome(process.ExitCode, await output, await error);
    }

    /// <summary>
    /// Runs a command in this process: the same code from the arguments to the exit code, without a start that compiles it all again. What a process of its own makes different
    /// (its death, its end, its settings) is tested with one.
    /// </summary>
    public static async Task<Outcome> RunHereAsync(params string[] arguments)
    {
        var (code, output, error) = await RoutedConsole.CaptureAsync(() => CommandLine.RunAsync(arguments));
        return new Outcome(code, output, error);
    }

    public static Process Start(string[] arguments, Dictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath() };
        start.ArgumentList.Add(Program);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment ?? [])
            start.Environment[name] = value;
        return Process.Start(start)!;
    }
}

/// <summary>How a command ended.</summary>
internal sealed record Outcome(int ExitCode, string Output, string Error)
{
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;
}
