using System.Text.Json.Serialization;
using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Findings;
using CreditBridge.Core.Runs;

namespace CreditBridge.Core.Engine;

/// <summary>Small state of the engine itself: named values, named leases, and figures for people.</summary>
public interface IEngineStore
{
    /// <summary>A named value, such as the policy version that all accounts were last marked for; null when it was never set.</summary>
    Task<string?> GetValueAsync(string name, CancellationToken cancellationToken);

    /// <summary>Sets a named value.</summary>
    Task SetValueAsync(string name, string value, CancellationToken cancellationToken);

    /// <summary>Takes a named value away.</summary>
    Task RemoveValueAsync(string name, CancellationToken cancellationToken);

    /// <summary>Adds to a named whole number, which starts at zero; several processes may do so at once.</summary>
    /// <returns>The sum.</returns>
    Task<long> AddToValueAsync(string name, long amount, CancellationToken cancellationToken);

    /// <summary>Replaces all findings of some accounts, in one transaction.</summary>
    /// <param name="accountKeys">The accounts.</param>
    /// <param name="found">What is open of them now.</param>
    /// <param name="cancellationToken">Stops before anything is stored.</param>
    Task ReplaceFindingsAsync(IReadOnlyCollection<string> accountKeys, IReadOnlyCollection<OpenFinding> found, CancellationToken cancellationToken);

    /// <summary>Open findings of a kind, by account and customer; at most <paramref name="max"/>.</summary>
    Task<IReadOnlyList<OpenFinding>> ListFindingsAsync(FindingKind kind, int max, CancellationToken cancellationToken);

    /// <summary>How many findings of a kind are open.</summary>
    Task<long> CountFindingsAsync(FindingKind kind, CancellationToken cancellationToken);

    /// <summary>Takes or renews a named lease, so that only one process reads a connection at a time.</summary>
    /// <returns>Null when the lease is ours; otherwise who holds it and until when.</returns>
    Task<Lease?> TryLeaseAsync(string name, DateTimeOffset now, Lease lease, CancellationToken cancellationToken);

    /// <summary>Gives a lease back; no effect when somebody else holds it.</summary>
    Task ReleaseAsync(string name, string holder, CancellationToken cancellationToken);

    /// <summary>Names of all processes that hold a lease of any kind: named, on accounts or on outbox entries.</summary>
    Task<IReadOnlyList<string>> ListHoldersAsync(CancellationToken cancellationToken);

    /// <summary>Gives back everything that a process holds, because it is known not to run any more.</summary>
    Task ReleaseAllAsync(string holder, CancellationToken cancellationToken);

    /// <summary>Figures for people.</summary>
    Task<EngineFigures> GetFiguresAsync(CancellationToken cancellationToken);

    /// <summary>How many ERP customers no account claims.</summary>
    Task<long> CountUnclaimedAsync(CancellationToken cancellationToken);

    /// <summary>ERP customers that no account claims, by key; at most <paramref name="max"/>.</summary>
    Task<IReadOnlyList<UnclaimedCustomer>> ListUnclaimedAsync(int max, CancellationToken cancellationToken);

    /// <summary>
    /// Customers that open items name and that no ERP lists: nobody's account can be told to owe them. Lost customers are not among them. None while customers are being listed.
    /// </summary>
    /// <param name="max">The most customers to name.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    Task<UnlistedCustomers> FindUnlistedCustomersAsync(int max, CancellationToken cancellationToken);

    /// <summary>Reviews that people created in the CRM without an account, so that nobody follows them.</summary>
    /// <param name="max">The most records to name.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    Task<UnfollowedReviews> FindUnfollowedReviewsAsync(int max, CancellationToken cancellationToken);

    /// <summary>What is stored of a source, and how much of it could not be read.</summary>
    Task<SourceYield> CountYieldAsync(string connection, RecordKind kind, CancellationToken cancellationToken);

    /// <summary>Records that could not be read and have not arrived well since; newest first.</summary>
    Task<IReadOnlyList<Rejection>> ListRejectionsAsync(int max, CancellationToken cancellationToken);

    /// <summary>Records that stand more than once and count once, by connection and kind; of each source at most <paramref name="max"/> are named.</summary>
    Task<IReadOnlyList<RepeatedRecords>> FindRepetitionsAsync(int max, CancellationToken cancellationToken);
}

/// <summary>An ERP customer that no account claims.</summary>
/// <param name="Customer">Its key as text.</param>
/// <param name="Name">Its name in the ERP.</param>
public sealed record UnclaimedCustomer(string Customer, string Name);

/// <summary>Reviews of people that nobody follows.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="First">Ids of the first of them in the CRM, in order.</param>
public sealed record UnfollowedReviews(long Count, IReadOnlyList<string> First);

/// <summary>Customers of open items that no ERP lists.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="First">The first of them by key, and how many open items each has.</param>
public sealed record UnlistedCustomers(long Count, IReadOnlyList<(string Customer, int Items)> First);

/// <summary>What a source has given.</summary>
/// <param name="Records">Records that are stored.</param>
/// <param name="Rejected">Records, or whole files, that could not be read.</param>
/// <param name="Unassigned">Of these, those of which nobody knows which customer they are about.</param>
public sealed record SourceYield(long Records, long Rejected, long Unassigned);

/// <summary>A record that could not be read.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="Kind">Kind of record.</param>
/// <param name="Where">File and line, or record and field.</param>
/// <param name="Reason">What is wrong with it.</param>
/// <param name="Raw">The record as it came; null when it cannot be shown.</param>
/// <param name="SeenAt">When it was last seen.</param>
public sealed record Rejection(string Connection, RecordKind Kind, string Where, string Reason, string? Raw, DateTimeOffset SeenAt)
{
    /// <summary>Source, place and reason in one line.</summary>
    [JsonIgnore]
    public string InWords => $"{Connection} {KindWords.Plural(Kind)}, {Where}: {Reason}";

    /// <summary>Whether a whole file is meant and not a record of one: it was refused, came too late, or what it does not list was not removed.</summary>
    public bool IsFile { get; init; }
}

/// <summary>Records of one source that stand more than once with the same values, so that nobody knows whether they are one or two.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="Kind">Kind of record.</param>
/// <param name="Count">How many there are.</param>
/// <param name="First">The first of them: where each stands, and what repeats it.</param>
public sealed record RepeatedRecords(string Connection, RecordKind Kind, long Count, IReadOnlyList<Rejection> First);

/// <summary>Figures for people.</summary>
/// <param name="Records">Stored records by connection and kind.</param>
/// <param name="Decisions">Decisions that were ever taken.</param>
/// <param name="UnclaimedCustomers">ERP customers that no account claims.</param>
/// <param name="Rejections">Records that could not be read and have not arrived well since.</param>
public sealed record EngineFigures(IReadOnlyList<RecordCount> Records, long Decisions, long UnclaimedCustomers, long Rejections);

/// <summary>How many records of a kind a connection has.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="Kind">The kind.</param>
/// <param name="Count">How many.</param>
public sealed record RecordCount(string Connection, RecordKind Kind, long Count);
