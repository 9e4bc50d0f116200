using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;

namespace CreditBridge.Core.Reviews;

/// <summary>Why a person has to look. The numbers are stored: append, never renumber.</summary>
public enum ReviewCause
{
    /// <summary>A deal that the policy does not let pass by itself.</summary>
    Deal = 1,

    /// <summary>A change of the limit that the policy does not set by itself.</summary>
    LimitChange = 2,

    /// <summary>The customer pays later than it used to, or its band has fallen.</summary>
    Deterioration = 3,

    /// <summary>A bureau's answer changed.</summary>
    BureauChange = 4,

    /// <summary>News or a filing.</summary>
    News = 5,

    /// <summary>A notice of mass dismissals.</summary>
    WarnNotice = 6,

    /// <summary>The cover of a credit insurer changed.</summary>
    CoverChange = 7,

    /// <summary>The limit, an exception or a security ends soon.</summary>
    Expiry = 8,

    /// <summary>The band's interval has passed.</summary>
    Periodic = 9,

    /// <summary>A hold that a person has to decide about.</summary>
    Hold = 10,

    /// <summary>A person asked for it in the CRM.</summary>
    Asked = 11,

    /// <summary>Figures that it rests on are unknown: a rate is missing, a record cannot be read. Never the only reason.</summary>
    MissingInformation = 12,
}

/// <summary>Where a review stands with us. The numbers are stored: append, never renumber.</summary>
public enum ReviewState
{
    /// <summary>Somebody has to decide.</summary>
    Open = 0,

    /// <summary>A person decided, and the decision counts.</summary>
    Decided = 1,

    /// <summary>Its cause has gone: nobody has to decide any more.</summary>
    Withdrawn = 2,
}

/// <summary>One reason of a review.</summary>
/// <param name="Cause">What kind.</param>
/// <param name="Key">What tells it from others of its kind and stays the same while it lasts, such as the key of a signal.</param>
/// <param name="Text">In plain words, for the credit team.</param>
/// <param name="Since">Day since which it stands.</param>
public sealed record ReviewReason(ReviewCause Cause, string Key, string Text, DateOnly Since);

/// <summary>A time in which the clock stands still, because sales owes something.</summary>
/// <param name="From">Its start.</param>
/// <param name="Until">Its end; null while it lasts.</param>
/// <param name="Why">What sales owes, in plain words.</param>
public sealed record ReviewPause(DateTimeOffset From, DateTimeOffset? Until, string Why);

/// <summary>How a review came from one person to another.</summary>
/// <param name="From">Key of the user who had it.</param>
/// <param name="To">Key of the user who has it since; null when nobody could take it.</param>
/// <param name="At">When that was seen.</param>
public sealed record ReviewHandover(string From, string? To, DateTimeOffset At);

/// <summary>A document that a review needs.</summary>
/// <param name="Type">Its kind, as the policy names it.</param>
/// <param name="Why">Why it is needed, in plain words.</param>
/// <param name="IsThere">Whether a valid one has arrived.</param>
public sealed record NeededDocument(string Type, string Why, bool IsThere)
{
    /// <summary>What became of the one that came nearest: "too old" or "rejected"; null when it is there, and when none ever arrived.</summary>
    public string? State { get; init; }

    /// <summary>Record id in the CRM of our request for it, as it was read last; null while there is none.</summary>
    public string? RecordKey { get; init; }
}

/// <summary>What a person decided, and what became of it.</summary>
/// <param name="Verdict">The decision.</param>
/// <param name="By">Key of who decided.</param>
/// <param name="At">When.</param>
/// <param name="Refusal">Why it is not followed; null when it is.</param>
public sealed record ReviewOutcome(ReviewVerdict Verdict, string By, DateTimeOffset At, string? Refusal)
{
    /// <summary>Key of the exception that it became; null when it became none.</summary>
    public string? OverrideKey { get; init; }

    /// <summary>Last day on which it holds; null when it was refused, or has no end.</summary>
    public DateOnly? HoldsUntil { get; init; }

    /// <summary>All exceptions that it became, the first of them that of <see cref="OverrideKey"/>; null when it became none, and when that was before it was kept.</summary>
    public IReadOnlyList<StandingGrant>? Granted { get; init; }

    /// <summary>What was read in the CRM, in short: the same decision is the same text. Null for none, and once a refused one is back at work: the same decision is then a new one.</summary>
    public string? AsRead { get; init; }
}

/// <summary>What a decision on a review has granted.</summary>
/// <param name="Key">Key of the exception.</param>
/// <param name="Words">What, and until when.</param>
public sealed record StandingGrant(string Key, string Words)
{
    /// <summary>Its last day; null when it has none.</summary>
    public DateOnly? Until { get; init; }
}

/// <summary>What a review was for another account, before a person gave its record to the present one.</summary>
/// <param name="Accounts">For how many other accounts decisions on it have granted something; exceptions carry the next number in their keys.</param>
/// <param name="Stands">What stood there when the record came, and how it is ended, in words; null for nothing.</param>
public sealed record FormerAccounts(int Accounts, string? Stands);

/// <summary>Work for a person in credit: an account or a deal, why, by when, by whom. One open review per account or deal; reasons that add up are merged into it.</summary>
public sealed record CreditReview
{
    /// <summary>Our key, also the external key in the CRM: the same review has the same key however often it is worked out.</summary>
    public required string Key { get; init; }

    /// <summary>The account.</summary>
    public required string AccountKey { get; init; }

    /// <summary>The deal; null when it is about the account.</summary>
    public string? OpportunityKey { get; init; }

    /// <summary>Where it stands.</summary>
    public ReviewState State { get; init; }

    /// <summary>Every reason, the weightiest first; of a closed review those that it had.</summary>
    public required IReadOnlyList<ReviewReason> Reasons { get; init; }

    /// <summary>What is at stake: the deal's amount, or the account's exposure; null when unknown.</summary>
    public Money? Amount { get; init; }

    /// <summary>The limit that the policy proposes; null when it proposes none.</summary>
    public Money? ProposedLimit { get; init; }

    /// <summary>0 urgent, 1 high, 2 normal, 3 low.</summary>
    public int Priority { get; init; } = 2;

    /// <summary>How urgent the person called it who created it, like <see cref="Priority"/>; null when nobody said.</summary>
    public int? AskedPriority { get; init; }

    /// <summary>Name of the class of effort.</summary>
    public required string Effort { get; init; }

    /// <summary>Expected work in hours.</summary>
    public decimal EffortHours { get; init; }

    /// <summary>Documents that are needed.</summary>
    public IReadOnlyList<NeededDocument> Documents { get; init; } = [];

    /// <summary>Name of the team; null when no rule routes it.</summary>
    public string? Team { get; init; }

    /// <summary>Who it is given to, the key of a user in the CRM; null for nobody yet.</summary>
    public string? Analyst { get; init; }

    /// <summary>How it came from another person to whom it is given to; null while it is with the first one.</summary>
    public ReviewHandover? HandedOver { get; init; }

    /// <summary>Region of the account, from the attribute that the policy declares; null when unknown.</summary>
    public string? Region { get; init; }

    /// <summary>When it was opened.</summary>
    public DateTimeOffset OpenedAt { get; init; }

    /// <summary>When it was reopened, later than on the day on which it was closed: its clock is a new one. Null when it never was.</summary>
    public DateTimeOffset? ReopenedAt { get; init; }

    /// <summary>When the application was complete for the first time, of a reopened one since then: the clock's start; null before that.</summary>
    public DateTimeOffset? CompleteAt { get; init; }

    /// <summary>Whether everything was there when it was opened.</summary>
    public bool WasCompleteAtOnce { get; init; }

    /// <summary>Business minutes from the clock's start to the decision that the policy promises.</summary>
    public int WindowMinutes { get; init; }

    /// <summary>Business minutes to the first response that the policy promises; null when it promises none.</summary>
    public int? FirstResponseMinutes { get; init; }

    /// <summary>Times in which the clock stood still, in order.</summary>
    public IReadOnlyList<ReviewPause> Pauses { get; init; } = [];

    /// <summary>What sales owes at the moment, in plain words; null when nothing is owed.</summary>
    public IReadOnlyList<string>? Owed { get; init; }

    /// <summary>Whether its record in the CRM said, when it was read last, that it waits for documents; null for no.</summary>
    public bool? SeenWaiting { get; init; }

    /// <summary>Whether a person has set it to wait for documents, and the clock stands still for that; null for no.</summary>
    public bool? WaitsByHand { get; init; }

    /// <summary>When it is due; null while the clock stands still or has not started.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When it becomes one that is at risk; null like <see cref="DueAt"/>.</summary>
    public DateTimeOffset? AtRiskAt { get; init; }

    /// <summary>When the first response is due; null like <see cref="DueAt"/>, and when none is promised.</summary>
    public DateTimeOffset? FirstResponseDueAt { get; init; }

    /// <summary>When somebody began to work on it, of a reopened one since then; null before that.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Steps of the escalation path that were taken, by name, in order.</summary>
    public IReadOnlyList<string> Escalated { get; init; } = [];

    /// <summary>What was decided last, also when it could not be followed; null before that.</summary>
    public ReviewOutcome? Outcome { get; init; }

    /// <summary>When it was decided or withdrawn; null while open.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Key of the review of the same deal or account in which it goes on, when there were two; null for one that stands for itself. A decision on its record counts nevertheless.</summary>
    public string? JoinedTo { get; init; }

    /// <summary>
    /// Whether its record says that it is withdrawn. Of a withdrawn one: it has said so since, so that another status is a person's doing. Of one that was opened again after we had withdrawn
    /// it: it may still say so, which is no person's doing. Of a decided one: a person has set it so since. Null for no.
    /// </summary>
    public bool? ShowsWithdrawn { get; init; }

    /// <summary>When it was decided first by its present clock, and the decision was changed since; null when it was not. The promised time is kept or missed then.</summary>
    public DateTimeOffset? FirstDecidedAt { get; init; }

    /// <summary>Exceptions by an earlier decision that have counted since it was opened again, whether they still do or not; null for none.</summary>
    public IReadOnlyList<StandingGrant>? Standing { get; init; }

    /// <summary>What counts, when the record of a decided one was set to withdrawn or deleted, which takes nothing back; begins its message. Null for any other.</summary>
    public string? Notice { get; init; }

    /// <summary>That a person had put another account on its record, and what became of it, in words; stands in its message until somebody decides or opens it again. Null for no.</summary>
    public string? PutBack { get; init; }

    /// <summary>Whether its record was deleted from the CRM, of one that is closed; null for no.</summary>
    public bool? IsRecordDeleted { get; init; }

    /// <summary>
    /// Keys of the reasons that an earlier decision on it was about, when a person opened it again or changed the decision into one that cannot be followed: the next one is about them, too.
    /// Null for one that was never decided before.
    /// </summary>
    public IReadOnlyList<string>? DecidedAbout { get; init; }

    /// <summary>What it was for another account, when decisions on it granted something there before a person gave its record to this one. Null for any other.</summary>
    public FormerAccounts? Former { get; init; }

    /// <summary>Why what was granted does not count any more, although its last day has not come, and what to do; begins the message of a decided one. Null while it counts.</summary>
    public string? NoLongerCounts { get; init; }

    /// <summary>Message to whoever decides; null for none.</summary>
    public string? Message { get; init; }

    /// <summary>Name of the account's band when it was opened, and of a decided one when it was decided; null without one.</summary>
    public string? Band { get; init; }

    /// <summary>Keys of reasons that an earlier review has settled and that still last: they ask for nothing.</summary>
    public IReadOnlyList<string> Settled { get; init; } = [];

    /// <summary>How many decisions on it could not be followed.</summary>
    public int RefusedDecisions { get; init; }

    /// <summary>Id of the credit decision that it rests on.</summary>
    public string? DecisionId { get; init; }

    /// <summary>Record id in the CRM; null until it was read from there.</summary>
    public string? CrmKey { get; init; }

    /// <summary>The number or name under which people see that record; null until it was read from there.</summary>
    public string? CrmNumber { get; init; }

    /// <summary>The earliest moment at which time alone changes something about it (at risk, breached, a step of escalation, a document ends); null when nothing does.</summary>
    public DateTimeOffset? NextMoment { get; init; }
}
