using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;

namespace CreditBridge.Connectors.FileDrop.Mapping;

/// <summary>What became of a row: a record, a rejection with its reason, or neither when the mapping says that such rows are skipped.</summary>
/// <param name="Record">The canonical record; null when there is none.</param>
/// <param name="Rejected">Why the row could not be read; null when it could.</param>
public readonly record struct MappedRow<T>(T? Record, RejectedRecord? Rejected)
    where T : SourceRecord;
