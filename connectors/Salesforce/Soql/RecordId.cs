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

    /// <summary>The long form of an id in either form: what records are known by.</summary>
    public static string Long(string id)
    {
        if (id.Length != 15)
            return id;
        Span<char> suffix = stackalloc char[3];
        for (var part = 0; part < 3; part++)
        {
            // Each of the three says which of five characters are capital letters, the first of them in the lowest bit.
            var capitals = 0;
            for (var i = 0; i < 5; i++)
                capitals |= char.IsAsciiLetterUpper(id[(part * 5) + i]) ? 1 << i : 0;
            suffix[part] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"[capitals];
        }

        return string.Concat(id, suffix);
    }

    [GeneratedRegex(@"\A[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
