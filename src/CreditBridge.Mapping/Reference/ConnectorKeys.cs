using System.Text;

namespace CreditBridge.Mapping.Reference;

/// <summary>Writes the keys that a connector adds to the mapping language as tables of a Markdown page.</summary>
public static class ConnectorKeys
{
    /// <summary>Writes the tables: the top of the file, then <c>read:</c>.</summary>
    public static void Write(MappingLanguage language, StringBuilder page)
    {
        ArgumentNullException.ThrowIfNull(language);
        ArgumentNullException.ThrowIfNull(page);
        var table = new GrammarTable(language.Grammar, page);
        var top = MappingSchema.OwnTopKeys(language).ToList();
        if (top.Count > 0)
        {
            page.Append("### At the top of the file\n\n");
            table.Write(language.Grammar.Of("")!, top);
        }

        if (language.Grammar.Of("$read") is not { } read)
            return;
        page.Append("### Below `read:` of a kind\n\n");
        table.Write(read);
    }
}
