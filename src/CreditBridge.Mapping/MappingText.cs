using System.Reflection;
using CreditBridge.Abstractions.Failures;

namespace CreditBridge.Mapping;

/// <summary>Text of a mapping file.</summary>
public static class MappingText
{
    private const int LongestFile = 1_000_000;

    /// <summary>The texts of a project's embedded resources whose file names begin and end so; the shortest name first.</summary>
    public static IReadOnlyList<string> Resources(Assembly assembly, string beginning, string ending)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        var names = assembly.GetManifestResourceNames().Where(n => n.Contains("." + beginning, StringComparison.Ordinal) && n.EndsWith(ending, StringComparison.Ordinal));
        return [.. names.OrderBy(n => n.Length).ThenBy(n => n, StringComparer.Ordinal).Select(n => Resource(assembly, n))];
    }

    /// <summary>Reads a file of a size that a person writes.</summary>
    /// <exception cref="ConnectorException">It cannot be read, or is larger.</exception>
    public static async Task<string> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > LongestFile })
                throw new ConnectorException(new Failure(FailureKind.Configuration, "The file is larger than a mapping can be.", "Name the mapping file in the option Mapping.") { Where = path });
            return await File.ReadAllTextAsync(path, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConnectorException(new Failure(FailureKind.Configuration, $"The mapping file cannot be read: {e.Message}", "Name a readable file in the option Mapping (relative to the configuration file).") { Where = path }, e);
        }
    }

    private static string Resource(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
