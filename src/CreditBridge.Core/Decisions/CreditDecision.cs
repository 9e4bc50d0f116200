using CreditBridge.Abstractions.Values;

namespace CreditBridge.Core.Decisions;

/// <summary>
/// The answer for one account at one moment, with everything that led to it. Same file, same policy: same decision, byte for byte.
/// All amounts are in <see cref="Currency"/>, the account's own.
/// </summary>
public sealed record CreditDecision
{
    /// <summary>Identity by content: "d-" and 16 hexadecimal digits over the account, the inputs and the policy.</summary>
    public required string Id { get; init; }

    /// <summary>Key of the account.</summary>
    public required string AccountKey { get; init; }

    /// <summary>The moment for which the question was asked.</summary>
    public required AsOf AsOf { get; init; }

    /// <summary>Name and content hash of the policy: "starter@1:9f86d081".</summary>
    public required string PolicyVersion { get; init; }

    /// <summary>Hash over the credit file, without the moment.</summary>
    public required string InputHash { get; init; }

    /// <summary>Currency of all amounts.</summary>
    public required CurrencyCode Currency { get; init; }

    /// <summary>Values of all inputs that the policy used, in the order of the catalogue.</summary>
    public IReadOnlyList<InputValue> Inputs { get; init; } = [];

    /// <summary>The score and how it came about; null when the policy could not score.</summary>
    public ScoreResult? Score { get; init; }

    /// <summary>Name of the risk band; null when there is no score.</summary>
    public string? Band { get; init; }

    /// <summary>The limit that counts.</summary>
    public CreditLimit Limit { get; init; }

    /// <summary>How the limit came about, one step per line.</summary>
    public IReadOnlyList<LimitStep> LimitSteps { get; init; } = [];

    /// <summary>Exposure by bucket.</summary>
    public required Exposure Exposure { get; init; }

    /// <summary>Limit less exposure; null when the limit is not an amount (none counts as an amount of zero).</summary>
    public Money? Headroom { get; init; }

    /// <summary>Days by which the oldest open invoice is past due; 0 when none is.</summary>
    public int OldestPastDueDays { get; init; }

    /// <summary>Days beyond terms, weighted by amount; null without history.</summary>
    public decimal? AverageDaysBeyondTerms { get; init; }

    /// <summary>Direction of payment behaviour against the customer's own past.</summary>
    public PaymentTrend Trend { get; init; }

    /// <summary>Every reason for a hold; the account is on hold when there is at least one.</summary>
    public IReadOnlyList<HoldReason> HoldReasons { get; init; } = [];

    /// <summary>Whether new orders on credit are stopped.</summary>
    public bool OnHold => HoldReasons.Count > 0;

    /// <summary>Prequalification of the account.</summary>
    public required Prequalification Prequalification { get; init; }

    /// <summary>Longest terms that need no approval.</summary>
    public PaymentTerms RecommendedTerms { get; init; }

    /// <summary>Message to the sales rep: plain words, no sensitive ratio.</summary>
    public string Message { get; init; } = "";

    /// <summary>Day of the next periodic review; null when the policy asks for none.</summary>
    public DateOnly? NextReview { get; init; }

    /// <summary>The soft check of every open deal that the policy wants checked, in order of their keys.</summary>
    public IReadOnlyList<DealCheck> Deals { get; init; } = [];

    /// <summary>What a person should know about the quality of the answer: a missing rate, an unknown customer.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The earliest moment at which time alone can change the answer; null when it cannot.</summary>
    public DateTimeOffset? NextMoment { get; init; }
}

/// <summary>Value of one input at the time of the decision.</summary>
/// <param name="Name">Name in the catalogue.</param>
/// <param name="Value">The value as text, for people; null when it could not be known.</param>
public sealed record InputValue(string Name, string? Value);

/// <summary>A score and how it came about.</summary>
/// <param name="Value">The score after rounding.</param>
/// <param name="Steps">Contribution of each factor, in the policy's order.</param>
public sealed record ScoreResult(decimal Value, IReadOnlyList<ScoreStep> Steps)
{
    /// <summary>The lowest score that the missing inputs allow; equal to the value when none is missing.</summary>
    public decimal Lowest { get; init; } = Value;

    /// <summary>The highest score that the missing inputs allow; equal to the value when none is missing.</summary>
    public decimal Highest { get; init; } = Value;
}

/// <summary>Contribution of one factor to a score.</summary>
/// <param name="Factor">Name of the factor.</param>
/// <param name="Input">Value of its input as text; null when missing.</param>
/// <param name="Points">Points on the policy's scale.</param>
/// <param name="WeightPercent">Weight after missing factors were dealt with.</param>
/// <param name="Note">What a person should know, such as "missing; weight given to the other factors"; null otherwise.</param>
public sealed record ScoreStep(string Factor, string? Input, decimal Points, decimal WeightPercent, string? Note = null);

/// <summary>One step on the way to the limit.</summary>
/// <param name="Rule">Name of the rule in the policy.</param>
/// <param name="Limit">What the rule gives.</param>
/// <param name="Note">Why, in one sentence.</param>
/// <param name="Decisive">Whether this step determined the limit.</param>
public sealed record LimitStep(string Rule, CreditLimit Limit, string Note, bool Decisive);

/// <summary>What the customer owes, by bucket; all in one currency.</summary>
/// <param name="OpenReceivables">Open invoices and debit notes.</param>
/// <param name="PastDue">Of these, what is past its due date and not disputed.</param>
/// <param name="Disputed">Of these, what the customer disputes.</param>
/// <param name="Credits">Credit notes and unapplied cash, negative or zero.</param>
/// <param name="Total">What counts against the limit.</param>
public sealed record Exposure(Money OpenReceivables, Money PastDue, Money Disputed, Money Credits, Money Total);

/// <summary>Direction of payment behaviour.</summary>
public enum PaymentTrend
{
    /// <summary>Too little history to tell.</summary>
    Unknown = 0,

    /// <summary>Pays sooner than it used to.</summary>
    Improving,

    /// <summary>Pays as it used to.</summary>
    Stable,

    /// <summary>Pays later than it used to.</summary>
    Deteriorating,
}

/// <summary>One reason for a hold.</summary>
/// <param name="Rule">Name of the rule in the policy.</param>
/// <param name="Reason">Why, in plain words for a sales rep.</param>
/// <param name="ReleasedWhen">What ends it, in plain words.</param>
public sealed record HoldReason(string Rule, string Reason, string ReleasedWhen);

/// <summary>Whether an account's deals need no further credit review.</summary>
/// <param name="IsPrequalified">True when all criteria are met.</param>
/// <param name="Unmet">The criteria that are not met, in plain words that a rep may know.</param>
public sealed record Prequalification(bool IsPrequalified, IReadOnlyList<string> Unmet);

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
}

/// <summary>A change that makes a deal fit.</summary>
/// <param name="Kind">Which dimension is changed: "deposit", "shorter_terms", "smaller_first_order".</param>
/// <param name="Text">The change and why it clears, in one sentence for a sales rep.</param>
/// <param name="HeadroomAfter">What would be left of the limit with the changed deal.</param>
public sealed record Alternative(string Kind, string Text, Money HeadroomAfter);
