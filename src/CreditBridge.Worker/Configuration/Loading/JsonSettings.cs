using System.Text;
using System.Text.Json;

namespace CreditBridge.Worker.Configuration.Loading;

/// <summary>Reads a JSON file with comments and trailing commas, keeping the line of every setting.</summary>
internal static class JsonSettings
{
    /// <summary>Reads the text of a file.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="file">Name of the file for messages.</param>
    /// <param name="problems">Takes what is wrong with the text: broken syntax, a name that is given twice.</param>
    /// <returns>What could be read; everything before the first error of syntax.</returns>
    public static Setting Read(ReadOnlySpan<byte> utf8, string file, List<ConfigurationProblem> problems)
    {
        if (utf8.StartsWith(Encoding.UTF8.Preamble))
            utf8 = utf8[Encoding.UTF8.Preamble.Length..];
        var root = new Setting("", "", SettingKind.Section, null, file);
        var open = new Stack<Setting>();
        var lines = new LineCounter(utf8);
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        string? name = null;
        try
        {
            while (reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.PropertyName:
                        name = reader.GetString();
                        break;
                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        open.Pop();
                        break;
                    default:
                        var source = $"{file}:{lines.At(reader.TokenStartIndex)}";
                        var setting = open.Count == 0 ? root : Place(open.Peek(), name, ref reader, source, problems);
                        if (open.Count == 0 && reader.TokenType != JsonTokenType.StartObject)
                            throw new JsonException("an object in braces, with a section per name, is expected");
                        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                            open.Push(setting);
                        break;
                }
            }
        }
        catch (JsonException broken)
        {
            var line = broken.LineNumber + 1 ?? lines.At(reader.TokenStartIndex);
            problems.Add(new("", $"is not valid JSON: {Explain(broken)}.", "Correct the line named, or the end of the line before it.", $"{file}:{line}"));
        }

        return root;
    }

    /// <summary>The reader's message, unless it quotes the value: that may be a secret without its quotation marks.</summary>
    private static string Explain(JsonException broken) =>
        broken.Message.Contains("literal", StringComparison.Ordinal)
            ? "a value is neither text in quotation marks nor a number, true, false or null"
            : broken.Message.Split(" LineNumber:")[0].TrimEnd('.');

    private static Setting Place(Setting parent, string? name, ref Utf8JsonReader reader, string source, List<ConfigurationProblem> problems)
    {
        var (kind, text) = reader.TokenType switch
        {
            JsonTokenType.StartObject => (SettingKind.Section, null),
            JsonTokenType.StartArray => (SettingKind.List, null),
            JsonTokenType.True => (SettingKind.Truth, "true"),
            JsonTokenType.False => (SettingKind.Truth, "false"),
            JsonTokenType.Number => (SettingKind.Number, Encoding.UTF8.GetString(reader.ValueSpan)),
            JsonTokenType.Null => (SettingKind.Null, null),
            _ => (SettingKind.Text, reader.GetString()),
        };
        if (parent.Kind == SettingKind.List)
            name = parent.Children.Count.ToString();
        if (parent.Find(name!) is { } first)
            problems.Add(new(first.Key, $"is given twice; the first time at {first.Source}.", "Keep one of the two.", source));
        return parent.Add(name!, kind, text, source);
    }

    private ref struct LineCounter(ReadOnlySpan<byte> text)
    {
        private readonly ReadOnlySpan<byte> _text = text;
        private int _position;
        private int _line = 1;

        public int At(long position)
        {
            _line += _text[_position..(int)position].Count((byte)'\n');
            _position = (int)position;
            return _line;
        }
    }
}
