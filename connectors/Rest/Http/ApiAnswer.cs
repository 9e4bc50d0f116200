using System.Net;
using System.Text.Json;

namespace CreditBridge.Connectors.Rest.Http;

/// <summary>A good answer of an API. Dispose it after its document is no longer needed.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Body">Its body, as UTF-8 when it is text; of a long one its beginning.</param>
/// <param name="Request">What it answers.</param>
public sealed record ApiAnswer(HttpStatusCode Status, ReadOnlyMemory<byte> Body, ApiRequest Request) : IDisposable
{
    private JsonDocument? _document;

    /// <summary>Its headers, names in any case; several values of one name are joined with a comma.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Media type of the body; empty when it does not say.</summary>
    public string MediaType { get; init; } = "";

    /// <summary>The cookies that it sets, each as it came.</summary>
    public IReadOnlyList<string> Cookies { get; init; } = [];

    /// <summary>When the API says that it answered; null when it does not say.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>What of a long answer has not come yet; null when the body is whole.</summary>
    public LongAnswer? Rest { get; init; }

    /// <summary>The body as JSON; not for a long answer.</summary>
    /// <exception cref="ConnectorException">It broke off, or is not JSON.</exception>
    public JsonElement Json => (_document ??= Status == HttpStatusCode.NoContent && Body.IsEmpty ? throw NoContent() : JsonText.Parse(Body, Request.Name)).RootElement;

    // It may mean that there is nothing, or that the question was not understood: that everything is gone must be said by an empty list.
    private ConnectorException NoContent() => new(new Failure(FailureKind.Configuration, "The answer is empty (HTTP 204 No Content), where JSON was expected.",
        "Look whether the mapping asks the right address, and whether the user may read it; an API that has no rows answers with an empty list.")
    { Where = Request.Name });

    /// <inheritdoc />
    public void Dispose()
    {
        _document?.Dispose();
        Rest?.Dispose();
    }
}
