using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Connectors.Salesforce.Describe;
using CreditBridge.Connectors.Salesforce.Http;
using CreditBridge.Connectors.Salesforce.Soql;

namespace CreditBridge.Connectors.Salesforce.Writing;

/// <summary>
/// Writes credit fields onto accounts and opportunities: 1,000 records per counted call, as a Composite of five Collections. Records succeed and fail one by one.
/// </summary>
internal sealed class SalesforceFieldSink(SalesforceClient client, OrgDescriber describer, FieldMapping fields, TimeProvider clock) : IFieldSink
{
    /// <summary>How often an org that lacks a field is asked whether it has it now; one counted call each time.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromHours(1);

    private DateTimeOffset _lastLook = DateTimeOffset.MinValue;
    private bool _lastLookWasFruitless;

    /// <inheritdoc />
    public int BatchSize => WriteCall.CallSize;

    /// <inheritdoc />
    public IReadOnlyList<CheckFinding> Problems => fields.Problems;

    /// <inheritdoc />
    public bool Accepts(CreditField field) => fields.Accepts(field);

    /// <inheritdoc />
    public bool IsShownAs(CreditField field, FieldValue written, FieldValue shown) => ShownValue.Agrees(field, written, shown, fields);

    /// <inheritdoc />
    public async Task<IReadOnlyList<WriteOutcome>> WriteAsync(IReadOnlyList<FieldWrite> batch, CancellationToken cancellationToken)
    {
        RequireValid(batch);
        if (fields.Problems.Count > 0 && clock.GetUtcNow() - _lastLook >= LookAgain)
            await LookAsync();

        var outcomes = new BatchOutcomes(batch);
        await SendAsync(outcomes.Pending, outcomes, cancellationToken);
        var complaints = outcomes.Pending.Where(w => outcomes[w] is { } failure && RecordFailures.ConcernsField(failure)).ToList();
        if (complaints.Count > 0 && await RefusesMoreAsync())
            await SendAsync(complaints, outcomes, cancellationToken);
        return outcomes.ToList();
    }

    private async Task SendAsync(IReadOnlyList<PendingWrite> writes, BatchOutcomes outcomes, CancellationToken cancellationToken)
    {
        outcomes.Set(writes, null);
        // A record none of whose fields the org takes has nothing to be sent.
        var calls = WriteCall.Pack(writes.Where(w => w.Write.Values.Keys.Any(fields.Accepts))).ToList();
        for (var i = 0; i < calls.Count; i++)
        {
            if (!outcomes.AnythingSent)
                cancellationToken.ThrowIfCancellationRequested();
            var failure = cancellationToken.IsCancellationRequested ? Stopped : await TrySendAsync(calls[i], outcomes);
            if (failure is not null)
            {
                outcomes.Set(calls.Skip(i).SelectMany(c => c.Collections).SelectMany(c => c), failure);
                return;
            }
        }
    }

    /// <summary>Sends a call and notes the outcome of its records; returns the failure of the call as a whole.</summary>
    private async Task<Failure?> TrySendAsync(WriteCall call, BatchOutcomes outcomes)
    {
        try
        {
            // Once under way, a call is waited for: only its answer tells what was written.
            var answers = (await client.SendAsync(call.ToRequest(client.Root, fields), CancellationToken.None)).Value;
            outcomes.AnythingSent = true;
            for (var i = 0; i < call.Collections.Count; i++)
                outcomes.Set(call.Collections[i], CollectionResults.Read(answers.GetValueOrDefault(WriteCall.Reference(i)), call.Collections[i]));
            return null;
        }
        catch (ConnectorException e) when (outcomes.AnythingSent || e.Failure.Kind != FailureKind.Authentication)
        {
            outcomes.AnythingSent = true;
            return e.Failure;
        }
    }

    // The org complained about fields. Its description tells which ones it lacks; without those the records can be written. When the description shows nothing
    // wrong, the complaint is about single records, and asking again for every batch would cost a call each.
    private async Task<bool> RefusesMoreAsync() =>
        (!_lastLookWasFruitless || clock.GetUtcNow() - _lastLook >= LookAgain) && await LookAsync();

    private async Task<bool> LookAsync()
    {
        try
        {
            var answers = await describer.DescribeAsync([nameof(RecordKind.Account), nameof(RecordKind.Opportunity)], CancellationToken.None);
            var changed = fields.Learn(answers.Where(a => a.Value.Description is not null).ToDictionary(a => a.Key, a => a.Value.Description!));
            (_lastLook, _lastLookWasFruitless) = (clock.GetUtcNow(), !changed);
            return changed;
        }
        catch (ConnectorException)
        {
            // The records keep the complaint as their outcome; the next batch asks again.
            return false;
        }
    }

    private static Failure Stopped { get; } = new(FailureKind.Transient, "CreditBridge was stopped before the record was sent.", "Nothing to do; it is written after the next start.");

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
