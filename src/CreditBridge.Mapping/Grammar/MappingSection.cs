using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace CreditBridge.Mapping.Grammar;

/// <summary>
/// A block of keys in a mapping file. Whoever reads a key thereby declares it; what nobody asked for by the time of <see cref="Close"/> is refused as unknown.
/// Nothing here throws for a mistake: it is noted, a stand-in is returned, and reading goes on, so that every mistake is found in one go.
/// </summary>
public sealed class MappingSection
{
    private readonly MappingDocument _document;
    private readonly YamlNode _node;
    private readonly string _name;
    private readonly Dictionary<string, (YamlScalarNode Key, YamlNode Value)> _entries = new(StringComparer.Ordinal);
    private readonly List<string> _asked = [];
    private bool _hasOwnKeys;

    private MappingSection(MappingDocument document, string path, string name, YamlNode node)
    {
        (_document, Path, _name, _node) = (document, path, name, node);
        if (node is YamlMappingNode mapping)
        {
            foreach (var (key, value) in mapping.Children)
            {
                if (key is YamlScalarNode { Value: { } word } scalar)
                    _entries[word] = (scalar, value);
                else
                    Note(key, path, "A key must be a plain word.", "Write 'key: value'.");
            }

            document.Grammar?.Visit(name);
        }
        else if (StrayText is null)
        {
            Note(node, path, "Keys with values are expected here.", "Write 'key: value' on indented lines below it.");
        }
    }

    /// <summary>Where the block stands, such as <c>files.customers</c>; empty for the whole file.</summary>
    public string Path { get; }

    /// <summary>The text, when a single value stands where a block could; null for a block. Whoever asks thereby declares that a text may stand there.</summary>
    public string? Scalar
    {
        get
        {
            _document.Grammar?.TakesText(_name);
            return StrayText;
        }
    }

    /// <summary>The text, when a single value stands where a block must; null for a block.</summary>
    public string? StrayText => _node is YamlScalarNode { Value: { Length: > 0 } text } ? text : null;

    /// <summary>What stands in the block, as one text: the same for the same content.</summary>
    public string Content => JsonOf("", _node)?.ToJsonString() ?? "";

    /// <summary>The keys of the block, in file order. Whoever asks thereby declares that the author chooses them.</summary>
    public IReadOnlyCollection<string> Keys
    {
        get
        {
            _hasOwnKeys = true;
            _document.Grammar?.HasOwnKeys(_name);
            return _entries.Keys;
        }
    }

    /// <summary>Whether no key stands in the block.</summary>
    public bool IsEmpty => _entries.Count == 0;

    /// <summary>Reads a whole file; null when it is not YAML at all, which is then the one problem noted.</summary>
    /// <param name="file">Name of the file.</param>
    /// <param name="text">Its text.</param>
    /// <param name="problems">Receives every mistake.</param>
    /// <param name="grammar">Receives every key that is asked for; null when nobody listens.</param>
    public static MappingSection? Parse(string file, string text, List<MappingProblem> problems, MappingGrammar? grammar = null)
    {
        var stream = new YamlStream();
        try
        {
            RefuseDepth(text);
            stream.Load(new StringReader(text));
        }
        catch (Exception e) when (e is YamlException or InvalidOperationException or ArgumentException)
        {
            // The parser has a few texts that it fails on with exceptions of its own making; they have no place.
            var at = (e as YamlException)?.Start ?? new Mark(1, 1, 1);
            problems.Add(new MappingProblem(file, (int)at.Line, (int)at.Column, "(file)", $"This is not YAML: {e.Message}", "Mind the indentation (blanks, not tabs) and put texts with ':' or '#' in quotation marks."));
            return null;
        }

        if (stream.Documents.Count == 1)
            return new MappingSection(new MappingDocument(file, problems, grammar, grammar is null ? [] : text.Split('\n')), "", "", stream.Documents[0].RootNode);
        problems.Add(new MappingProblem(file, 1, 1, "(file)", stream.Documents.Count == 0 ? "The file is empty." : "The file holds several documents.", "One document with 'connector:', 'system:' and 'records:' is expected."));
        return null;
    }

    /// <summary>Whether the key is there; declares it.</summary>
    public bool Has(string key)
    {
        Ask(key, null);
        return _entries.ContainsKey(key);
    }

    /// <summary>A text; the fallback when the key is missing.</summary>
    public string? Text(string key, string? fallback = null) => Single(key, new KeyUse(KeyKind.Text) { Default = fallback }) ?? fallback;

    private string? Single(string key, KeyUse use)
    {
        Ask(key, use);
        if (!_entries.TryGetValue(key, out var entry))
            return null;
        if (entry.Value is YamlScalarNode scalar)
            return scalar.Value ?? "";
        Refuse(key, "A single text is expected.", $"Write '{key}: text'.");
        return null;
    }

    /// <summary>A text that must be there and not be empty.</summary>
    public string RequiredText(string key, string why)
    {
        Demand(key);
        var text = Text(key);
        if (string.IsNullOrWhiteSpace(text))
            Refuse(key, _entries.ContainsKey(key) ? "The value is empty." : "The key is missing.", why);
        return text ?? "";
    }

    /// <summary>One of several words; the fallback when the key is missing, and a problem too when there is no fallback.</summary>
    /// <param name="key">The key.</param>
    /// <param name="choices">The words and what each stands for.</param>
    /// <param name="fallback">What a missing key means; null makes the key mandatory.</param>
    /// <param name="why">For a mandatory key: why it must be declared.</param>
    public T Choice<T>(string key, IReadOnlyDictionary<string, T> choices, T? fallback, string why)
        where T : struct
    {
        var words = string.Join(" | ", choices.Keys);
        if (fallback is null)
            Demand(key);
        var initial = fallback is { } value ? choices.FirstOrDefault(c => EqualityComparer<T>.Default.Equals(c.Value, value)).Key : null;
        if (Single(key, new KeyUse(KeyKind.Word) { Words = [.. choices.Keys], Default = initial }) is not { } text)
        {
            if (fallback is null && !_entries.ContainsKey(key))
                Refuse(key, "The key is missing.", $"{why} Write '{key}: {words}'.");
            return fallback ?? default;
        }

        if (choices.TryGetValue(text, out var choice))
            return choice;
        Refuse(key, $"'{text}' is not a choice.", NearestName.Of(text, choices.Keys) is { } near ? $"Did you mean '{near}'?" : $"Write {words}.");
        return fallback ?? default;
    }

    /// <summary>Yes or no, written <c>true</c> or <c>false</c>.</summary>
    public bool Switch(string key, bool fallback) => Choice(key, Switches, fallback, "");

    /// <summary>Yes or no, written <c>true</c> or <c>false</c>; null when the key is missing.</summary>
    public bool? Flag(string key)
    {
        if (Single(key, new KeyUse(KeyKind.Word) { Words = [.. Switches.Keys] }) is not { } text)
            return null;
        if (Switches.TryGetValue(text, out var flag))
            return flag;
        Refuse(key, $"'{text}' is not a choice.", "Write true | false.");
        return null;
    }

    /// <summary>A list of texts, written <c>[a, b]</c>; a single text counts as a list of one. Null when the key is missing.</summary>
    public IReadOnlyList<string>? List(string key)
    {
        Ask(key, new KeyUse(KeyKind.Texts));
        return Listed(key);
    }

    private IReadOnlyList<string>? Listed(string key)
    {
        if (!_entries.TryGetValue(key, out var entry))
            return null;
        if (entry.Value is YamlScalarNode single)
            return [single.Value ?? ""];
        if (entry.Value is YamlSequenceNode sequence && sequence.Children.All(c => c is YamlScalarNode))
            return [.. sequence.Children.Select(c => ((YamlScalarNode)c).Value ?? "")];
        Refuse(key, "A list of texts is expected.", $"Write '{key}: [one, two]'.");
        return [];
    }

    /// <summary>A value list, written <c>{from: to}</c>. Null when the key is missing.</summary>
    /// <param name="key">The key.</param>
    /// <param name="words">What may stand behind the colons, for the schema; null for any text. The caller refuses others.</param>
    public IReadOnlyDictionary<string, string>? Table(string key, IReadOnlyCollection<string>? words = null)
    {
        Ask(key, new KeyUse(KeyKind.Table) { Words = [.. words ?? []] });
        return Tabled(key);
    }

    private Dictionary<string, string>? Tabled(string key)
    {
        if (!_entries.TryGetValue(key, out var entry))
            return null;
        if (entry.Value is YamlMappingNode table && table.Children.All(c => c.Key is YamlScalarNode && c.Value is YamlScalarNode))
            return table.Children.ToDictionary(c => ((YamlScalarNode)c.Key).Value ?? "", c => ((YamlScalarNode)c.Value).Value ?? "", StringComparer.Ordinal);
        Refuse(key, "A list of values is expected.", $"Write '{key}: {{from the file: meaning, …}}'.");
        return new Dictionary<string, string>();
    }

    /// <summary>A list of texts, or a value list where each of them has a meaning; the meaning is empty in a plain list. Null when the key is missing.</summary>
    public IReadOnlyDictionary<string, string>? ListOrTable(string key)
    {
        Ask(key, new KeyUse(KeyKind.TextsOrTable));
        return _entries.TryGetValue(key, out var entry) && entry.Value is YamlMappingNode
            ? Tabled(key)
            : Listed(key)?.Distinct(StringComparer.Ordinal).ToDictionary(text => text, _ => "", StringComparer.Ordinal);
    }

    /// <summary>A number with a decimal point; null when the key is missing.</summary>
    public decimal? Number(string key) => NumberOf(key, new KeyUse(KeyKind.Number));

    private decimal? NumberOf(string key, KeyUse use)
    {
        if (Single(key, use) is not { } text)
            return null;
        if (new ValueFormats("", '.', null).TryNumber(text, out var number, out _))
            return number;
        Refuse(key, $"'{text}' is not a number.", $"Write '{key}: 100'.");
        return null;
    }

    /// <summary>A share in percent, from 0 to 100; the fallback when the key is missing.</summary>
    public decimal Percent(string key, decimal fallback)
    {
        if (NumberOf(key, new KeyUse(KeyKind.Percent) { Default = fallback.ToString(CultureInfo.InvariantCulture) }) is not { } percent)
            return fallback;
        if (percent is >= 0 and <= 100)
            return percent;
        Refuse(key, $"{percent} is not a share in percent.", "Write a number from 0 to 100.");
        return fallback;
    }

    /// <summary>A length of time, written as a whole number with s, m, h or d behind it, such as <c>15m</c>; null when the key is missing.</summary>
    public TimeSpan? Duration(string key)
    {
        if (Single(key, new KeyUse(KeyKind.Duration)) is not { } text)
            return null;
        if (text.Length is > 1 and <= 7 && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            switch (text[^1])
            {
                case 's': return TimeSpan.FromSeconds(number);
                case 'm': return TimeSpan.FromMinutes(number);
                case 'h': return TimeSpan.FromHours(number);
                case 'd': return TimeSpan.FromDays(number);
            }
        }

        Refuse(key, $"'{text}' is not a length of time.", $"Write a whole number with s, m, h or d behind it, such as '{key}: 15m'.");
        return null;
    }

    /// <summary>A block below this one, or a single text where a block could stand; null when the key is missing.</summary>
    /// <param name="key">The key.</param>
    /// <param name="shape">Name of what such a block looks like, when others look alike; null when it stands for itself.</param>
    public MappingSection? Section(string key, string? shape = null)
    {
        var name = NameOf(key, shape, "");
        Ask(key, new KeyUse(KeyKind.Block) { Section = name });
        return _entries.TryGetValue(key, out var entry) ? new MappingSection(_document, PathOf(key), name, entry.Value) : null;
    }

    /// <summary>A list of blocks, each perhaps a single text; a block that stands alone counts as a list of one. Null when the key is missing.</summary>
    /// <param name="key">The key.</param>
    /// <param name="shape">Name of what such blocks look like, when others look alike; null when they stand for themselves.</param>
    public IReadOnlyList<MappingSection>? Sections(string key, string? shape = null)
    {
        var name = NameOf(key, shape, "[]");
        Ask(key, new KeyUse(KeyKind.Blocks) { Section = name });
        if (!_entries.TryGetValue(key, out var entry))
            return null;
        if (entry.Value is not YamlSequenceNode sequence)
            return [new MappingSection(_document, PathOf(key), name, entry.Value)];
        return [.. sequence.Children.Select((node, at) => new MappingSection(_document, $"{PathOf(key)}[{at}]", name, node))];
    }

    /// <summary>The same block for a second look: what is wrong with it was noted at the first.</summary>
    internal MappingSection Quiet() => new(_document with { Problems = [], Grammar = null }, Path, _name, _node);

    /// <summary>Says that a key has to be there; the caller refuses the block when it is not.</summary>
    internal void Demand(string key) => _document.Grammar?.Demanded(_name, _hasOwnKeys ? "*" : key);

    /// <summary>What stands below a key, as a tree of JSON; null when the key is missing or empty. Words without quotation marks that are numbers, true, false or null become such values.</summary>
    public JsonNode? Json(string key)
    {
        Ask(key, new KeyUse(KeyKind.Tree));
        return _entries.TryGetValue(key, out var entry) ? JsonOf(key, entry.Value) : null;
    }

    /// <summary>The line of the file on which a text begins whose lines are lines of the file, written below its key with <c>|</c>; null for any other text.</summary>
    public int? FirstLineOf(string key) =>
        _entries.TryGetValue(key, out var entry) && entry.Value is YamlScalarNode { Style: ScalarStyle.Literal } text ? (int)text.Start.Line + 1 : null;

    /// <summary>Notes a mistake at a key (at the block itself when the key is not there).</summary>
    public void Refuse(string key, string message, string suggestion) =>
        Note(_entries.TryGetValue(key, out var entry) ? entry.Value : _node, PathOf(key), message, suggestion);

    /// <summary>Notes a mistake at the block itself.</summary>
    public void RefuseItself(string message, string suggestion) => Note(_node, Path, message, suggestion);

    /// <summary>Notes every key that nobody asked for.</summary>
    public void Close()
    {
        foreach (var (name, (key, _)) in _entries.Where(e => !_asked.Contains(e.Key)))
            Note(key, PathOf(name), $"The key '{name}' is unknown here.", NearestName.Suggest(name, _asked));
    }

    // A tree is built by recursion: thousands of brackets would end the process.
    private static void RefuseDepth(string text)
    {
        const int Deepest = 20;
        var parser = new Parser(new StringReader(text));
        for (var depth = 0; parser.MoveNext();)
        {
            depth += parser.Current!.NestingIncrease;
            if (depth > Deepest)
                throw new YamlException(parser.Current.Start, parser.Current.End, $"Blocks are nested deeper than {Deepest}.");
        }
    }

    private static readonly Dictionary<string, bool> Switches = new() { ["true"] = true, ["false"] = false };

    private JsonNode? JsonOf(string key, YamlNode node)
    {
        switch (node)
        {
            case YamlSequenceNode list:
                return new JsonArray([.. list.Children.Select(c => JsonOf(key, c))]);
            case YamlMappingNode block:
                var tree = new JsonObject();
                foreach (var (name, value) in block.Children)
                {
                    if (name is YamlScalarNode { Value: { } text })
                        tree[text] = JsonOf(key, value);
                    else
                        Note(name, PathOf(key), "A key must be a plain word.", "Put a text with braces, such as \"{{page.size}}\", in quotation marks.");
                }

                return tree;
            case YamlScalarNode { Style: not ScalarStyle.Plain } quoted:
                return JsonValue.Create(quoted.Value);
            default:
                return ((YamlScalarNode)node).Value switch
                {
                    null or "" or "null" or "~" => null,
                    "true" => JsonValue.Create(true),
                    "false" => JsonValue.Create(false),
                    var text when IsJsonNumber(text) => JsonValue.Create(decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)),
                    var text => JsonValue.Create(text),
                };
        }
    }

    // A number with a leading zero or plus is an identifier, such as a postcode.
    private static bool IsJsonNumber(string text) =>
        text.TrimStart('-') is var digits && digits.Length is > 0 and <= 28 && char.IsAsciiDigit(digits[0]) && !(digits.Length > 1 && digits[0] == '0' && digits[1] != '.')
        && digits.All(c => char.IsAsciiDigit(c) || c == '.') && digits.Count(c => c == '.') <= 1 && char.IsAsciiDigit(digits[^1]) && text.Length - digits.Length <= 1;

    private string PathOf(string key) => Path.Length == 0 ? key : $"{Path}.{key}";

    private string NameOf(string key, string? shape, string suffix) =>
        shape is not null ? "$" + shape : (_name.Length == 0 ? "" : _name + ".") + (_hasOwnKeys ? "*" : key) + suffix;

    private void Ask(string key, KeyUse? use = null)
    {
        if (!_asked.Contains(key))
            _asked.Add(key);
        _document.Grammar?.Asked(_name, _hasOwnKeys ? "*" : key, use, CommentOf(key));
    }

    // The comment of a line belongs to the key that the line begins with.
    private string? CommentOf(string key)
    {
        if (!_entries.TryGetValue(key, out var entry))
            return null;
        var (line, column) = (_document.Lines[(int)entry.Key.Start.Line - 1], (int)entry.Key.Start.Column - 1);
        return line.AsSpan(0, column).Trim(" -").Length == 0 ? LineComment.Of(line) : null;
    }

    private void Note(YamlNode at, string path, string message, string suggestion) =>
        _document.Problems.Add(new MappingProblem(_document.File, (int)at.Start.Line, (int)at.Start.Column, path, message, suggestion));
}
