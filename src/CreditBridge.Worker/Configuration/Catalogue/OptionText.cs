using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CreditBridge.Worker.Configuration.Catalogue;

/// <summary>Says in words and in JSON what is declared about an option; for the sample, the schema and the documentation.</summary>
public static class OptionText
{
    /// <summary>Whether a default is as good as none.</summary>
    public static bool IsNothing(object? value) => value is null or "" or ICollection { Count: 0 };

    /// <summary>The default as it would be written in the file; null for none, and for secrets.</summary>
    public static JsonNode? Default(OptionDescription option) => option.Secret ? null : Json(option.Default);

    /// <summary>A telling value: the example when there is one, else the default, else something of the right form.</summary>
    public static JsonNode? Example(OptionDescription option)
    {
        if (option.Example is not { } example)
            return IsNothing(option.Default) || option.Secret ? Placeholder(option.Shape) : Default(option);
        if (option.Shape is ScalarShape scalar)
            return scalar.TryParse(example, out var value) ? ScalarShape.ToJson(value) : JsonValue.Create(example);
        try
        {
            return JsonNode.Parse(example);
        }
        catch (JsonException)
        {
            return option.Shape is ListShape ? new JsonArray(JsonValue.Create(example)) : JsonValue.Create(example);
        }
    }

    /// <summary>Kind of value in one or two words.</summary>
    public static string Kind(OptionShape shape) => shape switch
    {
        ScalarShape { AllowedNames: { Count: > 0 } names } => string.Join(", ", names),
        ScalarShape { IsTruth: true } => "true or false",
        ScalarShape { IsWhole: true } => "whole number",
        ScalarShape { IsNumber: true } => "number",
        ScalarShape { ClrType: var type } when type == typeof(TimeSpan) => "duration (d.hh:mm:ss)",
        ScalarShape { ClrType: var type } when type == typeof(Uri) => "address",
        ScalarShape => "text",
        ListShape list => $"list of {Kind(list.Item)}",
        MapShape { Item: ScalarShape { AllowedNames.Count: > 0 } item } => $"map of name to one of {Kind(item)}",
        MapShape map => $"map of name to {Kind(map.Item)}",
        ConnectionsShape => "connections by name",
        _ => "section",
    };

    /// <summary>What is allowed and what holds when nothing is given, in short sentences; empty for a section.</summary>
    public static string Facts(OptionDescription option)
    {
        if (option.Shape is SectionShape or ConnectionsShape)
            return "";
        var facts = new List<string>();
        if (option.Shape is ScalarShape { AllowedNames.Count: > 0 } names)
            facts.Add($"One of: {Kind(names)}.");
        else if (Limits(option) is { Length: > 0 } limits)
            facts.Add($"{Capital(Kind(option.Shape))}, {limits}.");
        else
            facts.Add($"{Capital(Kind(option.Shape))}.");
        if (option.Required)
            facts.Add("Required.");
        else if (!option.Secret)
            facts.Add(IsNothing(option.Default) ? "Default: none." : $"Default: {Plain(Default(option))}.");
        return string.Join(" ", facts);
    }

    /// <summary>The limits that the rules set, in words; empty when there are none.</summary>
    public static string Limits(OptionDescription option) =>
        string.Join(", ", option.Rules.Where(rule => rule is not RequiredAttribute).Select(RuleText.Of));

    /// <summary>JSON for reading: text without its quotation marks.</summary>
    public static string Plain(JsonNode? json) => json switch
    {
        null => "none",
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        JsonArray list => string.Join(", ", list.Select(Plain)),
        JsonObject map => string.Join(", ", map.Select(pair => $"{pair.Key} = {Plain(pair.Value)}")),
        _ => json.ToJsonString(),
    };

    /// <summary>Something of the right form for an option that has neither example nor default.</summary>
    private static JsonNode Placeholder(OptionShape shape) => shape switch
    {
        ScalarShape { AllowedNames: [var first, ..] } => JsonValue.Create(first),
        ScalarShape { IsTruth: true } => JsonValue.Create(false),
        ScalarShape { IsNumber: true } => JsonValue.Create(0),
        ScalarShape { ClrType: var type } when type == typeof(TimeSpan) => JsonValue.Create("00:00:00"),
        ScalarShape { ClrType: var type } when type == typeof(Uri) => JsonValue.Create("https://example.com"),
        ScalarShape => JsonValue.Create("…"),
        ListShape => new JsonArray(),
        _ => new JsonObject(),
    };

    private static JsonNode? Json(object? value) => value switch
    {
        null => null,
        string text => JsonValue.Create(text),
        IDictionary map => new JsonObject(map.Keys.Cast<string>().Order(StringComparer.Ordinal).Select(key => KeyValuePair.Create(key, Json(map[key])))),
        IEnumerable list => new JsonArray([.. list.Cast<object?>().Select(Json)]),
        _ when ScalarShape.Holds(value.GetType()) => ScalarShape.ToJson(value),
        _ => null,
    };

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
