using System.CommandLine;
using CreditBridge.Mapping;
using CreditBridge.Mapping.Grammar;
using CreditBridge.Worker.Configuration;
using Spectre.Console;

namespace CreditBridge.Worker.Cli.Mappings;

/// <summary><c>creditbridge mapping lint FILE…</c>: every mistake of mappings, each with its place and with what would be right. The connector is the one that the file names.</summary>
internal static class MappingLintCommand
{
    public static Command Create()
    {
        var files = new Argument<FileInfo[]>("file") { Description = "Mappings (YAML).", Arity = ArgumentArity.OneOrMore };
        var json = CommonOptions.Json();
        var command = new Command("lint", "Show every mistake of a mapping, with line, column and path.") { files, json };
        command.SetAction((parse, cancellationToken) =>
        {
            var output = new CommandOutput(parse.GetValue(json));
            return CommandRunner.GuardAsync(output, async () =>
            {
                var results = new List<LintedMapping>();
                foreach (var file in parse.GetValue(files)!)
                {
                    var text = await MappingText.ReadAsync(file.FullName, cancellationToken);
                    var problems = MappingLint.Check(KnownConnectors.MappingLanguages, file.Name, text, out var connector);
                    results.Add(new LintedMapping(file.Name, connector, problems.Count == 0, problems));
                }

                output.Write(results, console => Show(console, results));
                return results.TrueForAll(r => r.Usable) ? ExitCodes.Done : ExitCodes.WrongInput;
            });
        });
        return command;
    }

    private static void Show(IAnsiConsole console, List<LintedMapping> results)
    {
        foreach (var result in results)
        {
            var verdict = result.Usable ? "[green]is fine[/]" : $"[red]cannot be used[/]: {result.Problems.Count} mistake{(result.Problems.Count == 1 ? "" : "s")}";
            console.MarkupLine($"[bold]{Markup.Escape(result.File)}[/]{(result.Connector.Length > 0 ? $" [dim]({Markup.Escape(result.Connector)})[/]" : "")}  {verdict}");
            foreach (var problem in result.Problems)
            {
                console.MarkupLine($"  [red]{Markup.Escape(problem.File)}:{problem.Line}:{problem.Column}[/] [dim]{Markup.Escape(problem.Path)}[/]");
                console.Write(new Padder(new Text(problem.Message), new Padding(4, 0, 0, 0)));
                console.Write(new Padder(new Text("→ " + problem.Suggestion, new Style(decoration: Decoration.Dim)), new Padding(4, 0, 0, 0)));
            }
        }
    }

    private sealed record LintedMapping(string File, string Connector, bool Usable, IReadOnlyList<MappingProblem> Problems);
}
