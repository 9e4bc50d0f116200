using CreditBridge.Abstractions.Records;

namespace CreditBridge.Storage.Model;

/// <summary>What a record said before it was changed or removed.</summary>
internal sealed class RecordHistoryRow
{
    public required string Connection { get; init; }

    public required RecordKind Kind { get; init; }

    public required string Key { get; init; }

    /// <summary>Until when it was known like this, exclusive.</summary>
    public required DateTimeOffset KnownTo { get; init; }

    /// <summary>From when on; null: since before history was kept.</summary>
    public DateTimeOffset? KnownFrom { get; init; }

    public required SubjectKind SubjectKind { get; init; }

    public required string SubjectKey { get; init; }

    public required byte[] Payload { get; init; }
}

/// <summary>From when on the history of a source is complete.</summary>
internal sealed class HistoryStartRow
{
    public required string Connection { get; init; }

    public required RecordKind Kind { get; init; }

    public required DateTimeOffset Since { get; init; }
}
