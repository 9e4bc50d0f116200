using System.CommandLine;
using CreditBridge.Worker.Configuration;
using CreditBridge.Worker.Configuration.Catalogue;
using CreditBridge.Worker.Http.Api;

namespace CreditBridge.Worker.Cli;

/// <summary><c>creditbridge config sample|schema|docs|openapi</c>: what can be configured, generated from the options themselves, and what the API offers.</summary>
internal static class ConfigCommand
{
    public static Command Create()
    {
        var command = new Command("config", "Print a sample configuration, its JSON Schema, its documentation, or the OpenAPI document of the API.");
        command.Add(Printing("sample", "A sample appsettings.json with every option, its meaning and its default.", SampleConfiguration.Write));
        command.Add(Printing("schema", "The JSON Schema of appsettings.json, for editors.", ConfigurationSchema.Write));
        command.Add(Printing("docs", "Every option as a Markdown page.", ConfigurationReference.Write));
        command.Add(Printing("openapi", "The OpenAPI document of the API for credit checks on demand.", (_, writer) => writer.Write(OpenApiDocument.Text)));
        return command;
    }

    private static Command Printing(string name, string description, Action<OptionCatalogue, TextWriter> write)
    {
        var command = new Command(name, description);
        command.SetAction(_ =>
        {
            write(new OptionCatalogue(KnownConnectors.All), Console.Out);
            return ExitCodes.Done;
        });
        return command;
    }
}
