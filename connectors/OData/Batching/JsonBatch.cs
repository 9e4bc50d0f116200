using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using CreditBridge.Connectors.OData.Reading;

namespace CreditBridge.Connectors.OData.Batching;

/// <summary>A batch in JSON: <c>{"requests": […]}</c>, answered by <c>{"responses": […]}</c> in any order.</summary>
internal static class JsonBatch
{
    public static byte[] Write(IReadOnlyList<Asked> asked, Uri service)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteStartArray("requests");
            for (var at = 0; at < asked.Count; at++)
            {
                json.WriteStartObject();
                json.WriteString("id", Id(at));
                json.WriteString("method", "GET");
                json.WriteString("url", Batch.Relative(asked[at].Address, service));
                json.WriteStartObject("headers");
                json.WriteString("accept", "application/json");
                foreach (var (name, value) in asked[at].Headers.Where(h => h.Key != "If-None-Match"))
                    json.WriteString(name.ToLowerInvariant(), value);
                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>The answers in the order of the questions; null where one is missing.</summary>
    /// <exception cref="ConnectorException">The answer is no batch.</exception>
    public static BatchedAnswer?[] Read(JsonElement root, int count)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("responses", out var responses) || responses.ValueKind != JsonValueKind.Array)
            throw Batch.Wrong("The answer to a batch in JSON holds no 'responses'.");
        var answers = new BatchedAnswer?[count];
        foreach (var response in responses.EnumerateArray())
        {
            if (response.ValueKind != JsonValueKind.Object || !response.TryGetProperty("id", out var id) || !int.TryParse(id.ToString(), NumberStyles.None, CultureInfo.InvariantCulture,
                out var number) || number < 1 || number > count
                || !response.TryGetProperty("status", out var status) || !status.TryGetInt32(out var code))
                continue;
            var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            if (response.TryGetProperty("headers", out var written) && written.ValueKind == JsonValueKind.Object)
            {
                foreach (var header in written.EnumerateObject())
                    headers[header.Name] = header.Value.ToString();
            }

            var body = response.TryGetProperty("body", out var content) ? System.Text.Encoding.UTF8.GetBytes(content.GetRawText()) : [];
            answers[number - 1] = new BatchedAnswer(body.Length == 0 ? 0 : code, headers, body);
        }

        return answers;
    }

    private static string Id(int at) => (at + 1).ToString(CultureInfo.InvariantCulture);
}
