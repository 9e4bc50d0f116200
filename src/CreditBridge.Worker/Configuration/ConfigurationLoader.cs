using System.Collections;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Worker.Configuration.Catalogue;
using CreditBridge.Worker.Configuration.Loading;
using CreditBridge.Worker.Logging;

namespace CreditBridge.Worker.Configuration;

/// <summary>
/// Reads the configuration: a JSON file with comments, and environment variables over it (<c>CREDITBRIDGE_Section__Option</c>). Nothing is guessed and nothing is
/// passed over in silence; all mistakes are reported at once.
/// </summary>
/// <param name="connectors">The connectors that the configuration may name.</param>
public sealed class ConfigurationLoader(IReadOnlyList<IConnector> connectors)
{
    /// <summary>The file that is read when none is named.</summary>
    public const string DefaultFile = "appsettings.json";

    private readonly OptionCatalogue _catalogue = new(connectors);

    /// <summary>Reads file and environment.</summary>
    /// <param name="file">The file that was asked for; null for <see cref="DefaultFile"/> in the working directory, if it is there.</param>
    /// <param name="environment">The environment variables, by name.</param>
    /// <param name="workingDirectory">Where relative paths begin; null for that of the process.</param>
    public LoadResult Load(string? file, IReadOnlyDictionary<string, string> environment, string? workingDirectory = null)
    {
        var directory = Path.GetFullPath(workingDirectory ?? Directory.GetCurrentDirectory());
        var path = Path.GetFullPath(file ?? DefaultFile, directory);
        try
        {
            if (file is null && !File.Exists(path))
                return Bind(new Setting("", "", SettingKind.Section, null, null), [], environment) with { BaseDirectory = directory };
            var result = LoadText(File.ReadAllBytes(path), file ?? DefaultFile, environment);
            return result with { File = path, BaseDirectory = Path.GetDirectoryName(path)! };
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            var problem = new ConfigurationProblem("", $"cannot be read: {unreadable.Message}", "Name an existing file that this user may read with --config.", path);
            return new LoadResult(null, [problem]) { BaseDirectory = directory };
        }
    }

    /// <summary>The environment variables of this process.</summary>
    public static IReadOnlyDictionary<string, string> ProcessEnvironment() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "");

    /// <summary>Reads the text of a file, and the environment.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="name">Name of the file for messages.</param>
    /// <param name="environment">The environment variables, by name.</param>
    /// <returns>With the working directory as <see cref="LoadResult.BaseDirectory"/>.</returns>
    public LoadResult LoadText(ReadOnlySpan<byte> utf8, string name, IReadOnlyDictionary<string, string> environment)
    {
        var problems = new List<ConfigurationProblem>();
        var root = JsonSettings.Read(utf8, name, problems);
        return problems.Exists(problem => problem.Key.Length == 0)
            ? new LoadResult(null, problems) { BaseDirectory = Directory.GetCurrentDirectory() }
            : Bind(root, problems, environment);
    }

    private LoadResult Bind(Setting root, List<ConfigurationProblem> problems, IReadOnlyDictionary<string, string> environment)
    {
        EnvironmentSettings.Lay(environment, root, problems);
        var options = (BridgeOptions)new OptionBinder(problems).Section(_catalogue.Root, root);
        if (options.Connections.Count == 0 && root.Find(nameof(BridgeOptions.Connections)) is not { Children.Count: > 0 })
            problems.Add(NoConnections(root.Source));
        var secrets = _catalogue.SecretsIn(options);
        var redaction = new SecretRedaction(secrets);
        return new LoadResult(problems.Count == 0 ? options : null, [.. problems.Select(problem => problem with { Problem = redaction.RemoveKnown(problem.Problem) })])
        {
            BaseDirectory = Directory.GetCurrentDirectory(),
            Secrets = secrets,
        };
    }

    private static ConfigurationProblem NoConnections(string? file) => file is null
        ? new(nameof(BridgeOptions.Connections), "are missing: there is no configuration file.",
            $"Name one with --config, or begin one: creditbridge config sample > {DefaultFile}. To try it without any: creditbridge demo.", null)
        : new(nameof(BridgeOptions.Connections), "are missing: there is nothing to read from and nothing to write to.",
            "Add a section Connections with an entry for your CRM and one for your ERP; creditbridge config sample shows both.", file);
}
