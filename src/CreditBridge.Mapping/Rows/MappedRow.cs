using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sources;

namespace CreditBridge.Mapping.Rows;

/// <summary>What became of a row: a record, a rejection with its reason, or neither when the mapping says that such rows are left out.</summary>
/// <param name="Record">The canonical record; null when there is none.</param>
/// <param name="Rejected">Why the row could not be read; null when it could.</param>
/// <param name="LeftOut">For a row that the mapping leaves out: the key that its record would have, when that can be told. Null otherwise.</param>
public readonly record struct MappedRow<T>(T? Record, RejectedRecord? Rejected, string? LeftOut = null)
    where T : SourceRecord;
