using System.CommandLine;
using CreditBridge.Core.Evaluation.Inputs;
using CreditBridge.Core.Policies;
using CreditBridge.Worker.Hosting;
using Spectre.Console;

namespace CreditBridge.Worker.Cli;

/// <summary><c>creditbridge inputs [name]</c>: the figures that a policy may use, and on demand those that a policy defines itself.</summary>
internal static class InputsCommand
{
    public static Command Create()
    {
        var name = new Argument<string?>("name") { Description = "One input; all of them when left out.", Arity = ArgumentArity.ZeroOrOne };
        var policy = new Option<FileInfo?>("--policy", "-p") { Description = "A policy document, whose own inputs are listed too." };
        var json = CommonOptions.Json();
        var command = new Command("inputs", "List the figures that a policy may use, and how each is computed.") { name, policy, json };
        command.SetAction((parse, _) =>
        {
            var output = new CommandOutput(parse.GetValue(json));
            return CommandRunner.GuardAsync(output, () => Task.FromResult(Run(output, parse.GetValue(name), parse.GetValue(policy))));
        });
        return command;
    }

    private static int Run(CommandOutput output, string? wanted, FileInfo? document)
    {
        var scope = new InputScope();
        if (document is not null)
        {
            var parsed = CreditPolicyParser.Parse(File.ReadAllText(document.FullName), document.Name);
            if (parsed.Policy is null)
            {
                output.Fail($"{document.Name} cannot be used.", [.. parsed.Problems.Select(p => new Problem($"{p.File}:{p.Line}:{p.Column} {p.Path}", p.Message, p.Suggestion is null ? null : $"Did you mean '{p.Suggestion}'?"))]);
                return ExitCodes.WrongInput;
            }

            scope = parsed.Policy.Inputs;
        }

        if (wanted is null)
        {
            output.Write(scope.All.Select(Details), console => ShowAll(console, scope));
            return ExitCodes.Done;
        }

        if (!scope.TryGet(wanted, out var input))
        {
            output.Fail($"There is no input '{wanted}'.", [new Problem("inputs", "The name is not in the catalogue.", scope.Nearest(wanted) is { } meant ? $"Did you mean '{meant}'?" : "'creditbridge inputs' lists all of them.")]);
            return ExitCodes.WrongInput;
        }

        output.Write(new[] { Details(input) }, console => Show(console, input));
        return ExitCodes.Done;
    }

    private static object Details(CreditInput i) =>
        new { i.Name, i.Unit, i.Source, i.Meaning, i.Computed, i.MissingWhen, i.Stage, i.ForSales, i.Lowest, i.Highest, madeOf = i.Uses.Count > 0 ? i.Uses.Select(u => u.Name) : null };

    private static void ShowAll(IAnsiConsole console, InputScope scope)
    {
        foreach (var group in scope.All.GroupBy(i => i.Source).OrderBy(g => g.Key))
        {
            console.MarkupLineInterpolated($"[bold]{Title(group.Key)}[/]");
            var table = new Table().Border(TableBorder.None).HideHeaders().AddColumn("input").AddColumn("unit").AddColumn("meaning");
            foreach (var input in group)
                table.AddRow(new Text("  " + input.Name), new Text(Unit(input)), new Text(input.Meaning));
            console.Write(table);
            console.WriteLine();
        }

        console.MarkupLine("[dim]'creditbridge inputs NAME' says how one is computed and when it is missing.[/]");
    }

    private static void Show(IAnsiConsole console, CreditInput input)
    {
        console.MarkupLineInterpolated($"[bold]{input.Name}[/]  {input.Meaning}");
        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumn("what").AddColumn("value");
        void Row(string what, string? value)
        {
            if (value is not null)
                table.AddRow(new Text("  " + what), new Text(value));
        }

        Row("unit", Unit(input));
        Row("from", Title(input.Source));
        Row("computed", input.Computed);
        Row("missing when", input.MissingWhen);
        Row("made of", input.Uses.Count > 0 ? string.Join(", ", input.Uses.Select(u => u.Name)) : null);
        Row("lowest", input.Lowest is { } lowest ? $"{lowest}" : null);
        Row("highest", input.Highest is { } highest ? $"{highest}" : null);
        Row("shown to sales", input.ForSales ? "yes" : "no");
        Row("usable", input.Stage switch
        {
            InputStage.Score => "once the score is known: in the limit, holds and later",
            InputStage.Limit => "once the limit is known: in holds and later",
            InputStage.Hold => "once the hold is known: in prequalification and later",
            _ => "everywhere",
        });
        console.Write(table);
    }

    private static string Unit(CreditInput input) => input.Unit.ToString().ToLowerInvariant();

    private static string Title(InputSource source) => source switch
    {
        InputSource.Receivables => "open items of the ERP",
        InputSource.Payments => "payments",
        InputSource.Orders => "open orders and deals",
        InputSource.Sales => "sales",
        InputSource.Account => "the account in the CRM",
        InputSource.Erp => "the customers in the ERP",
        InputSource.Bureau => "credit bureaus",
        InputSource.Statements => "financial statements",
        InputSource.Insurance => "insurance and other securities",
        InputSource.Signals => "events from outside",
        InputSource.Group => "the group",
        InputSource.Results => "results of earlier steps",
        _ => "defined by the policy",
    };
}
