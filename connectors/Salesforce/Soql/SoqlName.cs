using System.Text.RegularExpressions;

namespace CreditBridge.Connectors.Salesforce.Soql;

/// <summary>API names of objects and fields: the only unquoted text that may enter a query.</summary>
internal static partial class SoqlName
{
    /// <summary>Whether the text is one API name: a letter, then letters, digits and underscores.</summary>
    public static bool IsValid(string? name) => name is not null && Pattern().IsMatch(name);

    /// <summary>The name itself.</summary>
    /// <exception cref="ArgumentException">It is not an API name; options are validated, so this is a bug.</exception>
    public static string Require(string name) => IsValid(name) ? name : throw new ArgumentException($"'{name}' is not an API name.", nameof(name));

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_]{0,79}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
