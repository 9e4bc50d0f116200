using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CreditBridge.Mapping.Reference;

/// <summary>
/// Writes the JSON Schema of mappings, so that editors complete keys, show their meaning and mark mistakes while they are typed. What holds for all connectors stands there
/// once; the keys below <c>read:</c>, and those that a connector adds at the top, are chosen by <c>connector:</c>.
/// </summary>
public sealed class MappingSchema
{
    private const string NumberText = @"^[-+]?[0-9]+(\.[0-9]+)?$";
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonObject _definitions = [];

    private MappingSchema()
    {
    }

    /// <summary>The schema (draft 2020-12) as text.</summary>
    /// <param name="languages">The connectors whose mappings it is for.</param>
    public static string Write(IReadOnlyList<MappingLanguage> languages) => new MappingSchema().Whole(languages).ToJsonString(Indented) + "\n";

    /// <summary>The keys that a connector adds at the top of the file.</summary>
    internal static IEnumerable<KeyFacts> OwnTopKeys(MappingLanguage language)
    {
        var common = MappingReference.Grammar.Of("")!.Keys.Select(k => k.Name).ToHashSet(StringComparer.Ordinal);
        return language.Grammar.Of("")?.Keys.Where(k => !common.Contains(k.Name)) ?? [];
    }

    private JsonObject Whole(IReadOnlyList<MappingLanguage> languages)
    {
        var grammar = MappingReference.Grammar;
        var whole = Block(grammar.Of("")!, grammar, "");
        whole.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        whole.Insert(1, "title", "CreditBridge mapping");
        whole["properties"]!["connector"]!.AsObject()["enum"] = new JsonArray([.. languages.Select(l => JsonValue.Create(l.Connector))]);
        var foreign = languages.SelectMany(OwnTopKeys).Select(k => k.Name).Distinct(StringComparer.Ordinal).ToList();
        foreach (var key in foreign)
            whole["properties"]![key] = new JsonObject();
        whole["allOf"] = new JsonArray([.. languages.Select(l => Of(l, foreign))]);
        whole["$defs"] = _definitions;
        return whole;
    }

    // What holds when a mapping is for this connector.
    private JsonObject Of(MappingLanguage language, List<string> foreign)
    {
        var prefix = language.Connector + ".";
        var properties = new JsonObject();
        var own = OwnTopKeys(language).ToList();
        foreach (var key in own)
            properties[key.Name] = Value(key, language.Grammar.Of("")!, language.Grammar, prefix);
        foreach (var key in foreign.Where(f => !own.Exists(k => k.Name == f)))
            properties[key] = JsonValue.Create(false);
        if (language.Grammar.Of("$read") is not null)
            properties["records"] = new JsonObject { ["additionalProperties"] = new JsonObject { ["properties"] = new JsonObject { ["read"] = Reference("$read", language.Grammar, prefix) } } };
        var then = new JsonObject { ["properties"] = properties };
        var required = own.Where(k => language.Grammar.Of("")!.IsRequired(k)).Select(k => JsonValue.Create(k.Name)).ToArray();
        if (required.Length > 0)
            then["required"] = new JsonArray([.. required]);
        return new JsonObject
        {
            ["if"] = new JsonObject { ["properties"] = new JsonObject { ["connector"] = new JsonObject { ["const"] = language.Connector } }, ["required"] = new JsonArray("connector") },
            ["then"] = then,
        };
    }

    private JsonObject Section(string name, MappingGrammar grammar, string prefix)
    {
        if (name.StartsWith('$'))
            return Reference(name, grammar, prefix);
        return grammar.Of(name) is { } section ? BlockOrText(section, grammar, prefix) : new JsonObject { ["type"] = "object" };
    }

    private JsonObject Reference(string name, MappingGrammar grammar, string prefix)
    {
        var definition = (grammar == MappingReference.Grammar || MappingReference.Grammar.Of(name) is null || name == "$read" ? prefix : "") + name[1..];
        if (name == "$read" && prefix.Length == 0)
            return new JsonObject { ["type"] = "object" };
        if (!_definitions.ContainsKey(definition))
        {
            _definitions[definition] = new JsonObject(); // a block can hold blocks of its own sort
            _definitions[definition] = grammar.Of(name) is { } section ? BlockOrText(section, grammar, prefix) : new JsonObject { ["type"] = "object" };
        }

        return new JsonObject { ["$ref"] = "#/$defs/" + definition };
    }

    private JsonObject BlockOrText(SectionFacts section, MappingGrammar grammar, string prefix)
    {
        var block = Block(section, grammar, prefix);
        return section.TakesText ? AnyOf(Scalar(), block) : block;
    }

    private JsonObject Block(SectionFacts section, MappingGrammar grammar, string prefix)
    {
        if (section.HasOwnKeys)
            return new JsonObject { ["type"] = "object", ["additionalProperties"] = section.Keys.FirstOrDefault(k => k.Name == "*") is { } any ? Value(any, section, grammar, prefix) : JsonValue.Create(true) };
        var properties = new JsonObject();
        foreach (var key in section.Keys)
            properties[key.Name] = Value(key, section, grammar, prefix);
        var block = new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
        var required = section.Keys.Where(section.IsRequired).Select(k => JsonValue.Create(k.Name)).ToArray();
        if (required.Length > 0)
            block["required"] = new JsonArray([.. required]);
        return block;
    }

    private JsonObject Value(KeyFacts key, SectionFacts section, MappingGrammar grammar, string prefix)
    {
        var value = key.Uses.Count == 1 ? Of(key.Uses[0], grammar, prefix) : AnyOf([.. key.Uses.Select(u => Of(u, grammar, prefix))]);
        if (grammar.MeaningOf(section, key) is { } meaning)
            value["description"] = char.ToUpperInvariant(meaning[0]) + meaning[1..] + (meaning.EndsWith('.') || meaning.EndsWith('…') ? "" : ".");
        return value;
    }

    private JsonObject Of(KeyUse use, MappingGrammar grammar, string prefix) => use.Kind switch
    {
        KeyKind.Word => Words(use.Words),
        KeyKind.Number => AnyOf(new JsonObject { ["type"] = "number" }, Pattern(NumberText)),
        KeyKind.Percent => AnyOf(new JsonObject { ["type"] = "number", ["minimum"] = 0, ["maximum"] = 100 }, Pattern(NumberText)),
        KeyKind.Duration => Pattern("^[0-9]{1,6}[smhd]$"),
        KeyKind.Texts => AnyOf(Scalar(), Texts()),
        KeyKind.Table => Table(use.Words),
        KeyKind.TextsOrTable => AnyOf(Scalar(), Texts(), Table([])),
        KeyKind.Block => Section(use.Section!, grammar, prefix).AsObject(),
        KeyKind.Blocks => ListOf(Section(use.Section!, grammar, prefix)),
        KeyKind.Tree => [],
        _ => Scalar(),
    };

    private static JsonObject ListOf(JsonNode item) => AnyOf(new JsonObject { ["type"] = "array", ["items"] = item }, item.DeepClone());

    // YAML reads 1.5 as a number and true as a truth value before anybody can say that a text was meant.
    private static JsonObject Scalar() => new() { ["type"] = new JsonArray("string", "number", "boolean") };

    private static JsonObject Texts() => new() { ["type"] = "array", ["items"] = Scalar() };

    private static JsonObject Table(IReadOnlyList<string> words) => new() { ["type"] = "object", ["additionalProperties"] = words.Count > 0 ? Words(words) : Scalar() };

    private static JsonObject Words(IEnumerable<string> words)
    {
        var values = new JsonArray();
        foreach (var word in words)
        {
            values.Add(word);
            if (word is "true" or "false")
                values.Add(word == "true");
            else if (decimal.TryParse(word, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
                values.Add(number);
        }

        return new JsonObject { ["enum"] = values };
    }

    private static JsonObject Pattern(string pattern) => new() { ["type"] = "string", ["pattern"] = pattern };

    private static JsonObject AnyOf(params JsonNode[] options) => new() { ["anyOf"] = new JsonArray(options) };
}
