using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Core.Accounts;
using CreditBridge.Core.Runs;
using CreditBridge.Worker.Cli.Reports;

namespace CreditBridge.Worker.Hosting.Reports;

/// <summary>
/// Writes a cycle into the log: one line on what it did and cost, and a warning for each trouble, once and not in every cycle. The service, <c>sync</c> and every other
/// command that runs a cycle log the same.
/// </summary>
internal sealed partial class CycleLog(ILogger<CycleLog> log, TimeProvider clock)
{
    private readonly Recurrence _troubles = new(clock);
    private readonly BureauLog _bureaus = new(log);

    /// <summary>Logs a cycle.</summary>
    /// <param name="report">What it came to.</param>
    /// <param name="policyProblems">Mistakes of the policy file; empty when it is good.</param>
    /// <param name="crm">What the CRM connection has cost.</param>
    public void Write(CycleReport report, IEnumerable<string> policyProblems, ConnectionUsage crm)
    {
        foreach (var problem in policyProblems.Where(p => _troubles.IsNews(p)))
            PolicyProblem(log, problem);
        Sources(report);
        foreach (var problem in report.FieldProblems.Where(p => _troubles.IsNews($"{p.Subject}: {p.Message}")))
            FieldProblem(log, problem.Subject, problem.Message, problem.NextStep ?? "");
        if (report.Dispatch is { } dispatch)
            Writing(dispatch);
        _bureaus.Write(report.Bureaus, _troubles);
        foreach (var (account, reason) in report.Evaluation.Defects.Where(d => _troubles.IsNews($"Account {d.AccountKey}: {d.Reason}")))
            EvaluationDefect(log, account, reason);
        foreach (var lost in report.Evaluation.LostClaims.Where(c => _troubles.IsNews($"Customer {c.CustomerKey} of account {c.AccountKey} is no longer in the ERP")))
            CustomerLost(log, lost.AccountKey, lost.What, lost.NextStep);
        foreach (var kept in report.Evaluation.KeptClaims.Where(c => _troubles.IsNews($"Key {c.CustomerKey} was taken out of account {c.AccountKey}")))
            CustomerKept(log, kept.AccountKey, kept.What, kept.NextStep);
        if (report.Evaluation.UndeliveredKeys is { Accounts: > 0 } undelivered && _troubles.IsNews($"Customer keys that no ERP delivers, at {undelivered.Accounts} accounts"))
            KeysUndelivered(log, undelivered.What, UndeliveredKeys.NextStep);
        if (report.FirstUnreadable is { } first && _troubles.IsNews($"{report.Unreadable} records that could not be read, such as {first.InWords}"))
            Unreadable(log, report.Unreadable, first.InWords);
        foreach (var line in report.Findings.Lines.Where(l => l.Subject.Length > 0 && _troubles.IsNews($"{l.Subject}: {l.What}")))
            Found(log, line.Subject, line.What, line.NextStep ?? "");
        if (report.Sync.Total.Drifted is > 0 and var drifted)
            Drifted(log, drifted);
        if (report.Verification is { } verification)
            Verified(verification);
        Done(report, crm);
        foreach (var trouble in _troubles.EndCycle())
            Over(log, trouble);
    }

    // A connection that cannot be reached stops all its sources for one reason.
    private void Sources(CycleReport report)
    {
        foreach (var stopped in report.Sync.Sources.Where(s => s.Failure is not null).GroupBy(s => (s.Connection, s.Failure!.Message, s.Failure.NextStep)))
        {
            if (_troubles.IsNews($"{stopped.Key.Connection}: {stopped.Key.Message}"))
                SourceStopped(log, stopped.Key.Connection, string.Join(", ", stopped.Select(s => s.Kind)), Placed(stopped.First().Failure!), stopped.Key.NextStep);
        }

        foreach (var source in report.Sync.Sources.Where(s => s.Result.RemovalWithheld is { } why && _troubles.IsNews($"{s.Connection} {CycleTables.Declared(s.Kind)}: {why}")))
            RemovalWithheld(log, source.Connection, CycleTables.Declared(source.Kind), source.Result.RemovalWithheld!);
    }

    private void Writing(DispatchReport dispatch)
    {
        if (dispatch.Stopped is { } stopped && _troubles.IsNews($"Writing: {stopped.Message}"))
            WritingStopped(log, stopped.Message, stopped.NextStep);
        if (dispatch.HeldBack is { } held && _troubles.IsNews($"Held back: {held.Code ?? held.Message}"))
            HeldBack(log, held.Message, held.NextStep);
        foreach (var cause in RefusalCause.Of(dispatch))
            WriteRefused(log, cause.Who, cause.Example.Message, cause.Example.Code ?? "no code", cause.Example.NextStep);
    }

    private void Verified(VerificationReport verification)
    {
        foreach (var stopped in verification.Sources.Where(s => s.Failure is not null))
            VerificationStopped(log, stopped.Connection, stopped.Kind.ToString(), Placed(stopped.Failure!), stopped.Failure!.NextStep);
        var read = verification.Sources.Sum(s => s.Found.Read);
        if (verification.Missed > 0)
            Missed(log, verification.Missed, verification.Since, read, verification.Calls);
        else
            NothingMissed(log, verification.Since, read, verification.Calls);
    }

    private void Done(CycleReport report, ConnectionUsage crm)
    {
        var total = report.Sync.Total;
        CycleDone(log, total.Read, total.Added + total.Changed + total.Removed, total.Rejected, report.Evaluation.Accounts, report.Evaluation.NewDecisions,
            report.Dispatch?.Delivered ?? 0, report.Outbox.Pending, report.Outbox.Parked, CycleCost.InWords(report), Usage(crm), (long)report.Duration.TotalMilliseconds);
    }

    // The line of a mapping, or the page of an answer, is what a person looks for first.
    private static string Placed(Failure failure) => failure.Where is { } place ? $"{place}: {failure.Message}" : failure.Message;

    private static string Usage(ConnectionUsage crm)
    {
        var own = crm is { OwnBudget: { } budget } ? $"; {crm.OwnInPeriod ?? 0:N0} of our own {budget:N0} today" : "";
        return crm is { UsedInPeriod: { } used, AllowedInPeriod: { } allowed } ? $"the org has used {used:N0} of {allowed:N0} calls{own}" : $"{crm.Calls:N0} calls since the start{own}";
    }

    [LoggerMessage(1000, LogLevel.Information,
        "Cycle done: read {Read} ({Changed} changed, {Rejected} rejected), evaluated {Evaluated} ({Decisions} new decisions), wrote {Written} records ({Waiting} wait, {Refused} refused), {Cost}; {Usage}; {Milliseconds} ms")]
    private static partial void CycleDone(
        ILogger log, long read, long changed, long rejected, long evaluated, long decisions, long written, long waiting, long refused, string cost, string usage, long milliseconds);

    [LoggerMessage(1002, LogLevel.Warning, "Reading {Connection} {Kinds} stopped: {Message} {NextStep}")]
    private static partial void SourceStopped(ILogger log, string connection, string kinds, string message, string nextStep);

    [LoggerMessage(1003, LogLevel.Warning, "{Subject}: {Message} {NextStep}")]
    private static partial void FieldProblem(ILogger log, string subject, string message, string nextStep);

    [LoggerMessage(1004, LogLevel.Warning, "{Connection} {Kind}: {Reason}")]
    private static partial void RemovalWithheld(ILogger log, string connection, string kind, string reason);

    [LoggerMessage(1005, LogLevel.Warning, "Writing stopped: {Message} {NextStep}")]
    private static partial void WritingStopped(ILogger log, string message, string nextStep);

    [LoggerMessage(1006, LogLevel.Warning, "Refused: {Who}: {Message} ({Code}) {NextStep}")]
    private static partial void WriteRefused(ILogger log, string who, string message, string code, string nextStep);

    [LoggerMessage(1007, LogLevel.Error, "Account {Account} could not be evaluated: {Reason}")]
    private static partial void EvaluationDefect(ILogger log, string account, string reason);

    [LoggerMessage(1008, LogLevel.Error, "The policy file has a mistake, so the last good policy stays active: {Problem}")]
    private static partial void PolicyProblem(ILogger log, string problem);

    [LoggerMessage(1009, LogLevel.Warning, "Less urgent writes wait: {Message} {NextStep}")]
    private static partial void HeldBack(ILogger log, string message, string nextStep);

    [LoggerMessage(1010, LogLevel.Warning, "{Fields} credit fields show something else in the CRM than what was written; 'creditbridge drift list' says who changed them")]
    private static partial void Drifted(ILogger log, long fields);

    [LoggerMessage(1011, LogLevel.Information, "Verified back to {Since:yyyy-MM-dd HH:mm} UTC: {Read} records looked at again, none had been missed; {Calls} counted calls")]
    private static partial void NothingMissed(ILogger log, DateTimeOffset since, long read, long calls);

    [LoggerMessage(1012, LogLevel.Warning, "Verification: {Missed} records had been missed since {Since:yyyy-MM-dd HH:mm} UTC and were made up for; {Read} records looked at again, {Calls} counted calls. If it happens again, raise OverlapMinutes")]
    private static partial void Missed(ILogger log, long missed, DateTimeOffset since, long read, long calls);

    [LoggerMessage(1013, LogLevel.Warning, "Verification of {Connection} {Kind} stopped: {Message} {NextStep}")]
    private static partial void VerificationStopped(ILogger log, string connection, string kind, string message, string nextStep);

    [LoggerMessage(1015, LogLevel.Warning, "Account {Account}: {What} {NextStep}")]
    private static partial void CustomerLost(ILogger log, string account, string what, string nextStep);

    [LoggerMessage(1019, LogLevel.Warning, "Account {Account}: {What} {NextStep}")]
    private static partial void CustomerKept(ILogger log, string account, string what, string nextStep);

    [LoggerMessage(1018, LogLevel.Warning, "Customer keys: {What} {NextStep}")]
    private static partial void KeysUndelivered(ILogger log, string what, string nextStep);

    [LoggerMessage(1017, LogLevel.Warning, "{Records} records could not be read, now or earlier; the first: {First} 'creditbridge status' lists them with their reasons")]
    private static partial void Unreadable(ILogger log, long records, string first);

    [LoggerMessage(1016, LogLevel.Warning, "{Subject}: {What} {NextStep}")]
    private static partial void Found(ILogger log, string subject, string what, string nextStep);

    [LoggerMessage(1014, LogLevel.Information, "No longer so: {Trouble}")]
    private static partial void Over(ILogger log, string trouble);
}
