using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace CreditBridge.Core.Policies.Parsing;

/// <summary>
/// Reads YAML into nodes that know their place. Works on the parser's events, because a reader of whole documents stops at the first duplicate key, and unrolls
/// aliases without a bound; here the first is one problem among others and the second is refused.
/// </summary>
internal sealed class PolicyYaml
{
    private const int DeepestNesting = 30;

    private readonly Parser _parser;
    private readonly ProblemList _problems;
    private int _depth;

    private PolicyYaml(string yaml, ProblemList problems)
    {
        _parser = new Parser(new StringReader(yaml));
        _problems = problems;
    }

    /// <summary>The document's top section; null when there is none.</summary>
    public static PolicyMap? Read(string yaml, ProblemList problems)
    {
        var reader = new PolicyYaml(yaml, problems);
        try
        {
            return reader.Document();
        }
        catch (YamlException) when (TabIn(yaml) is { } line)
        {
            problems.Error(line, 1, "", "This line is indented with a tab, which YAML does not know: use spaces.");
            return null;
        }
        catch (YamlException e)
        {
            problems.Error((int)e.Start.Line, (int)e.Start.Column, "", $"This is not readable YAML: {e.Message.TrimEnd('.')}. Check indentation, quotes and colons from here on.");
            return null;
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or NullReferenceException or IndexOutOfRangeException or FormatException or OverflowException)
        {
            // The scanner stumbles over some malformed texts with exceptions of its own making; they say nothing but where it was.
            var place = reader._parser.Current?.End ?? Mark.Empty;
            problems.Error(Math.Max(1, (int)place.Line), Math.Max(1, (int)place.Column), "", "This is not readable YAML. Check indentation, quotes, brackets and colons from here on.");
            return null;
        }
    }

    // The scanner reports a tab far from where it stands.
    private static int? TabIn(string yaml)
    {
        var lines = yaml.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].AsSpan().TrimStart(' ').StartsWith("\t") && lines[i].AsSpan().Trim().Length > 0)
                return i + 1;
        }

        return null;
    }

    private PolicyMap? Document()
    {
        _parser.Consume<StreamStart>();
        if (!_parser.TryConsume<DocumentStart>(out _))
        {
            _problems.Error(1, 1, "", "The document is empty; a policy begins with its name.");
            return null;
        }

        var root = Node();
        if (root is not PolicyMap map)
        {
            _problems.Error(root, "", $"A policy is a document with sections such as 'name', 'score' and 'limit', and this is {root.Describe}.");
            return null;
        }

        _parser.Consume<DocumentEnd>();
        if (_parser.TryConsume<DocumentStart>(out var second))
            _problems.Error((int)second.Start.Line, (int)second.Start.Column, "", "A second document begins here; one file holds one policy.");
        return map;
    }

    private PolicyNode Node()
    {
        if (++_depth > DeepestNesting)
            throw new YamlException(_parser.Current!.Start, _parser.Current.End, "Nested too deeply");
        PolicyNode node = _parser.Current switch
        {
            SequenceStart => List(),
            MappingStart => Map(),
            AnchorAlias => Alias(),
            _ => Text(),
        };
        _depth--;
        return node;
    }

    private PolicyText Text()
    {
        var scalar = _parser.Consume<Scalar>();
        return new PolicyText((int)scalar.Start.Line, (int)scalar.Start.Column, scalar.Value, scalar.Style is not ScalarStyle.Plain);
    }

    private PolicyText Alias()
    {
        var alias = _parser.Consume<AnchorAlias>();
        _problems.Error((int)alias.Start.Line, (int)alias.Start.Column, "", "References (*name) are not supported in policies; write the value out.");
        return new PolicyText((int)alias.Start.Line, (int)alias.Start.Column, "", false);
    }

    private PolicyList List()
    {
        var start = _parser.Consume<SequenceStart>().Start;
        var items = new List<PolicyNode>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
            items.Add(Node());
        return new PolicyList((int)start.Line, (int)start.Column, items);
    }

    private PolicyMap Map()
    {
        var start = _parser.Consume<MappingStart>().Start;
        var entries = new Dictionary<string, PolicyEntry>(StringComparer.Ordinal);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            if (Node() is not PolicyText key)
                throw new YamlException(start, start, "A key has to be a word");
            var value = Node();
            if (!entries.TryAdd(key.Value, new PolicyEntry(key, value)))
                _problems.Error(key, key.Value, $"'{key.Value}' stands here a second time (first in line {entries[key.Value].Key.Line}); only one of them can count. Remove one.");
        }

        return new PolicyMap((int)start.Line, (int)start.Column, [.. entries.Values]);
    }
}
