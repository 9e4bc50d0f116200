using CreditBridge.Abstractions.Values;

namespace CreditBridge.Abstractions.Records;

/// <summary>How far the work on a review is, as it stands in the CRM.</summary>
public enum ReviewStatus
{
    /// <summary>Nobody has begun.</summary>
    New = 0,

    /// <summary>Somebody works on it.</summary>
    InReview = 1,

    /// <summary>It waits for documents.</summary>
    WaitingForDocuments = 2,

    /// <summary>A person has decided.</summary>
    Decided = 3,

    /// <summary>Nobody has to decide any more.</summary>
    Withdrawn = 4,
}

/// <summary>What a person decided.</summary>
public enum ReviewVerdict
{
    /// <summary>Granted as asked for, or with the limit and terms of the review.</summary>
    Approved = 0,

    /// <summary>Granted under conditions.</summary>
    ApprovedWithConditions = 1,

    /// <summary>Not granted.</summary>
    Declined = 2,

    /// <summary>What the policy says stays.</summary>
    NoChange = 3,

    /// <summary>The hold is lifted.</summary>
    HoldLifted = 4,
}

/// <summary>A review as it stands in the CRM: what people did with it. What we wrote ourselves is not in it.</summary>
/// <param name="Key">Record id in the CRM.</param>
/// <param name="Status">How far the work is.</param>
public sealed record ReviewRecord(string Key, ReviewStatus Status) : SourceRecord(Key)
{
    /// <summary>The key that we gave the review when we created it; null for one that a person created.</summary>
    public string? ReviewKey { get; init; }

    /// <summary>The number or name under which people see the record in the CRM; null when the CRM does not say.</summary>
    public string? Number { get; init; }

    /// <summary>The account; null when a person has not named one yet.</summary>
    public string? AccountKey { get; init; }

    /// <summary>The deal; null when the review is about the account.</summary>
    public string? OpportunityKey { get; init; }

    /// <summary>The reason in the CRM's words; null when none was chosen.</summary>
    public string? Reason { get; init; }

    /// <summary>How urgent a person called a review that they created: 0 urgent, 1 high, 2 normal, 3 low; null when they did not say, and for reviews that carry our key.</summary>
    public int? Priority { get; init; }

    /// <summary>Who works on it, the key of a user or a queue; null when nobody is named.</summary>
    public string? OwnerKey { get; init; }

    /// <summary>When somebody began to work on it, UTC; null before that.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>What was decided; null before that.</summary>
    public ReviewVerdict? Verdict { get; init; }

    /// <summary>When it was decided, UTC; null before that or when the CRM does not say.</summary>
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>Who decided, the key of a user; null before that.</summary>
    public string? DecidedByKey { get; init; }

    /// <summary>The limit that was granted; null when none was, which never means zero.</summary>
    public Money? ApprovedLimit { get; init; }

    /// <summary>The payment terms that were granted; null when none were.</summary>
    public PaymentTerms? ApprovedTerms { get; init; }

    /// <summary>What was written as terms when it could not be read as such; null otherwise.</summary>
    public string? UnreadableTerms { get; init; }

    /// <summary>Which other value of the decision cannot be read, in a sentence for whoever decided; null when all can. Such a decision is refused, never taken for none.</summary>
    public string? Unreadable { get; init; }

    /// <summary>Conditions, one per line; null for none.</summary>
    public string? Conditions { get; init; }

    /// <summary>Why it was decided so, for the credit team; null when nothing was written.</summary>
    public string? Notes { get; init; }

    /// <summary>Last day on which the decision holds; null for one without an end.</summary>
    public DateOnly? ValidUntil { get; init; }

    /// <summary>Hours of work that it took; null when nobody has noted them.</summary>
    public decimal? SpentHours { get; init; }

    /// <summary>When the record was created in the CRM, UTC; null when unknown.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <inheritdoc />
    public override RecordKind Kind => RecordKind.Review;

    /// <inheritdoc />
    public override RecordSubject Subject => RecordSubject.Account(AccountKey);
}
