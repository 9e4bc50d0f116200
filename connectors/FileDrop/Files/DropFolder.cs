using System.IO.Enumeration;
using CreditBridge.Abstractions.Failures;

namespace CreditBridge.Connectors.FileDrop.Files;

/// <summary>A file of the drop folder.</summary>
internal sealed record DropFile(string Path)
{
    public string Name { get; } = System.IO.Path.GetFileName(Path);
}

/// <summary>The folder into which another system drops files, and the rule by which a file counts as complete.</summary>
internal sealed class DropFolder(string path, FileCompletion completion)
{
    private const string MarkerSuffix = ".done";
    private static readonly string[] UnfinishedSuffixes = [".part", ".tmp"];

    public string Path => path;

    /// <summary>Complete files of a pattern, by name (upper and lower case differ when sorting, not when matching).</summary>
    public IReadOnlyList<DropFile> Complete(string pattern) => [.. Names().Where(n => Matches(pattern, n) && IsComplete(n)).Order(StringComparer.Ordinal).Select(File)];

    /// <summary>Files that match a pattern but are not complete yet.</summary>
    public IReadOnlyList<DropFile> Unfinished(string pattern) =>
        [.. Names().Where(n => !IsMarker(n) && !IsComplete(n) && Matches(pattern, Finished(n))).Order(StringComparer.Ordinal).Select(File)];

    /// <summary>Complete files that no pattern matches.</summary>
    public IReadOnlyList<DropFile> Strangers(IReadOnlyCollection<string> patterns) =>
        [.. Names().Where(n => !IsMarker(n) && IsComplete(n) && !patterns.Any(p => Matches(p, n))).Order(StringComparer.Ordinal).Select(File)];

    private static bool Matches(string pattern, string name) => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: true);

    private static string Finished(string name) => UnfinishedSuffixes.Aggregate(name, (n, suffix) => n.EndsWith(suffix, StringComparison.OrdinalIgnoreCase) ? n[..^suffix.Length] : n);

    private bool IsMarker(string name) => completion == FileCompletion.Marker && name.EndsWith(MarkerSuffix, StringComparison.OrdinalIgnoreCase);

    private bool IsComplete(string name) =>
        !name.StartsWith('.') && Finished(name) == name && !IsMarker(name) && (completion != FileCompletion.Marker || System.IO.File.Exists(System.IO.Path.Combine(path, name + MarkerSuffix)));

    private DropFile File(string name) => new(System.IO.Path.Combine(path, name));

    private IEnumerable<string> Names()
    {
        try
        {
            return [.. Directory.EnumerateFiles(path).Select(f => System.IO.Path.GetFileName(f))];
        }
        catch (DirectoryNotFoundException e)
        {
            throw new ConnectorException(new Failure(FailureKind.Configuration, "The drop folder does not exist.", "Create it, or correct the option Directory (relative to the configuration file).") { Where = path }, e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new ConnectorException(new Failure(FailureKind.Configuration, "The drop folder may not be read.", "Give the account that the service runs under the right to list it and to read its files.") { Where = path }, e);
        }
        catch (IOException e)
        {
            throw new ConnectorException(new Failure(FailureKind.Transient, $"The drop folder cannot be listed: {e.Message}", "Look after the file share; it is tried again in the next cycle.") { Where = path }, e);
        }
    }
}
