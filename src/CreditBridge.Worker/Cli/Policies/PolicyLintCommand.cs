using System.CommandLine;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Policies.Lint;
using Spectre.Console;

namespace CreditBridge.Worker.Cli.Policies;

/// <summary><c>creditbridge policy lint FILE…</c>: every mistake and oddity of policy documents, each with its place; their examples are run as well.</summary>
internal static class PolicyLintCommand
{
    public static Command Create()
    {
        var files = new Argument<FileInfo[]>("file") { Description = "Policy documents (YAML).", Arity = ArgumentArity.OneOrMore };
        var strict = new Option<bool>("--strict") { Description = "Let warnings fail as well." };
        var json = CommonOptions.Json();
        var command = new Command("lint", "Show every mistake and oddity of a policy, with line and path, and run its examples.") { files, strict, json };
        command.SetAction((parse, cancellationToken) =>
        {
            var output = new CommandOutput(parse.GetValue(json));
            return CommandRunner.GuardAsync(output, async () =>
            {
                var results = new List<(string File, LintResult Result)>();
                foreach (var file in parse.GetValue(files)!)
                    results.Add((file.Name, PolicyLint.Check(await File.ReadAllTextAsync(file.FullName, cancellationToken), file.Name)));
                output.Write(
                    results.Select(r => new
                    {
                        r.File,
                        usable = !r.Result.HasErrors,
                        version = r.Result.Policy?.VersionText,
                        r.Result.Problems,
                        examples = r.Result.Examples.Count,
                        examplesPassed = r.Result.Examples.Count(e => e.Passed),
                    }),
                    console => Show(console, results));
                var failed = results.Exists(r => r.Result.HasErrors || (parse.GetValue(strict) && r.Result.Problems.Count > 0));
                return failed ? ExitCodes.WrongInput : results.Exists(r => r.Result.Problems.Count > 0) ? ExitCodes.NeedsAttention : ExitCodes.Done;
            });
        });
        return command;
    }

    private static void Show(IAnsiConsole console, List<(string File, LintResult Result)> results)
    {
        foreach (var (file, result) in results)
        {
            var errors = result.Problems.Count(p => p.Severity == ProblemSeverity.Error);
            var warnings = result.Problems.Count - errors;
            var verdict = errors > 0 ? "[red]cannot be used[/]" : warnings > 0 ? "[yellow]can be used[/]" : "[green]is fine[/]";
            console.MarkupLine($"[bold]{Markup.Escape(file)}[/]  {verdict}: {Count(errors, "error")}, {Count(warnings, "warning")}, {result.Examples.Count(e => e.Passed)} of {Count(result.Examples.Count, "example")} as expected");
            foreach (var problem in result.Problems)
            {
                var colour = problem.Severity == ProblemSeverity.Error ? "red" : "yellow";
                console.MarkupLine($"  [{colour}]{problem.Line}:{problem.Column}[/] [dim]{Markup.Escape(problem.Path)}[/]");
                console.Write(new Padder(new Text(problem.Message + (problem.Suggestion is null ? "" : $" Did you mean '{problem.Suggestion}'?")), new Padding(4, 0, 0, 0)));
            }
        }
    }

    private static string Count(int number, string what) => $"{number} {what}{(number == 1 ? "" : "s")}";
}
