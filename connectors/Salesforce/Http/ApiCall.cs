using System.Net.Http.Headers;

namespace CreditBridge.Connectors.Salesforce.Http;

/// <summary>A request to the org's REST API.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path that starts at the instance's root.</param>
internal sealed record ApiCall(HttpMethod Method, string Path)
{
    /// <summary>Makes the body, anew for every attempt; null for none.</summary>
    public Func<HttpContent>? Content { get; init; }

    /// <summary>Whether sending it twice does no harm although it is not a GET.</summary>
    public bool IsIdempotent { get; init; }

    /// <summary>What kind of answer is wanted.</summary>
    public string Accept { get; init; } = "application/json";

    /// <summary>Value of Sforce-Query-Options; null for none.</summary>
    public string? QueryOptions { get; init; }

    /// <summary>Only if the row has not been changed after this moment; it is rounded up to a whole second, which is all that the header carries.</summary>
    public DateTimeOffset? UnmodifiedSince { get; init; }

    /// <summary>The path without its query, for messages.</summary>
    public string Name => $"{Method} {Path.Split('?')[0]}";

    /// <summary>A request with a body in JSON.</summary>
    public static ApiCall Json(HttpMethod method, string path, ReadOnlyMemory<byte> json) => new(method, path) { Content = () => JsonContent(json) };

    private static ReadOnlyMemoryContent JsonContent(ReadOnlyMemory<byte> json)
    {
        var content = new ReadOnlyMemoryContent(json);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        return content;
    }
}
