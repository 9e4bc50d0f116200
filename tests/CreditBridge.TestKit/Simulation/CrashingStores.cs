using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Core.Accounts;
using CreditBridge.Core.Engine;
using CreditBridge.Core.Outbox;
using CreditBridge.Core.Snapshots;

namespace CreditBridge.TestKit.Simulation;

/// <summary>A snapshot store under which the process may die before or after a page is committed.</summary>
public sealed class CrashingSnapshotStore(ISnapshotStore inner, SimulatedFaults faults) : ISnapshotStore
{
    public Task<IReadOnlyDictionary<RecordKind, Checkpoint>> GetCheckpointsAsync(string connection, CancellationToken cancellationToken) =>
        inner.GetCheckpointsAsync(connection, cancellationToken);

    public Task<bool> HasReceiptAsync(string connection, RecordKind kind, string receiptId, CancellationToken cancellationToken) =>
        inner.HasReceiptAsync(connection, kind, receiptId, cancellationToken);

    public async Task<IngestResult> ApplyAsync(SnapshotPage page, CancellationToken cancellationToken)
    {
        faults.MayCrash("before a page is stored");
        var result = await inner.ApplyAsync(page, cancellationToken);
        faults.MayCrash("after a page is stored");
        return result;
    }
}

/// <summary>An account store under which the process may die after leasing, before or after a batch is committed.</summary>
public sealed class CrashingAccountStore(IAccountStore inner, SimulatedFaults faults) : IAccountStore
{
    public async Task<IReadOnlyList<DueAccount>> LeaseDueAsync(int max, DateTimeOffset now, Lease lease, CancellationToken cancellationToken)
    {
        var leased = await inner.LeaseDueAsync(max, now, lease, cancellationToken);
        faults.MayCrash("after accounts are leased");
        return leased;
    }

    public async Task<long> CompleteAsync(IReadOnlyList<EvaluatedAccount> accounts, CancellationToken cancellationToken)
    {
        faults.MayCrash("before decisions are stored");
        var put = await inner.CompleteAsync(accounts, cancellationToken);
        faults.MayCrash("after decisions are stored");
        return put;
    }

    public Task<long> MarkAllAsync(CancellationToken cancellationToken) => inner.MarkAllAsync(cancellationToken);

    public Task<IReadOnlyList<KeptClaim>> ListKeptClaimsAsync(int max, CancellationToken cancellationToken) => inner.ListKeptClaimsAsync(max, cancellationToken);

    public Task<IReadOnlyList<CarriedClaim>> ListCarriedClaimsAsync(int max, CancellationToken cancellationToken) => inner.ListCarriedClaimsAsync(max, cancellationToken);

    public Task<IReadOnlyList<LostClaim>> ListLostClaimsAsync(int max, CancellationToken cancellationToken) => inner.ListLostClaimsAsync(max, cancellationToken);

    public Task<UndeliveredKeys> FindUndeliveredKeysAsync(int max, CancellationToken cancellationToken) => inner.FindUndeliveredKeysAsync(max, cancellationToken);

    public Task<long> CountDueAsync(DateTimeOffset now, CancellationToken cancellationToken) => inner.CountDueAsync(now, cancellationToken);
}

/// <summary>An outbox under which the process may die after leasing, before or after outcomes are recorded.</summary>
public sealed class CrashingOutboxStore(IOutboxStore inner, SimulatedFaults faults) : IOutboxStore
{
    public Task<IReadOnlyDictionary<TargetRecord, RecordStanding>> GetStandingAsync(
        string connection, IReadOnlyCollection<TargetRecord> targets, CancellationToken cancellationToken) => inner.GetStandingAsync(connection, targets, cancellationToken);

    public async Task<IReadOnlyList<OutboxEntry>> LeaseAsync(
        string connection, int max, DateTimeOffset now, Lease lease, CancellationToken cancellationToken,
        WriteUrgency most = WriteUrgency.Hold, WriteUrgency least = WriteUrgency.Normal)
    {
        var leased = await inner.LeaseAsync(connection, max, now, lease, cancellationToken, most, least);
        faults.MayCrash("after entries are leased");
        return leased;
    }

    public async Task<IReadOnlyList<OutboxEntry>> LeaseAsync(
        string connection, IReadOnlyCollection<EntryVersion> entries, DateTimeOffset now, Lease lease, CancellationToken cancellationToken)
    {
        var leased = await inner.LeaseAsync(connection, entries, now, lease, cancellationToken);
        faults.MayCrash("after entries are leased");
        return leased;
    }

    public IAsyncEnumerable<OutboxEntry> ListByAccountAsync(string connection, CancellationToken cancellationToken) => inner.ListByAccountAsync(connection, cancellationToken);

    public Task<WriteBacklog> CountWaitingAsync(string connection, DateTimeOffset now, CancellationToken cancellationToken) => inner.CountWaitingAsync(connection, now, cancellationToken);

    public Task<long> CountHoldsBehindAsync(string connection, string holder, DateTimeOffset now, CancellationToken cancellationToken) =>
        inner.CountHoldsBehindAsync(connection, holder, now, cancellationToken);

    public Task<IReadOnlyDictionary<TargetRecord, DateTimeOffset>> GetStampsAsync(string connection, IReadOnlyCollection<TargetRecord> targets, CancellationToken cancellationToken) =>
        inner.GetStampsAsync(connection, targets, cancellationToken);

    public async Task SettleAsync(IReadOnlyList<SettledEntry> settled, CancellationToken cancellationToken)
    {
        faults.MayCrash("before outcomes are recorded");
        await inner.SettleAsync(settled, cancellationToken);
        faults.MayCrash("after outcomes are recorded");
    }

    public Task<OutboxCounts> CountAsync(CancellationToken cancellationToken) => inner.CountAsync(cancellationToken);

    public IAsyncEnumerable<OutboxEntry> ListAsync(OutboxState state, int max, CancellationToken cancellationToken) => inner.ListAsync(state, max, cancellationToken);

    public Task<long> UnparkAsync(IReadOnlyCollection<FailureKind> kinds, CancellationToken cancellationToken) => inner.UnparkAsync(kinds, cancellationToken);
}
