namespace CreditBridge.Core.Watch;

/// <summary>Keeps the watch list, and finds the accounts that have to be looked at.</summary>
public interface IWatchStore
{
    /// <summary>Keys of all accounts that are known or watched, or that an alert is about, in ascending order.</summary>
    /// <param name="after">The key to go on after; null for the beginning.</param>
    /// <param name="max">The most keys.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    Task<IReadOnlyList<string>> ListAccountsAsync(string? after, int max, CancellationToken cancellationToken);

    /// <summary>Keys of accounts that are watched, or that an alert is about, and that are gone: deleted, or merged into another; in ascending order.</summary>
    /// <param name="after">The key to go on after; null for the beginning.</param>
    /// <param name="max">The most keys.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    Task<IReadOnlyList<string>> ListGoneAsync(string? after, int max, CancellationToken cancellationToken);

    /// <summary>Accounts about which decisions were appended after a position, in the order of appending.</summary>
    Task<IReadOnlyList<DecidedAccount>> ListDecidedAsync(long after, int max, CancellationToken cancellationToken);

    /// <summary>Position of the newest decision; 0 before the first.</summary>
    Task<long> GetLastDecisionAsync(CancellationToken cancellationToken);

    /// <summary>
    /// For each account, its newest decision, and the earlier one to compare it with: of the decisions under the policy the last before a moment, or else the first. Accounts without a
    /// decision are absent.
    /// </summary>
    Task<IReadOnlyDictionary<string, DecisionPair>> ReadDecisionsAsync(IReadOnlyCollection<string> accountKeys, string policyVersion, DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>The entries of some accounts, those that have left the list included.</summary>
    Task<IReadOnlyList<WatchEntry>> ReadAsync(IReadOnlyCollection<string> accountKeys, CancellationToken cancellationToken);

    /// <summary>All entries that are listed, in order of account keys.</summary>
    Task<IReadOnlyList<WatchEntry>> ListAsync(WatchSide side, CancellationToken cancellationToken);

    /// <summary>Puts entries in the place of those of the same account and side, and takes others away, in one transaction.</summary>
    Task SaveAsync(IReadOnlyCollection<WatchEntry> entries, IReadOnlyCollection<(string AccountKey, WatchSide Side)> gone, CancellationToken cancellationToken);
}

/// <summary>An account about which there is a new decision.</summary>
/// <param name="Position">Position of the decision in the order of appending.</param>
/// <param name="AccountKey">The account.</param>
public sealed record DecidedAccount(long Position, string AccountKey);

/// <summary>Two decisions about an account, as UTF-8 JSON.</summary>
/// <param name="Newest">The newest.</param>
/// <param name="Before">The one to compare it with; null when there is no other.</param>
public sealed record DecisionPair(byte[] Newest, byte[]? Before);
