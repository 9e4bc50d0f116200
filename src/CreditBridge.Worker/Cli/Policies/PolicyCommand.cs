using System.CommandLine;

namespace CreditBridge.Worker.Cli.Policies;

/// <summary><c>creditbridge policy …</c>: check, compare and try policies before one is activated.</summary>
internal static class PolicyCommand
{
    public static Command Create()
    {
        var command = new Command("policy", "Check, compare and try credit policies before one is activated.")
        {
            PolicyLintCommand.Create(), PolicyTestCommand.Create(), PolicyDiffCommand.Create(), PolicyReplayCommand.Create(),
        };
        foreach (var printing in PolicyPrintCommands.Create())
            command.Add(printing);
        return command;
    }
}
