using CreditBridge.Abstractions.Records;

namespace CreditBridge.Storage.Model;

/// <summary>A source record as it was last shown.</summary>
internal sealed class RecordRow
{
    public required string Connection { get; init; }

    public required RecordKind Kind { get; init; }

    public required string Key { get; init; }

    public required SubjectKind SubjectKind { get; init; }

    public required string SubjectKey { get; init; }

    public required byte[] Hash { get; init; }

    public required byte[] Payload { get; init; }

    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>The record's name in upper case, for accounts and ERP customers: what a search compares with. Null for other kinds.</summary>
    public string? SearchName { get; init; }

    /// <summary>From when on it has been known as it is; null: since before history was kept.</summary>
    public DateTimeOffset? KnownFrom { get; init; }
}

/// <summary>An account declares to be an ERP customer.</summary>
internal sealed class ClaimRow
{
    public required string AccountKey { get; init; }

    public required string CustomerKey { get; init; }

    /// <summary>The account whose claim it was before it was merged into this one; null for a claim of the account's own.</summary>
    public string? CarriedFrom { get; init; }

    /// <summary>Whether the account itself names the customer.</summary>
    public bool Named { get; init; }

    /// <summary>Whether the link file says that the account is the customer.</summary>
    public bool Linked { get; init; }

    /// <summary>Whether nobody names the customer for the account any more, and it stays with the account because nothing that an ERP delivers took its place.</summary>
    public bool Kept { get; init; }

    /// <summary>When the account or the link file began to name the customer, and of a kept claim when they ceased to; null: before that was noted.</summary>
    public DateTimeOffset? BegunAt { get; init; }
}
