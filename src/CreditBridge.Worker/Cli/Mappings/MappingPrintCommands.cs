using System.CommandLine;
using CreditBridge.Mapping;
using CreditBridge.Mapping.Grammar;
using CreditBridge.Mapping.Reference;
using CreditBridge.Worker.Configuration;
using CreditBridge.Worker.Configuration.Catalogue;

namespace CreditBridge.Worker.Cli.Mappings;

/// <summary><c>creditbridge mapping schema|docs|reference</c>: what a mapping can say, generated from the reader of mappings itself.</summary>
internal static class MappingPrintCommands
{
    public static IEnumerable<Command> Create()
    {
        var schema = new Command("schema", "The JSON Schema of mappings, for editors.");
        schema.SetAction(_ => Print(MappingSchema.Write(KnownConnectors.MappingLanguages)));
        yield return schema;

        var page = Connector("Connector to document; without it the language that all mappings share.", KnownConnectors.All.Select(c => c.Type));
        var docs = new Command("docs", "The mapping language, or a connector with its options and keys, as a Markdown page.") { page };
        docs.SetAction(parse => parse.GetValue(page) is { } name ? Print(PageOf(name)) : Print(MappingReferencePage.Write()));
        yield return docs;

        var of = Connector("Connector whose keys to show; without it those that all mappings share.", KnownConnectors.MappingLanguages.Select(l => l.Connector));
        var reference = new Command("reference", "A mapping with a case of everything, to copy from.") { of };
        reference.SetAction(parse => Print(string.Join("\n---\n", parse.GetValue(of) is { } name ? LanguageOf(name).ReferenceDocuments : MappingReference.Documents)));
        yield return reference;
    }

    private static Argument<string?> Connector(string description, IEnumerable<string> names)
    {
        var known = names.ToList();
        var argument = new Argument<string?>("connector") { Description = $"{description} One of {string.Join(", ", known)}.", Arity = ArgumentArity.ZeroOrOne };
        argument.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var name }] && !known.Contains(name, StringComparer.OrdinalIgnoreCase))
                result.AddError($"There is no connector '{name}' here. {NearestName.Suggest(name, known)}");
        });
        return argument;
    }

    private static string PageOf(string name)
    {
        using var writer = new StringWriter();
        ConnectorReference.Write(new OptionCatalogue(KnownConnectors.All), KnownConnectors.All.Single(c => c.Type.Equals(name, StringComparison.OrdinalIgnoreCase)), writer);
        return writer.ToString();
    }

    private static MappingLanguage LanguageOf(string name) => KnownConnectors.MappingLanguages.Single(l => l.Connector.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static int Print(string text)
    {
        Console.Out.Write(text);
        return ExitCodes.Done;
    }
}
