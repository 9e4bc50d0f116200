namespace CreditBridge.Mapping.Fields;

/// <summary>
/// <c>repeated:</c> what becomes of a row that says exactly what another one says. It counts once either way; with <c>report</c> a person is asked whether the two are one thing or two, because
/// the amount may be owed twice; with <c>once</c> the mapping has said that they are one.
/// </summary>
internal static class RepeatedRows
{
    /// <summary>Whether such rows are reported.</summary>
    public static bool AreReported(MappingSection section) => section.Choice("repeated", Words, true, "");

    private static readonly Dictionary<string, bool> Words = new() { ["report"] = true, ["once"] = false };
}
