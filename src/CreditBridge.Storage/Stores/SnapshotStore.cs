using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;
using CreditBridge.Core.Snapshots;
using Microsoft.EntityFrameworkCore;

namespace CreditBridge.Storage.Stores;

/// <inheritdoc />
internal sealed class SnapshotStore(BridgeDatabase database, FirstListings firstListings) : ISnapshotStore
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
    public async Task<IngestResult> ApplyAsync(SnapshotPage page, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(page);
        var isFirst = firstListings.Has(page);
        try
        {
            var (result, foundNothing) = await RunAsync(page, isFirst, cancellationToken);
            if (page.FullSet is { IsLast: true })
                firstListings.Remove(page);
            else if (foundNothing)
                firstListings.Add(page);
            return result;
        }
        catch (Exception e) when (isFirst && database.IsDuplicate(e))
        {
            // The listing shows a record twice, or somebody else writes: nothing is taken for granted any more.
            firstListings.Remove(page);
            return (await RunAsync(page, isFirst: false, cancellationToken)).Result;
        }
    }

    private Task<(IngestResult Result, bool FoundNothing)> RunAsync(SnapshotPage page, bool isFirst, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                var transaction = new PageTransaction(session, page, isFirst);
                var result = await transaction.RunAsync(cancellationToken);
                return (result, transaction.FoundNothing);
            },
            cancellationToken);
}
