using System.Text.Json.Nodes;
using CreditBridge.Sandbox.Records;

namespace CreditBridge.Sandbox.Rest;

/// <summary>A request that is refused as a whole, with the status and the error body the API gives.</summary>
internal sealed class ApiException(int status, string code, string message, params string[] fields) : Exception(message)
{
    public int Status => status;

    public string Code => code;

    /// <summary>For a parser error, the offending text; the gateway uses it to say where in the body it stands.</summary>
    public string? Offending { get; private init; }

    public static ApiException NotFound(string message = "The requested resource does not exist") => new(404, "NOT_FOUND", message);

    public static ApiException MethodNotAllowed(string method) =>
        new(405, "METHOD_NOT_ALLOWED", $"HTTP Method '{method}' not allowed. Allowed are other methods");

    public static ApiException JsonParser(string message, string? offending = null) => new(400, "JSON_PARSER_ERROR", message) { Offending = offending };

    public static ApiException InvalidId(string message) => new(400, "MALFORMED_ID", message);

    public static ApiException Refused(RecordError error) => new(error.RowStatus, error.Code, error.Message, error.Fields);

    public JsonArray Body(string? requestBody = null)
    {
        var text = Message;
        if (Offending is not null)
        {
            var at = requestBody?.IndexOf(Offending, StringComparison.Ordinal) ?? -1;
            text += $" at [line:1, column:{Math.Max(1, at + 1)}]";
        }

        var error = new JsonObject { ["message"] = text, ["errorCode"] = code };
        if (fields.Length > 0) error["fields"] = new JsonArray([.. fields.Select(field => (JsonNode)field)]);
        return [error];
    }
}
