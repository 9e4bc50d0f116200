using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Core.Accounts;
using CreditBridge.Core.Outbox;
using CreditBridge.Core.Runs;
using CreditBridge.Worker.Cli.Reports;
using CreditBridge.Worker.Hosting;
using CreditBridge.Worker.Hosting.Reports;

namespace CreditBridge.Worker.Http.Status;

/// <summary>The status page: one page for a person who wants to know whether the service does its work, what it costs and what needs a person. Needs no script.</summary>
internal static class StatusPage
{
    private const int ReloadSeconds = 30;

    public static Html Render(ServiceStatus status, bool reloads) => Html.Of($"""
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <meta name="color-scheme" content="light dark">
          {(reloads ? Html.Of($"""<meta http-equiv="refresh" content="{ReloadSeconds}">""") : Html.Nothing)}
          <title>{(status.Health.Ready ? "Running" : "Needs attention")} · CreditBridge</title>
          <link rel="stylesheet" href="/status.css">
          <link rel="icon" href="data:,">
        </head>
        <body>
          <a class="skip" href="#main">Skip to content</a>
          <header>
            <b>CreditBridge</b> <span class="quiet">{BuildInfo.Version} · up {Span(status.Now - status.StartedAt)} · policy {status.Policy}</span>
            <nav aria-label="Pages"><a href="/credit">Credit reviews</a> {(reloads ? Html.Of($"""<a href="/">Stop reloading</a>""") : Html.Of($"""<a href="/?reload">Reload every {ReloadSeconds} s</a>"""))}</nav>
          </header>
          <main id="main" tabindex="-1">
            <h1>{(status.Health.Ready ? Badge("good", "✓", "Running") : Badge("bad", "■", "Needs attention"))} <small>as of {Moment(status.Now)}</small></h1>
            {Health(status)}
            {Attention(status)}
            {Cycle(status)}
            {Reviews(status)}
            {Cost(status)}
            {Writing(status)}
            {Sources(status)}
            {(status.Bureaus is { } bureaus ? BureauSection.Of(bureaus, status.Cycle?.Bureaus.Troubles ?? []) : Html.Nothing)}
            {Customers(status)}
            {Trust(status)}
          </main>
          <footer>Records go by their ids. The same for machines: <a href="/metrics">/metrics</a>, <a href="/health/ready">/health/ready</a>, and <code>/status</code> as JSON.</footer>
        </body>
        </html>

        """);

    private static Html Health(ServiceStatus status)
    {
        var troubles = status.Health.Checks.Where(c => c.Value != ReadinessCheck.Ok).ToList();
        return troubles.Count == 0
            ? Html.Of($"""<p class="lead">Every system answers, the policy is good, cycles end in time.{(status.Cycle is { NeedsAttention: true } ? " Something needs a person all the same; it is named below." : "")}</p>""")
            : Html.Of($"""<ul class="troubles">{troubles.Select(t => Html.Of($"<li><b>{t.Key}</b> {t.Value}</li>"))}{status.PolicyMistakes.Take(10).Select(m => Html.Of($"<li><b>policy</b> {m}</li>"))}</ul>""");
    }

    private static Html Cycle(ServiceStatus status)
    {
        if (status.Cycle is not { } cycle)
            return Section("Last cycle", Html.Of($"""<p class="empty">No cycle has ended yet.</p>"""));
        var total = cycle.Sync.Total;
        return Section("Last cycle", Html.Of($"""
            <p>Ended {Moment(status.CycleAt!.Value)}, {Span(status.Now - status.CycleAt.Value)} ago; took {cycle.Duration.TotalSeconds.ToString("0.0")} s.
            The next one follows {status.PollSeconds} s after it began, or when a change is heard of.</p>
            <dl class="figures">
              {Figure(total.Read, "records read")}{Figure(total.Added + total.Changed + total.Removed, "changed")}{Figure(total.Rejected, "unreadable")}
              {Figure(cycle.Evaluation.Accounts, "accounts evaluated")}{Figure(cycle.Evaluation.NewDecisions, "new decisions")}{Figure(cycle.Evaluation.HoldsSet, "holds set")}
              {Figure(cycle.Dispatch?.Delivered ?? 0, "records written")}{Figure(cycle.Calls, "counted calls")}
            </dl>
            """));
    }

    private static Html Reviews(ServiceStatus status) => status.Cycle is not { } cycle || (cycle.Reviews.Open == 0 && cycle.Evaluation.Reviews.IsEmpty) ? Html.Nothing : Section("Reviews", Html.Of($"""
        <dl class="figures">
          {Figure(cycle.Reviews.Open, "open")}{Figure(cycle.Reviews.Breached, "of them late")}{Figure(cycle.Reviews.AtRisk, "at risk")}{Figure(cycle.Reviews.Waiting, "waiting for sales")}
          {Figure(cycle.Evaluation.Reviews.Opened, "opened (last cycle)")}{Figure(cycle.Evaluation.Reviews.Decided, "decided (last cycle)")}{Figure(cycle.Evaluation.Reviews.Withdrawn, "withdrawn (last cycle)")}
        </dl>
        <p class="quiet"><code>creditbridge reviews</code> shows the queue with its clocks.</p>
        """));

    private static Html Cost(ServiceStatus status)
    {
        var totals = status.Totals;
        var rate = totals.CallsPerThousand is { } perThousand
            ? $"{perThousand:0.#} counted calls per 1,000 records written, polls included"
            : "no record was written, so there is no rate";
        return Section("Cost", Html.Of($"""
            <p>Since the start: {Texts.Count(totals.Calls, "counted call")} in {Texts.Count(totals.Cycles, "cycle")}, {Texts.Count(totals.Written, "record")} written; {rate}.</p>
            {status.Connections.Where(c => c.Usage.AllowedInPeriod is not null || c.Usage.OwnBudget is not null).Select(c => Usage(c.Name, c.Usage))}
            """));
    }

    private static Html Usage(string name, ConnectionUsage usage) => Html.Of($"""
        <dl class="bars">
          {(usage is { UsedInPeriod: { } used, AllowedInPeriod: > 0 and var allowed } ? Bar($"{name}: all integrations of the org, last 24 hours", used, allowed, "") : Html.Nothing)}
          {(usage is { OwnBudget: > 0 and var budget } ? Bar($"{name}: CreditBridge's own budget of today (UTC)", usage.OwnInPeriod ?? 0, budget, $", {usage.ReservedForHolds ?? 0:N0} of them kept for holds") : Html.Nothing)}
        </dl>
        """);

    private static Html Bar(string label, long used, long allowed, string more) => Html.Of($"""
        <div><dt>{label}</dt><dd><meter min="0" max="{Plain(allowed)}" high="{Plain(allowed * 4 / 5)}" optimum="0" value="{Plain(Math.Min(used, allowed))}" aria-label="{label}"></meter>
        {used} of {allowed} calls ({(100m * used / allowed).ToString("0.#")} %){more}</dd></div>
        """);

    private static Html Writing(ServiceStatus status)
    {
        var outbox = status.Outbox;
        var counts = outbox is null
            ? Html.Of($"""<p class="empty">The database does not answer.</p>""")
            : Html.Of($"""
                <dl class="figures">{Figure(status.Totals.Written, "written since the start")}{Figure(outbox.Pending, "waiting")}{Figure(outbox.Retrying, "of them after a failure")}{Figure(outbox.Parked, "refused")}
                {Figure(status.Cycle?.Dispatch?.UnderWay ?? 0, "under way in bulk")}{Figure(status.Cycle?.Dispatch?.Gone ?? 0, "gone (last cycle)")}</dl>
                """);
        return Section("Writing", Html.Of($"""
            {counts}
            {Refused(status.Refused, outbox?.Parked ?? 0)}
            """));
    }

    private static Html Refused(IReadOnlyList<OutboxEntry> entries, long all) => entries.Count == 0 ? Html.Nothing : Html.Of($"""
        <h3>Refused by the CRM</h3>
        <p class="quiet">{(all > entries.Count ? $"The first {entries.Count} of {all:N0}. " : "")}After the repair, <code>creditbridge outbox retry</code> sends them again.</p>
        <table>
          <thead><tr><th scope="col">Record</th><th scope="col">Code</th><th scope="col">What the CRM says</th><th scope="col">What to do</th></tr></thead>
          <tbody>{entries.Select(e => Html.Of($"""
            <tr><th scope="row">{e.Target.Kind.ToString()} <code>{e.Target.Key}</code></th><td data-label="Code"><code>{e.LastFailure?.Code ?? "–"}</code></td>
            <td data-label="Says">{e.LastFailure?.Message}</td><td data-label="Do">{e.LastFailure?.NextStep}</td></tr>
            """))}</tbody>
        </table>
        """);

    private static Html Sources(ServiceStatus status) => status.Cycle is not { } cycle ? Html.Nothing : Section("Reading", Html.Of($"""
        <table>
          <thead><tr><th scope="col">Source</th><th scope="col">State</th><th scope="col" class="num">Read</th><th scope="col" class="num">Changed</th><th scope="col" class="num">Unreadable</th></tr></thead>
          <tbody>{cycle.Sync.Told.Select(Source)}</tbody>
        </table>
        {status.Connections.Where(c => c.Feed is not null).Select(c => Feed(c.Name, c.Feed!, status.Now))}
        """));

    private static Html Source(SourceReport source) => Html.Of($"""
        <tr><th scope="row">{source.Connection} {CycleTables.Plural(source.Kind)}</th>
        <td data-label="State">{(source.Failure is { } failure ? Html.Of($"""{Badge("bad", "■", "Stopped")} {failure.Message} {failure.NextStep}""")
            : source.ReadBy is not null ? Badge("none", "", "Read by another process") : Badge("good", "✓", "Read to its end"))}</td>
        <td class="num" data-label="Read">{source.Result.Read}</td>
        <td class="num" data-label="Changed">{source.Result.Added + source.Result.Changed + source.Result.Removed}</td>
        <td class="num" data-label="Unreadable">{source.Result.Rejected}</td></tr>
        """);

    private static Html Feed(string name, ChangeFeedStatus feed, DateTimeOffset now) => Html.Of($"""
        <p>{(feed.State == ChangeFeedState.Listening ? Badge("good", "✓", "Listening") : Badge("warn", "◆", feed.State.ToString()))} to changes of {name}{(feed.Since is { } since ? $" since {Moment(since)}" : "")};
        {Texts.Count(feed.Signals, "change")} heard of{(feed.HeardAt is { } heard ? $", last sign of life {Span(now - heard)} ago" : "")}. {(feed.Problem is { } problem ? $"{problem.Message} {problem.NextStep} " : "")}Polling finds every change either way.</p>
        """);

    // What the last cycle of this process says, or, before there is one, what is stored.
    private static Html Attention(ServiceStatus status)
    {
        List<AttentionLine> lines = status.Cycle is { } cycle ? [.. cycle.Attention] :
        [
            .. status.Findings.Lines.Select(f => new AttentionLine(f.Subject, f.What, f.NextStep)),
            .. status.Lost.Select(l => new AttentionLine($"account {l.AccountKey}", l.What, l.NextStep)),
            .. status.Kept.Select(k => new AttentionLine($"account {k.AccountKey}", k.What, k.NextStep)),
            .. status.Undelivered is { Accounts: > 0 } undelivered ? [new AttentionLine("customer keys", undelivered.What, UndeliveredKeys.NextStep)] : Array.Empty<AttentionLine>(),
        ];
        return lines.Count == 0 ? Html.Nothing : Section("Needs a person", Html.Of($"""
            {lines.Select(l => Html.Of($"""<p class="warn"><b>{l.Where}</b> {l.What} {l.NextStep}</p>"""))}
            """));
    }

    private static Html Customers(ServiceStatus status) => status.UnclaimedCount is not > 0 ? Html.Nothing : Section("Customers of the ERPs", Html.Of($"""
        <p>{Texts.Count(status.UnclaimedCount.Value, "customer")} that no account claims{(status.Unclaimed.Count < status.UnclaimedCount ? ", such as" : "")}: {string.Join(", ", status.Unclaimed)}.
        <code>creditbridge customers unclaimed</code> says what they owe and which accounts they may be.</p>
        """));

    private static Html Trust(ServiceStatus status) => Section("Nothing missed, nothing typed over", Html.Of($"""
        <p>{Verification(status.Verification)}</p>
        <p>{(status.Drift is not { } drift ? "" : drift.Total == 0
            ? "Drift: the CRM shows what was written."
            : $"Drift: {Texts.Count(drift.Total, "credit field")} typed over in the CRM: {drift.Reasserted:N0} written again, {drift.Respected:N0} respected, {drift.GivenUp:N0} given up. 'creditbridge drift list' says who changed them.")}</p>
        """));

    private static string Verification(VerificationStanding? found) => found switch
    {
        null => "Verification: none has run yet.",
        { Trouble: { } trouble } => $"Verification at {Moment(found.At)} stopped early: {trouble}",
        { Missed: 0 } => $"Verification at {Moment(found.At)}: {Texts.Count(found.Read, "record")} back to {Moment(found.Since)} looked at again, none had been missed; {Texts.Count(found.Calls, "counted call")}.",
        _ => $"Verification at {Moment(found.At)}: {Texts.Count(found.Missed, "record")} of {found.Read:N0} had been missed and made up for. If it happens again, raise OverlapMinutes of the connection.",
    };

    internal static Html Section(string title, Html content) => Html.Of($"""
        <section class="card"><h2>{title}</h2>
        {content}
        </section>
        """);

    internal static Html Figure(long number, string what) => Html.Of($"<div><dd>{number}</dd><dt>{what}</dt></div>");

    // The words carry the meaning; colour and sign only repeat it.
    private static Html Badge(string kind, string sign, string words) => Html.Of($"""<span class="badge {kind}"><span aria-hidden="true">{sign}</span> {words}</span>""");

    internal static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'");

    private static string Plain(long number) => number.ToString("0");

    private static string Span(TimeSpan span) => span switch
    {
        { TotalDays: >= 2 } => $"{span.TotalDays:0} days",
        { TotalHours: >= 2 } => $"{span.TotalHours:0} hours",
        { TotalMinutes: >= 2 } => $"{span.TotalMinutes:0} minutes",
        _ => $"{Math.Max(0, span.TotalSeconds):0} s",
    };
}
