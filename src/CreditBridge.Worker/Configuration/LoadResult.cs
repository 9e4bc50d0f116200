namespace CreditBridge.Worker.Configuration;

/// <summary>What came of reading the configuration: options, or all problems at once.</summary>
/// <param name="Options">The options; null when there is any problem.</param>
/// <param name="Problems">All problems, in the order of the file; empty when there is none.</param>
public sealed record LoadResult(BridgeOptions? Options, IReadOnlyList<ConfigurationProblem> Problems)
{
    /// <summary>The configuration file that was read, as a full path; null when there was none.</summary>
    public string? File { get; init; }

    /// <summary>Folder against which relative paths in options are resolved: that of the file, or else the working directory.</summary>
    public required string BaseDirectory { get; init; }

    /// <summary>The values of all secret options that could be read, for the redaction of the log.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];
}
