using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Connectors.Salesforce.Budget;
using CreditBridge.Connectors.Salesforce.Bulk;
using CreditBridge.Connectors.Salesforce.Describe;
using CreditBridge.Connectors.Salesforce.Http;
using CreditBridge.Connectors.Salesforce.Soql;

namespace CreditBridge.Connectors.Salesforce.Writing;

/// <summary>
/// Writes credit fields onto accounts and opportunities, each batch in the cheapest way: 1,000 records per counted call by Composite, many thousands by a Bulk API job,
/// a few holds one by one under a condition. Records succeed and fail one by one.
/// </summary>
internal sealed class SalesforceFieldSink(
    SalesforceClient client, OrgDescriber describer, FieldMapping fields, RefusedFields refused, BulkWriter bulk, CallBudget budget, AlertPublisher alerts, SalesforceOptions options, ConnectionContext context) : IFieldSink
{
    private readonly TimeProvider _clock = context.Clock;
    private readonly CompositeWriter _composite = new(client, fields, context.Clock, context.Jitter);
    private readonly ConditionalWriter _conditional = new(client, fields);
    private readonly GoneLookup _gone = new(client);
    private bool _lastLookWasFruitless;

    /// <inheritdoc />
    public int BatchSize => WriteCall.CallSize;

    /// <inheritdoc />
    public IReadOnlyList<CheckFinding> Problems => alerts.Problem is { } problem ? [.. fields.Problems, problem] : fields.Problems;

    /// <inheritdoc />
    public bool Accepts(CreditField field) => fields.Accepts(field);

    /// <inheritdoc />
    public async ValueTask<WriteAllowance> AllowAsync(WriteBacklog waiting, CancellationToken cancellationToken)
    {
        var (least, heldBack) = await budget.AllowWritesAsync(cancellationToken);
        if (least is null || (least == WriteUrgency.Hold && waiting.Holds == 0))
            return new WriteAllowance(0) { HeldBack = heldBack };
        await bulk.EndLeftBehindAsync(cancellationToken);

        // As many as make one call at the present size of Collections.
        var batch = new WriteAllowance(WriteCall.CollectionsPerCall * _composite.Size.Current) { Least = least.Value, HeldBack = heldBack };
        if (least == WriteUrgency.Hold || !bulk.IsUsable || waiting.Deals + waiting.Others < options.BulkWriteRecords)
            return batch;

        // What is urgent, and few, goes first and fast; the many wait for the next job rather than cost a call per thousand.
        if (waiting.Holds > 0)
            return batch with { Least = WriteUrgency.Hold };
        if (waiting.Deals is > 0 and <= WriteCall.CallSize)
            return batch with { Least = WriteUrgency.Deal };
        return await bulk.IsBusyAsync(cancellationToken)
            ? new WriteAllowance(0)
            : new WriteAllowance(BulkWriter.MostRecords) { Most = WriteUrgency.Deal, IsSlow = true, Lease = BulkWriter.Lease };
    }

    /// <inheritdoc />
    public bool IsShownAs(CreditField field, FieldValue written, FieldValue shown) => ShownValue.Agrees(field, written, shown, fields);

    /// <inheritdoc />
    public async Task<IReadOnlyList<WriteOutcome>> WriteAsync(IReadOnlyList<FieldWrite> batch, CancellationToken cancellationToken)
    {
        RequireValid(batch);
        if (fields.Problems.Count > 0 && IsTimeToLook)
            await LookAsync();

        var outcomes = new BatchOutcomes(batch);
        await SendAsync(outcomes.Pending, outcomes, cancellationToken);
        var complaints = Failed(outcomes, RecordFailures.ConcernsField);
        if (complaints.Count > 0 && await RefusesMoreAsync())
        {
            await SendAsync(complaints, outcomes, cancellationToken);
            complaints = Failed(outcomes, RecordFailures.ConcernsField);
        }

        // A job fails as a whole for one column; this way every record gets an answer of its own.
        if (IsMany(complaints))
            await _composite.SendAsync(complaints, outcomes, cancellationToken);

        if (Failed(outcomes, RecordFailures.MayBeGone) is { Count: > 0 } gone)
            await _gone.ResolveAsync(gone, outcomes, cancellationToken);
        await alerts.PublishAsync(outcomes.Pending, outcomes, cancellationToken);
        return outcomes.ToList();
    }

    // An org that lacks a field is asked now and then whether it has it by now; one counted call each time.
    private bool IsTimeToLook => _clock.GetUtcNow() - refused.LookedAt >= RefusedFields.Lifetime;

    private static List<PendingWrite> Failed(BatchOutcomes outcomes, Func<Failure, bool> how) =>
        [.. outcomes.Pending.Where(w => outcomes[w] is { } failure && how(failure))];

    private static bool IsMany(IReadOnlyList<PendingWrite> writes) => writes.Count > WriteCall.CallSize;

    private async Task SendAsync(IReadOnlyList<PendingWrite> writes, BatchOutcomes outcomes, CancellationToken cancellationToken)
    {
        if (!outcomes.AnythingSent)
            cancellationToken.ThrowIfCancellationRequested();
        if (IsMany(writes) && bulk.IsUsable)
        {
            var left = await bulk.SendAsync(writes, outcomes, cancellationToken);
            if (left.Count > 0)
                await _composite.SendAsync(left, outcomes, cancellationToken);
            return;
        }

        var conditional = _conditional.Choose(writes);
        foreach (var hold in conditional)
            await _conditional.SendAsync(hold, outcomes);
        var ordinary = conditional.Count == 0 ? writes : [.. writes.Except(conditional)];
        if (ordinary.Count > 0)
            await _composite.SendAsync(ordinary, outcomes, cancellationToken);
    }

    // The org complained about fields. Its description tells which ones it lacks; without those the records can be written. When the description shows nothing
    // wrong, the complaint is about single records, and asking again for every batch would cost a call each.
    private async Task<bool> RefusesMoreAsync() =>
        (!_lastLookWasFruitless || IsTimeToLook) && await LookAsync();

    private async Task<bool> LookAsync()
    {
        try
        {
            var answers = await describer.DescribeAsync([nameof(RecordKind.Account), nameof(RecordKind.Opportunity)], CancellationToken.None);
            var changed = await refused.LearnAsync(answers.Where(a => a.Value.Description is not null).ToDictionary(a => a.Key, a => a.Value.Description!));
            _lastLookWasFruitless = !changed;
            return changed;
        }
        catch (ConnectorException)
        {
            // The records keep the complaint as their outcome; the next batch asks again.
            return false;
        }
    }

    private static void RequireValid(IReadOnlyList<FieldWrite> batch)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var write in batch)
        {
            if (write.Target.Kind is not (RecordKind.Account or RecordKind.Opportunity))
                throw new ArgumentException($"{write.Target.Kind} records are not written; only accounts and opportunities are.", nameof(batch));
            if (write.Values.Keys.FirstOrDefault(f => f.Target != write.Target.Kind) is { } stray)
                throw new ArgumentException($"{stray} is not a field of {write.Target.Kind} {write.Target.Key}.", nameof(batch));
            if (!seen.Add(RecordId.Core(write.Target.Key)))
                throw new ArgumentException($"{write.Target.Kind} {write.Target.Key} is in the batch twice.", nameof(batch));
        }
    }
}
