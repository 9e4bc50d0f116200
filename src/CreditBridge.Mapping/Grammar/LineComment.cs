namespace CreditBridge.Mapping.Grammar;

/// <summary>Finds the comment in a line of YAML.</summary>
internal static class LineComment
{
    /// <summary>What follows the first <c>#</c> after a blank, outside of quotation marks; null when there is none.</summary>
    public static string? Of(string line)
    {
        var quote = '\0';
        for (var i = 0; i < line.Length; i++)
        {
            if (quote != '\0')
                quote = line[i] == quote ? '\0' : quote;
            else if (line[i] is '"' or '\'' && i > 0 && line[i - 1] is ' ' or '[' or '{' or ',')
                quote = line[i];
            else if (line[i] == '#' && i > 0 && line[i - 1] == ' ')
                return line[(i + 1)..].Trim();
        }

        return null;
    }
}
