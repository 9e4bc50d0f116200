using CreditBridge.Abstractions.Records;

namespace CreditBridge.Core.Snapshots;

/// <summary>
/// What the sources said in the past. A record that is changed or removed is kept as it was, together with the period in which it was known, for as long as the
/// storage is told to keep it.
/// </summary>
public interface IHistoryStore
{
    /// <summary>From when on the history of each source is complete, by connection and kind. Before that, only what records say about their own dates is known.</summary>
    Task<IReadOnlyList<HistoryStart>> GetStartsAsync(CancellationToken cancellationToken);

    /// <summary>Every account that is known, or was and has gone since, those of a group together; an account in no group comes as a group of its own.</summary>
    IAsyncEnumerable<AccountGroup> ListAccountsAsync(CancellationToken cancellationToken);

    /// <summary>How many accounts are known now.</summary>
    Task<long> CountAccountsAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Everything that was known about the given accounts from a moment on: their own records, those of their deals, and those of the customers they claim or have
    /// claimed, each in every version that was known at that moment or later. An account that has no record of its own at any time is absent.
    /// </summary>
    /// <param name="accountKeys">At most some hundred keys.</param>
    /// <param name="from">Versions that ended before are left out.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    Task<IReadOnlyList<AccountPast>> ReadAsync(IReadOnlyCollection<string> accountKeys, DateTimeOffset from, CancellationToken cancellationToken);

    /// <summary>Lets versions go that ended longer ago than the storage keeps them; at most some ten thousand at a time, so that it never takes long.</summary>
    /// <returns>How many went.</returns>
    Task<long> PruneAsync(DateTimeOffset now, CancellationToken cancellationToken);
}

/// <summary>From when on the history of a source is complete.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="Kind">The kind of record.</param>
/// <param name="Since">The moment.</param>
public sealed record HistoryStart(string Connection, RecordKind Kind, DateTimeOffset Since);

/// <summary>A record as it was known for a time.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="Kind">Kind of record.</param>
/// <param name="Payload">The record as UTF-8 JSON.</param>
/// <param name="KnownFrom">From when on; null: since before its source's history begins.</param>
/// <param name="KnownTo">Until when, exclusive; null: until now.</param>
public sealed record RecordVersion(string Connection, RecordKind Kind, byte[] Payload, DateTimeOffset? KnownFrom, DateTimeOffset? KnownTo);

/// <summary>What was known about one account over time.</summary>
/// <param name="AccountKey">The account.</param>
/// <param name="Versions">Versions of its own record, of its deals and of the records of its customers, in no particular order.</param>
public sealed record AccountPast(string AccountKey, IReadOnlyList<RecordVersion> Versions)
{
    /// <summary>When customers of the account were missing from their ERP without anybody having said what became of them; empty for nearly every account.</summary>
    public IReadOnlyList<CustomerLoss> Losses { get; init; } = [];
}

/// <summary>A period in which a customer was missing from its ERP and what was last known of it counted.</summary>
/// <param name="CustomerKey">The customer's key as text.</param>
/// <param name="From">When it was found to be gone.</param>
/// <param name="To">When it came back, or a person said what became of it; null while neither has happened.</param>
public sealed record CustomerLoss(string CustomerKey, DateTimeOffset From, DateTimeOffset? To)
{
    /// <summary>When it was there last: what was known of it then counted.</summary>
    public DateTimeOffset SeenAt { get; init; } = From;

    /// <summary>Whether a moment lies in the period.</summary>
    public bool Covers(DateTimeOffset moment) => From <= moment && !(To <= moment);
}
