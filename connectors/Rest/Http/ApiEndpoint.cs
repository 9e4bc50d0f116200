namespace CreditBridge.Connectors.Rest.Http;

/// <summary>Where an API is and what may be sent there. Secrets go to the host of the base address, and of the token address, and to no other.</summary>
/// <param name="BaseUrl">Base address with a '/' at its end; https, or http on loopback.</param>
/// <param name="TokenUrl">Where access tokens are given; null when that is below the base address, or no tokens are used.</param>
/// <param name="Secrets">Keys and passwords by the name that a mapping gives them.</param>
public sealed record ApiEndpoint(Uri BaseUrl, Uri? TokenUrl, SecretTexts Secrets)
{
    /// <summary>How long one request may take, repetitions and body included.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The most of one answer that is held in memory, in bytes. Default: 64 MB.</summary>
    public long HeldInMemory { get; init; } = 64L * 1024 * 1024;

    /// <summary>An endpoint from what an admin wrote.</summary>
    /// <exception cref="ConnectorException">An address is none, or not safe.</exception>
    public static ApiEndpoint Of(string baseUrl, string? tokenUrl, IReadOnlyDictionary<string, string> secrets) => new(
        Parse(baseUrl) ?? throw Wrong("BaseUrl", baseUrl),
        string.IsNullOrWhiteSpace(tokenUrl) ? null : ParseWhole(tokenUrl) ?? throw Wrong("TokenUrl", tokenUrl),
        new SecretTexts(secrets));

    /// <summary>Reads a base address and ends it with a '/'; null when it is not https (or http on loopback), or carries credentials, a query or a fragment.</summary>
    public static Uri? Parse(string? text) => ParseWhole(text) is not { Query.Length: 0 } uri ? null
        : uri.AbsolutePath.EndsWith('/') ? uri
        : new Uri(uri.AbsoluteUri + "/");

    /// <summary>The address of a path below the base address; a '/' at its beginning says nothing.</summary>
    public Uri Below(string path) => Trusted(new Uri(BaseUrl, "./" + path.TrimStart('/')), "request.path");

    /// <summary>An address that the API itself gave, such as that of the next page: absolute, or relative to the request that it answers.</summary>
    /// <exception cref="ConnectorException">It points to another host.</exception>
    public Uri Given(string link, Uri answered) => Uri.TryCreate(answered, link, out var uri)
        ? Trusted(uri, "the address of the next page")
        : throw new ConnectorException(new Failure(FailureKind.Fatal, $"The API names '{Secrets.Clean(link)}' as the next address, which is none.", "Correct 'next:' in the mapping: it must be the path of an address."));

    /// <summary>Whether requests with secrets may go to an address.</summary>
    public bool Accepts(Uri address) => IsAt(BaseUrl, address) || (TokenUrl is not null && IsAt(TokenUrl, address));

    private Uri Trusted(Uri address, string what)
    {
        if (IsAt(BaseUrl, address))
            return address;
        throw new ConnectorException(new Failure(FailureKind.Configuration, $"{address.Host} ({what}) is not the host of BaseUrl ({BaseUrl.Authority}), so nothing is sent there.",
            "If the API really lives there, set BaseUrl to that address; otherwise correct the mapping."));
    }

    private static bool IsAt(Uri home, Uri address) => home.Scheme == address.Scheme && home.Authority.Equals(address.Authority, StringComparison.OrdinalIgnoreCase) && address.UserInfo.Length == 0;

    private static Uri? ParseWhole(string? text) =>
        Uri.TryCreate(text?.Trim(), UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
        && uri.UserInfo.Length == 0 && uri.Fragment.Length == 0
            ? uri
            : null;

    private static ConnectorException Wrong(string option, string text) => new(new Failure(FailureKind.Configuration, $"'{text}' is not an address for {option}.",
        "Write an https address without user name and '#'; http is accepted for this machine (127.0.0.1) only.")
    { Where = option });
}
