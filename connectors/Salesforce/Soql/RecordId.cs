using System.Text.RegularExpressions;

namespace CreditBridge.Connectors.Salesforce.Soql;

/// <summary>Salesforce record ids: 15 characters whose case counts, optionally followed by 3 that only encode the case.</summary>
internal static partial class RecordId
{
    /// <summary>Whether the text has the shape of an id.</summary>
    public static bool IsValid(string? id) => id is not null && Pattern().IsMatch(id);

    /// <summary>Whether two ids, each in the long or the short form, name the same record.</summary>
    public static bool Same(string a, string b) => string.CompareOrdinal(a, 0, b, 0, 15) == 0;

    /// <summary>The 15 characters that tell the record.</summary>
    public static string Core(string id) => id.Length > 15 ? id[..15] : id;

    [GeneratedRegex(@"\A[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
