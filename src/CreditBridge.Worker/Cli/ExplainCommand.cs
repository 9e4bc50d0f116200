using System.CommandLine;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Decisions.Explanations;
using CreditBridge.Core.Evaluation.Counterfactuals;
using CreditBridge.Worker.Cli.Customers;
using CreditBridge.Worker.Cli.Reports;
using CreditBridge.Worker.Hosting;
using CreditBridge.Worker.Hosting.Reviews;
using Spectre.Console;

namespace CreditBridge.Worker.Cli;

/// <summary><c>creditbridge explain</c>: the newest decision about an account or a deal, replayed from its stored inputs and put into words.</summary>
internal static class ExplainCommand
{
    private const int WidestPage = 100;

    public static Command Create()
    {
        var what = new Argument<string>("what") { Description = "Account (key or name), deal (key), customer of an ERP (key) or decision (id)." };
        var audience = new Option<Audience?>("--audience", "-a") { Description = "For whom: rep (no sensitive figures), credit (everything) or customer (plain reasons). Default: credit." }.InWords();
        var at = DayOption.Create("--as-of", "The decision that stood at the end of this day (UTC) instead of the newest.");
        var config = CommonOptions.Config();
        var json = CommonOptions.Json();
        var command = new Command("explain", "Show a decision and everything that led to it; replays it from the stored inputs.") { what, audience, at, config, json };
        command.SetAction((parse, cancellationToken) => CommandRunner.WithBridgeAsync(
            parse.GetValue(config), parse.GetValue(json), async (bridge, output) =>
            {
                var (text, whom) = (parse.GetValue(what)!, parse.GetValue(audience) ?? Audience.Credit);
                var moment = parse.GetValue(at) is { } day ? new DateTimeOffset(day.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).AddTicks(-1) : (DateTimeOffset?)null;
                var found = await DecisionLookup.FindAsync(bridge, text, cancellationToken, moment);
                if (found.Stored is null)
                {
                    output.Fail($"Nothing to explain for '{text}'.", await WhyNotAsync(bridge, found, text, moment, cancellationToken));
                    return ExitCodes.WrongInput;
                }

                var policy = await found.PolicyAsync(bridge, cancellationToken);
                bool? replays = policy is null ? null : found.Replays(policy);
                // What a past decision said is told as it was said; of the present one, the reviews know where they stand.
                var (now, owed) = moment is null ? await StandingAsync(bridge, found, cancellationToken) : (found.Decision!, null);
                var lines = Lines(found with { Decision = now }, text, whom, policy is null ? [] : Counterfactuals.Of(found.File!, policy), owed);
                // Whoever may not see the figures on the terminal may not see them as JSON either.
                var decision = whom == Audience.Credit ? found.Decision : null;
                var intact = DecisionCodec.IsIntact(found.Stored);
                output.Write(
                    new { found.Stored.Id, found.Stored.DecidedAt, account = found.File!.Account.Name, replays, intact, explanation = lines, decision },
                    console => Show(console, found, lines, whom, replays, intact));
                return replays is false || !intact ? ExitCodes.NeedsAttention : ExitCodes.Done;
            },
            cancellationToken,
            needsPolicy: false));
        return command;
    }

    private static async Task<(CreditDecision Decision, IReadOnlyDictionary<string, IReadOnlyList<string>>? Owed)> StandingAsync(
        Bridge bridge, DecisionLookup found, CancellationToken cancellationToken)
    {
        var isNewest = (await bridge.Database.Decisions.GetLatestAsync([found.Decision!.AccountKey], cancellationToken)).GetValueOrDefault(found.Decision.AccountKey)?.Id == found.Stored!.Id;
        return bridge.ActivePolicy is null || !isNewest ? (found.Decision, null) : await new ReviewDesk(bridge).WithClocksAsync(found.Decision, found.File!, cancellationToken);
    }

    private static async Task<IReadOnlyList<Problem>> WhyNotAsync(
        Bridge bridge, DecisionLookup found, string text, DateTimeOffset? moment, CancellationToken cancellationToken) => found.Candidates.Count switch
    {
        0 when CustomerKey.TryParse(text, null, null, out var customer) => await UnclaimedAnswer.OfAsync(bridge, customer, cancellationToken),
        0 => [new Problem("explain", "No account, deal or decision of that key or name is known.", "Run 'creditbridge sync' first, or look up the record's id in the CRM.")],
        1 when moment is null && await bridge.FindNeverReadAsync(cancellationToken) is { Count: > 0 } unread =>
        [
            new Problem(found.Candidates[0].Name, $"Nothing is decided about any account yet: never read to the end: {string.Join(", ", unread.Select(n => n.InWords))}.",
                "'creditbridge status' lists what could not be read, 'creditbridge sync' says what else keeps it from being read."),
        ],
        1 => [new Problem(found.Candidates[0].Name, moment is null ? "It has not been evaluated yet." : "It had not been evaluated by then.", moment is null ? "Run 'creditbridge sync' first." : "Name a later day with --as-of.")],
        _ => [.. found.Candidates.Select(c => new Problem(c.Key, c.Name, null)), new Problem("explain", "Several accounts match.", "Name one of them by its key.")],
    };

    // Who asks about a deal reads about that deal first, and then about the account; not twice about the deal.
    private static IReadOnlyList<ExplanationLine> Lines(
        DecisionLookup found, string text, Audience audience, IReadOnlyList<Counterfactual> counterfactuals, IReadOnlyDictionary<string, IReadOnlyList<string>>? owed)
    {
        var decision = found.Decision!;
        var deal = Explanation.OfDeal(decision, text, audience, owed);
        if (deal.Count > 0)
            return [.. deal, .. Explanation.Of(decision with { Deals = [.. decision.Deals.Where(d => d.OpportunityKey != text)] }, audience, counterfactuals, owed)];
        var open = found.File!.Opportunities.FirstOrDefault(o => o.Key == text);
        IReadOnlyList<ExplanationLine> notChecked = open is null || audience == Audience.Customer
            ? []
            : [new ExplanationLine($"Deal '{open.Name}'", $"Not checked: the policy does not check deals in stage '{open.Stage}'.")];
        return [.. notChecked, .. Explanation.Of(decision, audience, counterfactuals, owed)];
    }

    private static void Show(IAnsiConsole console, DecisionLookup found, IReadOnlyList<ExplanationLine> lines, Audience audience, bool? replays, bool intact)
    {
        var width = Math.Min(console.Profile.Width, WidestPage);
        var name = found.File!.Account.Name;
        console.MarkupLineInterpolated($"── [bold]{name}[/] {new string('─', Math.Max(3, width - name.Length - 4))}");
        foreach (var line in ExplanationPage.Of(lines, width))
        {
            if (line.IsHeading)
                console.MarkupLineInterpolated($"[bold]{line.Text}[/]");
            else
                console.WriteLine(line.Text);
        }

        var replayed = replays switch
        {
            true => "It was replayed from its stored inputs: the same result.",
            false => "REPLAY DIFFERS: this program version decides otherwise on the stored inputs.",
            null => "It cannot be replayed: its policy is no longer stored.",
        };
        console.WriteLine();
        // What a customer gets is a letter: where it comes from is noted by its sender.
        if (audience == Audience.Customer)
        {
            console.MarkupLineInterpolated($"[dim]{found.Stored!.Id}, {found.Stored.DecidedAt:yyyy-MM-dd}[/]");
            return;
        }

        if (!intact)
            console.MarkupLine("[red]This decision or its inputs were changed after they were stored: their hash does not fit.[/]");
        console.MarkupLineInterpolated($"[dim]Decision {found.Stored!.Id}, {found.Stored.DecidedAt:yyyy-MM-dd HH:mm} UTC, policy {found.Stored.PolicyVersion}.[/]");
        console.MarkupLineInterpolated($"[dim]{replayed}[/]");
    }
}
