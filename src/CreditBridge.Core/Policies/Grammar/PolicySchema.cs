using System.Text.Json;
using System.Text.Json.Nodes;

namespace CreditBridge.Core.Policies.Grammar;

/// <summary>Writes the JSON Schema of policy documents, so that editors complete keys, show their meaning and mark mistakes while they are typed.</summary>
public static class PolicySchema
{
    private const string NumberText = @"^-?[0-9][0-9_]*(\.[0-9]+)?$";
    private const string TermsText = @"^(?i:prepaid|due on receipt|net ?[0-9]{1,3})$";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The schema (draft 2020-12) as text.</summary>
    public static string Write()
    {
        var schema = Section("");
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", "CreditBridge credit policy");
        return schema.ToJsonString(Indented) + "\n";
    }

    private static JsonObject Section(string path)
    {
        var grammar = PolicyReferenceDocument.Grammar;
        if (PolicyGrammar.HasOwnKeys(path))
            return new JsonObject { ["type"] = "object" };
        var properties = new JsonObject();
        var required = new JsonArray();
        foreach (var key in grammar.Of(path))
        {
            var value = Value(key);
            if (PolicyReferenceDocument.Meanings.TryGetValue(key.Path, out var meaning))
                value["description"] = meaning;
            else if (key.WhyRequired is { } why)
                value["description"] = char.ToUpperInvariant(why[0]) + why[1..] + ".";
            properties[key.Name] = value;
            if (grammar.IsRequired(key))
                required.Add(key.Name);
        }

        var section = new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
        if (required.Count > 0)
            section["required"] = required;
        return section;
    }

    private static JsonObject Value(KeyFacts key)
    {
        var uses = key.MeantUses;
        return uses.Count switch
        {
            0 => [],
            1 => Of(uses[0], key.Path),
            _ => new JsonObject { ["anyOf"] = new JsonArray([.. uses.Select(u => Of(u, key.Path))]) },
        };
    }

    private static JsonObject Of(KeyUse use, string path) => use.Kind switch
    {
        KeyKind.Number or KeyKind.Integer => Number(use),
        KeyKind.Flag => AnyOf(new JsonObject { ["type"] = "boolean" }, Words(["yes", "no"])),
        KeyKind.Choice => Words(use.Words),
        KeyKind.Terms => Pattern(TermsText),
        KeyKind.Day => Pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
        KeyKind.Limit => AnyOf(Words(["none", "unlimited", "not_set"]), new JsonObject { ["type"] = "number", ["exclusiveMinimum"] = 0 }, Pattern(NumberText)),
        KeyKind.Section => Section(path),
        KeyKind.Sections => new JsonObject { ["type"] = "array", ["items"] = Section(path + "[]") },
        KeyKind.Texts => new JsonObject { ["type"] = "array", ["items"] = Scalar() },
        KeyKind.TermsList => new JsonObject { ["type"] = "array", ["items"] = Pattern(TermsText) },
        KeyKind.List => new JsonObject { ["type"] = "array" },
        _ => Scalar(),
    };

    private static JsonObject Number(KeyUse use)
    {
        var number = new JsonObject { ["type"] = use.Kind == KeyKind.Integer ? "integer" : "number" };
        if (use.Lowest is { } lowest)
            number["minimum"] = lowest;
        if (use.Highest is { } highest)
            number["maximum"] = highest;
        return AnyOf(number, Pattern(NumberText));
    }

    // YAML reads 1.5 as a number and yes as a truth value before anybody can say that a text was meant.
    private static JsonObject Scalar() => new() { ["type"] = new JsonArray("string", "number", "boolean") };

    private static JsonObject Words(IEnumerable<string> words) => new() { ["enum"] = new JsonArray([.. words.Select(w => JsonValue.Create(w))]) };

    private static JsonObject Pattern(string pattern) => new() { ["type"] = "string", ["pattern"] = pattern };

    private static JsonObject AnyOf(params JsonNode[] options) => new() { ["anyOf"] = new JsonArray(options) };
}
