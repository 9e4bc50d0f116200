using System.Reflection;

namespace CreditBridge.Sandbox.Schema;

/// <summary>One source-format metadata file: its path, with forward slashes, and its text.</summary>
internal sealed record MetadataFile(string Path, string Text)
{
    private const string Prefix = "deploy/salesforce/";

    /// <summary>The metadata shipped with this build: what <c>deploy/salesforce</c> held when it was compiled.</summary>
    public static IEnumerable<MetadataFile> Shipped()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Select(name => name.Replace('\\', '/')).Order(StringComparer.Ordinal))
        {
            if (!name.StartsWith(Prefix, StringComparison.Ordinal)) continue;
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name) ?? assembly.GetManifestResourceStream(name.Replace('/', '\\'))!);
            yield return new MetadataFile(name, reader.ReadToEnd());
        }
    }

    /// <summary>Every XML file under a directory.</summary>
    public static IEnumerable<MetadataFile> In(string directory) =>
        Directory.EnumerateFiles(directory, "*.xml", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(path => new MetadataFile(path.Replace('\\', '/'), File.ReadAllText(path)));
}

/// <summary>A metadata file that the sandbox cannot take; a real org would refuse or ignore it as well.</summary>
internal sealed class MetadataException(string file, string problem) : Exception($"{file}: {problem}. Correct the file, or leave it out of the sandbox.");
