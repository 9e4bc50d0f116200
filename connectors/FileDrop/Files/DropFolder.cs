using System.IO.Enumeration;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Connectors.FileDrop.Control;

namespace CreditBridge.Connectors.FileDrop.Files;

/// <summary>The folder into which another system drops files, and the rule by which a file counts as complete.</summary>
internal sealed class DropFolder(string path, FileCompletion completion)
{
    private const string MarkerSuffix = ".done";
    private static readonly string[] UnfinishedSuffixes = [".part", ".tmp"];

    public string Path => path;

    /// <summary>A name as a person may see it: control characters in it could fool a terminal.</summary>
    public static string Shown(string name) => name.Any(char.IsControl) ? new string([.. name.Select(c => char.IsControl(c) ? '\uFFFD' : c)]) : name;

    /// <summary>Complete files of a kind, by name (upper and lower case differ when sorting, not when matching). Manifests are none, whatever their names.</summary>
    public IReadOnlyList<DropFile> Complete(FileLayout layout)
    {
        List<DropFile> files = [.. Names().Where(n => Matches(layout.Pattern, n) && IsComplete(n)).Order(StringComparer.Ordinal).Select(File)];
        if (layout.Manifest is null)
            return files;
        var manifests = files.Select(f => new ManifestFile(f, layout).Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. files.Where(f => !manifests.Contains(f.Name))];
    }

    /// <summary>Files of a kind that are not complete yet.</summary>
    public IReadOnlyList<DropFile> Unfinished(FileLayout layout) =>
        [.. Names().Where(n => !IsMarker(n) && !IsComplete(n) && Matches(layout.Pattern, Finished(n))).Order(StringComparer.Ordinal).Select(File)];

    /// <summary>Complete files that belong to no kind.</summary>
    public IReadOnlyList<DropFile> Strangers(IReadOnlyCollection<FileLayout> layouts)
    {
        var manifests = layouts.Where(l => l.Manifest is not null).SelectMany(l => Complete(l).Select(f => new ManifestFile(f, l).Name)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. Names().Where(n => !IsMarker(n) && IsComplete(n) && !manifests.Contains(n) && !layouts.Any(l => Matches(l.Pattern, n))).Order(StringComparer.Ordinal).Select(File)];
    }

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
