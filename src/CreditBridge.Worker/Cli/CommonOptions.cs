using System.CommandLine;

namespace CreditBridge.Worker.Cli;

/// <summary>Options that several commands share.</summary>
internal static class CommonOptions
{
    public static Option<FileInfo?> Config() => new("--config", "-c")
    {
        Description = "Configuration file (JSON with comments). Default: appsettings.json in the current folder. Environment variables CREDITBRIDGE_… overlay it.",
    };

    public static Option<bool> Json() => new("--json") { Description = "Print the result as JSON, for machines." };
}
