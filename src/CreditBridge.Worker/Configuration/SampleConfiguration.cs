using System.Text.Encodings.Web;
using System.Text.Json;
using CreditBridge.Worker.Configuration.Catalogue;
using CreditBridge.Worker.Configuration.Loading;

namespace CreditBridge.Worker.Configuration;

/// <summary>Writes <c>appsettings.sample.json</c>: JSON with comments, every option with its meaning. The same declarations give the same text, byte for byte.</summary>
public static class SampleConfiguration
{
    private const int CommentWidth = 118;

    /// <summary>Lists and maps that are longer get a line per entry.</summary>
    private const int LongestValue = 100;

    private static readonly JsonSerializerOptions s_indented = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true, NewLine = "\n" };

    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the sample for all options of a catalogue.</summary>
    public static void Write(OptionCatalogue catalogue, TextWriter output)
    {
        output.NewLine = "\n";
        output.WriteLine("""
            // Configuration of CreditBridge: every option with its meaning. Copy this file to appsettings.json and keep what you need.
            // An option that is left out has the default shown. Every option can also be set as an environment variable, which comes
            // before the file: CREDITBRIDGE_Schedule__PollSeconds=120. Secrets are best given that way.
            // Comments and commas after the last entry are allowed. This file is generated: creditbridge config sample > appsettings.sample.json
            """);
        output.WriteLine("{");
        Section(catalogue.Root, "", 1, output);
        output.WriteLine("}");
    }

    private static void Section(SectionShape section, string key, int depth, TextWriter output)
    {
        foreach (var (index, option) in section.Options.Index())
        {
            if (index > 0)
                output.WriteLine();
            var path = key.Length == 0 ? option.Name : $"{key}:{option.Name}";
            Comment(option, path, depth, output);
            Entry(option, path, depth, output);
        }
    }

    /// <summary>One option. Every entry ends in a comma, so that lines can be put in and taken out without a thought.</summary>
    private static void Entry(OptionDescription option, string path, int depth, TextWriter output)
    {
        if (option.Shape is not (SectionShape or ConnectionsShape))
        {
            var value = OptionText.Example(option);
            var text = Spaced(value?.ToJsonString(s_json) ?? "null");
            if (text.Length > LongestValue)
                text = value!.ToJsonString(s_indented);
            foreach (var line in $"\"{option.Name}\": {text},".Split('\n'))
                output.WriteLine($"{Indent(depth)}{(IsLeftOut(option) ? "// " : "")}{line}");
            return;
        }

        output.WriteLine($"{Indent(depth)}\"{option.Name}\": {{");
        if (option.Shape is SectionShape inner)
            Section(inner, path, depth + 1, output);
        else if (option.Shape is ConnectionsShape connections)
            Connections(connections, path, depth + 1, output);
        output.WriteLine($"{Indent(depth)}}},");
    }

    private static void Connections(ConnectionsShape connections, string path, int depth, TextWriter output)
    {
        foreach (var (index, variant) in connections.Variants.Index())
        {
            if (index > 0)
                output.WriteLine();
            var name = variant.Connector.Type.ToLowerInvariant();
            output.WriteLine($"{Indent(depth)}\"{name}\": {{");
            output.WriteLine($"{Indent(depth + 1)}\"{ConnectionsShape.TypeOption}\": \"{variant.Connector.Type}\",");
            output.WriteLine();
            Section(variant.Section, $"{path}:{name}", depth + 1, output);
            output.WriteLine($"{Indent(depth)}}},");
        }
    }

    private static void Comment(OptionDescription option, string path, int depth, TextWriter output)
    {
        var facts = OptionText.Facts(option);
        if (option.Secret)
            facts = $"{facts} Secret: best set as the environment variable {EnvironmentSettings.VariableOf(path)}.".TrimStart();
        foreach (var line in Wrap(option.Meaning, CommentWidth - 2 * depth).Concat(Wrap(facts, CommentWidth - 2 * depth)))
            output.WriteLine($"{Indent(depth)}// {line}");
    }

    /// <summary>
    /// Whether the option stands as a comment: its default is none or would not show what it is for. So the sample works as it is, but for what must be given.
    /// </summary>
    private static bool IsLeftOut(OptionDescription option) =>
        option.Secret || (!option.Required && (option.Example is not null || OptionText.IsNothing(option.Default)));

    private static IEnumerable<string> Wrap(string text, int width)
    {
        while (text.Length > width)
        {
            var at = text.LastIndexOf(' ', width);
            if (at <= 0)
                break;
            yield return text[..at];
            text = text[(at + 1)..];
        }

        if (text.Length > 0)
            yield return text;
    }

    /// <summary>Blanks after colons and commas, as a person would write short lists; text in quotation marks is left alone.</summary>
    private static string Spaced(string json)
    {
        var result = new System.Text.StringBuilder(json.Length + 16);
        var quoted = false;
        for (var i = 0; i < json.Length; i++)
        {
            result.Append(json[i]);
            if (json[i] == '\\')
                result.Append(json[++i]);
            else if (json[i] == '"')
                quoted = !quoted;
            else if (!quoted && json[i] is (':' or ','))
                result.Append(' ');
        }

        return result.ToString();
    }

    private static string Indent(int depth) => new(' ', 2 * depth);
}
