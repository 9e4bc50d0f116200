using System.Text;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Mapping;
using CreditBridge.Mapping.Reference;
using CreditBridge.Worker.Configuration.Catalogue;

namespace CreditBridge.Worker.Configuration;

/// <summary>
/// Writes <c>docs/connectors/….md</c>: what a connector is for (the text <c>about.md</c> in its project), its options and, when it reads a mapping, the keys that it adds
/// to the mapping language.
/// </summary>
public static class ConnectorReference
{
    /// <summary>Name of a connector's page.</summary>
    public static string FileOf(IConnector connector) => $"docs/connectors/{NameOf(connector)}.md";

    /// <summary>Writes the page of a connector.</summary>
    public static void Write(OptionCatalogue catalogue, IConnector connector, TextWriter output)
    {
        output.NewLine = "\n";
        output.WriteLine($"# {connector.Type}\n\n<!-- Generated from the declarations in the code: creditbridge mapping docs {connector.Type} > {FileOf(connector)} -->");
        var about = string.Concat(MappingText.Resources(connector.GetType().Assembly, "about", ".md")).Trim();
        if (about.Length > 0)
            output.WriteLine($"\n{about}");
        output.WriteLine($"\n## Options\n\nOf an entry under `Connections` whose `Type` is `{connector.Type}`.");
        ConfigurationReference.Table(catalogue.Connections.Variants.Single(v => v.Connector.Type == connector.Type).Section, "", output);
        if (connector is IMappedConnector { Mappings: var language })
            output.Write(MappingKeys(language));
    }

    private static string NameOf(IConnector connector) => connector.Type.ToLowerInvariant();

    private static string MappingKeys(MappingLanguage language)
    {
        var page = new StringBuilder("\n## Keys in a mapping\n\nFields, formats and meanings are the same for every connector: [the mapping language](mapping.md). What follows is this connector's own. "
            + "A key in **bold** has to be there.\n\n");
        ConnectorKeys.Write(language, page);
        foreach (var document in language.ReferenceDocuments)
            page.Append("```yaml\n").Append(document.TrimEnd()).Append("\n```\n\n");
        return page.ToString().TrimEnd() + "\n";
    }
}
