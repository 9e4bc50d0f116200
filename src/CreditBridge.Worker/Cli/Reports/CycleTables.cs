using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Outbox;
using CreditBridge.Core.Runs;
using CreditBridge.Core.Snapshots;
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
        var told = sync.Sources.Where(s => s.IsDeclared || s.Failure is not null || s.Result != IngestResult.Nothing);
        foreach (var (source, isAll) in told.GroupBy(s => s.Connection).SelectMany(Rows))
        {
            table.AddRow(isAll ? new Markup($"{Markup.Escape(source.Connection)} [dim]nothing new[/]") :
                new Markup($"{Markup.Escape(source.Connection)} [bold]{Plural(source.Kind)}[/]{(source.Failure is not null ? " [red]stopped[/]" : source.ReadBy is not null ? " [dim]read by another process[/]" : "")}"),
                Number(source.Result.Read), Number(source.Result.Added), Number(source.Result.Changed), Number(source.Result.Removed),
                Number(source.Result.Rejected, "yellow"));
        }

        console.Write(table);
    }

    // A connection that had nothing to tell is one line, whatever it could have told of.
    private static IEnumerable<(SourceReport Source, bool IsAll)> Rows(IEnumerable<SourceReport> connection)
    {
        var sources = connection.ToList();
        var isQuiet = sources.Count > 1 && sources.TrueForAll(s => s is { Failure: null, ReadBy: null, Result: { Read: 0, Added: 0, Changed: 0, Removed: 0, Rejected: 0 } });
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
            console.MarkupLine(report.NeverRead.Count > 0
                ? "[bold]Decided[/]  [yellow]nothing: not everything has been read yet[/]"
                : report.Sync.Sources.Any(s => s.Failure is not null || s.ReadBy is not null)
                    ? "[bold]Decided[/]  [dim]nothing: nothing new could be read[/]"
                    : "[bold]Decided[/]  [dim]nothing: no account has changed, and time alone changes none today[/]");
            console.WriteLine();
            return;
        }

        var why = evaluation.EverybodyBecause is { } reason ? $" (all of them, because {reason})" : "";
        console.MarkupLineInterpolated($"[bold]Decided[/]  {Texts.Count(evaluation.Accounts, "account")} evaluated{why}, {Texts.Count(evaluation.NewDecisions, "new decision")}");
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

    public static void ShowBought(IAnsiConsole console, Core.Bureaus.BureauReport bureaus)
    {
        if (bureaus.Lines.Count == 0 && bureaus.Obstacles.Count == 0)
            return;
        var by = bureaus.Counts.OrderBy(c => c.Key).Select(c => $"{BureausCommand.Words(c.Key)} {c.Value:N0}");
        console.MarkupLineInterpolated($"[bold]Bureaus[/]  {string.Join("; ", by.Prepend($"{Texts.Count(bureaus.Reports, "report")} bought"))} [dim]→ 'creditbridge bureaus'[/]");
        foreach (var obstacle in bureaus.Obstacles)
            console.MarkupLineInterpolated($"  [yellow]{obstacle}[/]");
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

        console.MarkupLineInterpolated($"[bold]Written[/]  {string.Join(", ", also.Prepend(Texts.Count(dispatch.Delivered, "record")))}");
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
        var lines = new List<(string Where, string What, string? NextStep)>();
        lines.AddRange(report.Sync.Sources.Where(s => s.Failure is not null)
            .GroupBy(s => (s.Connection, s.Failure!.Where, s.Failure.Message, s.Failure.NextStep))
            .Select(g => ($"{g.Key.Connection} {string.Join(", ", g.Select(s => Plural(s.Kind)))}",
                g.Key.Where is { } place ? $"{place}: {g.Key.Message}" : g.Key.Message, (string?)g.Key.NextStep)));
        foreach (var source in report.Verification?.Sources ?? [])
        {
            if (source.Failure is { } failure)
                lines.Add(($"{source.Connection} {Plural(source.Kind)}", $"Not verified: {failure.Message}", failure.NextStep));
            if (source.Found.RemovalWithheld is { } withheld)
                lines.Add(($"verification of {source.Connection} {Declared(source.Kind)}", withheld, null));
        }

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

        lines.AddRange(report.Bureaus.Troubles.Take(10).Select(t => ("bureaus", t, (string?)"'creditbridge bureaus' lists the orders and what became of them.")));
        lines.AddRange((report.Links?.Problems ?? []).Take(10).Select(p => ("links", $"{p} The links that were good last count.", (string?)"Correct the line; the file is read again by itself.")));
        lines.AddRange((report.Links?.Warnings ?? []).Take(10).Select(w => ("links", w, (string?)null)));
        // That a listing removed nothing is kept beside the records that could not be read, and is said by itself.
        if (Math.Max(report.OpenRejections - report.Sync.Sources.Count(s => s.Result.RemovalWithheld is not null), report.Sync.Total.Rejected) is > 0 and var rejected)
            lines.Add(("unreadable", $"{Texts.Count(rejected, "record")} could not be read, now or earlier.", "'creditbridge status' lists them with their reasons."));
        lines.AddRange(report.Findings.Lines.Select(f => (f.Subject, f.What, f.NextStep)));
        lines.AddRange(report.Evaluation.CarriedClaims.Take(10).Select(c => ($"account {c.AccountKey}", c.What, (string?)c.NextStep)));
        if (report.Evaluation.CarriedClaims.Count > 10)
            lines.Add(("", $"… and {report.Evaluation.CarriedClaims.Count - 10:N0} more customers of merged accounts.", "'creditbridge status' lists them."));
        lines.AddRange(report.Evaluation.LostClaims.Take(10).Select(c => ($"account {c.AccountKey}", c.What, (string?)c.NextStep)));
        if (report.Evaluation.LostClaims.Count > 10)
            lines.Add(("", $"… and {report.Evaluation.LostClaims.Count - 10:N0} more customers that are no longer in the ERP.", "'creditbridge customers lost' lists them."));
        if (report.Sync.Total.Drifted is > 0 and var drifted)
            lines.Add(("typed over", $"{drifted:N0} credit {(drifted == 1 ? "field shows" : "fields show")} something else in the CRM than what was written.", "'creditbridge drift list' shows who changed them and what is done about it."));
        lines.AddRange(report.Sync.Sources.Where(s => s.Result.RemovalWithheld is not null)
            .Select(s => ($"{s.Connection} {Declared(s.Kind)}", s.Result.RemovalWithheld!, (string?)null)));
        lines.AddRange(report.FieldProblems.Select(p => (p.Subject, p.Message, p.NextStep)));
        if (report.Dispatch is { } dispatch)
        {
            if (dispatch.Stopped is { } stopped)
                lines.Add(("writing", stopped.Message, stopped.NextStep));
            if (dispatch.HeldBack is { } held)
                lines.Add(("held back", held.Message, held.NextStep));
            lines.AddRange(RefusalCause.Of(dispatch).Select(c => (c.Who, c.Example.Message, (string?)c.Example.NextStep)));
            if (dispatch.ParkedCount > 3)
                lines.Add(("refused", $"{Texts.Count(dispatch.ParkedCount, "record")} in all.", "'creditbridge outbox list' shows each with the CRM's own words."));
        }

        if (report.Verification is { } verification)
        {
            if (verification.Missed > 0)
            {
                lines.Add(("verification", $"{Texts.Count(verification.Missed, "record")} had been missed by reading and {(verification.Missed == 1 ? "was" : "were")} made up for now.",
                    "If it happens again, raise OverlapMinutes of the connection: transactions of the org take longer than it allows for."));
            }

            lines.AddRange(verification.Sources.Where(s => s.Failure is not null).Select(s => ($"verification of {s.Connection} {Plural(s.Kind)}", s.Failure!.Message, (string?)s.Failure.NextStep)));
        }

        if (report.Dispatch is not null && report.Outbox.Retrying > 0)
            lines.Add(("writing", $"{Texts.Count(report.Outbox.Retrying, "record")} {(report.Outbox.Retrying == 1 ? "waits" : "wait")} to be written again after a failure.", "They are sent by themselves; 'creditbridge outbox list' shows when and why, 'creditbridge outbox retry' hurries them."));
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
        if (report.Verification is { Missed: 0 } verified)
            console.MarkupLineInterpolated($"[bold]Verified[/]  nothing was missed since {verified.Since:yyyy-MM-dd HH:mm} UTC ({Texts.Count(verified.Sources.Sum(s => s.Found.Read), "record")} looked at again)");
        console.MarkupLineInterpolated($"[bold]Cost[/]  {CycleCost.InWords(report)}; {report.Duration.TotalSeconds:0.0} s");
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

    /// <summary>The kind of record as it is called in a mapping; for one that no mapping has, as a person says it.</summary>
    public static string Declared(RecordKind kind) => MappedKinds.All.FirstOrDefault(k => k.Kind == kind)?.Name ?? Plural(kind);

    /// <summary>One of them.</summary>
    public static string Singular(RecordKind kind) => kind == RecordKind.ErpCustomer ? "customer" : Plural(kind)[..^1];

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
