using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Core.Engine;
using CreditBridge.Core.Outbox;

namespace CreditBridge.Core.Plans;

/// <summary>
/// The outbox as far as a plan goes: only the chosen entries are handed out, each once, and only while it is of the version that was compared with the plan. Everything
/// else waits as before. Keeps the chosen keys in memory, some hundred bytes for each.
/// </summary>
/// <param name="outbox">The outbox.</param>
/// <param name="chosen">The entries that may be sent, with their urgency.</param>
public sealed class PlannedOutbox(IOutboxStore outbox, IEnumerable<(EntryVersion Entry, WriteUrgency Urgency)> chosen) : IOutboxStore
{
    private readonly SortedDictionary<WriteUrgency, Queue<EntryVersion>> _waiting = new(chosen.GroupBy(c => c.Urgency, c => c.Entry).ToDictionary(g => g.Key, g => new Queue<EntryVersion>(g)));

    /// <summary>How many chosen entries were not handed out: writing stopped before their turn.</summary>
    public long Left => _waiting.Values.Sum(q => (long)q.Count);

    /// <inheritdoc />
    public async Task<IReadOnlyList<OutboxEntry>> LeaseAsync(
        string connection, int max, DateTimeOffset now, Lease lease, CancellationToken cancellationToken,
        WriteUrgency most = WriteUrgency.Hold, WriteUrgency least = WriteUrgency.Normal)
    {
        // One that another process has taken or replaced meanwhile is passed over; the end is reached only when none is left.
        while (true)
        {
            var next = new List<EntryVersion>();
            foreach (var (_, queue) in _waiting.Where(w => w.Key >= most && w.Key <= least))
            {
                while (next.Count < max && queue.TryDequeue(out var entry))
                    next.Add(entry);
            }

            if (next.Count == 0)
                return [];
            if (await outbox.LeaseAsync(connection, next, now, lease, cancellationToken) is { Count: > 0 } leased)
                return leased;
        }
    }

    /// <inheritdoc />
    public Task<WriteBacklog> CountWaitingAsync(string connection, DateTimeOffset now, CancellationToken cancellationToken) =>
        Task.FromResult(new WriteBacklog(Count(WriteUrgency.Hold), Count(WriteUrgency.Deal), Count(WriteUrgency.Normal)));

    /// <summary>None: a hold that is not part of the plan does not end a write of it.</summary>
    public Task<long> CountHoldsBehindAsync(string connection, string holder, DateTimeOffset now, CancellationToken cancellationToken) => Task.FromResult(0L);

    /// <inheritdoc />
    public Task<IReadOnlyList<OutboxEntry>> LeaseAsync(
        string connection, IReadOnlyCollection<EntryVersion> entries, DateTimeOffset now, Lease lease, CancellationToken cancellationToken) =>
        outbox.LeaseAsync(connection, entries, now, lease, cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyDictionary<TargetRecord, RecordStanding>> GetStandingAsync(
        string connection, IReadOnlyCollection<TargetRecord> targets, CancellationToken cancellationToken) => outbox.GetStandingAsync(connection, targets, cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyDictionary<TargetRecord, DateTimeOffset>> GetStampsAsync(string connection, IReadOnlyCollection<TargetRecord> targets, CancellationToken cancellationToken) =>
        outbox.GetStampsAsync(connection, targets, cancellationToken);

    /// <inheritdoc />
    public Task SettleAsync(IReadOnlyList<SettledEntry> settled, CancellationToken cancellationToken) => outbox.SettleAsync(settled, cancellationToken);

    /// <inheritdoc />
    public Task<OutboxCounts> CountAsync(CancellationToken cancellationToken) => outbox.CountAsync(cancellationToken);

    /// <inheritdoc />
    public IAsyncEnumerable<OutboxEntry> ListAsync(OutboxState state, int max, CancellationToken cancellationToken) => outbox.ListAsync(state, max, cancellationToken);

    /// <inheritdoc />
    public IAsyncEnumerable<OutboxEntry> ListByAccountAsync(string connection, CancellationToken cancellationToken) => outbox.ListByAccountAsync(connection, cancellationToken);

    /// <inheritdoc />
    public Task<long> UnparkAsync(IReadOnlyCollection<FailureKind> kinds, CancellationToken cancellationToken) => outbox.UnparkAsync(kinds, cancellationToken);

    private long Count(WriteUrgency urgency) => _waiting.TryGetValue(urgency, out var queue) ? queue.Count : 0;
}
