namespace CreditBridge.Connectors.OData.Answers;

/// <summary>The key in the address of a record: <c>Customers('ANTON')</c>, <c>Items(Company='1000',Number=5)</c>.</summary>
internal static class KeyPredicate
{
    /// <summary>Reads the key; false when the address does not hold the properties of the key.</summary>
    /// <param name="id">The address, absolute or not.</param>
    /// <param name="key">The properties of the key.</param>
    /// <param name="values">Their values as texts.</param>
    public static bool TryRead(string id, IReadOnlyList<string> key, out Dictionary<string, string> values)
    {
        values = new Dictionary<string, string>(StringComparer.Ordinal);
        var text = Uri.UnescapeDataString(id);
        var open = OpeningOf(text);
        if (open < 0)
            return false;
        foreach (var part in Parts(text[(open + 1)..^1]))
        {
            var equals = part.StartsWith('\'') ? -1 : part.IndexOf('=', StringComparison.Ordinal);
            values[equals < 0 ? key[0] : part[..equals].Trim()] = Plain(part[(equals + 1)..].Trim());
        }

        return values.Count == key.Count && key.All(values.ContainsKey);
    }

    // The last pair of brackets; brackets inside of quotes do not count.
    private static int OpeningOf(string text)
    {
        var (open, quoted) = (-1, false);
        if (!text.EndsWith(')'))
            return -1;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\'')
                quoted = !quoted;
            else if (text[i] == '(' && !quoted)
                open = i;
        }

        return quoted ? -1 : open;
    }

    private static IEnumerable<string> Parts(string text)
    {
        var (from, quoted) = (0, false);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\'')
                quoted = !quoted;
            else if (text[i] == ',' && !quoted)
            {
                yield return text[from..i];
                from = i + 1;
            }
        }

        yield return text[from..];
    }

    private static string Plain(string literal) => literal is ['\'', .., '\''] ? literal[1..^1].Replace("''", "'", StringComparison.Ordinal) : literal;
}
