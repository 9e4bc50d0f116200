using CreditBridge.Abstractions.Records;

namespace CreditBridge.Core.Runs;

/// <summary>A source that has never been read to its end.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="Kind">The kind of record.</param>
public sealed record NeverRead(string Connection, RecordKind Kind);
