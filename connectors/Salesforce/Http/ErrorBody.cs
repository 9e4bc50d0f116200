using System.Text.Json;

namespace CreditBridge.Connectors.Salesforce.Http;

/// <summary>
/// Decodes the body of an error. Data errors are an array, login errors an object, some are objects of other shapes, proxies and maintenance pages send HTML,
/// and some answers have no body at all; none of that may break the decoder.
/// </summary>
internal static class ErrorBody
{
    /// <summary>The errors that the body states; empty when it states none in a known shape.</summary>
    public static IReadOnlyList<ApiError> Decode(string body)
    {
        if (body.AsSpan().TrimStart() is not ['[' or '{', ..])
            return [];
        try
        {
            using var json = JsonDocument.Parse(body);
            return Decode(json.RootElement);
        }
        catch (JsonException)
        {
            return [];
        }
    }

    /// <inheritdoc cref="Decode(string)" />
    public static IReadOnlyList<ApiError> Decode(JsonElement body) => body.ValueKind switch
    {
        JsonValueKind.Array => [.. body.EnumerateArray().Select(One).OfType<ApiError>()],
        JsonValueKind.Object when One(body) is { } error => [error],
        _ => [],
    };

    private static ApiError? One(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
            return null;
        var code = Text(json, "errorCode") ?? Text(json, "statusCode") ?? Text(json, "error") ?? Text(json, "exceptionCode");
        if (string.IsNullOrEmpty(code))
            return null;
        var message = Text(json, "message") ?? Text(json, "error_description") ?? Text(json, "exceptionMessage");
        return new ApiError(code, ServerText.Clean(message))
        {
            Fields = json.TryGetProperty("fields", out var fields) && fields.ValueKind == JsonValueKind.Array
                ? [.. fields.EnumerateArray().Where(f => f.ValueKind == JsonValueKind.String).Select(f => f.GetString()!)]
                : [],
        };
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
