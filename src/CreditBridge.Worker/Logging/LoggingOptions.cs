using System.ComponentModel.DataAnnotations;
using CreditBridge.Abstractions.Options;
using Serilog.Events;

namespace CreditBridge.Worker.Logging;

/// <summary>What is logged, how and where.</summary>
public sealed class LoggingOptions
{
    /// <summary>The least severe level that is logged. Default: Information.</summary>
    [Option("The least severe level that is logged.")]
    public LogEventLevel Level { get; init; } = LogEventLevel.Information;

    /// <summary>Levels for parts of the program, by the beginning of the log source's name. Default: Warning for Microsoft, System and Quartz.</summary>
    [Option("Levels for parts of the program, by the beginning of the log source's name. The longest name that fits counts.")]
    public IReadOnlyDictionary<string, LogEventLevel> Overrides { get; init; } = new Dictionary<string, LogEventLevel>
    {
        ["Microsoft"] = LogEventLevel.Warning,
        ["Quartz"] = LogEventLevel.Warning,
        ["System"] = LogEventLevel.Warning,
    };

    /// <summary>How a line looks. Default: Text.</summary>
    [Option("How lines look: Text is for people, Json is one JSON object per line for a log collector.")]
    public LogFormat Format { get; init; } = LogFormat.Text;

    /// <summary>Whether to log to the standard error stream; standard output is kept for results. Default: true.</summary>
    [Option("Whether to log to the standard error stream. Standard output is kept for the results of commands.")]
    public bool Console { get; init; } = true;

    /// <summary>File to log to, too; a new one is begun every day. Null: no file.</summary>
    [Option("File to log to as well; a new one is begun every day, with the date in its name. A relative path counts from the folder of this configuration file. No file when not given.", Example = "logs/creditbridge-.log")]
    [StringLength(1_000, MinimumLength = 1)]
    public string? File { get; init; }

    /// <summary>Daily log files that are kept. Default: 14.</summary>
    [Option("Daily log files that are kept.")]
    [Range(1, 3_650)]
    public int RetainedDays { get; init; } = 14;
}
