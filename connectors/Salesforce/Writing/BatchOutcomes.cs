using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Connectors.Salesforce.Soql;

namespace CreditBridge.Connectors.Salesforce.Writing;

/// <summary>What has become of each write of a batch so far, in the order of the batch.</summary>
internal sealed class BatchOutcomes
{
    private readonly IReadOnlyList<FieldWrite> _batch;
    private readonly Failure?[] _failures;

    /// <summary>Starts with everything that has a proper id pending; the rest has failed already.</summary>
    public BatchOutcomes(IReadOnlyList<FieldWrite> batch)
    {
        _batch = batch;
        _failures = new Failure?[batch.Count];
        var pending = new List<PendingWrite>(batch.Count);
        for (var i = 0; i < batch.Count; i++)
        {
            if (RecordId.IsValid(batch[i].Target.Key))
                pending.Add(new PendingWrite(i, batch[i]));
            else
                Set(i, NotAnId(batch[i].Target));
        }

        Pending = pending;
    }

    /// <summary>The writes that can be sent.</summary>
    public IReadOnlyList<PendingWrite> Pending { get; }

    /// <summary>Whether anything may have reached the org; from then on failures are outcomes and not exceptions.</summary>
    public bool AnythingSent { get; set; }

    /// <summary>The failure of a write; null when it was written.</summary>
    public Failure? this[PendingWrite write] => _failures[write.Index];

    /// <summary>Gives several writes one outcome.</summary>
    public void Set(IEnumerable<PendingWrite> writes, Failure? failure)
    {
        foreach (var write in writes)
            Set(write.Index, failure);
    }

    /// <summary>Gives each write its own outcome.</summary>
    public void Set(PendingWrite[] writes, IReadOnlyList<Failure?> failures)
    {
        for (var i = 0; i < writes.Length; i++)
            Set(writes[i].Index, failures[i]);
    }

    /// <summary>One outcome per write.</summary>
    public IReadOnlyList<WriteOutcome> ToList() => [.. _batch.Select((write, i) => new WriteOutcome(write.Target, _failures[i]))];

    private void Set(int index, Failure? failure) =>
        _failures[index] = failure is null ? null : failure with { Where = $"{_batch[index].Target.Kind} {_batch[index].Target.Key}" };

    private static Failure NotAnId(TargetRecord target) =>
        new(FailureKind.RecordRejected, $"'{target.Key}' is not a Salesforce record id, so nothing was sent for it.", "Check that the record comes from this org.");
}
