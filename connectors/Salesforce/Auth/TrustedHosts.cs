namespace CreditBridge.Connectors.Salesforce.Auth;

/// <summary>Where the session may be sent: Salesforce's own domains, hosts that an admin named, and loopback when the login itself is there.</summary>
internal sealed class TrustedHosts(Uri loginUrl, IReadOnlyList<string> allowed)
{
    private static readonly string[] SalesforceDomains = ["salesforce.com", "force.com", "cloudforce.com", "salesforce.mil", "sfcrmproducts.cn"];

    /// <summary>Whether the session may be sent to the address.</summary>
    public bool Accepts(Uri address)
    {
        if (address.IsLoopback)
            return loginUrl.IsLoopback;
        return address.Scheme == Uri.UriSchemeHttps
            && (SalesforceDomains.Any(domain => IsWithin(address.Host, domain)) || allowed.Any(pattern => Matches(address.Host, pattern)));
    }

    /// <summary>Reads a base address; null when it is not https (or http on loopback), or carries credentials, a query or a fragment.</summary>
    public static Uri? Parse(string? text) =>
        Uri.TryCreate(text?.Trim(), UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
        && uri.UserInfo.Length == 0 && uri.Query.Length == 0 && uri.Fragment.Length == 0
            ? uri
            : null;

    /// <summary>Whether the text is a host name, or <c>*.</c> and one.</summary>
    public static bool IsHostPattern(string? text) =>
        text is not null && Uri.CheckHostName(text.StartsWith("*.", StringComparison.Ordinal) ? text[2..] : text) != UriHostNameType.Unknown;

    private static bool IsWithin(string host, string domain) => host.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase);

    private static bool Matches(string host, string pattern) =>
        pattern.StartsWith("*.", StringComparison.Ordinal) ? IsWithin(host, pattern[2..]) : host.Equals(pattern, StringComparison.OrdinalIgnoreCase);
}
