using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Connectors.Salesforce.Http;

namespace CreditBridge.Connectors.Salesforce.Writing;

/// <summary>
/// Writes by Composites of Collections: up to 1,000 records per counted call. What failed only because of its neighbours is sent once more in the same batch: records on
/// which the org's automation ran out of time in smaller Collections, locked ones each alone after a short pause.
/// </summary>
internal sealed class CompositeWriter(SalesforceClient client, FieldMapping fields, TimeProvider clock, Func<double> jitter)
{
    /// <summary>How large Collections are at present.</summary>
    public CollectionSize Size { get; } = new();

    /// <summary>Writes and notes the outcomes.</summary>
    /// <exception cref="ConnectorException">The login was refused before anything was sent.</exception>
    public async Task SendAsync(IReadOnlyList<PendingWrite> writes, BatchOutcomes outcomes, CancellationToken cancellationToken)
    {
        outcomes.Set(writes, null);
        // A record none of whose fields the org takes has nothing to be sent.
        var sendable = writes.Where(w => w.Write.Values.Keys.Any(fields.Accepts)).ToList();
        if (!await SendAllAsync(sendable, outcomes, cancellationToken))
            return;

        var exhausted = Failed(sendable, outcomes, RecordFailures.IsExhausted);
        if (exhausted.Count > 0 && !await SendAllAsync(exhausted, outcomes, cancellationToken))
            return;

        // Many locked records are a matter for later; a few are most likely free again in a moment.
        var locked = Failed(sendable, outcomes, RecordFailures.IsLock).Take(WriteCall.RowsPerCall).ToList();
        if (locked.Count > 0 && await PauseAsync(cancellationToken))
            await SendAloneAsync(locked, outcomes);
    }

    private static List<PendingWrite> Failed(List<PendingWrite> writes, BatchOutcomes outcomes, Func<Failure, bool> how) =>
        [.. writes.Where(w => outcomes[w] is { } failure && how(failure))];

    private async Task<bool> PauseAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromSeconds(0.5 + jitter()), clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !cancellationToken.IsCancellationRequested;
    }

    /// <summary>Sends in as few calls as possible; false when a call failed as a whole, which ends the batch.</summary>
    private async Task<bool> SendAllAsync(List<PendingWrite> writes, BatchOutcomes outcomes, CancellationToken cancellationToken)
    {
        var calls = WriteCall.Pack(writes, Size.Current).ToList();
        for (var i = 0; i < calls.Count; i++)
        {
            if (!outcomes.AnythingSent)
                cancellationToken.ThrowIfCancellationRequested();
            var failure = cancellationToken.IsCancellationRequested ? Stopped : await TrySendAsync(calls[i], outcomes);
            if (failure is not null)
            {
                outcomes.Set(calls.Skip(i).SelectMany(c => c.Collections).SelectMany(c => c), failure);
                return false;
            }
        }

        return true;
    }

    /// <summary>What is left unsent when CreditBridge stops.</summary>
    public static Failure Stopped { get; } =
        new(FailureKind.Transient, "CreditBridge was stopped before the record was sent.", "Nothing to do; it is written after the next start.");

    /// <summary>Sends a call and notes the outcome of its records; returns the failure of the call as a whole.</summary>
    private async Task<Failure?> TrySendAsync(WriteCall call, BatchOutcomes outcomes)
    {
        try
        {
            // Once under way, a call is waited for: only its answer tells what was written.
            var answer = await client.SendAsync(call.ToRequest(client.Root, fields), CancellationToken.None);
            outcomes.AnythingSent = true;
            var (locked, exhausted) = (0, 0);
            for (var i = 0; i < call.Collections.Count; i++)
            {
                var results = CollectionResults.Read(answer.Value.GetValueOrDefault(WriteCall.Reference(i)), call.Collections[i]);
                locked += results.Count(r => r.Failure is { } failure && RecordFailures.IsLock(failure));
                exhausted += results.Count(r => r.Failure is { } failure && RecordFailures.IsExhausted(failure));
                outcomes.Set(call.Collections[i], results, answer.AnsweredAt);
            }

            Size.Note(locked, exhausted);
            return null;
        }
        catch (ConnectorException e) when (outcomes.AnythingSent || e.Failure.Kind != FailureKind.Authentication)
        {
            outcomes.AnythingSent = true;
            return e.Failure;
        }
    }

    private async Task SendAloneAsync(List<PendingWrite> writes, BatchOutcomes outcomes)
    {
        try
        {
            var answer = await client.SendAsync(WriteCall.OneByOne(writes, client.Root, fields), CancellationToken.None);
            for (var i = 0; i < writes.Count; i++)
            {
                var part = answer.Value.GetValueOrDefault(WriteCall.Reference(i));
                outcomes.Set(writes[i], RowFailure(part, writes[i].Write), answer.AnsweredAt, isCreated: part is { Failure: null } && CollectionResults.IsCreated(part.Body));
            }
        }
        catch (ConnectorException)
        {
            // They stay locked, as far as is known, and are written again later.
        }
    }

    private static Failure? RowFailure(CompositeAnswer? answer, FieldWrite write) => answer switch
    {
        null => new Failure(FailureKind.Transient, "The org's answer lacks the record. Whether it was written is not known.", "Nothing to do; it is written again, which does no harm."),
        { Failure: null } => null,
        _ => RecordFailures.Of(new ErrorAnswer((System.Net.HttpStatusCode)answer.HttpStatusCode, ErrorBody.Decode(answer.Body)), write),
    };
}
