using System.Globalization;
using System.ComponentModel.DataAnnotations;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CreditBridge.Worker.Configuration.Catalogue;

namespace CreditBridge.Worker.Configuration;

/// <summary>Writes the JSON Schema (draft 2020-12) of the configuration file, for editors and for checks in a pipeline.</summary>
public static class ConfigurationSchema
{
    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the schema for all options of a catalogue.</summary>
    public static void Write(OptionCatalogue catalogue, TextWriter output)
    {
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "Configuration of CreditBridge",
        };
        foreach (var (name, value) in Section(catalogue.Root).ToArray())
            schema[name] = value?.DeepClone();
        ((JsonObject)schema["properties"]!)["$schema"] = new JsonObject { ["type"] = "string" };
        schema["$defs"] = new JsonObject(catalogue.Connections.Variants.Select(variant => KeyValuePair.Create(variant.Connector.Type, (JsonNode?)Variant(variant))));
        output.Write(schema.ToJsonString(s_json));
        output.Write('\n');
    }

    private static JsonObject Section(SectionShape section)
    {
        var schema = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(section.Options.Select(option => KeyValuePair.Create(option.Name, (JsonNode?)Option(option)))),
            ["additionalProperties"] = false,
        };
        // A secret that must be given is expected in the environment, so a file without it is complete.
        if (section.Options.Where(option => option.Required && !option.Secret).Select(option => JsonValue.Create(option.Name)).ToArray() is { Length: > 0 } required)
            schema["required"] = new JsonArray([.. required]);
        return schema;
    }

    private static JsonObject Variant(ConnectorVariant variant)
    {
        var schema = Section(variant.Section);
        ((JsonObject)schema["properties"]!).Insert(0, ConnectionsShape.TypeOption, new JsonObject { ["const"] = variant.Connector.Type });
        return schema;
    }

    private static JsonObject Option(OptionDescription option)
    {
        var schema = Shape(option.Shape);
        schema.Insert(0, "description", option.Meaning);
        if (option.Nullable && schema["type"]?.GetValue<string>() is { } type)
            schema["type"] = new JsonArray(type, "null");
        if (option.Nullable && schema["enum"] is JsonArray names)
            names.Add((JsonNode?)null);
        foreach (var rule in option.Rules)
            Add(rule, option.Shape, schema);
        if (option.Shape is not (SectionShape or ConnectionsShape) && OptionText.Default(option) is { } value)
            schema["default"] = value;
        if (option.Example is not null)
            schema["examples"] = new JsonArray(OptionText.Example(option));
        if (option.Secret)
            schema["writeOnly"] = true;
        return schema;
    }

    private static JsonObject Shape(OptionShape shape) => shape switch
    {
        SectionShape section => Section(section),
        ListShape list => new JsonObject { ["type"] = "array", ["items"] = Shape(list.Item) },
        MapShape map => new JsonObject { ["type"] = "object", ["additionalProperties"] = Shape(map.Item) },
        ConnectionsShape connections => Connections(connections),
        ScalarShape { AllowedNames: { Count: > 0 } names } => new JsonObject { ["type"] = "string", ["enum"] = new JsonArray([.. names.Select(name => JsonValue.Create(name))]) },
        ScalarShape { IsTruth: true } => new JsonObject { ["type"] = "boolean" },
        ScalarShape { IsWhole: true } => new JsonObject { ["type"] = "integer" },
        ScalarShape { IsNumber: true } => new JsonObject { ["type"] = "number" },
        ScalarShape { ClrType: var type } when type == typeof(TimeSpan) => new JsonObject { ["type"] = "string", ["pattern"] = @"^-?([0-9]+\.)?[0-9]{1,2}:[0-9]{1,2}(:[0-9]{1,2}(\.[0-9]+)?)?$" },
        ScalarShape { ClrType: var type } when type == typeof(Uri) => new JsonObject { ["type"] = "string", ["format"] = "uri" },
        _ => new JsonObject { ["type"] = "string" },
    };

    private static JsonObject Connections(ConnectionsShape connections) => new()
    {
        ["type"] = "object",
        ["additionalProperties"] = new JsonObject
        {
            ["type"] = "object",
            ["required"] = new JsonArray(ConnectionsShape.TypeOption),
            ["properties"] = new JsonObject
            {
                [ConnectionsShape.TypeOption] = new JsonObject
                {
                    ["description"] = "The kind of system.",
                    ["enum"] = new JsonArray([.. connections.Variants.Select(variant => JsonValue.Create(variant.Connector.Type))]),
                },
            },
            ["allOf"] = new JsonArray([.. connections.Variants.Select(variant => new JsonObject
            {
                ["if"] = new JsonObject
                {
                    ["properties"] = new JsonObject { [ConnectionsShape.TypeOption] = new JsonObject { ["const"] = variant.Connector.Type } },
                    ["required"] = new JsonArray(ConnectionsShape.TypeOption),
                },
                ["then"] = new JsonObject { ["$ref"] = $"#/$defs/{variant.Connector.Type}" },
            })]),
        },
    };

    private static void Add(ValidationAttribute rule, OptionShape shape, JsonObject schema)
    {
        switch (rule)
        {
            case RangeAttribute range when shape is ScalarShape { IsNumber: true }:
                schema["minimum"] = Convert.ToDecimal(range.Minimum, CultureInfo.InvariantCulture);
                schema["maximum"] = Convert.ToDecimal(range.Maximum, CultureInfo.InvariantCulture);
                break;
            case StringLengthAttribute length:
                schema["minLength"] = length.MinimumLength;
                schema["maxLength"] = length.MaximumLength;
                break;
            case RequiredAttribute when shape is ScalarShape { ClrType: var type } && type == typeof(string):
                schema["minLength"] = 1;
                break;
            case RegularExpressionAttribute pattern:
                schema["pattern"] = $"^(?:{pattern.Pattern})$";
                break;
            case MinLengthAttribute least when shape is ListShape or MapShape:
                schema[shape is ListShape ? "minItems" : "minProperties"] = least.Length;
                break;
        }
    }
}
