using CreditBridge.Core.Decisions;
using CreditBridge.Core.Engine;
using CreditBridge.Core.Outbox;
using CreditBridge.Core.Reviews;

namespace CreditBridge.Core.Accounts;

/// <summary>
/// Which accounts have to be evaluated, and the one transaction that ends an evaluation. An account is due when it is marked (a record of it changed) or when its
/// next moment has passed. Accounts are leased, so that several nodes can work side by side and a killed one loses nothing.
/// </summary>
public interface IAccountStore
{
    /// <summary>Leases due accounts, longest waiting first; none that another worker holds.</summary>
    /// <param name="max">The most accounts to lease.</param>
    /// <param name="now">Decides whose next moment has passed and whose lease has run out.</param>
    /// <param name="lease">Who takes them, and for how long.</param>
    /// <param name="cancellationToken">Stops before anything is leased.</param>
    Task<IReadOnlyList<DueAccount>> LeaseDueAsync(int max, DateTimeOffset now, Lease lease, CancellationToken cancellationToken);

    /// <summary>
    /// Ends the evaluation of leased accounts in one transaction: appends the decisions that say something new, stores reviews that are new or have
    /// changed, plans and replaces the outbox entries, sets the next moments
    /// and takes the marks away. A mark that was set again since the lease (its <see cref="DueAccount.Mark"/> has moved on) stays.
    /// An account whose lease ran out and was taken by another worker, or that is gone by now, is passed over: its result may be stale.
    /// </summary>
    /// <returns>How many outbox entries were put.</returns>
    Task<long> CompleteAsync(IReadOnlyList<EvaluatedAccount> accounts, CancellationToken cancellationToken);

    /// <summary>Marks every known account; for a new policy or a new field mapping.</summary>
    /// <returns>How many accounts there are.</returns>
    Task<long> MarkAllAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Customers that no account claims, because the one that did was merged into another: they count with the account that was kept until an account claims them.
    /// By account and customer; at most <paramref name="max"/>.
    /// </summary>
    Task<IReadOnlyList<CarriedClaim>> ListCarriedClaimsAsync(int max, CancellationToken cancellationToken);

    /// <summary>
    /// Customers that an account claims and that are no longer in their ERP, as long as nobody has said what became of them. By customer and account; at most
    /// <paramref name="max"/>.
    /// </summary>
    Task<IReadOnlyList<LostClaim>> ListLostClaimsAsync(int max, CancellationToken cancellationToken);

    /// <summary>
    /// Customers that stay with an account although it names them no longer, because no account does and no other customer was named in their place. Those that are no longer in their ERP
    /// are lost ones. By customer and account; at most <paramref name="max"/>.
    /// </summary>
    Task<IReadOnlyList<KeptClaim>> ListKeptClaimsAsync(int max, CancellationToken cancellationToken);

    /// <summary>
    /// Accounts that claim customers that no ERP has delivered, and the first of their keys. To be asked when every ERP has been read to its end once. A customer that was lost is not
    /// among them: of it, something is known.
    /// </summary>
    Task<UndeliveredKeys> FindUndeliveredKeysAsync(int max, CancellationToken cancellationToken);

    /// <summary>How many accounts are due now.</summary>
    Task<long> CountDueAsync(DateTimeOffset now, CancellationToken cancellationToken);
}

/// <summary>A leased account.</summary>
/// <param name="AccountKey">The account.</param>
/// <param name="Mark">Number of the mark at the time of the lease; counts up each time the account is marked.</param>
public sealed record DueAccount(string AccountKey, long Mark)
{
    /// <summary>Number of the lease; counts up each time the account is leased. Hand the account back as it was leased: only the latest lease may complete it.</summary>
    public long Lease { get; init; }
}

/// <summary>What an evaluation came to.</summary>
/// <param name="Due">The account as leased.</param>
/// <param name="Decision">The decision to append; null when it says nothing new, or when the account is gone.</param>
/// <param name="NextMoment">When time alone can change the answer; null when it cannot.</param>
/// <param name="Outbox">What is asked of the outbox, record by record.</param>
public sealed record EvaluatedAccount(DueAccount Due, StoredDecision? Decision, DateTimeOffset? NextMoment, IReadOnlyList<OutboxChange> Outbox)
{
    /// <summary>Reviews that are new or have changed.</summary>
    public IReadOnlyList<CreditReview> Reviews { get; init; } = [];

    /// <summary>Keys of merged accounts whose last decisions were taken on.</summary>
    public IReadOnlyList<string> TookOver { get; init; } = [];

    /// <summary>Keys of customers that stayed with the account although it names them no longer, and that need not: the decision was made without them.</summary>
    public IReadOnlyList<string> LetGo { get; init; } = [];
}

/// <summary>A customer that counts with an account only because the account that claimed it was merged into it.</summary>
/// <param name="AccountKey">The account that was kept.</param>
/// <param name="CustomerKey">The customer's key as text.</param>
/// <param name="MergedKey">The account that claimed it.</param>
public sealed record CarriedClaim(string AccountKey, string CustomerKey, string MergedKey)
{
    /// <summary>What happened, for people.</summary>
    public string What => $"Account {MergedKey} was merged into {AccountKey}, and no account names its ERP customer {CustomerKey} any more. It counts with {AccountKey} until one does.";

    /// <summary>What to do about it.</summary>
    public string NextStep => $"Copy the key into the ERP key field of {AccountKey}, or of the account that the customer belongs to.";
}
