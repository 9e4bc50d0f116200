using CreditBridge.Abstractions.Records;

namespace CreditBridge.Storage.Model;

/// <summary>How far a source was read.</summary>
internal sealed class CheckpointRow
{
    public required string Connection { get; init; }

    public required RecordKind Kind { get; init; }

    public required string Value { get; init; }

    public required DateTimeOffset ReadAt { get; init; }
}

/// <summary>A closed piece of input that was read to its end.</summary>
internal sealed class ReceiptRow
{
    public required string Connection { get; init; }

    public required RecordKind Kind { get; init; }

    public required string Id { get; init; }

    public required string Name { get; init; }

    public required long Records { get; init; }

    public required long Rejected { get; init; }

    public required DateTimeOffset ReadAt { get; init; }
}

/// <summary>A record that could not be read.</summary>
internal sealed class RejectionRow
{
    public required string Connection { get; init; }

    public required RecordKind Kind { get; init; }

    public required string Place { get; init; }

    /// <summary>Key of the record; null when it could not be read.</summary>
    public string? RecordKey { get; init; }

    /// <summary>Key of the customer that the record is about; null when it could not be read, or there is none.</summary>
    public string? CustomerKey { get; init; }

    /// <summary>Whether the record is there and counts, and this is another row that says exactly the same.</summary>
    public bool Repetition { get; init; }

    public required string Reason { get; init; }

    public string? Raw { get; init; }

    public required DateTimeOffset SeenAt { get; init; }

    /// <summary>The complete listing that it belongs to; null for an incremental stream.</summary>
    public string? SetId { get; init; }
}

/// <summary>
/// What a page of the latest complete listing of its connection and kind showed. Kept apart from the records, so that a listing without news rewrites none of them;
/// kept after the listing's end, so that storing its last page again removes nothing.
/// </summary>
internal sealed class ListedPageRow
{
    public required string Connection { get; init; }

    public required RecordKind Kind { get; init; }

    public required string SetId { get; init; }

    /// <summary>Identity of the page by its keys: stored twice, it stands here once.</summary>
    public required string Page { get; init; }

    /// <summary>Hashes of the keys, eight bytes each.</summary>
    public required byte[] Keys { get; init; }

    /// <summary>How many of the records were not known before the listing.</summary>
    public required int Added { get; init; }
}
