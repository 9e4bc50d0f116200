using System.CommandLine;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Policies.Examples;
using CreditBridge.Worker.Hosting;
using Spectre.Console;

namespace CreditBridge.Worker.Cli.Policies;

/// <summary><c>creditbridge policy test FILE…</c>: runs the examples that stand in policy documents.</summary>
internal static class PolicyTestCommand
{
    public static Command Create()
    {
        var files = new Argument<FileInfo[]>("file") { Description = "Policy documents (YAML) with a section 'examples'.", Arity = ArgumentArity.OneOrMore };
        var json = CommonOptions.Json();
        var command = new Command("test", "Run the examples that stand in a policy and show what comes out differently.") { files, json };
        command.SetAction((parse, cancellationToken) =>
        {
            var output = new CommandOutput(parse.GetValue(json));
            return CommandRunner.GuardAsync(output, async () =>
            {
                var results = new List<(string File, IReadOnlyList<ExampleResult> Results)>();
                foreach (var file in parse.GetValue(files)!)
                {
                    var parsed = CreditPolicyParser.Parse(await File.ReadAllTextAsync(file.FullName, cancellationToken), file.Name);
                    if (parsed.Policy is not { } policy)
                    {
                        output.Fail($"{file.Name} is not a usable policy.",
                            [.. parsed.Problems.Where(p => p.Severity == ProblemSeverity.Error).Select(p => new Problem($"{p.Line}:{p.Column} {p.Path}", p.Message, p.Suggestion is { } meant ? $"Did you mean '{meant}'?" : null))]);
                        return ExitCodes.WrongInput;
                    }

                    results.Add((file.Name, ExampleRunner.Run(policy)));
                }

                output.Write(results.SelectMany(f => f.Results.Select(r => new { f.File, r.Example.Name, r.Example.Line, r.Passed, r.Mismatches })), console => Show(console, results));
                return results.Exists(f => f.Results.Any(r => !r.Passed)) ? ExitCodes.NeedsAttention : ExitCodes.Done;
            });
        });
        return command;
    }

    private static void Show(IAnsiConsole console, List<(string File, IReadOnlyList<ExampleResult> Results)> results)
    {
        foreach (var (file, examples) in results)
        {
            var passed = examples.Count(e => e.Passed);
            console.MarkupLine($"[bold]{Markup.Escape(file)}[/]  {(examples.Count == 0 ? "[yellow]no examples[/]" : passed == examples.Count ? $"[green]all {passed} as expected[/]" : $"[red]{examples.Count - passed} of {examples.Count} differ[/]")}");
            foreach (var example in examples)
            {
                console.MarkupLine($"  {(example.Passed ? "[green]ok[/]  " : "[red]no[/]  ")}{Markup.Escape(example.Example.Name)} [dim]line {example.Example.Line}[/]");
                foreach (var (expected, actual) in example.Mismatches)
                    console.Write(new Padder(new Text($"{expected.What.Replace("input:", "", StringComparison.Ordinal)}: expected {expected.Value}, came out {(actual.Length == 0 ? "nothing" : actual)} (line {expected.Line})"), new Padding(6, 0, 0, 0)));
            }
        }
    }
}
