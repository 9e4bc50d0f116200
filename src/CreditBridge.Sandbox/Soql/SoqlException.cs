namespace CreditBridge.Sandbox.Soql;

/// <summary>A query that is refused, with the code and the text (caret included) of the API.</summary>
internal sealed class SoqlException(string code, string message) : Exception(message)
{
    private const int Context = 40;

    public string Code => code;

    public static SoqlException At(string code, string query, int position, string problem) => new(code, Locate(query, position) + problem);

    public static SoqlException Malformed(string query, int position, string problem) => At("MALFORMED_QUERY", query, position, problem);

    /// <summary>Shows the neighbourhood of the error with a caret under it, as the platform does.</summary>
    private static string Locate(string query, int position)
    {
        position = Math.Clamp(position, 0, query.Length);
        var start = WordStart(query, Math.Max(0, position - Context));
        var end = Math.Min(query.Length, position + Context);
        var line = query[start..end].Replace('\n', ' ').Replace('\r', ' ').Replace('\t', ' ');
        var row = 1 + query.AsSpan(0, position).Count('\n');
        var column = position - (query.LastIndexOf('\n', Math.Max(0, position - 1)) is var newline && newline >= 0 && row > 1 ? newline : -1);
        return $"\n{line}\n{new string(' ', position - start)}^\nERROR at Row:{row}:Column:{column}\n";
    }

    private static int WordStart(string query, int position)
    {
        if (position == 0) return 0;
        var space = query.IndexOf(' ', position);
        return space < 0 || space > position + 20 ? position : space + 1;
    }
}
