using System.Runtime.CompilerServices;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Core.Engine;
using CreditBridge.Core.Outbox;

namespace CreditBridge.TestKit.Simulation;

/// <summary>An outbox in memory, for tests of what is done with one. The rules that need a database are tested where the database is.</summary>
public sealed class MemoryOutbox : IOutboxStore
{
    private readonly Dictionary<TargetRecord, Waiting> _entries = [];
    private readonly Lock _gate = new();

    /// <summary>What the CRM has acknowledged, in the order in which it was settled.</summary>
    public List<SettledEntry> Settled { get; } = [];

    /// <summary>When records were last read to have changed.</summary>
    public Dictionary<TargetRecord, DateTimeOffset> Stamps { get; } = [];

    /// <summary>Puts an entry, in place of any earlier one; a lease stays.</summary>
    public void Put(TargetRecord target, WriteUrgency urgency, IReadOnlyDictionary<CreditField, FieldValue> values, DateTimeOffset? writtenAt = null)
    {
        lock (_gate)
        {
            var before = _entries.GetValueOrDefault(target);
            _entries[target] = new Waiting(new OutboxEntry("crm", target, target.Key, values, urgency, (before?.Entry.Version ?? 0) + 1)
            {
                Attempts = before?.Entry.Attempts ?? 0,
                WrittenAt = writtenAt,
            }) { Lease = before?.Lease };
        }
    }

    /// <summary>The entry of a record; null when nothing waits.</summary>
    public OutboxEntry? this[TargetRecord target] => _entries.GetValueOrDefault(target)?.Entry;

    public Task<IReadOnlyDictionary<TargetRecord, RecordStanding>> GetStandingAsync(
        string connection, IReadOnlyCollection<TargetRecord> targets, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<OutboxEntry>> LeaseAsync(
        string connection, int max, DateTimeOffset now, Lease lease, CancellationToken cancellationToken,
        WriteUrgency most = WriteUrgency.Hold, WriteUrgency least = WriteUrgency.Normal)
    {
        lock (_gate)
        {
            return Leased(Due(now).Where(w => w.Entry.Priority >= most && w.Entry.Priority <= least).OrderBy(w => w.Entry.Priority).ThenBy(w => w.Entry.ParentKey, StringComparer.Ordinal).Take(max), lease);
        }
    }

    public Task<IReadOnlyList<OutboxEntry>> LeaseAsync(
        string connection, IReadOnlyCollection<EntryVersion> entries, DateTimeOffset now, Lease lease, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Leased(Due(now).Where(w => entries.Contains(new EntryVersion(w.Entry.Target, w.Entry.Version))).OrderBy(w => w.Entry.Priority).ThenBy(w => w.Entry.ParentKey, StringComparer.Ordinal), lease);
        }
    }

    public async IAsyncEnumerable<OutboxEntry> ListByAccountAsync(string connection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var waiting in _entries.Values.OrderBy(w => w.Entry.ParentKey, StringComparer.Ordinal).ThenBy(w => w.Entry.Target.Kind).ThenBy(w => w.Entry.Target.Key, StringComparer.Ordinal).ToList())
            yield return waiting.Entry;
    }

    private static Task<IReadOnlyList<OutboxEntry>> Leased(IEnumerable<Waiting> chosen, Lease lease)
    {
        var leased = chosen.ToList();
        foreach (var waiting in leased)
        {
            waiting.Entry = waiting.Entry with { Attempts = waiting.Entry.Attempts + 1 };
            waiting.Lease = lease;
        }

        return Task.FromResult<IReadOnlyList<OutboxEntry>>([.. leased.Select(w => w.Entry)]);
    }

    public Task<WriteBacklog> CountWaitingAsync(string connection, DateTimeOffset now, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var due = Due(now).CountBy(w => w.Entry.Priority).ToDictionary();
            return Task.FromResult(new WriteBacklog(due.GetValueOrDefault(WriteUrgency.Hold), due.GetValueOrDefault(WriteUrgency.Deal), due.GetValueOrDefault(WriteUrgency.Normal)));
        }
    }

    public Task<long> CountHoldsBehindAsync(string connection, string holder, DateTimeOffset now, CancellationToken cancellationToken)
    {
        lock (_gate)
            return Task.FromResult(_entries.Values.LongCount(w => w.Entry.Priority == WriteUrgency.Hold && w.Lease?.Holder == holder && w.Lease.Until > now));
    }

    public Task<IReadOnlyDictionary<TargetRecord, DateTimeOffset>> GetStampsAsync(string connection, IReadOnlyCollection<TargetRecord> targets, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<TargetRecord, DateTimeOffset>>(Stamps.Where(s => targets.Contains(s.Key)).ToDictionary());

    public Task SettleAsync(IReadOnlyList<SettledEntry> settled, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Settled.AddRange(settled);
            foreach (var outcome in settled)
                Settle(outcome);
        }

        return Task.CompletedTask;
    }

    public Task<OutboxCounts> CountAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public async IAsyncEnumerable<OutboxEntry> ListAsync(OutboxState state, int max, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var waiting in _entries.Values.Where(w => w.Entry.State == state).Take(max))
            yield return waiting.Entry;
    }

    public Task<long> UnparkAsync(IReadOnlyCollection<FailureKind> kinds, CancellationToken cancellationToken) => throw new NotSupportedException();

    private void Settle(SettledEntry outcome)
    {
        if (!_entries.TryGetValue(outcome.Entry.Target, out var waiting))
            return;
        waiting.Lease = null;
        if (outcome.Failure?.Kind == FailureKind.Gone || (outcome.Failure is null && waiting.Entry.Version == outcome.Entry.Version))
            _entries.Remove(outcome.Entry.Target);
        else if (outcome.Failure is not null && waiting.Entry.Version == outcome.Entry.Version)
            waiting.Entry = waiting.Entry with { State = outcome.RetryAt is null ? OutboxState.Parked : OutboxState.Pending, NotBefore = outcome.RetryAt, LastFailure = outcome.Failure };
    }

    private IEnumerable<Waiting> Due(DateTimeOffset now) => _entries.Values.Where(w =>
        w.Entry.State == OutboxState.Pending && !(w.Entry.NotBefore > now) && !(w.Lease?.Until > now));

    private sealed class Waiting(OutboxEntry entry)
    {
        public OutboxEntry Entry { get; set; } = entry;

        public Lease? Lease { get; set; }
    }
}
