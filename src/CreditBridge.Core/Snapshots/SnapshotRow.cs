using CreditBridge.Abstractions.Records;

namespace CreditBridge.Core.Snapshots;

/// <summary>A source record as it is stored: one row per connection, kind and key.</summary>
/// <param name="Kind">Kind of record.</param>
/// <param name="Key">Identity within connection and kind.</param>
/// <param name="Subject">Whom it is about.</param>
/// <param name="Hash">Content hash, 16 bytes: equal content, equal hash.</param>
/// <param name="Payload">The record as UTF-8 JSON.</param>
/// <param name="ChangedAt">When the other system says that it changed; null when it does not say.</param>
public sealed record SnapshotRow(RecordKind Kind, string Key, RecordSubject Subject, byte[] Hash, byte[] Payload, DateTimeOffset? ChangedAt);
