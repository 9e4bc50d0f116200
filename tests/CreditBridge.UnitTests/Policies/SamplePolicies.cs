using CreditBridge.UnitTests.Repository;

namespace CreditBridge.UnitTests.Policies;

/// <summary>The policy documents that ship as samples.</summary>
internal static class SamplePolicies
{
    private const string Folder = "deploy/config/policies";

    /// <summary>Their paths within the folder, in order.</summary>
    public static IReadOnlyList<string> Files { get; } =
    [
        .. Directory.EnumerateFiles(RepositoryFiles.PathOf(Folder), "*.yaml", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(RepositoryFiles.PathOf(Folder), f).Replace('\\', '/')).Order(StringComparer.Ordinal),
    ];

    public static string Read(string file) => RepositoryFiles.Read($"{Folder}/{file}");
}
