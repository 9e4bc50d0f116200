using CreditBridge.Worker.Configuration.Catalogue;

namespace CreditBridge.Worker.Configuration;

/// <summary>Writes <c>docs/configuration.md</c>: a table of options for every section and every connector.</summary>
public static class ConfigurationReference
{
    /// <summary>Writes the page for all options of a catalogue.</summary>
    public static void Write(OptionCatalogue catalogue, TextWriter output)
    {
        output.NewLine = "\n";
        output.WriteLine("""
            # Configuration

            <!-- Generated from the declarations in the code: creditbridge config docs > docs/configuration.md -->

            CreditBridge reads one JSON file (comments and trailing commas are allowed): the one named with `--config`, else `appsettings.json` in the
            working directory. Environment variables come before the file: `CREDITBRIDGE_Schedule__PollSeconds=120` sets the option `Schedule:PollSeconds`;
            the parts are joined by two underscores, items of a list are numbered from 0, upper and lower case do not matter. Variables that begin with
            `CREDITBRIDGE_TEST_` belong to the test suite and are not read. Give secrets as environment variables. A list takes the place of its default;
            the entries of a map are added to the default ones.

            Reading is strict. Names that are not options, values of the wrong type, numbers in quotation marks, values outside their limits and missing
            values are all reported at once, each with its key, file and line; nothing starts until they are corrected. `creditbridge config sample`
            prints a file with every option, `creditbridge config schema` a JSON Schema for editors. Relative paths count from the folder of the file.
            """);
        foreach (var option in catalogue.Root.Options)
        {
            output.WriteLine($"\n## {option.Name}\n\n{option.Meaning}");
            if (option.Shape is SectionShape section)
                Table(section, "", output);
        }

        if (catalogue.Connections.Variants.Count > 0)
            output.WriteLine($"\nEach entry has the option `{ConnectionsShape.TypeOption}`: {string.Join(", ", catalogue.Connections.Variants.Select(variant => $"`{variant.Connector.Type}`"))}.");
        foreach (var variant in catalogue.Connections.Variants)
        {
            output.WriteLine($"\n### Connections of type {variant.Connector.Type}");
            Table(variant.Section, "", output);
        }
    }

    /// <summary>Writes the options of a section as a table.</summary>
    internal static void Table(SectionShape section, string prefix, TextWriter output)
    {
        output.WriteLine("\n| option | meaning | value | default |\n|---|---|---|---|");
        Rows(section, prefix, output);
    }

    private static void Rows(SectionShape section, string prefix, TextWriter output)
    {
        foreach (var option in section.Options)
        {
            var name = prefix + option.Name;
            if (option.Shape is SectionShape inner)
            {
                output.WriteLine($"| `{name}` | {Cell(option.Meaning)} | section | |");
                Rows(inner, name + ":", output);
                continue;
            }

            var limits = OptionText.Limits(option);
            var value = OptionText.Kind(option.Shape) + (limits.Length > 0 ? $", {limits}" : "") + (option.Secret ? ", **secret**" : "");
            output.WriteLine($"| `{name}` | {Cell(option.Meaning)} | {Cell(value)} | {Default(option)} |");
            if (option.Shape is ListShape { Item: SectionShape item })
                Rows(item, name + ":0:", output);
            else if (option.Shape is MapShape { Item: SectionShape entry })
                Rows(entry, name + ":<name>:", output);
        }
    }

    private static string Default(OptionDescription option) =>
        option.Required ? "**required**" : option.Secret || OptionText.IsNothing(option.Default) ? "none" : $"`{Cell(OptionText.Plain(OptionText.Default(option)))}`";

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace("\n", " ", StringComparison.Ordinal);
}
