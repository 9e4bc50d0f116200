using System.Text.RegularExpressions;

namespace CreditBridge.Connectors.Salesforce.Http;

/// <summary>Text from the other side, made fit for a message: one line, bounded, and without anything that looks like a session or an assertion.</summary>
internal static partial class ServerText
{
    private const int MaxLength = 400;

    /// <summary>The cleaned text, without a full stop at its end.</summary>
    public static string Clean(string? text)
    {
        var line = Blanks().Replace(Secrets().Replace(text ?? "", "[secret]"), " ").Trim().TrimEnd('.');
        return line.Length <= MaxLength ? line : line[..(char.IsHighSurrogate(line[MaxLength - 1]) ? MaxLength - 1 : MaxLength)] + "…";
    }

    [GeneratedRegex(@"\b00D[A-Za-z0-9]{9,15}(?:!|%21)[A-Za-z0-9._%]+|\beyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)?|(?<=Bearer )\S+", RegexOptions.CultureInvariant)]
    private static partial Regex Secrets();

    [GeneratedRegex(@"[\s\p{Cc}]+")]
    private static partial Regex Blanks();
}
