using System.CommandLine;
using CreditBridge.Core.Policies.Grammar;

namespace CreditBridge.Worker.Cli.Policies;

/// <summary><c>creditbridge policy schema|docs|reference</c>: what a policy can say, generated from the reader of policies itself.</summary>
internal static class PolicyPrintCommands
{
    public static IEnumerable<Command> Create() =>
    [
        Printing("schema", "The JSON Schema of policy documents, for editors.", PolicySchema.Write),
        Printing("docs", "Every key and every input as a Markdown page.", PolicyReferencePage.Write),
        Printing("reference", "A policy document with a case of everything, to copy from.", () => PolicyReferenceDocument.Text),
    ];

    private static Command Printing(string name, string description, Func<string> write)
    {
        var command = new Command(name, description);
        command.SetAction(_ =>
        {
            Console.Out.Write(write());
            return ExitCodes.Done;
        });
        return command;
    }
}
