using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CreditBridge.Abstractions.Failures;

namespace CreditBridge.Connectors.Salesforce.Http;

/// <summary>Reads the JSON of a successful answer straight from the connection.</summary>
internal static class ResponseBody
{
    /// <summary>The body as a value.</summary>
    /// <exception cref="ConnectorException">A page in HTML came instead: maintenance, or a proxy.</exception>
    /// <exception cref="JsonException">The body is empty, broke off or is not JSON.</exception>
    public static async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        RequireData(response);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        return await JsonSerializer.DeserializeAsync(stream, type, cancellationToken) ?? throw new JsonException("The body is null.");
    }

    /// <summary>Copies the body as it is, and gives some of the answer's headers; one that the answer lacks is absent.</summary>
    /// <exception cref="ConnectorException">A page in HTML came instead: maintenance, or a proxy.</exception>
    /// <exception cref="IOException">The body broke off.</exception>
    public static async Task<IReadOnlyDictionary<string, string>> CopyAsync(
        HttpResponseMessage response, Stream target, IReadOnlyList<string> headers, CancellationToken cancellationToken)
    {
        RequireData(response);
        await response.Content.CopyToAsync(target, cancellationToken);
        var found = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in headers)
        {
            if (response.Headers.TryGetValues(name, out var values))
                found[name] = string.Join(",", values);
        }

        return found;
    }

    /// <summary>
    /// Makes sure that an answer without content is the one of the resource: a proxy or a maintenance page says 200 to anything, and would be taken for a write.
    /// </summary>
    /// <exception cref="ConnectorException">The answer is another; nobody knows whether the request was carried out.</exception>
    public static Task<bool> DoneAsync(HttpResponseMessage response, HttpStatusCode expected)
    {
        RequireData(response);
        if (response.StatusCode != expected)
        {
            throw new ConnectorException(new Failure(FailureKind.Transient, $"The answer is {(int)response.StatusCode} where {(int)expected} is expected; whether the request was carried out is not known.",
                "Nothing to do; it is repeated. If it stays so, look for a proxy between CreditBridge and Salesforce."));
        }

        return Task.FromResult(true);
    }

    /// <summary>Makes sure that an answer is data.</summary>
    /// <exception cref="ConnectorException">A page in HTML came instead: maintenance, or a proxy.</exception>
    public static void RequireData(HttpResponseMessage response)
    {
        if (response.Content.Headers.ContentType?.MediaType is { } media && media.EndsWith("html", StringComparison.OrdinalIgnoreCase))
        {
            throw new ConnectorException(new Failure(FailureKind.Transient, "A web page came instead of data: maintenance, or a proxy in between.",
                "Nothing to do during maintenance; otherwise check the proxy. It is repeated."));
        }
    }
}
