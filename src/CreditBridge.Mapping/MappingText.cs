using CreditBridge.Abstractions.Failures;

namespace CreditBridge.Mapping;

/// <summary>Text of a mapping file.</summary>
public static class MappingText
{
    private const int LongestFile = 1_000_000;

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
}
