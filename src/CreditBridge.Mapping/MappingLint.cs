namespace CreditBridge.Mapping;

/// <summary>Finds every mistake in a mapping, for whichever connector it is written.</summary>
public static class MappingLint
{
    /// <summary>Every mistake; none when the mapping can be used.</summary>
    /// <param name="languages">The connectors there are.</param>
    /// <param name="file">Name of the file, for the problems.</param>
    /// <param name="text">Its text.</param>
    /// <param name="connector">Name of the connector that the mapping is for; empty when it does not say so.</param>
    public static IReadOnlyList<MappingProblem> Check(IReadOnlyList<MappingLanguage> languages, string file, string text, out string connector)
    {
        ArgumentNullException.ThrowIfNull(languages);
        connector = "";
        var problems = new List<MappingProblem>();
        if (MappingSection.Parse(file, text, problems) is not { } root)
            return problems;
        var name = connector = root.RequiredText("connector", $"Write for which connector the mapping is: {string.Join(", ", languages.Select(l => l.Connector))}.");
        if (problems.Count > 0)
            return problems;
        if (languages.FirstOrDefault(l => l.Connector.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } language)
            return language.Lint(file, text);
        root.Refuse("connector", $"There is no connector '{name}' that reads a mapping.", NearestName.Suggest(name, [.. languages.Select(l => l.Connector)]));
        return problems;
    }
}
