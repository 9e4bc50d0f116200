namespace CreditBridge.Abstractions.Records;

/// <summary>Where a document stands.</summary>
public enum DocumentStatus
{
    /// <summary>Asked for.</summary>
    Requested = 0,

    /// <summary>Arrived, nobody has looked at it yet.</summary>
    Received = 1,

    /// <summary>Looked at and good.</summary>
    Accepted = 2,

    /// <summary>Looked at and not good enough: it is asked for again.</summary>
    Rejected = 3,

    /// <summary>Too old.</summary>
    Expired = 4,
}

/// <summary>A document about a customer, as it is kept in the CRM. Only that it is there, not what it says.</summary>
/// <param name="Key">Record id in the CRM.</param>
/// <param name="Type">What kind of document, in the CRM's words, such as "Financial statements"; policies name documents by it.</param>
/// <param name="Status">Where it stands.</param>
public sealed record ReviewDocumentRecord(string Key, string Type, DocumentStatus Status) : SourceRecord(Key)
{
    /// <summary>The key that we gave it when we asked for it; null for one that a person entered.</summary>
    public string? DocumentKey { get; init; }

    /// <summary>The account; null when a person has not named one yet.</summary>
    public string? AccountKey { get; init; }

    /// <summary>Record id of the review that needs it; null when it belongs to the account only.</summary>
    public string? ReviewRecordKey { get; init; }

    /// <summary>When it was asked for, UTC; null when unknown.</summary>
    public DateTimeOffset? RequestedAt { get; init; }

    /// <summary>When it arrived, UTC; null before that.</summary>
    public DateTimeOffset? ReceivedAt { get; init; }

    /// <summary>The day that it speaks of, such as that of the balance sheet; null when unknown.</summary>
    public DateOnly? SpeaksOf { get; init; }

    /// <summary>Last day on which it counts; null when it does not end.</summary>
    public DateOnly? ValidUntil { get; init; }

    /// <inheritdoc />
    public override RecordKind Kind => RecordKind.ReviewDocument;

    /// <inheritdoc />
    public override RecordSubject Subject => RecordSubject.Account(AccountKey);
}
