namespace CreditBridge.UnitTests.Repository;

/// <summary>The files of the repository that the tests were built from.</summary>
internal static class RepositoryFiles
{
    public static string Root { get; } = FindRoot();

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    public static string PathOf(string path) => Path.Combine(Root, path);

    public static IEnumerable<string> Sources(string pattern) =>
        new[] { "src", "connectors", "tests" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CreditBridge.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("The tests run outside of the repository: CreditBridge.sln was not found above " + AppContext.BaseDirectory);
    }
}
