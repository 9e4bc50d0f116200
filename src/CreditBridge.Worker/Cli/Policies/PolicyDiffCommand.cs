using System.CommandLine;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Policies.Comparison;
using CreditBridge.Worker.Hosting;
using Spectre.Console;

namespace CreditBridge.Worker.Cli.Policies;

/// <summary><c>creditbridge policy diff A B</c>: what is different between two policies, in words.</summary>
internal static class PolicyDiffCommand
{
    public static Command Create()
    {
        var before = new Argument<FileInfo>("before") { Description = "The policy as it is." };
        var after = new Argument<FileInfo>("after") { Description = "The policy as it is to be." };
        var json = CommonOptions.Json();
        var command = new Command("diff", "Say in words what is different between two policies.") { before, after, json };
        command.SetAction((parse, cancellationToken) =>
        {
            var output = new CommandOutput(parse.GetValue(json));
            return CommandRunner.GuardAsync(output, async () =>
            {
                var (a, b) = (parse.GetValue(before)!, parse.GetValue(after)!);
                var (old, current) = (await File.ReadAllTextAsync(a.FullName, cancellationToken), await File.ReadAllTextAsync(b.FullName, cancellationToken));
                if (PolicyComparison.Compare(old, current) is not { } changes)
                {
                    var problems = CreditPolicyParser.Parse(old, a.Name).Problems.Concat(CreditPolicyParser.Parse(current, b.Name).Problems);
                    output.Fail("One of the files is no policy document.", [.. problems.Where(p => p.Severity == ProblemSeverity.Error).Take(5).Select(p => new Problem($"{p.File}:{p.Line}:{p.Column}", p.Message))]);
                    return ExitCodes.WrongInput;
                }

                var unusable = new[] { (a.Name, old), (b.Name, current) }.Where(f => CreditPolicyParser.Parse(f.Item2, f.Name).Policy is null).Select(f => f.Name).ToList();
                output.Write(new { before = a.Name, after = b.Name, changes, unusable }, console => Show(console, a.Name, b.Name, changes, unusable));
                return unusable.Count > 0 ? ExitCodes.NeedsAttention : ExitCodes.Done;
            });
        });
        return command;
    }

    private static void Show(IAnsiConsole console, string before, string after, IReadOnlyList<PolicyChange> changes, List<string> unusable)
    {
        console.MarkupLineInterpolated($"[bold]{before} → {after}[/]  {(changes.Count == 0 ? "no difference" : changes.Count == 1 ? "1 difference" : $"{changes.Count} differences")}");
        foreach (var section in changes.GroupBy(c => c.Section))
        {
            console.MarkupLineInterpolated($"[bold]{section.Key}[/]");
            foreach (var change in section)
            {
                var sign = change.Kind switch { ChangeKind.Added => "[green]+[/]", ChangeKind.Removed => "[red]-[/]", _ => "[yellow]~[/]" };
                var grid = new Grid().AddColumn(new GridColumn().Width(1).PadLeft(2).PadRight(1)).AddColumn(new GridColumn().PadRight(0));
                grid.AddRow(new Markup(sign), new Text($"{change.Text} ({Lines(change)})"));
                console.Write(grid);
            }
        }

        foreach (var file in unusable)
            console.MarkupLineInterpolated($"[red]{file} cannot be used as it is:[/] 'creditbridge policy lint {file}' says why.");
    }

    private static string Lines(PolicyChange change) => (change.OldLine, change.NewLine) switch
    {
        ({ } old, { } current) => old == current ? $"line {old}" : $"line {old}, now {current}",
        ({ } old, null) => $"was line {old}",
        (null, { } current) => $"line {current}",
        _ => "",
    };
}
