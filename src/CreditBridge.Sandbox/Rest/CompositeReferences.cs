using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CreditBridge.Sandbox.Rest;

/// <summary>Replaces <c>@{ref.path}</c> by values from the responses of earlier subrequests.</summary>
internal sealed partial class CompositeReferences
{
    private readonly Dictionary<string, ApiResponse> responses = new(StringComparer.Ordinal);

    public void Add(string referenceId, ApiResponse response) => responses[referenceId] = response;

    public string Resolve(string text, bool inUrl = false) =>
        Reference().Replace(text, match => inUrl ? Uri.EscapeDataString(Value(match.Groups[1].Value)?.ToString() ?? "") : Value(match.Groups[1].Value)?.ToString() ?? "");

    public JsonNode? Resolve(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Resolve(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Resolve)]),
        JsonValue value when value.TryGetValue<string>(out var text) && text.Contains("@{", StringComparison.Ordinal) =>
            Reference().Match(text) is { Success: true } whole && whole.Length == text.Length ? Value(whole.Groups[1].Value)?.DeepClone() : Resolve(text),
        _ => node?.DeepClone(),
    };

    private JsonNode? Value(string path)
    {
        var steps = path.Replace("[", ".[", StringComparison.Ordinal).Split('.', StringSplitOptions.RemoveEmptyEntries);
        if (!responses.TryGetValue(steps[0], out var response)) throw Halted($"Invalid reference specified. No value for {path} found in {steps[0]}");
        if (response.Status >= 400) throw Halted($"Invalid reference specified. Referenced request {steps[0]} failed");
        var node = response.Body;
        foreach (var step in steps[1..])
        {
            node = node switch
            {
                JsonArray items when step.StartsWith('[') && int.TryParse(step.Trim('[', ']'), out var index) && index < items.Count => items[index],
                JsonObject members when members.ContainsKey(step) => members[step],
                _ => throw Halted($"Invalid reference specified. No value for {path} found in {steps[0]}"),
            };
        }

        return node;
    }

    private static ApiException Halted(string message) => new(400, "PROCESSING_HALTED", message);

    [GeneratedRegex(@"@\{([^}]+)\}")]
    private static partial Regex Reference();
}
