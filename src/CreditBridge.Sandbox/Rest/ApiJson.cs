using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CreditBridge.Sandbox.Records;

namespace CreditBridge.Sandbox.Rest;

/// <summary>Reading and writing JSON as the API does.</summary>
internal static class ApiJson
{
    public static readonly JsonSerializerOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    /// <exception cref="ApiException">JSON_PARSER_ERROR with the place.</exception>
    public static JsonNode? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: Strict);
        }
        catch (JsonException problem)
        {
            throw ApiException.JsonParser($"Unexpected character or duplicate name at [line:{problem.LineNumber + 1}, column:{problem.BytePositionInLine + 1}]");
        }
    }

    public static string Write(JsonNode node) => node.ToJsonString(Writing);

    /// <summary>An optional boolean member.</summary>
    public static bool Flag(this JsonObject json, string name) => json[name] is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;

    /// <summary>An optional text member.</summary>
    public static string? Text(this JsonObject json, string name) => json[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public static JsonArray Array<T>(IEnumerable<T> items, Func<T, JsonNode?> each) => new([.. items.Select(each)]);

    /// <summary>The result of one record of a write. A refused record of a collection has no id.</summary>
    public static JsonObject SaveResult(SaveResult result, bool withCreated = false)
    {
        var json = new JsonObject();
        if (result.Success || result.Errors.Contains(RecordError.RolledBack) && result.Id is not null) json["id"] = result.Id;
        json["success"] = result.Success;
        json["errors"] = Array(result.Errors, error => new JsonObject
        {
            ["statusCode"] = error.Code, ["message"] = error.Message, ["fields"] = Array(error.Fields, field => field),
        });
        if (withCreated && result.Success) json["created"] = result.Created;
        return json;
    }

    /// <summary>The error body when the refused record was the whole request.</summary>
    public static JsonArray RowErrors(IEnumerable<RecordError> errors) => Array(errors, error => new JsonObject
    {
        ["message"] = error.Message, ["errorCode"] = error.Code, ["fields"] = Array(error.Fields, field => field),
    });
}
