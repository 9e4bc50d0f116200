using System.Globalization;
using System.Text;

namespace CreditBridge.Mapping.Reference;

/// <summary>Writes the reference of the mapping language as a Markdown page: the top of the file, every kind with its fields, and what a field can say.</summary>
public static class MappingReferencePage
{
    private static readonly (string Section, string Title, string About)[] Sorts =
    [
        ("$text", "A text", "Names, numbers of customers and documents, currencies."),
        ("$number", "A number", "Amounts, days, percentages. A member of `sum` has the same keys, or `minus` with a number that is taken off."),
        ("$date", "A day", "A day, or an instant that becomes one in the time zone of the mapping."),
        ("$flag", "Yes or no", "Always a block: every text that occurs must be listed. Where the value comes from is said as for a text."),
        ("$document_type", "A document type", "What an item is: a column with a value list, `{value: invoice}` when there are invoices only, or `by_sign`."),
        ("$figure", "A figure", "A number of a financial statement."),
        ("$attribute", "An attribute", "A text, with what it is read as."),
        ("$condition", "A condition", "A member of `where`. Everything that it says must be so. A column that is empty meets `not` and `empty: true` and nothing else."),
    ];

    /// <summary>The page.</summary>
    public static string Write()
    {
        var grammar = MappingReference.Grammar;
        var page = new StringBuilder();
        var table = new GrammarTable(grammar, page);
        page.Append("# The mapping language\n\n<!-- Generated from the reader of mappings: creditbridge mapping docs > docs/connectors/mapping.md -->\n\n");
        page.Append(string.Concat(MappingText.Resources(typeof(MappingReference).Assembly, "about", ".md")).Trim()).Append("\n\n");
        page.Append("A key in **bold** has to be there. `a.b` is the key `b` in the block `a`, `a[].b` the key `b` in each member of the list `a`.\n\n## The top of the file\n\n");
        table.Write(grammar.Of("")!, "records");
        foreach (var kind in MappedKinds.All)
            Write(kind, grammar, table, page);
        page.Append("# What a field can say\n\nA column's name alone is enough where nothing must be declared: `name: NAME`. In a block there is more.\n\n");
        foreach (var (section, title, about) in Sorts)
        {
            page.Append(CultureInfo.InvariantCulture, $"## {title}\n\n{about}\n\n");
            var facts = grammar.Of(section)!;
            var shape = GrammarTable.BaseOf(facts);
            var explained = shape is null || shape == section ? [] : grammar.Of(shape)!.Keys.Select(k => k.Name).Where(k => section != "$document_type" || k != "values").ToHashSet(StringComparer.Ordinal);
            table.Write(facts, [.. explained]);
        }

        return page.ToString().TrimEnd() + "\n";
    }

    private static void Write(MappedKind kind, MappingGrammar grammar, GrammarTable table, StringBuilder page)
    {
        var section = grammar.Of($"records.{kind.Name}")!;
        var about = grammar.Of("records")!.Keys.First(k => k.Name == kind.Name).Meaning ?? "";
        page.Append(CultureInfo.InvariantCulture, $"## `{kind.Name}`\n\n{char.ToUpperInvariant(about[0])}{about[1..]}.\n\n");
        var common = new[] { "read", "fields", "where", "date_format", "decimal_separator", "thousands_separator", "time_zone" };
        if (kind == MappedKinds.Customers)
            table.Write(section, "fields");
        else if (section.Keys.Any(k => !common.Contains(k.Name)))
            table.Write(section, common);
        page.Append("Fields:\n\n");
        table.Write(grammar.Of($"records.{kind.Name}.fields")!);
    }
}
