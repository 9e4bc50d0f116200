using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;

namespace CreditBridge.Core.Snapshots;

/// <summary>Keeps what the sources said: one row per record, how far each source was read, what could not be read.</summary>
public interface ISnapshotStore
{
    /// <summary>Where reading goes on, by kind; a kind that was never read is absent.</summary>
    Task<IReadOnlyDictionary<RecordKind, Checkpoint>> GetCheckpointsAsync(string connection, CancellationToken cancellationToken);

    /// <summary>Whether a closed piece of input was read to its end.</summary>
    Task<bool> HasReceiptAsync(string connection, RecordKind kind, string receiptId, CancellationToken cancellationToken);

    /// <summary>
    /// Stores a page, all or nothing, in one transaction: rows whose hash differs, removals, claims, rejections, receipt, checkpoint, and the marks of the accounts
    /// that have to be evaluated again. An account is marked when a record about it was added, changed or removed; when such a record moved from it to another
    /// account; when a customer that it claims, claimed before, or claims from now on is concerned; and all accounts are marked when reference data changed.
    /// A record with an unchanged hash changes nothing. Storing the same page twice gives the same state as once.
    /// A removed account loses its claims, its mark and its pending writes. What belonged to one that was merged belongs to the account at the end of the chain, which is
    /// marked; customers that nobody claims any more count with it until an account claims them.
    /// What records show is compared with what was written to them; see <see cref="Drift.DriftCheck"/>.
    /// The last page of a complete listing removes what the listing did not show, unless a record of it was rejected or more than
    /// <see cref="FullSet.MaxRemovedPercent"/> of the known records would go; then <see cref="IngestResult.RemovalWithheld"/> says why.
    /// Rejections of a place (file and line, or record) replace earlier ones of the same place; a complete listing replaces all earlier ones of its kind;
    /// a record that arrives well ends the rejections of its key; a place that the page calls settled has none any more.
    /// </summary>
    Task<IngestResult> ApplyAsync(SnapshotPage page, CancellationToken cancellationToken);
}
