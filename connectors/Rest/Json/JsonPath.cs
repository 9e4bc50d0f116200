using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CreditBridge.Connectors.Rest.Json;

/// <summary>
/// A path to a value in JSON: <c>a.b</c> (names), <c>a[0]</c> (place in an array, from 0; <c>[-1]</c> is the last), <c>["odd name"]</c> (a name with a dot, a bracket or a
/// blank), <c>$</c> (the whole). <c>^.a</c> begins one level out, where rows lie inside an array (<c>each:</c>). What is not there is nothing; a path never fails.
/// </summary>
public sealed class JsonPath
{
    private readonly IReadOnlyList<Step> _steps;

    private JsonPath(string text, int levels, IReadOnlyList<Step> steps) => (Text, LevelsOut, _steps) = (text, levels, steps);

    /// <summary>The path as it was written.</summary>
    public string Text { get; }

    /// <summary>How many levels out it begins: the number of <c>^</c>.</summary>
    public int LevelsOut { get; }

    /// <summary>The names that lead to the value; null when a place in an array does, or the path begins further out.</summary>
    public IReadOnlyList<string>? Names => LevelsOut == 0 && _steps.All(s => s.Name is not null) ? [.. _steps.Select(s => s.Name!)] : null;

    /// <summary>The whole document.</summary>
    public static JsonPath Whole { get; } = new("$", 0, []);

    /// <summary>Reads a path; false and a reason when it is none.</summary>
    public static bool TryParse(string text, out JsonPath path, out string reason)
    {
        ArgumentNullException.ThrowIfNull(text);
        path = Whole;
        var steps = new List<Step>();
        var (at, levels) = (0, 0);
        while (at < text.Length && text[at] == '^')
        {
            levels++;
            at += at + 1 < text.Length && text[at + 1] == '.' ? 2 : 1;
        }

        if (text.AsSpan(at) is "$")
            at++;
        else if (text.AsSpan(at).StartsWith("$."))
            at += 2;
        var afterStep = false;
        while (at < text.Length)
        {
            if (text[at] == '.' && afterStep && at + 1 < text.Length)
                at++;
            else if (afterStep && text[at] != '[')
                return Fails("A '.' or a '[' is expected", at, out reason);
            if (!TryStep(text, ref at, out var step))
                return Fails("A name, [0] or [\"name\"] is expected", at, out reason);
            steps.Add(step);
            afterStep = true;
        }

        reason = "The path is empty; '$' stands for the whole answer.";
        if (text.Length == 0)
            return false;
        path = new JsonPath(text, levels, steps);
        return true;
    }

    /// <summary>Reads a path below a key of a mapping; null when the key is missing or wrong.</summary>
    public static JsonPath? Read(MappingSection section, string key) => section.Text(key) is { } text ? Of(section, key, text) : null;

    /// <summary>Reads several paths, one of which is expected to be there.</summary>
    public static IReadOnlyList<JsonPath> ReadAll(MappingSection section, string key) => [.. (section.List(key) ?? []).Select(text => Of(section, key, text)).OfType<JsonPath>()];

    /// <summary>Whether the value lies in the array to which another path leads.</summary>
    public bool LiesInArray(JsonPath other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return _steps.Count > other._steps.Count && _steps.Take(other._steps.Count).SequenceEqual(other._steps) && _steps[other._steps.Count].Name is null;
    }

    /// <summary>The value; null when it is not there. A JSON null is a value here.</summary>
    public JsonElement? Find(JsonElement root)
    {
        var current = root;
        foreach (var step in _steps)
        {
            if (step.Name is { } name)
            {
                if (current.ValueKind != JsonValueKind.Object || !current.TryGetProperty(name, out current))
                    return null;
            }
            else
            {
                var length = current.ValueKind == JsonValueKind.Array ? current.GetArrayLength() : 0;
                var index = step.Index < 0 ? length + step.Index : step.Index;
                if (index < 0 || index >= length)
                    return null;
                current = current[index];
            }
        }

        return current;
    }

    /// <summary>The value from inside a row that may lie in others.</summary>
    /// <param name="levels">The row first, then what it lies in.</param>
    public JsonElement? Find(IReadOnlyList<JsonElement> levels) => LevelsOut < levels.Count ? Find(levels[LevelsOut]) : null;

    /// <summary>The value as a text; null when it is not there or null.</summary>
    public string? TextIn(JsonElement root) => Find(root) is { } found ? SourceValue.ToText(JsonCell.Of(found)) : null;

    /// <summary>How far a document follows the path, for people: which part is missing, and what is there instead.</summary>
    public string Miss(JsonElement root)
    {
        var (current, way) = (root, new StringBuilder());
        foreach (var step in _steps)
        {
            var next = new JsonPath("", 0, [step]).Find(current);
            if (next is null)
                return $"{(way.Length == 0 ? "The answer" : $"'{way}'")} has no {(step.Name is { } name ? $"'{name}'" : $"[{step.Index}]")}; it is {Describe(current)}.";
            way.Append(step.Name is { } found ? (way.Length == 0 ? found : "." + found) : $"[{step.Index}]");
            current = next.Value;
        }

        return $"'{(way.Length == 0 ? "$" : way)}' is {Describe(current)}.";
    }

    /// <inheritdoc />
    public override string ToString() => Text;

    private static string Describe(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Select(p => p.Name).Take(20).ToList() is { Count: > 0 } names ? $"an object with {string.Join(", ", names.Select(Shorten))}" : "an empty object",
        JsonValueKind.Array => $"an array of {element.GetArrayLength()}",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => "null",
    };

    private static string Shorten(string name) => name.Length <= 60 ? name : name[..60] + "…";

    private static JsonPath? Of(MappingSection section, string key, string text)
    {
        if (TryParse(text, out var path, out var reason))
            return path;
        section.Refuse(key, $"'{text}' is not a path: {reason}", "Write names with dots between them and places in brackets, such as 'result.items[0].amount'.");
        return null;
    }

    private static bool Fails(string what, int at, out string reason)
    {
        reason = $"{what} at its character {at + 1}.";
        return false;
    }

    private static bool TryStep(string text, ref int at, out Step step)
    {
        step = default;
        if (text[at] != '[')
        {
            var end = text.AsSpan(at).IndexOfAny('.', '[') is var length and >= 0 ? at + length : text.Length;
            step = new Step(text[at..end], 0);
            (var from, at) = (at, end);
            return end > from && text.AsSpan(from, end - from).IndexOfAny(']', '"') < 0;
        }

        if (at + 1 < text.Length && text[at + 1] == '"')
        {
            var close = text.IndexOf("\"]", at + 2, StringComparison.Ordinal);
            if (close < 0)
                return false;
            step = new Step(text[(at + 2)..close], 0);
            at = close + 2;
            return true;
        }

        var bracket = text.IndexOf(']', at);
        if (bracket < 0 || !int.TryParse(text.AsSpan(at + 1, bracket - at - 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index))
            return false;
        step = new Step(null, index);
        at = bracket + 1;
        return true;
    }

    private readonly record struct Step(string? Name, int Index);
}
