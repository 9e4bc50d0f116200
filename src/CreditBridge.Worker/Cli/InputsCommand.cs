using System.CommandLine;
using CreditBridge.Core.Evaluation.Inputs;
using CreditBridge.Worker.Hosting;
using Spectre.Console;

namespace CreditBridge.Worker.Cli;

/// <summary><c>creditbridge inputs [name]</c>: the figures that a policy may use.</summary>
internal static class InputsCommand
{
    public static Command Create()
    {
        var name = new Argument<string?>("name") { Description = "One input; all of them when left out.", Arity = ArgumentArity.ZeroOrOne };
        var json = CommonOptions.Json();
        var command = new Command("inputs", "List the figures that a policy may use, and how each is computed.") { name, json };
        command.SetAction(parse =>
        {
            var output = new CommandOutput(parse.GetValue(json));
            var wanted = parse.GetValue(name);
            var inputs = InputCatalogue.All.Where(i => wanted is null || i.Name == wanted).ToList();
            if (inputs.Count == 0)
            {
                output.Fail($"There is no input '{wanted}'.", [new Problem("inputs", "The name is not in the catalogue.", "'creditbridge inputs' lists all of them.")]);
                return ExitCodes.WrongInput;
            }

            output.Write(
                inputs.Select(i => new { i.Name, i.Unit, i.Meaning, i.Computed, i.MissingWhen, i.Stage, i.ForSales }),
                console => Show(console, inputs));
            return ExitCodes.Done;
        });
        return command;
    }

    private static void Show(IAnsiConsole console, List<CreditInput> inputs)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn("input").AddColumn("unit").AddColumn("meaning, and how it is computed").AddColumn("missing when");
        foreach (var input in inputs)
        {
            table.AddRow(
                new Markup($"[bold]{input.Name}[/]"), new Text(input.Unit.ToString().ToLowerInvariant()),
                new Markup($"{Markup.Escape(input.Meaning)} [dim]{Markup.Escape(input.Computed)}[/]"), new Text(input.MissingWhen));
        }

        console.Write(table);
    }
}
