using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace CreditBridge.UnitTests.Policies.Grammar;

/// <summary>
/// Checks a YAML document against a JSON Schema the way an editor does: plain scalars become numbers and truth values where YAML 1.2 says so. Knows the keywords that the
/// schemas of policies and mappings use and refuses any other, so that no rule is passed over.
/// </summary>
internal static class JsonSchemaCheck
{
    private static readonly string[] Known =
    [
        "$schema", "title", "description", "type", "properties", "additionalProperties", "required", "items", "enum", "pattern", "anyOf", "minimum", "maximum", "exclusiveMinimum",
        "$ref", "$defs", "allOf", "if", "then", "const",
    ];

    public static IReadOnlyList<string> Problems(string yaml, JsonNode schema)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        var problems = new List<string>();
        new Checked(schema).Check(Json(stream.Documents[0].RootNode), schema, "", problems);
        return problems;
    }

    private static IEnumerable<string> Types(JsonNode type) => type is JsonArray list ? list.Select(t => t!.GetValue<string>()) : [type.GetValue<string>()];

    private static string TypeOf(JsonNode? value) => value switch
    {
        null => "null",
        JsonObject => "object",
        JsonArray => "array",
        JsonValue v when v.TryGetValue<bool>(out _) => "boolean",
        JsonValue v when v.TryGetValue<decimal>(out var number) => number == decimal.Truncate(number) ? "integer" : "number",
        _ => "string",
    };

    // "(?i:…)" is how editors write it too; .NET reads it alike.
    private static bool Matches(string text, string pattern) => Regex.IsMatch(text, pattern);

    private static JsonNode? Json(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(c => KeyValuePair.Create(((YamlScalarNode)c.Key).Value!, Json(c.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Json)]),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "true" or "false" } flag => JsonValue.Create(flag.Value == "true"),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "" or "~" or "null" } => null,
        YamlScalarNode { Style: ScalarStyle.Plain, Value: { } text } when Regex.IsMatch(text, @"^[-+]?[0-9]+(\.[0-9]+)?$") => JsonValue.Create(decimal.Parse(text, CultureInfo.InvariantCulture)),
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        _ => throw new NotSupportedException(node.GetType().Name),
    };

    // One schema, whose parts refer to each other.
    private sealed class Checked(JsonNode root)
    {
        public void Check(JsonNode? value, JsonNode schema, string path, List<string> problems)
        {
            if (schema is JsonValue all)
            {
                if (!all.GetValue<bool>())
                    problems.Add($"{path}: nothing is allowed here");
                return;
            }

            var rules = schema.AsObject();
            if (rules["$ref"] is { } reference)
                Check(value, root["$defs"]![reference.GetValue<string>()["#/$defs/".Length..]]!, path, problems);
            foreach (var rule in rules["allOf"] as JsonArray ?? [])
                Check(value, rule!, path, problems);
            if (rules["if"] is { } condition && Passes(value, condition))
                Check(value, rules["then"]!, path, problems);
            if (rules["const"] is { } constant && !JsonNode.DeepEquals(constant, value))
                problems.Add($"{path}: {value?.ToJsonString()} is not {constant.ToJsonString()}");
            foreach (var (keyword, _) in rules)
            {
                if (!Known.Contains(keyword))
                    throw new NotSupportedException($"The check does not know the keyword '{keyword}'.");
            }

            if (rules["anyOf"] is JsonArray options)
            {
                if (!options.Any(o => Passes(value, o!)))
                    problems.Add($"{path}: {value?.ToJsonString()} fits none of {options.ToJsonString()}");
                return;
            }

            if (rules["enum"] is JsonArray words && !words.Any(w => JsonNode.DeepEquals(w, value)))
                problems.Add($"{path}: {value?.ToJsonString()} is none of {words.ToJsonString()}");
            if (rules["type"] is { } type && !Types(type).Contains(TypeOf(value)) && !(TypeOf(value) == "integer" && Types(type).Contains("number")))
                problems.Add($"{path}: {value?.ToJsonString()} is {TypeOf(value)}, not {type.ToJsonString()}");
            if (rules["pattern"] is { } pattern && value is JsonValue text && text.TryGetValue<string>(out var written) && !Matches(written, pattern.GetValue<string>()))
                problems.Add($"{path}: '{written}' does not match {pattern}");
            if (value is JsonValue number && number.TryGetValue<decimal>(out var n))
            {
                if (rules["minimum"] is { } minimum && n < minimum.GetValue<decimal>())
                    problems.Add($"{path}: {n} is below {minimum}");
                if (rules["maximum"] is { } maximum && n > maximum.GetValue<decimal>())
                    problems.Add($"{path}: {n} is above {maximum}");
                if (rules["exclusiveMinimum"] is { } above && n <= above.GetValue<decimal>())
                    problems.Add($"{path}: {n} is not above {above}");
            }

            if (value is JsonArray items && rules["items"] is { } item)
            {
                for (var i = 0; i < items.Count; i++)
                    Check(items[i], item, $"{path}[{i}]", problems);
            }

            if (value is not JsonObject section)
                return;
            foreach (var required in rules["required"] as JsonArray ?? [])
            {
                if (!section.ContainsKey(required!.GetValue<string>()))
                    problems.Add($"{path}: '{required}' is missing");
            }

            foreach (var (key, inner) in section)
            {
                if (rules["properties"]?[key] is { } known)
                    Check(inner, known, $"{path}.{key}", problems);
                else if (rules["additionalProperties"] is JsonValue closed && !closed.GetValue<bool>())
                    problems.Add($"{path}: '{key}' is not known");
                else if (rules["additionalProperties"] is JsonObject further)
                    Check(inner, further, $"{path}.{key}", problems);
            }
        }

        private bool Passes(JsonNode? value, JsonNode schema)
        {
            var problems = new List<string>();
            Check(value, schema, "", problems);
            return problems.Count == 0;
        }
    }
}
