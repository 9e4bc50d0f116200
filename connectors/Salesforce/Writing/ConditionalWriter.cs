using System.Collections.Concurrent;
using System.Net;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Connectors.Salesforce.Http;

namespace CreditBridge.Connectors.Salesforce.Writing;

/// <summary>
/// Sets a hold only if nobody has changed the account since it was read: what changed may be the very reason not to hold it. It costs a call per record, so it is done
/// for a few at a time. A record that was refused is read by the next poll and looked at again; what was changed before that refusal no longer counts against it. After
/// two refusals the hold is written all the same: it protects the company.
/// </summary>
internal sealed class ConditionalWriter(SalesforceClient client, FieldMapping fields)
{
    /// <summary>The most records that are written this way in one batch; with more, all go the ordinary way.</summary>
    public const int Most = 5;

    private const int MostRefusals = 2;

    private const int MostRemembered = 1_000;

    private readonly ConcurrentDictionary<string, DateTimeOffset> _refused = new(StringComparer.Ordinal);

    /// <summary>The writes of a batch that are to be written under the condition.</summary>
    public IReadOnlyList<PendingWrite> Choose(IEnumerable<PendingWrite> writes)
    {
        var holds = writes.Where(w => SetsHold(w.Write) && w.Write.Basis is not null && w.Write.EarlierAttempts < MostRefusals).Take(Most + 1).ToList();
        return holds.Count > Most ? [] : holds;
    }

    /// <summary>Writes one record and notes the outcome.</summary>
    /// <exception cref="ConnectorException">The login was refused before anything was sent.</exception>
    public async Task SendAsync(PendingWrite pending, BatchOutcomes outcomes)
    {
        var write = pending.Write;
        var basis = _refused.TryRemove(write.Target.Key, out var refused) && refused > write.Basis ? refused : write.Basis;
        var call = ApiCall.Json(HttpMethod.Patch, WriteCall.RowPath(client.Root, write, fields), FieldJson.Row(write, fields)) with { UnmodifiedSince = basis };
        try
        {
            var (answer, error) = await client.TrySendAsync(call, static (response, _) => ResponseBody.DoneAsync(response, HttpStatusCode.NoContent), CancellationToken.None);
            outcomes.AnythingSent = true;
            var failure = error is null ? null : error.IsDailyLimit ? client.FailureOf(error, call) : RecordFailures.Of(error);
            if (failure?.Code == "PRECONDITION_FAILED")
                Remember(write.Target.Key, error!.AnsweredAt);
            outcomes.Set(pending, failure, answer?.AnsweredAt);
        }
        catch (ConnectorException e) when (outcomes.AnythingSent || e.Failure.Kind != FailureKind.Authentication)
        {
            outcomes.AnythingSent = true;
            outcomes.Set(pending, e.Failure);
        }
    }

    // A hold that is never tried again leaves its refusal behind; that must not add up.
    private void Remember(string key, DateTimeOffset refusedAt)
    {
        if (_refused.Count >= MostRemembered)
            _refused.Clear();
        _refused[key] = refusedAt;
    }

    private bool SetsHold(FieldWrite write) =>
        write.Values.TryGetValue(CreditFields.Account.Hold, out var hold) && hold.Content is true && fields.Accepts(CreditFields.Account.Hold);
}
