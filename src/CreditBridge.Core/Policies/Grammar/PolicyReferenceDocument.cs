using CreditBridge.Core.Policies.Parsing;

namespace CreditBridge.Core.Policies.Grammar;

/// <summary>
/// The policy document that has a case of everything, one key per line with its meaning behind it. Reading it gathers the grammar; its comments are the meanings in the
/// JSON Schema and in the reference page, so that both say what the document says.
/// </summary>
public static class PolicyReferenceDocument
{
    private const string Resource = "CreditBridge.Core.Policies.Grammar.reference.yaml";

    private static readonly Lazy<(PolicyGrammar Grammar, IReadOnlyDictionary<string, string> Meanings, string Text)> Read = new(ReadOnce);

    /// <summary>The document.</summary>
    public static string Text => Read.Value.Text;

    /// <summary>Every key that the reader of policies knows.</summary>
    public static PolicyGrammar Grammar => Read.Value.Grammar;

    /// <summary>The meaning of every key by its path in the grammar; a key without a comment is absent.</summary>
    public static IReadOnlyDictionary<string, string> Meanings => Read.Value.Meanings;

    private static (PolicyGrammar, IReadOnlyDictionary<string, string>, string) ReadOnce()
    {
        using var stream = typeof(PolicyReferenceDocument).Assembly.GetManifestResourceStream(Resource) ?? throw new InvalidOperationException($"The resource {Resource} is missing from the assembly.");
        using var reader = new StreamReader(stream);
        var text = reader.ReadToEnd();
        var grammar = new PolicyGrammar();
        var parsed = CreditPolicyParser.Parse(text, "reference.yaml", grammar);
        if (parsed.Policy is null)
            throw new InvalidOperationException("The reference policy cannot be read: " + string.Join(" ", parsed.Problems));
        var meanings = new Dictionary<string, string>(StringComparer.Ordinal);
        Collect(PolicyYaml.Read(text, new ProblemList("reference.yaml"))!, "", text.Split('\n'), meanings);
        return (grammar, meanings, text);
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
