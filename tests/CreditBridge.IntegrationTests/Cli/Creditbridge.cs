using System.Diagnostics;
using System.Text.Json;

namespace CreditBridge.IntegrationTests.Cli;

/// <summary>Runs the real executable in a process of its own, as a person would.</summary>
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
