using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Core.Engine;

namespace CreditBridge.Core.Outbox;

/// <summary>What is to be written to the CRM, and what it last acknowledged.</summary>
public interface IOutboxStore
{
    /// <summary>The standing of the given records: what the CRM last acknowledged, and what is under way. Records of which nothing is known are absent.</summary>
    Task<IReadOnlyDictionary<TargetRecord, RecordStanding>> GetStandingAsync(
        string connection, IReadOnlyCollection<TargetRecord> targets, CancellationToken cancellationToken);

    /// <summary>Leases entries that may be sent now, by priority, then by parent key; none that another worker holds. Counts an attempt on each.</summary>
    /// <param name="connection">Name of the connection.</param>
    /// <param name="max">The most entries.</param>
    /// <param name="now">The present moment.</param>
    /// <param name="lease">Who takes them, and until when.</param>
    /// <param name="cancellationToken">Stops before anything is leased.</param>
    /// <param name="most">The most urgent entries wanted.</param>
    /// <param name="least">The least urgent entries wanted.</param>
    Task<IReadOnlyList<OutboxEntry>> LeaseAsync(
        string connection, int max, DateTimeOffset now, Lease lease, CancellationToken cancellationToken,
        WriteUrgency most = WriteUrgency.Hold, WriteUrgency least = WriteUrgency.Normal);

    /// <summary>Leases the given entries as far as they may be sent now and still are of the given version; none that another worker holds. Counts an attempt on each.</summary>
    /// <param name="connection">Name of the connection.</param>
    /// <param name="entries">The entries.</param>
    /// <param name="now">The present moment.</param>
    /// <param name="lease">Who takes them, and until when.</param>
    /// <param name="cancellationToken">Stops before anything is leased.</param>
    Task<IReadOnlyList<OutboxEntry>> LeaseAsync(
        string connection, IReadOnlyCollection<EntryVersion> entries, DateTimeOffset now, Lease lease, CancellationToken cancellationToken);

    /// <summary>How many entries of a connection may be sent now, by urgency; none that another worker holds.</summary>
    Task<WriteBacklog> CountWaitingAsync(string connection, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>How many holds wait behind an earlier write of the same record that a process has under way: they cannot be sent before that write is settled.</summary>
    /// <param name="connection">Name of the connection.</param>
    /// <param name="holder">Name of the process.</param>
    /// <param name="now">The present moment.</param>
    /// <param name="cancellationToken">Stops counting.</param>
    Task<long> CountHoldsBehindAsync(string connection, string holder, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>When the CRM says that the given records last changed, as they were read; absent for records that were never read or carry no stamp.</summary>
    Task<IReadOnlyDictionary<TargetRecord, DateTimeOffset>> GetStampsAsync(string connection, IReadOnlyCollection<TargetRecord> targets, CancellationToken cancellationToken);

    /// <summary>
    /// Records what became of leased entries, in one transaction. Delivered: the given values are acknowledged, and the entry goes away unless its values were
    /// replaced meanwhile (its version moved on); then it stays pending. Retry and parked: the entry stays with the failure, unless its values were replaced
    /// meanwhile; a replaced entry is pending at once. Gone: whatever waits for the record goes away, and the account that took its place is marked.
    /// </summary>
    Task SettleAsync(IReadOnlyList<SettledEntry> settled, CancellationToken cancellationToken);

    /// <summary>How many entries there are, by state and by connection.</summary>
    Task<OutboxCounts> CountAsync(CancellationToken cancellationToken);

    /// <summary>Entries in a state, by priority and parent key.</summary>
    IAsyncEnumerable<OutboxEntry> ListAsync(OutboxState state, int max, CancellationToken cancellationToken);

    /// <summary>All entries of a connection, whatever their state: by parent key, then accounts before deals, then by key. All of an account stand together.</summary>
    IAsyncEnumerable<OutboxEntry> ListByAccountAsync(string connection, CancellationToken cancellationToken);

    /// <summary>Makes parked entries pending again, and lets entries that wait after a failure go at once.</summary>
    /// <param name="kinds">Only those whose last failure is of one of these kinds.</param>
    /// <param name="cancellationToken">Stops before anything is changed.</param>
    /// <returns>How many.</returns>
    Task<long> UnparkAsync(IReadOnlyCollection<FailureKind> kinds, CancellationToken cancellationToken);
}

/// <summary>An entry as it was seen: it is another one when its values were replaced since.</summary>
/// <param name="Target">The record.</param>
/// <param name="Version">The entry's version.</param>
public readonly record struct EntryVersion(TargetRecord Target, long Version);

/// <summary>What is known of one CRM record.</summary>
/// <param name="Acknowledged">The values that the CRM last acknowledged, by field; a field that is absent was never acknowledged.</param>
/// <param name="Entry">The entry that is waiting or under way; null when there is none.</param>
public sealed record RecordStanding(IReadOnlyDictionary<CreditField, FieldValue> Acknowledged, OutboxEntry? Entry);

/// <summary>What became of a leased entry.</summary>
/// <param name="Entry">The entry as leased.</param>
/// <param name="Acknowledged">The values that the CRM acknowledged; null when it did not.</param>
/// <param name="Failure">Why not; null when it did.</param>
/// <param name="RetryAt">When to try again; null with a failure: park it.</param>
public sealed record SettledEntry(
    OutboxEntry Entry, IReadOnlyDictionary<CreditField, FieldValue>? Acknowledged, Failure? Failure, DateTimeOffset? RetryAt)
{
    /// <summary>When the CRM answered, in its own time; null when it did not say.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>For an account that turned out to be merged into another: the key of the one that is there now. Null otherwise.</summary>
    public string? MergedInto { get; init; }
}

/// <summary>How many entries there are.</summary>
/// <param name="Pending">To be sent, retries included.</param>
/// <param name="Retrying">Of these, how many have failed before.</param>
/// <param name="Parked">Refused for good.</param>
public sealed record OutboxCounts(long Pending, long Retrying, long Parked);
