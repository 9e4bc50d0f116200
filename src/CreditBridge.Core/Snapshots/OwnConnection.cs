using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;

namespace CreditBridge.Core.Snapshots;

/// <summary>
/// The connection under which exceptions are kept that are granted here, on the command line or by a decision about a review: records like any other, so that their accounts are
/// evaluated again, decisions name them, and the history keeps them.
/// </summary>
public static class OwnConnection
{
    /// <summary>Its name.</summary>
    public const string Name = "creditbridge";

    /// <summary>A page of exceptions that are granted or revoked.</summary>
    public static SnapshotPage Page(IReadOnlyList<SourceChange<OverrideRecord>> changes, DateTimeOffset now) =>
        SnapshotIngestor.Prepare(Name, RecordKind.Override, new SourcePage<OverrideRecord>(changes, new Checkpoint("by hand")), now);
}
