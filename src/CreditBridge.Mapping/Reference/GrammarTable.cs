using System.Globalization;
using System.Text;

namespace CreditBridge.Mapping.Reference;

/// <summary>Writes the keys of blocks as tables of a Markdown page.</summary>
public sealed class GrammarTable
{
    private readonly MappingGrammar _grammar;
    private readonly StringBuilder _page;
    private readonly List<string> _shapes = [];

    /// <summary>Tables of a grammar.</summary>
    /// <param name="grammar">The grammar.</param>
    /// <param name="page">Receives the tables.</param>
    public GrammarTable(MappingGrammar grammar, StringBuilder page) => (_grammar, _page) = (grammar, page);

    /// <summary>Writes a table of a block's keys, with those of the blocks below it.</summary>
    /// <param name="section">The block.</param>
    /// <param name="leaveOut">Keys that stand elsewhere.</param>
    public void Write(SectionFacts section, params IReadOnlyCollection<string> leaveOut)
    {
        ArgumentNullException.ThrowIfNull(section);
        _page.Append("| key | takes | meaning |\n|---|---|---|\n");
        Rows(section, "", leaveOut, 0);
        _page.Append('\n');
    }

    /// <summary>Writes a table of keys.</summary>
    public void Write(SectionFacts section, IEnumerable<KeyFacts> keys)
    {
        ArgumentNullException.ThrowIfNull(section);
        _page.Append("| key | takes | meaning |\n|---|---|---|\n");
        foreach (var key in keys)
            Row(section, key, "", 0);
        _page.Append('\n');
    }

    private void Rows(SectionFacts section, string prefix, IReadOnlyCollection<string> leaveOut, int depth)
    {
        foreach (var key in section.Keys.Where(k => !leaveOut.Contains(k.Name)))
            Row(section, key, prefix, depth);
    }

    private void Row(SectionFacts section, KeyFacts key, string prefix, int depth)
    {
        var name = key.Name == "*" ? "&lt;name&gt;" : $"`{key.Name}`";
        var shown = prefix + (section.IsRequired(key) ? $"**{name}**" : name);
        _page.Append(CultureInfo.InvariantCulture, $"| {shown} | {Cell(string.Join(" or ", key.Uses.Select(Takes).Distinct(StringComparer.Ordinal)))} | {Cell(Sentence(_grammar.MeaningOf(section, key) ?? ""))} |\n");
        foreach (var inner in key.Uses.Where(u => u.Section is not null && u.Kind is KeyKind.Block or KeyKind.Blocks && !IsKnown(u.Section!))
            .Select(u => _grammar.Of(u.Section!)).OfType<SectionFacts>())
        {
            if (depth < 6 && !_shapes.Contains(inner.Name))
            {
                _shapes.Add(inner.Name);
                Rows(inner, shown + (key.Uses.Any(u => u.Kind == KeyKind.Blocks) ? "[]." : "."), OfShape(inner), depth + 1);
                if (!inner.Name.StartsWith('$'))
                    _shapes.Remove(inner.Name);
            }
        }
    }

    // Keys that every field of the sort has are explained once.
    private static IReadOnlyCollection<string> OfShape(SectionFacts section)
    {
        if (BaseOf(section) is not { } shape || shape == section.Name)
            return [];
        return [.. MappingReference.Grammar.Of(shape)!.Keys.Select(k => k.Name).Where(k => k != "values")];
    }

    /// <summary>The sort of field that a block is: <c>$text</c>, <c>$number</c> or <c>$date</c>; null when it is no field.</summary>
    internal static string? BaseOf(SectionFacts section)
    {
        var keys = section.Keys.Select(k => k.Name).ToHashSet(StringComparer.Ordinal);
        if (!keys.Contains("first_of") || !keys.Contains("column"))
            return null;
        return keys.Contains("sum") ? "$number" : keys.Contains("add_days") ? "$date" : "$text";
    }

    private static bool IsKnown(string section) => section is "$text" or "$number" or "$date" or "$flag" or "$figure" or "$attribute" or "$condition" or "$summand" or "$document_type" or "$read";

    private string Takes(KeyUse use)
    {
        var fallback = use.Default is { } value ? $"; `{value}` when missing" : "";
        return use.Kind switch
        {
            KeyKind.Word => string.Join(", ", use.Words.Select(w => $"`{w}`")) + fallback,
            KeyKind.Number => "number" + fallback,
            KeyKind.Percent => "0 to 100" + fallback,
            KeyKind.Duration => "a time such as `15m`",
            KeyKind.Texts => "list of texts",
            KeyKind.Table => use.Words.Count > 0 ? $"value list of {string.Join(", ", use.Words.Select(w => $"`{w}`"))}" : "value list",
            KeyKind.TextsOrTable => "list of texts, or value list",
            KeyKind.Tree => "anything",
            KeyKind.Block => Sort(use.Section!),
            KeyKind.Blocks => use.Section is "$text" or "$number" or "$date" ? $"list of {Sort(use.Section)}" : "list of blocks",
            _ => "text" + fallback,
        };
    }

    private string Sort(string section) => section switch
    {
        "$text" => "text",
        "$number" => "number",
        "$date" => "day",
        "$flag" => "yes or no",
        "$figure" => "figure",
        "$attribute" => "attribute",
        "$condition" => "condition",
        "$document_type" => "document type",
        _ => _grammar.Of(section) is { } facts && BaseOf(facts) is { } shape ? Sort(shape) : "block",
    };

    private static string Sentence(string text) => text.Length == 0 ? "" : char.ToUpperInvariant(text[0]) + text[1..] + (text.EndsWith('.') || text.EndsWith('…') ? "" : ".");

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace("\n", " ", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
}
