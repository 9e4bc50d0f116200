using System.CommandLine;

namespace CreditBridge.Worker.Cli.Mappings;

/// <summary><c>creditbridge mapping …</c>: check mappings without a connection, and print what they can say.</summary>
internal static class MappingCommand
{
    public static Command Create()
    {
        var command = new Command("mapping", "Check mappings without a connection, and print what they can say.") { MappingLintCommand.Create() };
        foreach (var printing in MappingPrintCommands.Create())
            command.Add(printing);
        return command;
    }
}
