using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Policies;

namespace CreditBridge.Core.Reviews;

/// <summary>Everything that the reviews of one account depend on at a moment. Immutable; the planner needs nothing else.</summary>
/// <param name="Policy">The active policy.</param>
/// <param name="Now">The moment, with the business date and the company's time zone.</param>
/// <param name="File">The account's credit file: its record, deals, signals, reports, securities.</param>
/// <param name="Decision">The newest decision.</param>
/// <param name="Reviews">The account's reviews, open and closed, in order of their opening.</param>
public sealed record ReviewSituation(CreditPolicy Policy, AsOf Now, CreditFile File, CreditDecision Decision, IReadOnlyList<CreditReview> Reviews)
{
    /// <summary>The account's reviews as they stand in the CRM.</summary>
    public IReadOnlyList<ReviewRecord> InCrm { get; init; } = [];

    /// <summary>The account's documents as they stand in the CRM.</summary>
    public IReadOnlyList<ReviewDocumentRecord> Documents { get; init; } = [];

    /// <summary>Users of the CRM by key: names, e-mail addresses, whether they are active.</summary>
    public IReadOnlyDictionary<string, UserRecord> Users { get; init; } = new Dictionary<string, UserRecord>();

    /// <summary>Open work in hours by analyst (key of the user), of all accounts: routing evens it out.</summary>
    public IReadOnlyDictionary<string, decimal> OpenHours { get; init; } = new Dictionary<string, decimal>();

    /// <summary>Deals of the account's reviews that belong to another account now: its name, by key of the deal.</summary>
    public IReadOnlyDictionary<string, string> MovedDeals { get; init; } = new Dictionary<string, string>();

    /// <summary>What was decided last about the deals of open reviews while they belonged to another account, by key of the deal.</summary>
    public IReadOnlyDictionary<string, DecidedElsewhere> DecidedElsewhere { get; init; } = new Dictionary<string, DecidedElsewhere>();

    /// <summary>Reviews of people whose records a person has given to this account, as they are kept for another one, by key.</summary>
    public IReadOnlyDictionary<string, CameFrom> CameFrom { get; init; } = new Dictionary<string, CameFrom>();

    /// <summary>Records of reviews of ours on which a person has put another account: its name, by key of the record; null when there is none on it any more. They are among <see cref="InCrm"/>.</summary>
    public IReadOnlyDictionary<string, string?> Strays { get; init; } = new Dictionary<string, string?>();

    /// <summary>Keys of the reviews whose records were deleted.</summary>
    public IReadOnlySet<string> Deleted { get; init; } = new HashSet<string>();
}

/// <summary>A review that a person created, and whose record belongs to another account since.</summary>
/// <param name="Account">Name of the account that it was for.</param>
/// <param name="Review">The review as it is kept.</param>
/// <param name="Granted">What decisions on it have granted for other accounts than the present one, also what has ended.</param>
public sealed record CameFrom(string Account, CreditReview Review, IReadOnlyList<OverrideRecord> Granted);

/// <summary>A decision about a deal for another account than the one that it belongs to now.</summary>
/// <param name="Account">Name of the account that it was for.</param>
/// <param name="Review">The review on which it was made.</param>
public sealed record DecidedElsewhere(string Account, CreditReview Review);

/// <summary>What is to become of an account's reviews.</summary>
/// <param name="Reviews">Reviews that are new or have changed, each as it is to be kept; empty when nothing changes.</param>
public sealed record ReviewPlan(IReadOnlyList<CreditReview> Reviews)
{
    /// <summary>Exceptions that decisions became, to be kept like those that are granted on the command line; the account is evaluated again.</summary>
    public IReadOnlyList<OverrideRecord> Granted { get; init; } = [];

    /// <summary>What sales owes, by key of the review; only open reviews whose clock stands still for it.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Owed { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>The earliest moment at which time alone changes something about the account's reviews; null when nothing does.</summary>
    public DateTimeOffset? NextMoment { get; init; }
}
