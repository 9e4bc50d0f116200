using CreditBridge.Abstractions.Values;

namespace CreditBridge.Abstractions.Records;

/// <summary>What an exception covers.</summary>
public enum OverrideScope
{
    /// <summary>One deal.</summary>
    Deal = 0,

    /// <summary>One account.</summary>
    Account = 1,

    /// <summary>The account and every account of its group.</summary>
    Group = 2,
}

/// <summary>What an exception does.</summary>
public enum OverrideEffect
{
    /// <summary>Lifts the hold, as long as what is delivered on credit stays within the amount.</summary>
    ReleaseHold = 0,

    /// <summary>Lets the limit be at least the amount.</summary>
    RaiseLimit = 1,

    /// <summary>Lets deals pass up to the amount, each of them a use.</summary>
    ClearDeals = 2,

    /// <summary>Puts on hold. Ends by its day or by a person, never because the figures have become better.</summary>
    Hold = 3,

    /// <summary>Lets the limit be at most the amount.</summary>
    LowerLimit = 4,

    /// <summary>Lets no deal pass that is not paid in advance.</summary>
    DeclineDeals = 5,
}

/// <summary>
/// An exception as a bounded contract: what it does, for whom, up to what amount, how often, until when, and what ends it early. The policy says how far exceptions
/// may go; one that goes further has no effect.
/// </summary>
/// <param name="Key">Identity of the exception.</param>
/// <param name="AccountKey">The account; for <see cref="OverrideScope.Group"/> any account of the group.</param>
/// <param name="Effect">What it does.</param>
/// <param name="GrantedBy">Who granted or ordered it.</param>
/// <param name="Reason">Why, in words for the credit team.</param>
/// <param name="ValidFrom">First day of its effect.</param>
public sealed record OverrideRecord(string Key, string AccountKey, OverrideEffect Effect, string GrantedBy, string Reason, DateOnly ValidFrom) : SourceRecord(Key)
{
    /// <summary>What it covers.</summary>
    public OverrideScope Scope { get; init; } = OverrideScope.Account;

    /// <summary>The deal, for <see cref="OverrideScope.Deal"/>; null otherwise.</summary>
    public string? OpportunityKey { get; init; }

    /// <summary>Up to what amount; null when the policy's highest amount is the only bound.</summary>
    public Money? AmountCap { get; init; }

    /// <summary>How many deals may use it; null when the policy's bound is the only one.</summary>
    public int? MaxUses { get; init; }

    /// <summary>The longest payment terms of deals that it lets pass; null for any.</summary>
    public PaymentTerms? LongestTerms { get; init; }

    /// <summary>Conditions under which it was granted, for people; null for none.</summary>
    public string? Conditions { get; init; }

    /// <summary>Last day of its effect; null for one that restricts and that a person ends (a hold, a lower limit, a decline), and otherwise an exception without an end, which policies do not accept.</summary>
    public DateOnly? ExpiresOn { get; init; }

    /// <summary>Day on which a person's later decision ended it: it has no effect from then on, whatever its last day; null while nobody has.</summary>
    public DateOnly? EndedOn { get; init; }

    /// <summary>Who ended it; null while nobody has.</summary>
    public string? EndedBy { get; init; }

    /// <summary>What replaced it: key of an exception, or of the review whose decision ended it; null while nothing has.</summary>
    public string? ReplacedBy { get; init; }

    /// <summary>Key of the review on which a person's decision granted it: a later decision on a review may replace it. Null for one that was granted by hand or comes from a file, which no review ends.</summary>
    public string? ReviewKey { get; init; }

    /// <summary>Names of the policy's triggers that end it early; empty for all of them.</summary>
    public IReadOnlyList<string> EndsWhen { get; init; } = [];

    /// <inheritdoc />
    public override RecordKind Kind => RecordKind.Override;

    /// <inheritdoc />
    public override RecordSubject Subject => RecordSubject.Account(AccountKey);
}
