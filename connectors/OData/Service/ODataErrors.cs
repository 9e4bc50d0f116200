using System.Text.Json;

namespace CreditBridge.Connectors.OData.Service;

/// <summary>How OData services say that something is wrong: <c>error.message</c> (OData 4), <c>error.message.value</c> (OData 2), and what SAP and Dynamics put inside.</summary>
internal static class ODataErrors
{
    private const int ShownDetails = 3;

    /// <summary>Where the HTTP client finds text and code.</summary>
    public static ErrorRules Rules { get; } = new(null, [Path("error.message.value"), Path("error.message"), Path("message")], [Path("error.code")], new Dictionary<string, FailureKind>());

    /// <summary>The text for people and the code in an answer that is a failure.</summary>
    public static (string? Message, string? Code) In(ApiAnswer answer)
    {
        try
        {
            var root = answer.Json;
            var (message, code, _) = Rules.Of(root);
            var details = Details(root).Where(d => d.Length > 0 && message?.Contains(d, StringComparison.Ordinal) != true).Distinct().Take(ShownDetails).ToList();
            return (details.Count == 0 ? message : $"{message?.TrimEnd('.')}. {string.Join(" ", details)}", code);
        }
        catch (ConnectorException)
        {
            return (null, null);
        }
    }

    private static IEnumerable<string> Details(JsonElement root)
    {
        // SAP: error.innererror.errordetails[]; Dynamics: error.innererror.message, and the cause in internalexception.
        if (Path("error.innererror.errordetails").Find(root) is { ValueKind: JsonValueKind.Array } list)
        {
            foreach (var detail in list.EnumerateArray())
                yield return Path("message").TextIn(detail) ?? "";
        }

        if (Path("error.details").Find(root) is { ValueKind: JsonValueKind.Array } details)
        {
            foreach (var detail in details.EnumerateArray())
                yield return Path("message").TextIn(detail) ?? "";
        }

        yield return Path("error.innererror.message").TextIn(root) ?? "";
        yield return Path("error.innererror.internalexception.message").TextIn(root) ?? "";
    }

    private static JsonPath Path(string text) => JsonPath.TryParse(text, out var path, out _) ? path : JsonPath.Whole;
}
