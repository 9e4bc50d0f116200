using System.CommandLine;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Decisions.Explanations;
using CreditBridge.Worker.Hosting;
using Spectre.Console;

namespace CreditBridge.Worker.Cli;

/// <summary><c>creditbridge explain</c>: the newest decision about an account or a deal, replayed from its stored inputs and put into words.</summary>
internal static class ExplainCommand
{
    public static Command Create()
    {
        var what = new Argument<string>("what") { Description = "Account (key or name), deal (key) or decision (id)." };
        var audience = new Option<Audience>("--audience", "-a") { Description = "For whom: rep (no sensitive figures) or credit (everything).", DefaultValueFactory = _ => Audience.Credit };
        var at = new Option<DateOnly?>("--as-of") { Description = "The decision that stood at the end of this day (UTC) instead of the newest." };
        var config = CommonOptions.Config();
        var json = CommonOptions.Json();
        var command = new Command("explain", "Show a decision and everything that led to it; replays it from the stored inputs.") { what, audience, at, config, json };
        command.SetAction((parse, cancellationToken) => CommandRunner.WithBridgeAsync(
            parse.GetValue(config), parse.GetValue(json), async (bridge, output) =>
            {
                var text = parse.GetValue(what)!;
                var moment = parse.GetValue(at) is { } day ? new DateTimeOffset(day.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).AddTicks(-1) : (DateTimeOffset?)null;
                var found = await DecisionLookup.FindAsync(bridge, text, cancellationToken, moment);
                if (found.Stored is null)
                {
                    output.Fail($"Nothing to explain for '{text}'.", WhyNot(found, moment));
                    return ExitCodes.WrongInput;
                }

                var replays = await found.ReplaysAsync(bridge, cancellationToken);
                var lines = Explanation.Of(found.Decision!, parse.GetValue(audience));
                // Whoever may not see the figures on the terminal may not see them as JSON either.
                var decision = parse.GetValue(audience) == Audience.Credit ? found.Decision : null;
                var intact = DecisionCodec.IsIntact(found.Stored);
                output.Write(
                    new { found.Stored.Id, found.Stored.DecidedAt, account = found.File!.Account.Name, replays, intact, explanation = lines, decision },
                    console => Show(console, found, lines, replays, intact));
                return replays is false || !intact ? ExitCodes.NeedsAttention : ExitCodes.Done;
            },
            cancellationToken,
            needsPolicy: false));
        return command;
    }

    private static List<Problem> WhyNot(DecisionLookup found, DateTimeOffset? moment) => found.Candidates.Count switch
    {
        0 => [new Problem("explain", "No account, deal or decision of that key or name is known.", "Run 'creditbridge sync' first, or look up the record's id in the CRM.")],
        1 => [new Problem(found.Candidates[0].Name, moment is null ? "It has not been evaluated yet." : "It had not been evaluated by then.", moment is null ? "Run 'creditbridge sync' first." : "Name a later day with --as-of.")],
        _ => [.. found.Candidates.Select(c => new Problem(c.Key, c.Name, null)), new Problem("explain", "Several accounts match.", "Name one of them by its key.")],
    };

    private static void Show(IAnsiConsole console, DecisionLookup found, IReadOnlyList<ExplanationLine> lines, bool? replays, bool intact)
    {
        console.Write(new Rule($"[bold]{Markup.Escape(found.File!.Account.Name)}[/]").LeftJustified());
        foreach (var section in lines.GroupBy(l => l.Section))
        {
            console.MarkupLineInterpolated($"[bold]{section.Key}[/]");
            foreach (var line in section)
                console.Write(new Padder(new Text(line.Text), new Padding(2, 0, 0, 0)));
        }

        var replayed = replays switch
        {
            true => "replayed from its stored inputs: the same result",
            false => "REPLAY DIFFERS: this program version decides otherwise on the stored inputs",
            null => "cannot be replayed: its policy is no longer stored",
        };
        if (!intact)
            console.MarkupLine("\n[red]This decision or its inputs were changed after they were stored: their hash does not fit.[/]");
        console.MarkupLineInterpolated($"\n[dim]Decision {found.Stored!.Id}, {found.Stored.DecidedAt:yyyy-MM-dd HH:mm} UTC, policy {found.Stored.PolicyVersion}; {replayed}.[/]");
    }
}
