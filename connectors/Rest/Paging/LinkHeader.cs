namespace CreditBridge.Connectors.Rest.Paging;

/// <summary>Reads the header Link (RFC 8288).</summary>
internal static class LinkHeader
{
    /// <summary>The address with <c>rel="next"</c>; null when there is none.</summary>
    public static string? Next(string? header)
    {
        var rest = header.AsSpan();
        while (rest.IndexOf('<') is var open and >= 0)
        {
            rest = rest[(open + 1)..];
            var close = rest.IndexOf('>');
            if (close < 0)
                return null;
            var address = rest[..close];
            rest = rest[(close + 1)..];
            // The parameters of this link end where the next address begins.
            var end = rest.IndexOf(",<") is var direct and >= 0 ? direct : rest.IndexOf(", <");
            if (IsNext(end < 0 ? rest : rest[..end]))
                return address.Trim().ToString();
        }

        return null;
    }

    private static bool IsNext(ReadOnlySpan<char> parameters)
    {
        foreach (var part in parameters.ToString().Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var pair = part.TrimEnd(',').Split('=', 2, StringSplitOptions.TrimEntries);
            if (pair.Length == 2 && pair[0].Equals("rel", StringComparison.OrdinalIgnoreCase))
                return pair[1].Trim('"').Split(' ').Contains("next", StringComparer.OrdinalIgnoreCase);
        }

        return false;
    }
}
