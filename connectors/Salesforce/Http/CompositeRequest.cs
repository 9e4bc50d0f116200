using System.Buffers;
using System.Text.Json;

namespace CreditBridge.Connectors.Salesforce.Http;

/// <summary>
/// Several requests in one call: the org counts one, whatever is in it. At most 25 parts, of which at most 5 queries or Collections. Parts succeed and fail
/// independently and in the order given.
/// </summary>
internal sealed class CompositeRequest
{
    private readonly List<Part> _parts = [];

    /// <summary>Number of parts.</summary>
    public int Count => _parts.Count;

    /// <summary>Adds a GET of a path on the instance.</summary>
    public CompositeRequest Get(string reference, string path, string? queryOptions = null)
    {
        _parts.Add(new Part(reference, "GET", path, queryOptions, null));
        return this;
    }

    /// <summary>Adds a POST with a body.</summary>
    public CompositeRequest Post(string reference, string path, Action<Utf8JsonWriter> body)
    {
        _parts.Add(new Part(reference, "POST", path, null, body));
        return this;
    }

    /// <summary>Adds a PATCH with a body.</summary>
    public CompositeRequest Patch(string reference, string path, Action<Utf8JsonWriter> body)
    {
        _parts.Add(new Part(reference, "PATCH", path, null, body));
        return this;
    }

    /// <summary>The request as UTF-8 JSON.</summary>
    public ReadOnlyMemory<byte> ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteBoolean("allOrNone", false);
        json.WriteBoolean("collateSubrequests", false);
        json.WriteStartArray("compositeRequest");
        foreach (var part in _parts)
            Write(json, part);
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter json, Part part)
    {
        json.WriteStartObject();
        json.WriteString("method", part.Method);
        json.WriteString("url", part.Path);
        json.WriteString("referenceId", part.Reference);
        if (part.QueryOptions is not null)
        {
            json.WriteStartObject("httpHeaders");
            json.WriteString("Sforce-Query-Options", part.QueryOptions);
            json.WriteEndObject();
        }

        if (part.Body is not null)
        {
            json.WritePropertyName("body");
            part.Body(json);
        }

        json.WriteEndObject();
    }

    private sealed record Part(string Reference, string Method, string Path, string? QueryOptions, Action<Utf8JsonWriter>? Body);
}
