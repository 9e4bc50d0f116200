using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Core.Snapshots;
using Microsoft.EntityFrameworkCore;

namespace CreditBridge.Storage.Stores;

/// <inheritdoc />
internal sealed class SnapshotStore(BridgeDatabase database) : ISnapshotStore
{
    /// <inheritdoc />
    public async Task<IReadOnlyDictionary<RecordKind, Checkpoint>> GetCheckpointsAsync(string connection, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            s => s.Context.Checkpoints.AsNoTracking().Where(c => c.Connection == connection).ToListAsync(cancellationToken), cancellationToken);
        return rows.ToDictionary(c => c.Kind, c => new Checkpoint(c.Value));
    }

    /// <inheritdoc />
    public Task<bool> HasReceiptAsync(string connection, RecordKind kind, string receiptId, CancellationToken cancellationToken) => database.ReadAsync(
        s => s.Context.Receipts.AnyAsync(r => r.Connection == connection && r.Kind == kind && r.Id == receiptId, cancellationToken), cancellationToken);

    /// <inheritdoc />
    public Task<IngestResult> ApplyAsync(SnapshotPage page, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(page);
        return database.WriteAsync(session => new PageTransaction(session, page).RunAsync(cancellationToken), cancellationToken);
    }
}
