using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Accounts;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Engine;
using CreditBridge.Core.Evaluation;
using CreditBridge.Core.Evaluation.Proposals;
using CreditBridge.Core.Outbox;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Snapshots;

namespace CreditBridge.Core.Runs;

/// <summary>Evaluates the accounts that are due, in leased batches, until none is. Cost follows change: an account that nothing happened to is not touched.</summary>
public sealed class EvaluationRun(
    IAccountStore accounts, ISnapshotReader snapshots, IDecisionStore decisions, IEngineStore engine, RunSettings settings, TimeProvider clock, ReviewRun? reviews = null)
{
    private const string PolicyKey = "policy";
    private const string FieldsKey = "fields";
    private const int MostListed = 100;

    // A defect does not go away by itself, but it must not be forgotten either.
    private static readonly TimeSpan DefectPause = TimeSpan.FromHours(1);

    /// <summary>Evaluates everything that is due.</summary>
    /// <param name="policy">The active policy.</param>
    /// <param name="crm">Where the results are to be written.</param>
    /// <param name="asOf">The moment for which all questions of this run are asked.</param>
    /// <param name="progress">Told after each batch.</param>
    /// <param name="cancellationToken">Stops between batches; what was leased is free again when the lease runs out.</param>
    public async Task<EvaluationReport> RunAsync(
        CreditPolicy policy, CrmTarget crm, AsOf asOf, IProgress<RunProgress>? progress, CancellationToken cancellationToken)
    {
        var tally = new EvaluationTally { EverybodyBecause = await MarkEverybodyIfNeededAsync(policy, crm, cancellationToken) };
        var pass = reviews?.Begin();
        var due = await accounts.CountDueAsync(asOf.Instant, cancellationToken);
        while (true)
        {
            var lease = new Lease(settings.Holder, clock.GetUtcNow() + settings.EvaluationLease);
            var leased = await accounts.LeaseDueAsync(settings.EvaluationBatchSize, asOf.Instant, lease, cancellationToken);
            if (leased.Count == 0)
            {
                return tally.ToReport() with
                {
                    Reviews = pass?.Report ?? ReviewNews.Nothing,
                    CarriedClaims = await accounts.ListCarriedClaimsAsync(MostListed, cancellationToken),
                    LostClaims = await accounts.ListLostClaimsAsync(MostListed, cancellationToken),
                    KeptClaims = await accounts.ListKeptClaimsAsync(MostListed, cancellationToken),
                    UndeliveredKeys = await accounts.FindUndeliveredKeysAsync(MostListed, cancellationToken),
                };
            }

            // Read after leasing: if another process changes it from here on, the accounts are marked again.
            var reference = await ReferenceData.ReadAsync(snapshots, asOf.BusinessDate, cancellationToken);
            var unknownStages = new DealSelector(policy.Proposals.Checked, reference.Stages).UnknownStages;
            tally.UnknownStages = unknownStages;
            var batch = await EvaluateAsync(leased, reference, policy, crm, asOf, tally, pass, cancellationToken);
            if (pass is not null)
                await pass.GrantAsync(cancellationToken);
            // Before the decisions: when this is interrupted in between, the accounts are due again and the findings are noted once more.
            if (tally.TakeFindings() is { Accounts.Count: > 0 } news)
                await engine.ReplaceFindingsAsync(news.Accounts, news.Found, cancellationToken);
            tally.Queued += await accounts.CompleteAsync(batch, cancellationToken);
            progress?.Report(new RunProgress(RunStage.Evaluating, "", tally.Accounts, Math.Max(due, tally.Accounts)));
        }
    }

    /// <summary>
    /// Remembers which fields were really accepted, after writing: a field that was refused on the way is missing on all records, so once it is accepted again every
    /// account must be looked at.
    /// </summary>
    public async Task RememberFieldsAsync(CrmTarget crm, CancellationToken cancellationToken)
    {
        if (await engine.GetValueAsync(FieldsKey, cancellationToken) != crm.Fingerprint)
            await engine.SetValueAsync(FieldsKey, crm.Fingerprint, cancellationToken);
    }

    private async Task<string?> MarkEverybodyIfNeededAsync(CreditPolicy policy, CrmTarget crm, CancellationToken cancellationToken)
    {
        string? because = null;
        foreach (var (name, value, reason) in new[]
        {
            (PolicyKey, policy.VersionText, "the policy is new or has changed"),
            (FieldsKey, crm.Fingerprint, "the fields to write have changed"),
        })
        {
            if (await engine.GetValueAsync(name, cancellationToken) == value)
                continue;
            await accounts.MarkAllAsync(cancellationToken);
            await engine.SetValueAsync(name, value, cancellationToken);
            because ??= reason;
        }

        return because;
    }

    private async Task<List<EvaluatedAccount>> EvaluateAsync(
        IReadOnlyList<DueAccount> leased, ReferenceData reference, CreditPolicy policy, CrmTarget crm, AsOf asOf, EvaluationTally tally,
        ReviewPass? pass, CancellationToken cancellationToken)
    {
        var keys = leased.Select(d => d.AccountKey).ToList();
        var rows = (await snapshots.ReadAccountsAsync(keys, cancellationToken)).ToDictionary(r => r.AccountKey, StringComparer.Ordinal);
        var groups = await GroupReader.ReadAsync(snapshots, keys, cancellationToken);
        if (pass is not null)
            await pass.ReadAsync(rows.Values, cancellationToken);
        var latest = await decisions.GetLatestAsync([.. keys, .. rows.Values.SelectMany(Successions.NotHandedOn)], cancellationToken);

        var evaluated = new List<(DueAccount Due, CreditDecision Decision, StoredDecision? Stored, IReadOnlyList<FieldWrite> Writes, IReadOnlyList<string> TookOver,
            IReadOnlyList<string> LetGo, PlannedReviews Reviews)>(leased.Count);
        var results = new List<EvaluatedAccount>(leased.Count);
        foreach (var account in leased)
        {
            if (!rows.TryGetValue(account.AccountKey, out var known))
            {
                tally.IsGone(account.AccountKey);
                results.Add(new EvaluatedAccount(account, null, null, []));
                continue;
            }

            try
            {
                var previous = latest.GetValueOrDefault(account.AccountKey);
                var before = previous is null ? null : DecisionCodec.Decode(previous);
                var merged = Successions.DecisionsOf(known, latest);
                var knownFile = CreditFileAssembler.Assemble(known, reference, asOf, groups.GetValueOrDefault(account.AccountKey)) with { Prior = Successions.Prior(before, merged) };
                var (file, decision, letGo) = KeptCustomers.Evaluate(knownFile, policy);
                var stored = DecisionCodec.Encode(decision, file, previous);
                tally.Note(file);
                // While the policy names a stage that the CRM does not have, deals may merely seem to be no longer checked: what they show stays.
                var writes = DecisionFields.Project(decision, tally.UnknownStages.Count > 0 ? [] : StillOpenDeals([before, .. merged], file));
                var planned = pass?.Plan(known, file, decision, policy, crm, tally.UnknownStages.Count == 0, asOf.Instant + DefectPause) ?? PlannedReviews.None;
                evaluated.Add((account, decision, stored, writes, [.. Successions.NotHandedOn(known)], letGo, planned));
                tally.Count(decision, before, isNew: stored is not null);
                tally.Find(decision, before);
            }
#pragma warning disable CA1031 // One account that reveals a defect must not keep the others from being evaluated; the report names it.
            catch (Exception defect) when (defect is not OperationCanceledException)
#pragma warning restore CA1031
            {
                tally.Defect(account.AccountKey, defect.Message);
                results.Add(new EvaluatedAccount(account, null, asOf.Instant + DefectPause, []));
            }
        }

        foreach (var (due, decision, stored, writes, tookOver, letGo, planned) in evaluated)
        {
            var changes = writes.Select(w => DueByReview(w, planned)).Select(w => new OutboxChange(crm.Connection, w.Target, standing => OutboxPlanner.Plan(crm.Connection, w, standing, crm.Accepts)));
            results.Add(new EvaluatedAccount(due, stored, Earlier(NextMoment(decision, asOf), planned.NextMoment), [.. changes, .. planned.Outbox])
            {
                Reviews = planned.Reviews,
                TookOver = tookOver,
                LetGo = letGo,
            });
        }

        return results;
    }

    // A review that has a clock says when it is due, and what it waits for; one that left the deal as it was, that nobody looks again; without one, the day that the decision promises stands.
    private static FieldWrite DueByReview(FieldWrite write, PlannedReviews planned)
    {
        if (write.Target.Kind != RecordKind.Opportunity || !write.Values.ContainsKey(CreditFields.Opportunity.ReviewDue))
            return write;
        if (planned.WaitingDeals.TryGetValue(write.Target.Key, out var message))
        {
            return write with
            {
                Values = new Dictionary<CreditField, FieldValue>(write.Values)
                {
                    [CreditFields.Opportunity.ReviewDue] = FieldValue.Date(null),
                    [CreditFields.Opportunity.CheckMessage] = DecisionFields.Text(message, DecisionFields.MessageLength),
                },
            };
        }

        if (planned.LeftDeals.TryGetValue(write.Target.Key, out var left))
        {
            return write with
            {
                Values = new Dictionary<CreditField, FieldValue>(write.Values)
                {
                    [CreditFields.Opportunity.CheckStatus] = FieldValue.Text(DecisionFields.StatusText(left.Status)),
                    [CreditFields.Opportunity.ReviewDue] = FieldValue.Date(null),
                    [CreditFields.Opportunity.CheckMessage] = DecisionFields.Text(left.Message, DecisionFields.MessageLength),
                },
            };
        }

        return planned.DueOfDeals.TryGetValue(write.Target.Key, out var day) && !write.Values[CreditFields.Opportunity.ReviewDue].IsEmpty
            ? write with { Values = new Dictionary<CreditField, FieldValue>(write.Values) { [CreditFields.Opportunity.ReviewDue] = FieldValue.Date(day) } }
            : write;
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) => a < b || b is null ? a : b;

    // A closed or deleted deal keeps its last check as a record of what was said; only open deals that are no longer checked are cleared.
    private static IReadOnlyCollection<string> StillOpenDeals(IReadOnlyList<CreditDecision?> before, CreditFile file)
    {
        if (before.All(d => d is null or { Deals.Count: 0 }))
            return [];
        var open = file.Opportunities.Select(o => o.Key).ToHashSet(StringComparer.Ordinal);
        return [.. before.OfType<CreditDecision>().SelectMany(d => d.Deals).Select(d => d.OpportunityKey).Where(open.Contains).Distinct(StringComparer.Ordinal)];
    }

    // A next moment that is not in the future would make the account due again at once, for ever.
    private static DateTimeOffset? NextMoment(CreditDecision decision, AsOf asOf) =>
        decision.NextMoment is { } moment && moment <= asOf.Instant ? asOf.StartOf(asOf.BusinessDate.AddDays(1)) : decision.NextMoment;
}
