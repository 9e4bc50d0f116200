using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;

namespace CreditBridge.Core.Decisions;

/// <summary>Result of the soft check of a deal.</summary>
public enum DealStatus
{
    /// <summary>Fits as it is; no review.</summary>
    Prequalified = 0,

    /// <summary>Fits if one of the alternatives is taken.</summary>
    Conditional,

    /// <summary>A person in credit has to look at it.</summary>
    ReviewNeeded,

    /// <summary>Does not fit, and no change that the policy allows would make it fit.</summary>
    DoesNotFit,

    /// <summary>The account is on hold.</summary>
    OnHold,
}

/// <summary>The soft check of one deal.</summary>
/// <param name="OpportunityKey">The deal.</param>
/// <param name="Name">Its name.</param>
/// <param name="Status">The result.</param>
/// <param name="Message">Why, in plain words for a sales rep.</param>
public sealed record DealCheck(string OpportunityKey, string Name, DealStatus Status, string Message)
{
    /// <summary>Currency of this check's amounts: the deal's own.</summary>
    public required CurrencyCode Currency { get; init; }

    /// <summary>What is expected to be owed on the day on which the deal closes, without it; null when it cannot be told.</summary>
    public Money? ExposureAtClose { get; init; }

    /// <summary>What would be left of the limit with the deal; null when the limit is not an amount.</summary>
    public Money? HeadroomAfter { get; init; }

    /// <summary>Longest terms for this deal that need no approval.</summary>
    public PaymentTerms RecommendedTerms { get; init; }

    /// <summary>The smallest changes that make it fit, in the policy's order of friction; each was verified by evaluating it.</summary>
    public IReadOnlyList<Alternative> Alternatives { get; init; } = [];

    /// <summary>Day by which credit will have looked at it; null when no review is needed.</summary>
    public DateOnly? ReviewDue { get; init; }

    /// <summary>The check that it passed and for how long that holds; null when it did not pass, or the policy has no checkpoints.</summary>
    public PassedCheckpoint? Passed { get; init; }

    /// <summary>Key of the exception that cleared it; null when none was needed.</summary>
    public string? ClearedBy { get; init; }

    /// <summary>Key of the exception by which credit has declined it; null when nobody has.</summary>
    public string? DeclinedBy { get; init; }
}

/// <summary>A change that makes a deal fit. The deal with this amount and these terms was checked like any other, and passed.</summary>
/// <param name="Kind">Which dimension is changed: "deposit", "shorter_terms", "smaller_first_order", "letter_of_credit", "insured_part", "guarantee", "pay_previous_first".</param>
/// <param name="Text">The change and why it clears, in one sentence for a sales rep.</param>
/// <param name="Credit">What would be delivered on credit: the amount less the deposit, or the first order.</param>
/// <param name="Terms">The payment terms for it.</param>
/// <param name="HeadroomAfter">What would be left of the limit with the changed deal; null when the limit is not an amount.</param>
public sealed record Alternative(string Kind, string Text, Money Credit, PaymentTerms Terms, Money? HeadroomAfter)
{
    /// <summary>What is paid in advance, for a deposit; null otherwise.</summary>
    public Money? Deposit { get; init; }

    /// <summary>What of it is covered by a letter of credit, insurance or guarantee that the customer brings; null when nothing is.</summary>
    public Money? Secured { get; init; }

    /// <summary>Documents that have to be paid before; empty when none has.</summary>
    public IReadOnlyList<string> PaidFirst { get; init; } = [];

    /// <summary>When the rest can be delivered, for a smaller first order; empty otherwise.</summary>
    public IReadOnlyList<ScheduledRelease> Releases { get; init; } = [];
}

/// <summary>A part of an order and the day from which it fits.</summary>
/// <param name="On">The day, if what is open is paid at this customer's own pace.</param>
/// <param name="Amount">The part.</param>
public sealed record ScheduledRelease(DateOnly On, Money Amount);
