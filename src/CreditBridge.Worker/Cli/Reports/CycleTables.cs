using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Outbox;
using CreditBridge.Core.Runs;
using Spectre.Console;

namespace CreditBridge.Worker.Cli.Reports;

/// <summary>A cycle for people: what was read, what was decided, what was written, what it cost, what needs a person.</summary>
internal static class CycleTables
{
    public static void Show(IAnsiConsole console, CycleReport report)
    {
        ShowRead(console, report.Sync);
        ShowDecided(console, report);
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
        foreach (var source in sync.Sources)
        {
            table.AddRow(
                new Markup($"{Markup.Escape(source.Connection)} [bold]{Plural(source.Kind)}[/]{(source.Failure is not null ? " [red]stopped[/]" : source.ReadBy is not null ? " [dim]read by another process[/]" : "")}"),
                Number(source.Result.Read), Number(source.Result.Added), Number(source.Result.Changed), Number(source.Result.Removed),
                Number(source.Result.Rejected, "yellow"));
        }

        console.Write(table);
    }

    public static void ShowDecided(IAnsiConsole console, CycleReport report)
    {
        var evaluation = report.Evaluation;
        if (evaluation.Accounts == 0)
        {
            console.MarkupLine(report.NeverRead.Count > 0
                ? "[bold]Decided[/]  [yellow]nothing: not everything has been read yet[/]"
                : report.Sync.Sources.Any(s => s.Failure is not null || s.ReadBy is not null)
                    ? "[bold]Decided[/]  [dim]nothing: nothing new could be read[/]"
                    : "[bold]Decided[/]  [dim]nothing: no account has changed, and time alone changes none today[/]");
            console.WriteLine();
            return;
        }

        var why = evaluation.EverybodyBecause is { } reason ? $" (all of them, because {reason})" : "";
        console.MarkupLineInterpolated($"[bold]Decided[/]  {Count(evaluation.Accounts, "account")} evaluated{why}, {Count(evaluation.NewDecisions, "new decision")}");
        var grid = new Grid().AddColumn(new GridColumn().PadLeft(2).PadRight(2)).AddColumn(new GridColumn().PadRight(2)).AddColumn();
        foreach (var (band, count) in evaluation.Bands.OrderByDescending(b => b.Value))
            grid.AddRow(new Markup(Markup.Escape(band.Length == 0 ? "not scored" : band)), Number(count), Bar(count, evaluation.Accounts, "blue"));
        grid.AddRow(new Markup("[red]on hold[/]"), Number(evaluation.OnHold), Bar(evaluation.OnHold, evaluation.Accounts, "red"));
        console.Write(grid);

        if (evaluation.Deals.Count > 0)
        {
            var deals = evaluation.Deals.Values.Sum();
            console.MarkupLineInterpolated($"  {Count(deals, "open deal")} checked");
            var dealGrid = new Grid().AddColumn(new GridColumn().PadLeft(2).PadRight(2)).AddColumn(new GridColumn().PadRight(2)).AddColumn();
            foreach (var (status, count) in evaluation.Deals)
                dealGrid.AddRow(new Markup(Texts.Of(status)), Number(count), Bar(count, deals, Colour(status)));
            console.Write(dealGrid);
        }

        console.WriteLine();
    }

    public static void ShowWritten(IAnsiConsole console, DispatchReport dispatch, OutboxCounts outbox)
    {
        if (dispatch.Delivered == 0 && dispatch.Retrying == 0 && dispatch.ParkedCount == 0)
        {
            console.MarkupLine(dispatch.Stopped is null && outbox.Pending == 0 && outbox.Parked == 0
                ? "[bold]Written[/]  [dim]nothing: nothing is waiting to be written[/]"
                : $"[bold]Written[/]  nothing; [yellow]{outbox.Pending:N0} records wait, {outbox.Parked:N0} are refused[/]");
            console.WriteLine();
            return;
        }

        console.MarkupLineInterpolated(
            $"[bold]Written[/]  {dispatch.Delivered:N0} records{(dispatch.Retrying > 0 ? $", {dispatch.Retrying:N0} to be tried again" : "")}{(dispatch.ParkedCount > 0 ? $", {dispatch.ParkedCount:N0} refused" : "")}");
        foreach (var group in dispatch.Fields.GroupBy(f => f.Key.Target).OrderBy(g => g.Key))
        {
            foreach (var fields in group.GroupBy(f => f.Value).OrderByDescending(g => g.Key))
            {
                var names = string.Join(", ", fields.Select(f => f.Key.Name).Order(StringComparer.Ordinal));
                console.Write(new Padder(new Markup($"[bold]{fields.Key:N0} {Plural(group.Key)}[/]  [dim]{Markup.Escape(names)}[/]"), new Padding(2, 0, 0, 0)));
            }
        }

        console.WriteLine();
    }

    public static void ShowAttention(IAnsiConsole console, CycleReport report)
    {
        var lines = new List<(string Where, string What, string? NextStep)>();
        lines.AddRange(report.Sync.Sources.Where(s => s.Failure is not null)
            .GroupBy(s => (s.Connection, s.Failure!.Where, s.Failure.Message, s.Failure.NextStep))
            .Select(g => ($"{g.Key.Connection} {string.Join(", ", g.Select(s => Plural(s.Kind)))}",
                g.Key.Where is { } place ? $"{place}: {g.Key.Message}" : g.Key.Message, (string?)g.Key.NextStep)));
        if (report.NeverRead.Count > 0)
        {
            lines.Add(("nothing decided", $"Never read to the end: {string.Join(", ", report.NeverRead.Select(n => $"{n.Connection} {Plural(n.Kind)}"))}.",
                "A customer whose open items are unknown is not free of debt: nothing is decided or written before all of this was read once."));
        }

        if (report.Evaluation.UnknownStages.Count > 0)
        {
            lines.Add(("policy", $"It checks deals in stages that the CRM does not have: {string.Join(", ", report.Evaluation.UnknownStages)}.",
                "Correct proposals.check_deals in the policy; 'creditbridge check' lists the CRM's stages. Deals keep the check that they show."));
        }

        if (report.Evaluation.CustomersFromTwoConnections.Count > 0)
        {
            lines.Add(("customers", $"Delivered by two connections under one key, so that their items count twice: {string.Join(", ", report.Evaluation.CustomersFromTwoConnections.Take(5))}.",
                "Give each ERP's mapping a 'system:' of its own."));
        }
        if (Math.Max(report.OpenRejections, report.Sync.Total.Rejected) is > 0 and var rejected)
            lines.Add(("unreadable", $"{rejected:N0} {(rejected == 1 ? "record" : "records")} could not be read, now or earlier.", "'creditbridge status' lists them with their reasons."));
        if (report.Sync.Total.Drifted is > 0 and var drifted)
            lines.Add(("typed over", $"{drifted:N0} credit {(drifted == 1 ? "field shows" : "fields show")} something else in the CRM than what was written.", "'creditbridge drift list' shows who changed them and what is done about it."));
        lines.AddRange(report.Sync.Sources.Where(s => s.Result.RemovalWithheld is not null)
            .Select(s => ($"{s.Connection} {Plural(s.Kind)}", s.Result.RemovalWithheld!, (string?)null)));
        lines.AddRange(report.FieldProblems.Select(p => (p.Subject, p.Message, p.NextStep)));
        if (report.Dispatch is { } dispatch)
        {
            if (dispatch.Stopped is { } stopped)
                lines.Add(("writing", stopped.Message, stopped.NextStep));
            lines.AddRange(dispatch.Parked.Take(10).Select(p => ($"{p.Target.Kind} {p.Target.Key}", p.Failure.Message, (string?)p.Failure.NextStep)));
            if (dispatch.ParkedCount > 10)
                lines.Add(("", $"… and {dispatch.ParkedCount - 10:N0} more refused records.", "'creditbridge outbox list' shows them."));
        }

        if (report.Dispatch is not null && report.Outbox.Retrying > 0)
            lines.Add(("writing", $"{report.Outbox.Retrying:N0} records wait to be written again after a failure.", "They are sent by themselves; 'creditbridge outbox list' shows when and why, 'creditbridge outbox retry' hurries them."));
        lines.AddRange(report.Evaluation.Defects.Take(5).Select(d => ($"account {d.AccountKey}", $"Could not be evaluated: {d.Reason}", (string?)"This is a defect; please report it.")));
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
        var written = report.Dispatch is { Delivered: > 0 } d ? $", {d.Calls:N0} of them to write {d.Delivered:N0} records ({1000m * d.Calls / d.Delivered:0.#} calls per 1,000)" : "";
        console.MarkupLineInterpolated($"[bold]Cost[/]  {report.Calls:N0} counted {(report.Calls == 1 ? "call" : "calls")}{written}; {report.Duration.TotalSeconds:0.0} s");
    }

    /// <summary>The kind of record as a person says it.</summary>
    public static string Plural(RecordKind kind) => kind switch
    {
        RecordKind.Account => "accounts",
        RecordKind.Opportunity => "deals",
        RecordKind.Stage => "stages",
        RecordKind.StageChange => "stage changes",
        RecordKind.User => "users",
        RecordKind.ErpCustomer => "customers",
        RecordKind.Receivable => "open items",
        RecordKind.Payment => "paid items",
        RecordKind.ExchangeRate => "exchange rates",
        RecordKind.OpenOrder => "open orders",
        RecordKind.BureauReport => "bureau reports",
        RecordKind.FinancialStatement => "financial statements",
        RecordKind.Security => "securities",
        RecordKind.Signal => "signals",
        RecordKind.Override => "exceptions",
        _ => kind.ToString(),
    };

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

    private static string Count(long number, string what) => $"{number:N0} {what}{(number == 1 ? "" : "s")}";
}
