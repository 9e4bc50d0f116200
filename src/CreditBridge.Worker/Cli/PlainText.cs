namespace CreditBridge.Worker.Cli;

/// <summary>Words of files and other systems as they may be shown: a terminal takes control characters for orders, and a wrong file has no end of them.</summary>
internal static class PlainText
{
    private const int Longest = 120;
    private const int MostNames = 20;

    /// <summary>Whether a text has characters that no text has: the file is of another kind.</summary>
    public static bool IsNoText(IEnumerable<string> words) => words.Any(w => w.Any(c => char.IsControl(c) && c is not ('\t' or '\r' or '\n')));

    /// <summary>Text in one line without control characters, cut where it is endless.</summary>
    public static string Of(string text)
    {
        var line = string.Concat((text.Length > Longest ? text[..Longest] : text).Select(c => char.IsControl(c) || c == '\uFFFD' ? '·' : c));
        return text.Length > Longest ? line + "…" : line;
    }

    /// <summary>Names with commas between them, the first of them.</summary>
    public static string List(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(MostNames).Select(Of)) + (names.Count > MostNames ? $" and {names.Count - MostNames:N0} more" : "");
}
