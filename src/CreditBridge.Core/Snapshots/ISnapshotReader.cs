using CreditBridge.Abstractions.Records;
using CreditBridge.Core.CreditFiles;

namespace CreditBridge.Core.Snapshots;

/// <summary>Reads what is stored, in batches whose size the caller chooses.</summary>
public interface ISnapshotReader
{
    /// <summary>Everything stored about the given accounts: their own records, those of their deals, and those of the customers they claim.</summary>
    /// <param name="accountKeys">At most some hundred keys.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>One entry per account that exists; an account without a record of its own is absent.</returns>
    Task<IReadOnlyList<AccountRows>> ReadAccountsAsync(IReadOnlyCollection<string> accountKeys, CancellationToken cancellationToken);

    /// <summary>The same with records of some kinds only, beside the accounts' own.</summary>
    Task<IReadOnlyList<AccountRows>> ReadAccountsAsync(
        IReadOnlyCollection<string> accountKeys, IReadOnlyCollection<RecordKind> kinds, CancellationToken cancellationToken);

    /// <summary>All records of a kind about the given customers, whether an account claims them or not, as UTF-8 JSON; at most some hundred customers.</summary>
    Task<ILookup<string, byte[]>> ReadCustomersAsync(IReadOnlyCollection<string> customerKeys, RecordKind kind, CancellationToken cancellationToken);

    /// <summary>The groups that the given accounts belong to, each once; none for an account that has no parent and is nobody's.</summary>
    Task<IReadOnlyList<AccountGroup>> ReadGroupsAsync(IReadOnlyCollection<string> accountKeys, CancellationToken cancellationToken);

    /// <summary>All records of a kind of reference data (stages, exchange rates), of all connections.</summary>
    IAsyncEnumerable<byte[]> ReadReferenceAsync(RecordKind kind, CancellationToken cancellationToken);

    /// <summary>All records of a kind, of all connections, in order of connections and keys.</summary>
    IAsyncEnumerable<StoredRecord> ReadKindAsync(RecordKind kind, CancellationToken cancellationToken);

    /// <summary>The records of a kind with the given keys, at most some thousand; of all connections, in their order. Keys that are not known are absent.</summary>
    Task<IReadOnlyList<StoredRecord>> ReadRecordsAsync(RecordKind kind, IReadOnlyCollection<string> keys, CancellationToken cancellationToken);

    /// <summary>
    /// The account whose key equals the text (for a merged account the one that was kept), or that of the deal whose key equals it; else the accounts that claim the customer whose key
    /// equals it; else the accounts whose name equals it, case ignored; else those whose name contains it.
    /// </summary>
    Task<IReadOnlyList<FoundAccount>> FindAccountsAsync(string text, int limit, CancellationToken cancellationToken);
}

/// <summary>A stored record and where it came from.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="Payload">The record as UTF-8 JSON.</param>
public sealed record StoredRecord(string Connection, byte[] Payload);

/// <summary>An account that a search found.</summary>
/// <param name="Key">Key of the account.</param>
/// <param name="Name">Name of the account.</param>
public sealed record FoundAccount(string Key, string Name);

/// <summary>Accounts that have the same top account.</summary>
/// <param name="TopKey">Key of the top account; in a circle of parents, the smallest key of the circle.</param>
/// <param name="Members">Keys of all of them in ascending order, the top included. A parent that was never read is among them.</param>
public sealed record AccountGroup(string TopKey, IReadOnlyList<string> Members);

/// <summary>What is stored about one account.</summary>
/// <param name="AccountKey">The account.</param>
/// <param name="Account">Its own record, as UTF-8 JSON.</param>
/// <param name="Related">Records of its deals and of its customers, kind and UTF-8 JSON, in no particular order.</param>
/// <param name="SharedCustomers">Text of the claimed customer keys that other accounts claim too.</param>
public sealed record AccountRows(string AccountKey, byte[] Account, IReadOnlyList<(RecordKind Kind, byte[] Payload)> Related, IReadOnlyList<string> SharedCustomers)
{
    /// <summary>
    /// Customers that the account claims and that are no longer in their ERP, as long as nobody has said what became of them; what was last known of them is among
    /// <see cref="Related"/>, without items that were paid since. Empty for nearly every account.
    /// </summary>
    public IReadOnlyList<LostCustomer> LostCustomers { get; init; } = [];

    /// <summary>
    /// Text of the claimed customer keys, the account's own and those of the link file, that no ERP has delivered and none has lost; in ascending order. Only told when ERP customers
    /// are among the kinds that were asked for.
    /// </summary>
    public IReadOnlyList<string> UndeliveredCustomers { get; init; } = [];

    /// <summary>Text of the keys of customers that stay with the account although nobody names them for it any more; lost ones are not among them. Empty for nearly every account.</summary>
    public IReadOnlyList<string> KeptCustomers { get; init; } = [];

    /// <summary>
    /// Records about customers that the account claims that could not be read, by customer and kind; only kinds that matter, and only told when ERP customers are among the kinds that were asked for.
    /// </summary>
    public IReadOnlyList<UnreadableRecords> Unreadable { get; init; } = [];

    /// <summary>Accounts that were merged into this one, by key; what is stored about them is among <see cref="Related"/>. Empty for nearly every account.</summary>
    public IReadOnlyList<MergedAccount> Merged { get; init; } = [];
}

/// <summary>An account that was merged into another.</summary>
/// <param name="Key">Its key.</param>
/// <param name="IsHandedOn">Whether a decision of the other has taken on what its last decision had said.</param>
public sealed record MergedAccount(string Key, bool IsHandedOn);
