using System.Globalization;
using System.Text.Json;

namespace CreditBridge.Connectors.FileDrop.Control;

/// <summary>Finds figures in JSON by paths such as <c>files[0].rows</c> or <c>files[{name}].rows</c>.</summary>
/// <param name="root">The document.</param>
/// <param name="filled">Puts parts of the data file's name in place of the words in braces.</param>
internal sealed class JsonFigures(JsonElement root, Func<string, string> filled)
{
    /// <summary>The figure: a number, a text, or null when there is none.</summary>
    public object? Of(string path)
    {
        var at = root;
        foreach (var part in path.Split(['.', '['], StringSplitOptions.RemoveEmptyEntries))
        {
            var name = filled(part.TrimEnd(']'));
            if (at.ValueKind == JsonValueKind.Object && at.TryGetProperty(name, out var property))
                at = property;
            else if (at.ValueKind == JsonValueKind.Array && int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < at.GetArrayLength())
                at = at[index];
            else if (at.ValueKind == JsonValueKind.Array && About(at, name) is { } element)
                at = element;
            else
                return null;
        }

        return at.ValueKind switch
        {
            JsonValueKind.Number when at.TryGetDecimal(out var number) => number,
            JsonValueKind.String => at.GetString(),
            _ => null,
        };
    }

    // Of a list, the element in which some text is the name.
    private static JsonElement? About(JsonElement list, string name)
    {
        foreach (var element in list.EnumerateArray())
        {
            if (element.ValueKind == JsonValueKind.Object && element.EnumerateObject().Any(p => p.Value.ValueKind == JsonValueKind.String && p.Value.GetString() == name))
                return element;
        }

        return null;
    }
}
