using System.Text;

namespace CreditBridge.Connectors.Salesforce.Soql;

/// <summary>Values as SOQL literals. The one place where a value becomes part of a query.</summary>
internal static class SoqlLiteral
{
    /// <summary>Text in single quotes. Every character that could end or bend the literal is escaped, the backslash included.</summary>
    public static string Text(string value)
    {
        var literal = new StringBuilder(value.Length + 8).Append('\'');
        foreach (var c in value)
        {
            _ = c switch
            {
                '\\' => literal.Append(@"\\"),
                '\'' => literal.Append(@"\'"),
                '"' => literal.Append("\\\""),
                '\n' => literal.Append(@"\n"),
                '\r' => literal.Append(@"\r"),
                '\t' => literal.Append(@"\t"),
                '\b' => literal.Append(@"\b"),
                '\f' => literal.Append(@"\f"),
                _ => literal.Append(c),
            };
        }

        return literal.Append('\'').ToString();
    }

    /// <summary>A record id in single quotes.</summary>
    /// <exception cref="ArgumentException">The text is not an id.</exception>
    public static string Id(string id) => RecordId.IsValid(id) ? Text(id) : throw new ArgumentException($"'{id}' is not a Salesforce record id.", nameof(id));

    /// <summary>A moment, always in UTC and without '+', which a URL would turn into a blank. Fractions appear only when there are some.</summary>
    public static string Instant(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString(moment.Millisecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fff'Z'");
}
