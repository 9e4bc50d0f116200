using System.Text.Json;

namespace CreditBridge.Connectors.OData.Answers;

/// <summary>What an answer to a question for many rows holds.</summary>
/// <param name="Rows">The rows; good as long as the document is.</param>
/// <param name="Next">Link to the next page; null on the last one.</param>
/// <param name="Delta">Link to the changes that come; null when there is none.</param>
internal sealed record ODataAnswer(IReadOnlyList<JsonElement> Rows, string? Next, string? Delta)
{
    /// <summary>Reads an answer.</summary>
    /// <exception cref="ConnectorException">It is not what the declared version answers.</exception>
    public static ODataAnswer Of(JsonElement root, ODataVersion version, string name)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw Other("The answer is not an object.", "Check the option BaseUrl: is an OData service there?", name);
        return version == ODataVersion.V4 ? OfV4(root, name) : OfV2(root, name);
    }

    private static ODataAnswer OfV4(JsonElement root, string name)
    {
        if (root.TryGetProperty("value", out var rows) && rows.ValueKind == JsonValueKind.Array)
            return new ODataAnswer([.. rows.EnumerateArray()], Link(root, "nextLink"), Link(root, "deltaLink"));
        throw root.TryGetProperty("d", out _)
            ? Other("The answer has the shape of OData 2 ('d').", "Write 'version: 2' below 'odata:' in the mapping.", name)
            : Other("The answer holds no list of rows ('value').", "'entity:' must name an entity set, not a single record.", name);
    }

    private static ODataAnswer OfV2(JsonElement root, string name)
    {
        if (!root.TryGetProperty("d", out var data))
        {
            throw root.TryGetProperty("value", out _)
                ? Other("The answer has the shape of OData 4 ('value').", "Write 'version: 4' below 'odata:' in the mapping.", name)
                : Other("The answer holds no 'd', in which OData 2 puts rows.", "Check the option BaseUrl: is an OData service there?", name);
        }

        // Services that speak OData 1 to those who do not name a version give the array itself.
        if (data.ValueKind == JsonValueKind.Array)
            return new ODataAnswer([.. data.EnumerateArray()], null, null);
        if (data.ValueKind == JsonValueKind.Object && data.TryGetProperty("results", out var rows) && rows.ValueKind == JsonValueKind.Array)
            return new ODataAnswer([.. rows.EnumerateArray()], Text(data, "__next"), null);
        throw Other("The answer holds no list of rows ('d.results').", "'entity:' must name an entity set, not a single record.", name);
    }

    // OData 4.01 lets services leave "odata." out of the names.
    private static string? Link(JsonElement root, string name) => Text(root, "@odata." + name) ?? Text(root, "@" + name);

    private static string? Text(JsonElement root, string name) => root.TryGetProperty(name, out var link) && link.ValueKind == JsonValueKind.String && link.GetString() is { Length: > 0 } text ? text
        : null;

    private static ConnectorException Other(string message, string nextStep, string name) => new(new Failure(FailureKind.Configuration, message, nextStep) { Where = name });
}
