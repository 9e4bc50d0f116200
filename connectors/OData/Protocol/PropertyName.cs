namespace CreditBridge.Connectors.OData.Protocol;

/// <summary>Names of properties, which stand in queries without quotes and so must be nothing but names.</summary>
internal static class PropertyName
{
    private const int LongestName = 128;

    /// <summary>Whether a text is the name of a property, or a path of names with <c>/</c> between them.</summary>
    public static bool IsPath(string text) => text.Length > 0 && text.Split('/').All(IsName);

    private static bool IsName(string name) => name.Length is > 0 and <= LongestName && (char.IsLetter(name[0]) || name[0] == '_') && name.All(c => char.IsLetterOrDigit(c) || c == '_');

    /// <summary>A column of a mapping as a path with <c>/</c>; both <c>a.b</c> and <c>a/b</c> are understood.</summary>
    public static string Slashed(string column) => column.Replace('.', '/');
}
