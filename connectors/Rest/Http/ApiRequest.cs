namespace CreditBridge.Connectors.Rest.Http;

/// <summary>A request to an API, before it is signed.</summary>
/// <param name="Method">The method.</param>
/// <param name="Address">Where it goes; see <see cref="ApiEndpoint.Below"/> and <see cref="ApiEndpoint.Given"/>.</param>
/// <param name="Name">Name for people, such as "customers, page 3".</param>
public sealed record ApiRequest(HttpMethod Method, Uri Address, string Name)
{
    /// <summary>Further headers.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The body; null when there is none.</summary>
    public ReadOnlyMemory<byte>? Body { get; init; }

    /// <summary>Media type of the body.</summary>
    public string BodyType { get; init; } = "application/json; charset=utf-8";

    /// <summary>Whether it only reads, so that it may be sent twice; a GET always is.</summary>
    public bool OnlyReads { get; init; }

    /// <summary>Whether it must not be sent twice, though it only reads: each answer is charged for.</summary>
    public bool Once { get; init; }

    /// <summary>What the answer shall be.</summary>
    public string Accept { get; init; } = "application/json";

    /// <summary>Statuses besides 2xx that are answers and no failures, such as 304 or 410.</summary>
    public IReadOnlyList<int> AlsoGood { get; init; } = [];

    /// <summary>Whether a good answer may be given before all of it has come; see <see cref="ApiAnswer.Rest"/>.</summary>
    public bool MayBeLong { get; init; }

    /// <summary>Whether the answer may be something else than JSON, such as XML.</summary>
    public bool AnyContent { get; init; }
}
