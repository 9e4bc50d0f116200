using CreditBridge.Core.Policies.Parsing;

namespace CreditBridge.Core.Policies.Grammar;

/// <summary>
/// The policy document that has a case of everything, one key per line with its meaning behind it. Reading it gathers the grammar; its comments are the meanings in the
/// JSON Schema and in the reference page, so that both say what the document says.
/// </summary>
public static class PolicyReferenceDocument
{
    private const string Folder = "CreditBridge.Core.Policies.Grammar.";

    // The first is the document; the others have the cases that exclude one of its own.
    private static readonly string[] Documents = ["reference.yaml", "reference-points.yaml", "reference-formula.yaml"];

    private static readonly Lazy<(PolicyGrammar Grammar, IReadOnlyDictionary<string, string> Meanings, string Text)> Read = new(ReadOnce);

    /// <summary>The document.</summary>
    public static string Text => Read.Value.Text;

    /// <summary>All of it: the document, and the small ones with the cases that exclude one of its own.</summary>
    public static string All => string.Concat(Documents.Select(Resource));

    /// <summary>Every key that the reader of policies knows.</summary>
    public static PolicyGrammar Grammar => Read.Value.Grammar;

    /// <summary>The meaning of every key by its path in the grammar; a key without a comment is absent.</summary>
    public static IReadOnlyDictionary<string, string> Meanings => Read.Value.Meanings;

    private static (PolicyGrammar, IReadOnlyDictionary<string, string>, string) ReadOnce()
    {
        var grammar = new PolicyGrammar();
        var meanings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in Documents)
        {
            var text = Resource(name);
            if (CreditPolicyParser.Parse(text, name, grammar) is { Policy: null, Problems: var problems })
                throw new InvalidOperationException("The reference policy cannot be read: " + string.Join(" ", problems));
            Collect(PolicyYaml.Read(text, new ProblemList(name))!, "", text.Split('\n'), meanings);
        }

        return (grammar, meanings, Resource(Documents[0]));
    }

    private static string Resource(string name)
    {
        using var stream = typeof(PolicyReferenceDocument).Assembly.GetManifestResourceStream(Folder + name) ?? throw new InvalidOperationException($"The resource {name} is missing from the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static void Collect(PolicyNode node, string section, string[] lines, Dictionary<string, string> meanings)
    {
        if (node is PolicyList list)
        {
            foreach (var item in list.Items)
                Collect(item, section + "[]", lines, meanings);
        }

        if (node is not PolicyMap map)
            return;
        foreach (var (key, value) in map.Entries)
        {
            var name = PolicyGrammar.HasOwnKeys(section) ? "*" : key.Value;
            var path = section.Length == 0 ? name : $"{section}.{name}";
            if (Comment(lines[key.Line - 1]) is { } meaning)
                meanings.TryAdd(path, meaning);
            Collect(value, path, lines, meanings);
        }
    }

    // The comment of a line: what follows the last " # " outside of quotes.
    private static string? Comment(string line)
    {
        var quote = '\0';
        for (var i = 0; i < line.Length; i++)
        {
            if (quote != '\0')
                quote = line[i] == quote ? '\0' : quote;
            else if (line[i] == '"')
                quote = line[i];
            else if (line[i] == '#' && i > 0 && line[i - 1] == ' ')
                return line[(i + 1)..].Trim();
        }

        return null;
    }
}
