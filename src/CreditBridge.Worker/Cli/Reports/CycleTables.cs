using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Outbox;
using CreditBridge.Core.Runs;
using CreditBridge.Mapping.Kinds;
using CreditBridge.Worker.Hosting.Reports;
using Spectre.Console;

namespace CreditBridge.Worker.Cli.Reports;

/// <summary>A cycle for people: what was read, what was decided, what was written, what it cost, what needs a person.</summary>
internal static class CycleTables
{
    public static void Show(IAnsiConsole console, CycleReport report)
    {
        ShowRead(console, report.Sync);
        if (report.Verification is { } verification)
            ShowVerified(console, verification);
        ShowDecided(console, report);
        ShowReviews(console, report);
        ShowUnclaimed(console, report);
        ShowBought(console, report.Bureaus);
        if (report.Dispatch is { } dispatch)
            ShowWritten(console, dispatch, report.Outbox);
        ShowAttention(console, report);
        ShowCost(console, report);
    }

    public static void ShowRead(IAnsiConsole console, SyncReport sync)
    {
        var table = Plain("Read").AddColumn(new TableColumn("records").RightAligned()).AddColumn(new TableColumn("new").RightAligned())
            .AddColumn(new TableColumn("changed").RightAligned()).AddColumn(new TableColumn("gone").RightAligned())
            .AddColumn(new TableColumn("rejected").RightAligned());
        foreach (var (source, isAll) in sync.Told.GroupBy(s => s.Connection).SelectMany(Rows))
        {
            var kind = isAll ? "" : $" [bold]{Plural(source.Kind)}[/]";
            var standing = source.Failure is not null ? " [red]stopped[/]" : source.ReadBy is not null ? " [dim]read by another process[/]" : isAll ? " [dim]nothing new[/]" : "";
            table.AddRow(new Markup($"{Markup.Escape(source.Connection)}{kind}{standing}"),
                Number(source.Result.Read), Number(source.Result.Added), Number(source.Result.Changed), Number(source.Result.Removed),
                Number(source.Result.Rejected, "yellow"));
        }

        console.Write(table);
    }

    // A connection that had nothing to tell is one line, whatever it could have told of, and so is one that could not be asked at all.
    private static IEnumerable<(SourceReport Source, bool IsAll)> Rows(IEnumerable<SourceReport> connection)
    {
        var sources = connection.ToList();
        var (failure, reader) = (sources[0].Failure, sources[0].ReadBy);
        var isQuiet = sources.Count > 1
            && sources.TrueForAll(s => s.Failure == failure && s.ReadBy == reader && s.Result is { Read: 0, Added: 0, Changed: 0, Removed: 0, Rejected: 0 });
        return isQuiet ? [(sources[0], true)] : sources.Select(s => (s, false));
    }

    public static void ShowVerified(IAnsiConsole console, VerificationReport verification)
    {
        var looked = verification.Sources.Sum(s => s.Found.Read);
        console.MarkupLineInterpolated($"[bold]Verified[/]  {looked:N0} records since {verification.Since:yyyy-MM-dd} read again and all counted, {verification.Calls:N0} calls");
        foreach (var source in verification.Sources.Where(s => s.Missed > 0))
            console.MarkupLineInterpolated($"  [yellow]{source.Missed:N0} {Plural(source.Kind)} had been missed[/]");
        console.WriteLine();
    }

    public static void ShowDecided(IAnsiConsole console, CycleReport report)
    {
        var evaluation = report.Evaluation;
        if (evaluation.Accounts == 0)
        {
            Passage.Labelled(console, "Decided", report.NeverRead.Count > 0
                ? (FormattableString)$"[yellow]nothing: not everything has been read yet[/]"
                : report.Sync.Sources.Any(s => s.Failure is not null || s.ReadBy is not null)
                    ? (FormattableString)$"[dim]nothing: nothing new could be read[/]"
                    : (FormattableString)$"[dim]nothing: no account has changed, and time alone changes none today[/]");
            console.WriteLine();
            return;
        }

        var why = evaluation.EverybodyBecause is { } reason ? $" (all of them, because {reason})" : "";
        Passage.Labelled(console, "Decided", $"{Texts.Count(evaluation.Accounts, "account")} evaluated{why}, {Texts.Count(evaluation.NewDecisions, "new decision")}");
        var grid = new Grid().AddColumn(new GridColumn().PadLeft(2).PadRight(2)).AddColumn(new GridColumn().PadRight(2)).AddColumn();
        foreach (var (band, count) in evaluation.Bands.OrderByDescending(b => b.Value))
            grid.AddRow(new Markup(Markup.Escape(band.Length == 0 ? "not scored" : band)), Number(count), Bar(count, evaluation.Accounts, "blue"));
        grid.AddRow(new Markup("[red]on hold[/]"), Number(evaluation.OnHold), Bar(evaluation.OnHold, evaluation.Accounts, "red"));
        console.Write(grid);

        if (evaluation.Deals.Count > 0)
        {
            var deals = evaluation.Deals.Values.Sum();
            console.MarkupLineInterpolated($"  {Texts.Count(deals, "open deal")} checked");
            var dealGrid = new Grid().AddColumn(new GridColumn().PadLeft(2).PadRight(2)).AddColumn(new GridColumn().PadRight(2)).AddColumn();
            foreach (var (status, count) in evaluation.Deals)
                dealGrid.AddRow(new Markup(Texts.Of(status)), Number(count), Bar(count, deals, Colour(status)));
            console.Write(dealGrid);
        }

        console.WriteLine();
    }

    /// <summary>What has become of reviews, and where the open ones stand; nothing when there is none.</summary>
    public static void ShowReviews(IAnsiConsole console, CycleReport report)
    {
        var (news, standing) = (report.Evaluation.Reviews, report.Reviews);
        if (news.IsEmpty && standing.Open == 0)
            return;
        string[] happened =
        [
            .. Some(news.Opened, "opened"), .. Some(news.Merged, "with further reasons"), .. Some(news.Decided, "decided"), .. Some(news.Refused, "decided as cannot be followed"),
            .. Some(news.Withdrawn, "withdrawn"),
        ];
        Passage.Labelled(console, "Reviews", $"{(happened.Length == 0 ? "" : string.Join(", ", happened) + "; ")}{InWords(standing)} [dim]→ 'creditbridge reviews'[/]");
        console.WriteLine();
    }

    /// <summary>Where the open reviews stand, in words.</summary>
    public static string InWords(Core.Reviews.ReviewStanding standing) =>
        standing.Open == 0 ? "none is open" : string.Join(", ", [$"{standing.Open:N0} open", .. Some(standing.Breached, "late"), .. Some(standing.AtRisk, "at risk"), .. Some(standing.Waiting, "waiting for sales")]);

    public static void ShowUnclaimed(IAnsiConsole console, CycleReport report)
    {
        if (report.Unclaimed is not > 0)
            return;
        Passage.Labelled(console, "Unclaimed", $"{Texts.Count(report.Unclaimed.Value, "ERP customer")} that no account claims [dim]→ 'creditbridge customers unclaimed' lists them[/]");
        console.WriteLine();
    }

    public static void ShowBought(IAnsiConsole console, Core.Bureaus.BureauReport bureaus)
    {
        if (bureaus.Lines.Count == 0 && bureaus.Obstacles.Count == 0)
            return;
        var by = bureaus.Counts.OrderBy(c => c.Key).Select(c => $"{BureausCommand.Words(c.Key)} {c.Value:N0}");
        Passage.Labelled(console, "Bureaus", $"{string.Join("; ", by.Prepend($"{Texts.Count(bureaus.Reports, "report")} bought"))} [dim]→ 'creditbridge bureaus'[/]");
        foreach (var obstacle in bureaus.Obstacles)
            Passage.Indented(console, 2, $"[yellow]{obstacle}[/]");
        console.WriteLine();
    }

    public static void ShowWritten(IAnsiConsole console, DispatchReport dispatch, OutboxCounts outbox)
    {
        string[] also =
        [
            .. Some(dispatch.Retrying, "to be tried again"), .. Some(dispatch.ParkedCount, "refused"), .. Some(dispatch.Gone, "gone from the CRM"),
            .. Some(dispatch.Conflicts, "changed meanwhile and looked at again"), .. Some(dispatch.UnderWay, "still under way"),
        ];
        if (dispatch.Delivered == 0 && also.Length == 0)
        {
            console.MarkupLine(dispatch.Stopped is null && dispatch.HeldBack is null && outbox.Pending == 0 && outbox.Parked == 0
                ? "[bold]Written[/]  [dim]nothing: nothing is waiting to be written[/]"
                : $"[bold]Written[/]  nothing; [yellow]{Texts.Count(outbox.Pending, "record")} {(outbox.Pending == 1 ? "waits" : "wait")}, {outbox.Parked:N0} {(outbox.Parked == 1 ? "is" : "are")} refused[/]");
            console.WriteLine();
            return;
        }

        Passage.Labelled(console, "Written", $"{string.Join(", ", also.Prepend(Texts.Count(dispatch.Delivered, "record")))}");
        foreach (var group in dispatch.Fields.GroupBy(f => f.Key.Target).OrderBy(g => g.Key))
        {
            foreach (var fields in group.GroupBy(f => f.Value).OrderByDescending(g => g.Key))
            {
                var names = string.Join(", ", fields.Select(f => f.Key.Name).Order(StringComparer.Ordinal));
                console.Write(new Padder(new Markup($"[bold]{fields.Key:N0} {(fields.Key == 1 ? Singular(group.Key) : Plural(group.Key))}[/]  [dim]{Markup.Escape(names)}[/]"), new Padding(2, 0, 0, 0)));
            }
        }

        console.WriteLine();
    }

    public static void ShowAttention(IAnsiConsole console, CycleReport report)
    {
        var lines = report.Attention;
        if (lines.Count == 0)
            return;

        console.MarkupLine("[yellow bold]Needs a person[/]");
        foreach (var (where, what, next) in lines)
        {
            console.Write(new Padder(new Markup($"[bold]{Markup.Escape(where)}[/]  {Markup.Escape(what)}{(next is null ? "" : $" [dim]→ {Markup.Escape(next)}[/]")}"), new Padding(2, 0, 0, 0)));
        }

        console.WriteLine();
    }

    public static void ShowCost(IAnsiConsole console, CycleReport report)
    {
        if (report.Verification is { Missed: 0 } verified)
            console.MarkupLineInterpolated($"[bold]Verified[/]  nothing was missed since {verified.Since:yyyy-MM-dd HH:mm} UTC ({Texts.Count(verified.Sources.Sum(s => s.Found.Read), "record")} looked at again)");
        Passage.Labelled(console, "Cost", $"{CycleCost.InWords(report)}; {report.Duration.TotalSeconds:0.0} s");
    }

    /// <summary>The kind of record as a person says it.</summary>
    public static string Plural(RecordKind kind) => KindWords.Plural(kind);

    /// <summary>The kind of record as it is called in a mapping; for one that no mapping has, as a person says it.</summary>
    public static string Declared(RecordKind kind) => MappedKinds.All.FirstOrDefault(k => k.Kind == kind)?.Name ?? Plural(kind);

    /// <summary>One of them.</summary>
    public static string Singular(RecordKind kind) => KindWords.Singular(kind);

    /// <summary>A colour that says how good a result is; the text beside it always says it too.</summary>
    public static string Colour(DealStatus status) => status switch
    {
        DealStatus.Prequalified => "green",
        DealStatus.Conditional => "yellow",
        DealStatus.ReviewNeeded => "yellow",
        _ => "red",
    };

    private static Table Plain(string title) =>
        new Table().Border(TableBorder.Simple).LeftAligned().AddColumn(new TableColumn($"[bold]{title}[/]"));

    private static Markup Number(long value, string? colour = null) =>
        new Markup(value == 0 ? "[dim]–[/]" : colour is null ? value.ToString("N0") : $"[{colour}]{value:N0}[/]") { Justification = Justify.Right };

    private static Markup Bar(long value, long total, string colour)
    {
        var length = total == 0 ? 0 : (int)Math.Ceiling(30m * value / total);
        return new Markup($"[{colour}]{new string('█', length)}[/]");
    }

    private static IEnumerable<string> Some(long number, string what) => number == 0 ? [] : [$"{number:N0} {what}"];
}
