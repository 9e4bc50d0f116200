using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;

namespace CreditBridge.Core.Decisions;

/// <summary>
/// The answer for one account at one moment, with everything that led to it. Same file, same policy: same decision, byte for byte.
/// All amounts are in <see cref="Currency"/>, the account's own.
/// </summary>
public sealed record CreditDecision
{
    /// <summary>Identity by content: "d-" and 16 hexadecimal digits over all of the decision and its moment. <see cref="DecisionHash.OfContent"/> tells whether two decisions say the same.</summary>
    public required string Id { get; init; }

    /// <summary>Key of the account.</summary>
    public required string AccountKey { get; init; }

    /// <summary>The moment for which the question was asked.</summary>
    public required AsOf AsOf { get; init; }

    /// <summary>Name and content hash of the policy: "starter@1:9f86d081".</summary>
    public required string PolicyVersion { get; init; }

    /// <summary>Hash over the credit file, without the moment and without what earlier decisions promised.</summary>
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

    /// <summary>
    /// The limit that the policy stands by, before exceptions and the group's limit; null in decisions of versions that did not note it. A change of the limit is
    /// measured against it.
    /// </summary>
    public CreditLimit? StandingLimit { get; init; }

    /// <summary>Yes when the limit cannot be told, because an amount that it rests on cannot be converted; <see cref="Limit"/> then says nothing. Null otherwise.</summary>
    public bool? LimitIsUnknown { get; init; }

    /// <summary>
    /// The exchange rates that are missing, so that figures of this decision are unknown and a person has to look; null when none is.
    /// </summary>
    public IReadOnlyList<MissingRate>? MissingRates { get; init; }

    /// <summary>Customers whose open items do not add up to the balance that their ERP gives; null when there is none.</summary>
    public IReadOnlyList<BalanceContradiction>? Contradictions { get; init; }

    /// <summary>Records about the account's customers that could not be read, by customer and kind, so that figures of this decision are unknown; null when there is none.</summary>
    public IReadOnlyList<UnreadableRecords>? Unreadable { get; init; }

    /// <summary>How the limit came about, one step per line.</summary>
    public IReadOnlyList<LimitStep> LimitSteps { get; init; } = [];

    /// <summary>Exposure by bucket.</summary>
    public required Exposure Exposure { get; init; }

    /// <summary>Limit less exposure; null when the limit is not an amount (none counts as an amount of zero), or when an amount could not be converted.</summary>
    public Money? Headroom { get; init; }

    /// <summary>Days by which the oldest open invoice is past due; 0 when none is.</summary>
    public int OldestPastDueDays { get; init; }

    /// <summary>Days beyond terms, weighted by amount; null without history.</summary>
    public decimal? AverageDaysBeyondTerms { get; init; }

    /// <summary>Direction of payment behaviour against the customer's own past.</summary>
    public PaymentTrend Trend { get; init; }

    /// <summary>Every reason for a hold; the account is on hold when there is at least one.</summary>
    public IReadOnlyList<HoldReason> HoldReasons { get; init; } = [];

    /// <summary>
    /// What keeps the holds of the policy beside their own conditions, one sentence each: a customer key that no ERP delivers, records that cannot be read, a customer that is gone or whose
    /// key was taken out. Null when nothing does.
    /// </summary>
    public IReadOnlyList<string>? HoldsKeptBy { get; init; }

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

    /// <summary>Exchange rates that amounts were converted with.</summary>
    public IReadOnlyList<RateUsed> Rates { get; init; } = [];

    /// <summary>What a person should know about the quality of the answer: a missing rate, an unknown customer.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The same and more with stable codes: what was missing, cut, divided by zero.</summary>
    public IReadOnlyList<DecisionNote> Notes { get; init; } = [];

    /// <summary>Vetoes that applied to the band.</summary>
    public IReadOnlyList<AppliedVeto> Vetoes { get; init; } = [];

    /// <summary>The lowest and the highest band that the missing inputs allow; null when the band is certain.</summary>
    public BandRange? PossibleBands { get; init; }

    /// <summary>The missing input that would narrow the score most; null when none is missing.</summary>
    public MostTelling? MostTelling { get; init; }

    /// <summary>The limit that the policy would set if a person agrees; null when it sets what it finds.</summary>
    public ProposedLimit? ProposedLimit { get; init; }

    /// <summary>The group's credit; null when the account is in no group or the policy has no group limit.</summary>
    public GroupCredit? Group { get; init; }

    /// <summary>Holds that exclusions or exceptions lift.</summary>
    public IReadOnlyList<LiftedHold> LiftedHolds { get; init; } = [];

    /// <summary>Holds that begin when their days of grace are over.</summary>
    public IReadOnlyList<PendingHold> PendingHolds { get; init; } = [];

    /// <summary>What becomes of the open orders; empty while the account is not on hold.</summary>
    public IReadOnlyList<OrderCheck> Orders { get; init; } = [];

    /// <summary>Every exception of the account and where it stands.</summary>
    public IReadOnlyList<OverrideStanding> Overrides { get; init; } = [];

    /// <summary>All reasons, the weightiest first.</summary>
    public IReadOnlyList<DecisionReason> Reasons { get; init; } = [];

    /// <summary>What a person in credit should look at, beside deals: "limit change from EUR 50,000.00 to EUR 90,000.00".</summary>
    public IReadOnlyList<string> ReviewRequests { get; init; } = [];

    /// <summary>The earliest moment at which time alone can change the answer; null when it cannot.</summary>
    public DateTimeOffset? NextMoment { get; init; }
}

/// <summary>Value of one input at the time of the decision.</summary>
/// <param name="Name">Name in the catalogue.</param>
/// <param name="Value">The value as text, for people; null when it could not be known.</param>
public sealed record InputValue(string Name, string? Value);

/// <summary>An exchange rate that is wanted and not there.</summary>
/// <param name="From">Currency of the amounts.</param>
/// <param name="To">Currency that they are wanted in.</param>
public sealed record MissingRate(CurrencyCode From, CurrencyCode To)
{
    /// <inheritdoc />
    public override string ToString() => $"{From}→{To}";
}

/// <summary>An exchange rate that amounts were converted with.</summary>
/// <param name="From">Currency that was converted.</param>
/// <param name="To">Currency that resulted.</param>
/// <param name="Rate">Units of <paramref name="To"/> for one unit of <paramref name="From"/>.</param>
/// <param name="ValidFrom">Day of the rate; of the older one when there were two.</param>
/// <param name="How">"direct", "inverse" (of the opposite rate) or "over EUR" (two rates).</param>
public sealed record RateUsed(CurrencyCode From, CurrencyCode To, decimal Rate, DateOnly ValidFrom, string How);

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

/// <summary>Whether an account's deals need no further credit review.</summary>
/// <param name="IsPrequalified">True when all criteria are met.</param>
/// <param name="Unmet">The criteria that are not met, in plain words that a rep may know.</param>
public sealed record Prequalification(bool IsPrequalified, IReadOnlyList<string> Unmet);

/// <summary>How well something is known: a reason code and words for people.</summary>
/// <param name="Code">Stable code, lower case with underscores, such as "division_by_zero".</param>
/// <param name="Text">What happened and what to do.</param>
public sealed record DecisionNote(string Code, string Text);

/// <summary>A reason of the decision, the weightiest first.</summary>
/// <param name="Code">Stable code: "factor:payment behaviour", "veto:insolvency", "hold:seriously past due", "limit:ceiling of the band", "criterion:a known customer".</param>
/// <param name="Text">The reason for the credit team.</param>
/// <param name="Weight">How much it matters: points of the score that it cost for factors; null for what decides by itself.</param>
public sealed record DecisionReason(string Code, string Text, decimal? Weight)
{
    /// <summary>The reason in plain words for the customer, without figures of ours; null when it is none of the customer's business.</summary>
    public string? ForCustomer { get; init; }

    /// <summary>Code of UN/EDIFACT 4509 that comes nearest; null when none does.</summary>
    public int? EdifactCode { get; init; }
}

/// <summary>Something that was worked out to change the answer, by evaluating it.</summary>
/// <param name="What">What would have to be so: "average_days_beyond_terms at most 12 (now 19.5)", "invoices paid".</param>
/// <param name="Then">What the answer would be: "the hold ends", "risk band Moderate".</param>
public sealed record Counterfactual(string What, string Then)
{
    /// <summary>Name of the input that would have to be different; null for payments.</summary>
    public string? Input { get; init; }

    /// <summary>Whether the customer may be told, because it is in its hands and shows no figure of ours.</summary>
    public bool ForCustomer { get; init; }

    /// <summary>Whether sales may be told.</summary>
    public bool ForSales { get; init; }
}
