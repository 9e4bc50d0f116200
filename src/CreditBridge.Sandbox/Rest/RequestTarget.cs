namespace CreditBridge.Sandbox.Rest;

/// <summary>A data url taken apart: version, path segments, parameters.</summary>
internal sealed record RequestTarget(string Version, IReadOnlyList<string> Segments, IReadOnlyDictionary<string, string> Query)
{
    private const string Prefix = "/services/data/";

    /// <summary>Null when the url is not below /services/data/.</summary>
    public static RequestTarget? Parse(string target)
    {
        var path = target.Split('?', 2);
        if (!path[0].StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) return null;
        var segments = path[0][Prefix.Length..].Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString).ToList();
        if (segments.Count == 0 || segments[0] is not ['v', ..]) return null;
        return new RequestTarget(segments[0][1..], segments[1..], Parameters(path.Length > 1 ? path[1] : ""));
    }

    private static Dictionary<string, string> Parameters(string query)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)))
            parameters[Decode(pair[0])] = pair.Length > 1 ? Decode(pair[1]) : "";
        return parameters;
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
