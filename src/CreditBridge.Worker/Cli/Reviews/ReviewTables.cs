using System.Globalization;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Reviews;
using CreditBridge.Worker.Cli.Reports;
using CreditBridge.Worker.Hosting;
using CreditBridge.Worker.Hosting.Reports;
using CreditBridge.Worker.Hosting.Reviews;
using Spectre.Console;

namespace CreditBridge.Worker.Cli.Reviews;

/// <summary>Reviews for people: the queue, one of them, and how both sides kept their word.</summary>
internal static class ReviewTables
{
    public static void ShowQueue(IAnsiConsole console, IReadOnlyList<ListedReview> reviews, ReviewState state, bool isMore, DateTimeOffset now, TimeZoneInfo zone)
    {
        if (reviews.Count == 0)
        {
            console.MarkupLineInterpolated($"[dim]{(state == ReviewState.Open ? "Nobody has to look at anything: no such review is open." : "There are no such reviews.")}[/]");
            return;
        }

        var table = new FittedTable(
            new FittedColumn(state == ReviewState.Open ? "due" : "closed"), new FittedColumn("clock"), new FittedColumn("amount", IsRight: true), new FittedColumn("about", MayBeCut: true),
            new FittedColumn("why"), new FittedColumn("who", Spare: 2), new FittedColumn("team", Spare: 1), new FittedColumn("review"));
        foreach (var listed in reviews)
        {
            var review = listed.Review;
            table.Add(
                ReviewPhrases.Short(state == ReviewState.Open ? review.DueAt : review.ClosedAt, now, zone), ReviewPhrases.Clock(listed), review.Amount is { } amount ? $"{amount.Amount:N0} {amount.Currency}" : "unknown",
                listed.DealName is { } deal ? $"{listed.AccountName}: {deal}" : listed.AccountName, ReviewPhrases.Why(review), listed.AnalystName ?? "nobody", review.Team ?? "", review.Key);
        }

        table.Show(console);
        console.WriteLine();
        if (state == ReviewState.Open)
        {
            var (late, risk, waits) = (reviews.Count(r => r.IsLate), reviews.Count(r => r.Clock.State == SlaState.AtRisk), reviews.Count(r => r.Clock.State is SlaState.Paused or SlaState.NotStarted));
            console.MarkupLineInterpolated($"{Texts.Count(reviews.Count, "review")}{(isMore ? " shown" : " open")}: [red]{late:N0} late[/], [yellow]{risk:N0} at risk[/], {waits:N0} waiting for sales. Hours are business hours.");
        }

        if (isMore)
            console.MarkupLine("[dim]There are more; --limit shows more.[/]");
        console.MarkupLineInterpolated($"[dim]'creditbridge reviews show {reviews[0].Review.Key}' shows one in full.[/]");
    }

    public static void ShowOne(IAnsiConsole console, ListedReview listed, string? by, IReadOnlyList<ListedOverride> became, CreditPolicy policy, TimeZoneInfo zone)
    {
        var review = listed.Review;
        console.MarkupLineInterpolated($"[bold]{review.Key}[/]  {listed.AccountName}{(listed.DealName is { } deal ? $": {deal}" : "")}");
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadLeft(2).PadRight(2)).AddColumn(new GridColumn().PadLeft(0).PadRight(0));
        Row("state", review.State switch { ReviewState.Decided => "decided", ReviewState.Withdrawn => "withdrawn", _ => review.StartedAt is null ? "open, nobody has begun" : "open, being worked on" });
        Row("amount", review.Amount?.ToDisplay() ?? "unknown");
        if (review.ProposedLimit is { } limit)
            Row("proposed limit", limit.ToDisplay());
        Row("priority", ReviewFields.PriorityText(review.Priority).ToLowerInvariant());
        Row("work", $"{review.Effort}, {ReviewPhrases.Hours(review.EffortHours)}");
        Row("given to", $"{listed.AnalystName ?? "nobody yet"}{(review.Team is { } team ? $", team {team}" : "")}");
        Row("in the CRM", review.CrmKey is not { } record ? "not read from there yet" : $"{(review.CrmNumber is { } number ? $"{number} ({record})" : record)}{(review.IsRecordDeleted == true ? ", deleted there" : "")}");
        Row("rests on", review.DecisionId is { } decision ? $"decision {decision} ('creditbridge explain {review.AccountKey}')" : "–");
        console.Write(grid);

        console.MarkupLine("\n[bold]Why[/]");
        foreach (var reason in review.Reasons)
            Passage.Indented(console, 2, $"{reason.Text} [dim]({ReviewPhrases.Cause(reason.Cause)}, since {reason.Since:yyyy-MM-dd})[/]");

        if (review.Documents.Count > 0)
        {
            console.MarkupLine("\n[bold]Documents[/]");
            foreach (var document in review.Documents)
                Passage.Indented(console, 2, $"{(document.IsThere ? "there   " : (document.State ?? "missing").ToUpperInvariant()),-8}  {document.Type} [dim]{document.Why}[/]");
        }

        ShowClock(console, listed, policy, zone);
        if (review.Outcome is { } outcome)
        {
            console.MarkupLine("\n[bold]Decision[/]");
            Passage.Indented(console, 2, review.State == ReviewState.Withdrawn && outcome is { Refusal: null, By: "" }
                ? (FormattableString)$"Withdrawn in the CRM, {ReviewPhrases.Moment(outcome.At, zone)}"
                : $"{VerdictWords.Of(outcome.Verdict)} by {by ?? "nobody named"}, {ReviewPhrases.Moment(outcome.At, zone)}");
            if (outcome.Refusal is { } refusal)
                Passage.Indented(console, 2, $"[yellow]Not followed:[/] {refusal}");
            foreach (var key in ExceptionsOf(review))
                ShowException(console, key, became.FirstOrDefault(b => b.Record.Key == key), review.AccountKey);
        }

        if (review.Message is { Length: > 0 } message && message != review.Outcome?.Refusal)
        {
            console.MarkupLine("\n[bold]Message[/]");
            foreach (var line in message.Split('\n'))
                Passage.Indented(console, 2, $"{line}");
        }

        void Row(string label, string value) => grid.AddRow(new Markup($"[dim]{Markup.Escape(label)}[/]"), new Text(value));
    }

    /// <summary>Keys of the exceptions that the decision on a review became.</summary>
    public static IReadOnlyList<string> ExceptionsOf(CreditReview review) =>
        review.Outcome is not { OverrideKey: { } first } outcome ? [] : outcome.Granted is { Count: > 0 } granted ? [.. granted.Select(g => g.Key)] : [first];

    // The review learns with the next cycle what became of them since.
    private static void ShowException(IAnsiConsole console, string key, ListedOverride? listed, string account)
    {
        if (listed is null)
            Passage.Indented(console, 2, $"[yellow]It became exception {key}, which was revoked.[/]");
        else if (listed.Standing is null or { State: OverrideState.Active })
            Passage.Indented(console, 2, $"[dim]It became exception {key}: 'creditbridge override list {account}'.[/]");
        else
            Passage.Indented(console, 2, $"It became exception {key} [yellow]({OverrideDesk.StateInWords(listed)})[/][dim]: 'creditbridge override list {account}'.[/]");
    }

    public static void ShowReport(IAnsiConsole console, ReviewReport report, DateOnly since, ReviewStanding open)
    {
        var all = report.All;
        console.MarkupLineInterpolated($"[bold]Reviews closed since {since:yyyy-MM-dd}[/]  {Texts.Count(all.Decided, "decision")}, {all.Withdrawn:N0} withdrawn; open now {open.Open:N0}");
        if (all.Decided + all.Withdrawn + all.RefusedDecisions == 0)
        {
            console.MarkupLine("[dim]None was closed in this time; --weeks looks further back.[/]");
            return;
        }

        Passage.Labelled(console, "Credit", $"{ReviewPhrases.Percent(all.OnTimeShare)} in time; half of them within {ReviewPhrases.Hours(all.MedianHours)}, nine of ten within {ReviewPhrases.Hours(all.P90Hours)}; {Texts.Count(all.RefusedDecisions, "decision")} that could not be followed");
        if (all.FirstResponseKept + all.FirstResponseMissed > 0)
            Passage.Labelled(console, "Begun ", $"in time {all.FirstResponseKept:N0}, too late {all.FirstResponseMissed:N0} (first response)");
        Passage.Labelled(console, "Sales ", $"{ReviewPhrases.Percent(all.CompleteShare)} complete at once; half of the decided ones waited {ReviewPhrases.Hours(all.MedianWaitHours)} or less for papers");
        Rows("week of", report.ByWeek);
        Rows("team", report.ByTeam);
        console.MarkupLine("\n[dim]Hours are business hours of credit's own time: pauses, in which sales owes something, do not count.[/]");

        void Rows(string heading, IReadOnlyList<ReviewFactsRow> rows)
        {
            console.WriteLine();
            var table = new FittedTable(
                new FittedColumn(heading, MayBeCut: true), new FittedColumn("decided", true), new FittedColumn("in time", true), new FittedColumn("median", true), new FittedColumn("9 of 10", true),
                new FittedColumn("complete", true), new FittedColumn("waited", true, Spare: 2), new FittedColumn("withdrawn", true, Spare: 1));
            foreach (var row in rows)
            {
                table.Add(row.Name, Number(row.Decided), ReviewPhrases.Percent(row.OnTimeShare), ReviewPhrases.Hours(row.MedianHours), ReviewPhrases.Hours(row.P90Hours),
                    ReviewPhrases.Percent(row.CompleteShare), ReviewPhrases.Hours(row.MedianWaitHours), Number(row.Withdrawn));
            }

            table.Show(console);
        }
    }

    private static void ShowClock(IAnsiConsole console, ListedReview listed, CreditPolicy policy, TimeZoneInfo zone)
    {
        var review = listed.Review;
        console.MarkupLineInterpolated($"\n[bold]Clock[/]  {ReviewPhrases.Clock(listed)}{(listed.Clock.State is SlaState.NotStarted or SlaState.NoClock ? "" : $", {ReviewPhrases.Percent(listed.Clock.ShareUsed)} of {ReviewPhrases.Hours(review.WindowMinutes)} used")}");
        var hours = BusinessHours.Of(policy, zone);
        var events = new List<(DateTimeOffset At, string What)> { (review.OpenedAt, "opened") };
        if (review.ReopenedAt is { } reopened)
            events.Add((reopened, "opened again: a new clock"));
        if (review.HandedOver is { } handed)
            events.Add((handed.At, "handed to another person"));
        if (review.CompleteAt is { } complete)
            events.Add((complete, review is { WasCompleteAtOnce: true, ReopenedAt: null } ? "complete at once: the clock starts" : "complete: the clock starts"));
        if (review.StartedAt is { } started)
            events.Add((started, "somebody begins to work on it"));
        if (review.FirstResponseDueAt is { } respond && listed.FirstResponse != FirstResponse.NotPromised)
            events.Add((respond, $"first response due{(listed.FirstResponse switch { FirstResponse.Kept => ": kept", FirstResponse.Missed => review.StartedAt is null ? ": missed, nobody has begun" : ": missed", _ => "" })}"));
        foreach (var pause in review.Pauses)
        {
            events.Add((pause.From, $"stands still. {pause.Why}"));
            if (pause.Until is { } until)
                events.Add((until, $"goes on after {ReviewPhrases.Hours(hours.Between(pause.From, until))}"));
        }

        if (review.FirstDecidedAt is { } first)
            events.Add((first, "decided"));
        if (review.ClosedAt is { } closed)
            events.Add((closed, review.State != ReviewState.Decided ? "withdrawn" : review.FirstDecidedAt is null ? "decided" : "the decision is changed"));
        else if (review.DueAt is { } due)
            events.Add((due, "due"));
        foreach (var (at, what) in events.OrderBy(e => e.At))
            Passage.Indented(console, 2, $"[dim]{ReviewPhrases.Moment(at, zone)}[/]  {what}");
        foreach (var step in review.Escalated)
            Passage.Indented(console, 2, $"[yellow]escalated: {step}[/]");
    }

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
