using System.CommandLine;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Policies.Replay;
using CreditBridge.Worker.Cli.Reports;
using CreditBridge.Worker.Hosting;

namespace CreditBridge.Worker.Cli.Policies;

/// <summary>
/// <c>creditbridge policy replay NEW</c>: the active policy and a new one over the past as it was known then. Reads the database only: nothing is stored and nothing
/// is written to the CRM.
/// </summary>
internal static class PolicyReplayCommand
{
    private const int MostNamed = 1_000;

    public static Command Create()
    {
        var file = new Argument<FileInfo>("new") { Description = "The policy as it is to be (YAML)." };
        var from = DayOption.Create("--from", "The first date; eleven months ago when left out.");
        var to = DayOption.Create("--to", "The last date; today when left out.");
        var every = new Option<ReplayInterval?>("--every") { Description = "How far apart the dates are: month or week. Default: month." }.InWords();
        var accounts = new Option<int>("--accounts") { Description = "How many of the changed accounts are named, those with the most money first.", DefaultValueFactory = _ => 10 }.Within(0, NumberOption.MostLines);
        var config = CommonOptions.Config();
        var json = CommonOptions.Json();
        var command = new Command("replay", "Show what would have been decided otherwise under a new policy, and what came of it.") { file, from, to, every, accounts, config, json };
        command.SetAction((parse, cancellationToken) => CommandRunner.WithBridgeAsync(
            parse.GetValue(config), parse.GetValue(json), async (bridge, output) =>
            {
                if (await ReadAsync(parse.GetValue(file)!, output, cancellationToken) is not { } proposed)
                    return ExitCodes.WrongInput;
                var today = AsOf.At(bridge.Clock.GetUtcNow(), bridge.Zone);
                var first = parse.GetValue(from) ?? ReplayDates.FirstOfAYear(today);
                var dates = ReplayDates.Between(first, parse.GetValue(to) ?? today.BusinessDate, parse.GetValue(every) ?? ReplayInterval.Month, today);
                if (dates.Count == 0)
                {
                    output.Fail("There is no date to replay.", [new Problem("--from", $"{first:yyyy-MM-dd} is after the last date.", "Name a first date that is not in the future and not after --to.")]);
                    return ExitCodes.WrongInput;
                }

                var question = new ReplayQuestion(bridge.ActivePolicy, proposed, dates, today) { MostNamed = Math.Clamp(parse.GetValue(accounts), 0, MostNamed) };
                var report = await output.WithProgressAsync(
                    progress => new PolicyReplay(bridge.Database.History, bridge.Database.SnapshotReader).RunAsync(question, progress, cancellationToken));
                if (report.Accounts == 0)
                {
                    output.Fail("There is nothing to replay.", [new Problem("database", "No account was known on any of the dates.", "Run 'creditbridge sync' first, or name later dates with --from.")]);
                    return ExitCodes.WrongInput;
                }

                output.Write(report, console => ReplayTables.Show(console, report));
                return report.Defects.Count > 0 ? ExitCodes.NeedsAttention : ExitCodes.Done;
            },
            cancellationToken));
        return command;
    }

    private static async Task<CreditPolicy?> ReadAsync(FileInfo file, CommandOutput output, CancellationToken cancellationToken)
    {
        var parsed = CreditPolicyParser.Parse(await File.ReadAllTextAsync(file.FullName, cancellationToken), file.Name);
        if (parsed.Policy is null)
        {
            output.Fail($"{file.Name} is not a usable policy.",
                [.. parsed.Problems.Where(p => p.Severity == ProblemSeverity.Error).Select(p => new Problem($"{p.Line}:{p.Column} {p.Path}", p.Message, p.Suggestion is { } meant ? $"Did you mean '{meant}'?" : null))]);
        }

        return parsed.Policy;
    }
}
