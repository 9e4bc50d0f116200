using System.Text.Json;
using System.Text.Json.Nodes;

namespace CreditBridge.Connectors.Rest.Templates;

/// <summary>
/// A body or a parameter as a tree of values with placeholders. Values are encoded as JSON, so that none can break out. A text that is one placeholder becomes a value of
/// its own type; a key whose value is nothing is left out.
/// </summary>
public sealed class TreeTemplate
{
    private readonly JsonNode? _tree;
    private readonly Dictionary<string, TemplateText> _texts;

    private TreeTemplate(JsonNode? tree, Dictionary<string, TemplateText> texts) => (_tree, _texts) = (tree, texts);

    /// <summary>Names of the values that it needs.</summary>
    public IEnumerable<string> Names => _texts.Values.SelectMany(t => t.Names);

    /// <summary>The text, when the tree is a single one; null otherwise.</summary>
    public TemplateText? Text => _tree is JsonValue value && value.GetValueKind() == JsonValueKind.String ? _texts.GetValueOrDefault(value.GetValue<string>()) : null;

    /// <summary>Reads the tree of a key; null when the key is missing.</summary>
    public static TreeTemplate? Read(MappingSection section, string key, TemplateNames known)
    {
        ArgumentNullException.ThrowIfNull(section);
        if (!section.Has(key))
            return null;
        var tree = section.Json(key);
        var texts = new Dictionary<string, TemplateText>(StringComparer.Ordinal);
        foreach (var text in TextsOf(tree).Distinct(StringComparer.Ordinal))
        {
            if (TemplateText.Parse(text, known, out var reason) is { } template)
                texts[text] = template;
            else
                section.Refuse(key, reason, "Write placeholders like \"{{page.offset}}\", in quotation marks.");
        }

        return new TreeTemplate(tree, texts);
    }

    /// <summary>The tree as JSON with its values.</summary>
    /// <exception cref="ConnectorException">A value is missing, or cannot stand in the midst of a text.</exception>
    public byte[] Render(TemplateValues values)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            Write(writer, _tree, values);
        return stream.ToArray();
    }

    private void Write(Utf8JsonWriter writer, JsonNode? node, TemplateValues values)
    {
        switch (node)
        {
            case JsonObject block:
                writer.WriteStartObject();
                foreach (var (name, child) in block)
                {
                    if (OneValue(child) is { } text && text.OneValue(values) is null)
                        continue;
                    writer.WritePropertyName(name);
                    Write(writer, child, values);
                }

                writer.WriteEndObject();
                break;
            case JsonArray list:
                writer.WriteStartArray();
                foreach (var child in list)
                    Write(writer, child, values);
                writer.WriteEndArray();
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                WriteText(writer, _texts[value.GetValue<string>()], values);
                break;
            case null:
                writer.WriteNullValue();
                break;
            default:
                node.WriteTo(writer);
                break;
        }
    }

    private static void WriteText(Utf8JsonWriter writer, TemplateText text, TemplateValues values)
    {
        if (!text.IsOneValue)
        {
            writer.WriteStringValue(text.Render(values));
            return;
        }

        switch (text.OneValue(values))
        {
            case null:
                writer.WriteNullValue();
                break;
            case decimal number:
                writer.WriteNumberValue(number);
                break;
            case int number:
                writer.WriteNumberValue(number);
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case var other:
                writer.WriteStringValue(SourceValue.ToText(other));
                break;
        }
    }

    private TemplateText? OneValue(JsonNode? node)
        => node is JsonValue value && value.GetValueKind() == JsonValueKind.String && _texts[value.GetValue<string>()] is { IsOneValue: true } text ? text : null;

    private static IEnumerable<string> TextsOf(JsonNode? node) => node switch
    {
        JsonObject block => block.SelectMany(p => TextsOf(p.Value)),
        JsonArray list => list.SelectMany(TextsOf),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => [value.GetValue<string>()],
        _ => [],
    };
}
