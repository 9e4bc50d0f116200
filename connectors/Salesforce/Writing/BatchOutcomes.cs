using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Connectors.Salesforce.Soql;

namespace CreditBridge.Connectors.Salesforce.Writing;

/// <summary>What has become of each write of a batch so far, in the order of the batch.</summary>
internal sealed class BatchOutcomes
{
    private readonly IReadOnlyList<FieldWrite> _batch;
    private readonly WriteOutcome[] _outcomes;

    /// <summary>Starts with everything that has a proper id pending; the rest has failed already.</summary>
    public BatchOutcomes(IReadOnlyList<FieldWrite> batch)
    {
        _batch = batch;
        _outcomes = [.. batch.Select(w => WriteOutcome.Delivered(w.Target))];
        var pending = new List<PendingWrite>(batch.Count);
        for (var i = 0; i < batch.Count; i++)
        {
            if (batch[i].Target.RecordKey is { } id ? RecordId.IsValid(id) : IsKey(batch[i].Target.Key))
                pending.Add(new PendingWrite(i, batch[i]));
            else
                Set(i, NotAnId(batch[i].Target), null, null);
        }

        Pending = pending;
    }

    /// <summary>The writes that can be sent.</summary>
    public IReadOnlyList<PendingWrite> Pending { get; }

    /// <summary>Whether anything may have reached the org; from then on failures are outcomes and not exceptions.</summary>
    public bool AnythingSent { get; set; }

    /// <summary>The failure of a write; null when it was written.</summary>
    public Failure? this[PendingWrite write] => _outcomes[write.Index].Failure;

    /// <summary>Gives several writes one outcome.</summary>
    public void Set(IEnumerable<PendingWrite> writes, Failure? failure, DateTimeOffset? at = null)
    {
        foreach (var write in writes)
            Set(write, failure, at);
    }

    /// <summary>Gives each write its own outcome.</summary>
    public void Set(PendingWrite[] writes, IReadOnlyList<RowResult> results, DateTimeOffset? at)
    {
        for (var i = 0; i < writes.Length; i++)
            Set(writes[i], results[i].Failure, at, isCreated: results[i].IsCreated);
    }

    /// <summary>Gives a write its outcome.</summary>
    public void Set(PendingWrite write, Failure? failure, DateTimeOffset? at = null, string? mergedInto = null, bool isCreated = false)
    {
        // A hold is tried again within a minute, even when everything else waits for calls to become free.
        if (write.Write.Urgency == WriteUrgency.Hold && failure is { Kind: FailureKind.Throttled, RetryAfter: { } pause } && pause > Budget.LimitPause.Shortest)
            failure = failure with { RetryAfter = Budget.LimitPause.Shortest };
        Set(write.Index, failure, at, mergedInto, isCreated);
    }

    /// <summary>One outcome per write.</summary>
    public IReadOnlyList<WriteOutcome> ToList() => _outcomes;

    private void Set(int index, Failure? failure, DateTimeOffset? at, string? mergedInto, bool isCreated = false)
    {
        var target = _batch[index].Target;
        _outcomes[index] = failure is null
            ? new WriteOutcome(target, null) { At = at, IsCreated = isCreated }
            : new WriteOutcome(target, failure with { Where = $"{target.Kind} {target.Key}" }) { At = at, MergedInto = mergedInto };
    }

    // What Salesforce trims away could not be found again.
    private static bool IsKey(string key) => key.Length is > 0 and <= 255 && key.AsSpan().Trim().Length == key.Length;

    private static Failure NotAnId(TargetRecord target) => target.RecordKey is null
        ? new(FailureKind.RecordRejected, $"'{target.Key}' cannot be a key in Salesforce: 1 to 255 characters without blanks around them are expected. Nothing was sent for it.", "Please report this; it is a defect.")
        : new(FailureKind.RecordRejected, $"'{target.Key}' is not a Salesforce record id, so nothing was sent for it.", "Check that the record comes from this org.");
}
