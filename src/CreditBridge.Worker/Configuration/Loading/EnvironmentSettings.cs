namespace CreditBridge.Worker.Configuration.Loading;

/// <summary>
/// Lays environment variables over what a file gave: <c>CREDITBRIDGE_Schedule__PollSeconds</c> is the option <c>Schedule:PollSeconds</c>, without regard to case.
/// </summary>
internal static class EnvironmentSettings
{
    public const string Prefix = "CREDITBRIDGE_";

    /// <summary>Variables with this beginning belong to the test suite.</summary>
    private const string TestPrefix = Prefix + "TEST_";

    private const string Separator = "__";

    /// <summary>The variable that sets an option.</summary>
    public static string VariableOf(string key) => Prefix + key.Replace(":", Separator, StringComparison.Ordinal);

    public static void Lay(IReadOnlyDictionary<string, string> environment, Setting root, List<ConfigurationProblem> problems)
    {
        foreach (var (variable, value) in environment.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (!variable.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) || variable.StartsWith(TestPrefix, StringComparison.OrdinalIgnoreCase))
                continue;
            var source = $"environment variable {variable}";
            var path = variable[Prefix.Length..].Split(Separator);
            if (path.Length < 2 || path.Contains(""))
            {
                problems.Add(new(variable, "names no option.", $"Write section and option with two underscores between them: {Prefix}Schedule{Separator}PollSeconds.", source));
                continue;
            }

            var setting = root;
            foreach (var name in path)
            {
                setting.Open(source);
                setting = setting.Find(name) ?? setting.Add(name, SettingKind.Section, null, source);
            }

            setting.Replace(value, source);
        }
    }
}
