using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Accounts;
using CreditBridge.Core.Outbox;

namespace CreditBridge.Core.Reviews;

/// <summary>
/// Keeps the reviews. New and changed ones are stored in the transaction that ends the evaluation of their account (<see cref="EvaluatedAccount.Reviews"/>), so that a decision and
/// the work that follows from it are never told apart by a process that dies.
/// </summary>
public interface IReviewStore
{
    /// <summary>All reviews of some accounts, open and closed, in order of their opening: people change what they decided long ago, and what it granted may still count.</summary>
    /// <param name="accountKeys">At most some hundred keys.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    Task<IReadOnlyList<CreditReview>> GetAsync(IReadOnlyCollection<string> accountKeys, CancellationToken cancellationToken);

    /// <summary>The review of a key; null when there is none.</summary>
    Task<CreditReview?> FindAsync(string key, CancellationToken cancellationToken);

    /// <summary>The decided reviews of some deals, of whatever accounts, in order of their closing.</summary>
    /// <param name="deals">At most some hundred keys.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    Task<IReadOnlyList<CreditReview>> ListDecidedOfDealsAsync(IReadOnlyCollection<string> deals, CancellationToken cancellationToken);

    /// <summary>A page of the queue: open reviews by when they are due, those whose clock stands still last; of another state by when they were closed.</summary>
    /// <param name="filter">Which reviews.</param>
    /// <param name="after">Where the page before ended; null for the first.</param>
    /// <param name="max">The most reviews.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    Task<ReviewPage> ListAsync(ReviewFilter filter, string? after, int max, CancellationToken cancellationToken);

    /// <summary>Reviews that were decided or withdrawn from a moment on, by when they were closed. Streams.</summary>
    IAsyncEnumerable<CreditReview> ListClosedAsync(DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>
    /// Open reviews of which people may have to be told: at risk or late by a moment, or escalated or handed over before; the longest so first. Of those that were stored by an earlier version, the late
    /// ones only, until they are stored again. Streams.
    /// </summary>
    IAsyncEnumerable<CreditReview> ListPressingAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Names of the teams that have reviews, in lower case and in order.</summary>
    Task<IReadOnlyList<string>> ListTeamsAsync(CancellationToken cancellationToken);

    /// <summary>Open work in hours, by analyst; reviews that are given to nobody are not among it.</summary>
    Task<IReadOnlyDictionary<string, decimal>> SumOpenHoursAsync(CancellationToken cancellationToken);

    /// <summary>Open reviews of some teams that are given to nobody in them, by key. Streams.</summary>
    /// <param name="teams">Names of the teams, in any case.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    IAsyncEnumerable<CreditReview> ListGivenToNobodyAsync(IReadOnlyCollection<string> teams, CancellationToken cancellationToken);

    /// <summary>How many reviews are open, and how many of these have no running clock or are overdue.</summary>
    Task<ReviewCounts> CountAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Open reviews whose account is gone, by key. Those of an account that was merged into another are that one's now, and not among them.</summary>
    Task<IReadOnlyList<OrphanedReview>> ListOrphansAsync(int max, CancellationToken cancellationToken);

    /// <summary>
    /// Reviews that people created and that are nobody's: they name no account, nor a deal whose account is known. Those that a person withdrew are not among them, nor is what carries a
    /// key and was decided: that is history. In order of their keys.
    /// </summary>
    /// <param name="connection">The CRM.</param>
    /// <param name="max">The most records that are looked at.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    Task<IReadOnlyList<ReviewRecord>> ListWithoutAccountAsync(string connection, int max, CancellationToken cancellationToken);

    /// <summary>Of some keys of reviews that people created, those of records that were only told that nobody can follow them (<see cref="AnswerAsync"/>).</summary>
    Task<IReadOnlySet<string>> FindAnsweredAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken);

    /// <summary>Plans writes to records that are no reviews of ours.</summary>
    Task AnswerAsync(IReadOnlyList<OutboxChange> outbox, CancellationToken cancellationToken);

    /// <summary>Stores reviews whose accounts are gone, and what is written to the CRM about them, in one transaction. One that is closed already stays as it is.</summary>
    Task CloseAsync(IReadOnlyList<CreditReview> closed, IReadOnlyList<OutboxChange> outbox, CancellationToken cancellationToken);
}

/// <summary>Which reviews are wanted; what is not named does not matter.</summary>
public sealed record ReviewFilter
{
    /// <summary>In which state. Default: open.</summary>
    public ReviewState State { get; init; } = ReviewState.Open;

    /// <summary>Key of the account.</summary>
    public string? AccountKey { get; init; }

    /// <summary>Name of the team, in any case.</summary>
    public string? Team { get; init; }

    /// <summary>Key of the analyst.</summary>
    public string? Analyst { get; init; }
}

/// <summary>Some reviews of a longer list.</summary>
/// <param name="Reviews">The reviews.</param>
/// <param name="Next">Where to go on; null at the end.</param>
public sealed record ReviewPage(IReadOnlyList<CreditReview> Reviews, string? Next);

/// <summary>How many reviews are open.</summary>
/// <param name="Open">All of them.</param>
/// <param name="Waiting">Of these, those whose clock stands still or has not started.</param>
/// <param name="Breached">Of these, those whose due time has passed.</param>
public sealed record ReviewCounts(long Open, long Waiting, long Breached);

/// <summary>An open review whose account is gone.</summary>
/// <param name="Review">The review.</param>
/// <param name="IsInCrm">Whether its record is still there.</param>
public sealed record OrphanedReview(CreditReview Review, bool IsInCrm);
