using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Bureaus;
using CreditBridge.Core.Engine;
using CreditBridge.Core.Findings;
using CreditBridge.Core.Outbox;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Reviews;

namespace CreditBridge.Core.Runs;

/// <summary>
/// One cycle: read all sources, now and then verify that nothing was missed, evaluate what is due, buy reports that could change a decision, write the differences. The command line and the schedule call the same cycle.
/// </summary>
public sealed class CycleRun(
    SyncRun sync, EvaluationRun evaluation, DispatchRun dispatch, IOutboxStore outbox, IEngineStore engine, TimeProvider clock, VerificationRun? verification = null,
    BureauRun? bureaus = null, BureauBudget? budget = null, LinkRun? links = null, ReviewRun? reviews = null)
{
    private const int MostCounted = 100;

    /// <summary>Runs the cycle.</summary>
    /// <param name="connections">All connections.</param>
    /// <param name="crm">The one among them that is written to.</param>
    /// <param name="policy">The active policy.</param>
    /// <param name="zone">Time zone of the company; decides the business date.</param>
    /// <param name="write">False to stop before writing: what would be written stays in the outbox.</param>
    /// <param name="progress">Told how far the cycle is.</param>
    /// <param name="cancellationToken">Stops the cycle between pages and batches; the next one goes on from there.</param>
    /// <param name="verify">Verifies what was read even if that is not due yet.</param>
    public async Task<CycleReport> RunAsync(
        IReadOnlyList<IConnection> connections, IConnection crm, CreditPolicy policy, TimeZoneInfo zone, bool write,
        IProgress<RunProgress>? progress, CancellationToken cancellationToken, bool verify = false)
    {
        var started = clock.GetTimestamp();
        var read = await sync.RunAsync(connections, progress, cancellationToken);
        var verified = verification is null ? null : await verification.RunAsync(connections, read, verify, progress, cancellationToken);

        var linked = links is null ? null : await links.RunAsync(read, cancellationToken);

        if (await sync.FindNeverReadAsync(connections, cancellationToken) is { Count: > 0 } missing)
        {
            var unread = new CycleReport(read, new EvaluationReport(), null, crm.Sink!.Problems, clock.GetElapsedTime(started)) { NeverRead = missing, Verification = verified, Links = linked };
            return await WithRejectionsAsync(unread, cancellationToken);
        }

        var target = new CrmTarget(crm.Name, crm.Sink!.Accepts);
        var asOf = AsOf.At(clock.GetUtcNow(), zone);
        var evaluated = await evaluation.RunAsync(policy, target, asOf, progress, cancellationToken);

        var bought = bureaus is null || !write ? BureauReport.Nothing : await bureaus.RunAsync(connections, policy, budget, asOf, evaluated.Evaluated, cancellationToken);
        if (bought.Reports > 0)
            evaluated = evaluated.ThenAgain(await evaluation.RunAsync(policy, target, AsOf.At(clock.GetUtcNow(), zone), progress, cancellationToken));

        // An exception may be for other accounts of the group too; the account itself has been evaluated with it already.
        if (evaluated.Reviews.Granted > 0)
            evaluated = evaluated.ThenAgain(await evaluation.RunAsync(policy, target, AsOf.At(clock.GetUtcNow(), zone), progress, cancellationToken));
        if (reviews is not null && await reviews.CloseOrphansAsync(target, cancellationToken) is > 0 and var gone)
            evaluated = evaluated with { Reviews = evaluated.Reviews with { Withdrawn = evaluated.Reviews.Withdrawn + gone } };

        if (reviews is not null)
            await reviews.AnswerAsync(target, cancellationToken);

        var written = write ? await dispatch.RunAsync(crm, progress, cancellationToken) : null;
        if (write)
            await evaluation.RememberFieldsAsync(target, cancellationToken);
        var report = new CycleReport(read, evaluated, written, crm.Sink.Problems, clock.GetElapsedTime(started))
        {
            Verification = verified,
            Bureaus = bought,
            Links = linked,
            Outbox = await outbox.CountAsync(cancellationToken),
            Reviews = reviews is null ? ReviewStanding.None : await reviews.ReadStandingAsync(policy, asOf, cancellationToken),
            ReviewsOfNobody = reviews is null ? [] : await reviews.ReadOfNobodyAsync(policy, cancellationToken),
            Findings = await FindingSummary.ReadAsync(engine, asOf.BusinessDate, cancellationToken),
        };
        return await WithRejectionsAsync(report, cancellationToken);
    }

    private async Task<CycleReport> WithRejectionsAsync(CycleReport report, CancellationToken cancellationToken)
    {
        var rejections = await engine.ListRejectionsAsync(MostCounted, cancellationToken);
        var said = report.Sync.Sources.Select(s => s.Result.RemovalWithheld).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var records = rejections.Where(r => !said.Contains(r.Reason)).ToList();
        return report with
        {
            OpenRejections = rejections.Count,
            UnreadableFiles = records.Count(r => r.IsFile),
            // Line 9 comes before line 10.
            FirstUnreadable = records.TakeWhile(r => (r.SeenAt, r.Connection, r.Kind) == (records[0].SeenAt, records[0].Connection, records[0].Kind))
                .OrderBy(r => r.Where.Length).ThenBy(r => r.Where, StringComparer.Ordinal).FirstOrDefault(),
        };
    }

    /// <summary>Goes on with a cycle that stopped before writing.</summary>
    /// <param name="evaluated">The report of the cycle so far.</param>
    /// <param name="crm">The connection that is written to.</param>
    /// <param name="chosen">Writes; it may have been given a part of what waits only.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    public async Task<CycleReport> WriteAsync(CycleReport evaluated, IConnection crm, DispatchRun chosen, IProgress<RunProgress>? progress, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var written = await chosen.RunAsync(crm, progress, cancellationToken);
        await evaluation.RememberFieldsAsync(new CrmTarget(crm.Name, crm.Sink!.Accepts), cancellationToken);
        return evaluated with
        {
            Dispatch = written,
            FieldProblems = crm.Sink.Problems,
            Outbox = await outbox.CountAsync(cancellationToken),
            Duration = evaluated.Duration + clock.GetElapsedTime(started),
        };
    }
}
