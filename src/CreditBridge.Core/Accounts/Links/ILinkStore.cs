using CreditBridge.Abstractions.Values;

namespace CreditBridge.Core.Accounts.Links;

/// <summary>Keeps which customers accounts are by the link file, beside those that they name themselves.</summary>
public interface ILinkStore
{
    /// <summary>
    /// Makes the stored links those of a list: new ones count at once, those that are not in it any more end, and every account that is concerned is marked. An account
    /// that was merged stands for the one that was kept. A link whose account is not known does not count before the account is there. Doing it again changes nothing.
    /// </summary>
    /// <remarks>
    /// A customer that was renumbered is linked, under its new key, to every account that claims the old one. That a lost customer was renumbered or is gone settles its loss: what
    /// was last known of it counts no longer. A new key that no ERP has delivered settles nothing. The loss is there again when its line is taken out.
    /// A customer that stays with an account although nobody names it (<see cref="KeptClaim"/>) ends to do so when the list says that the account is not that customer.
    /// </remarks>
    Task<LinkResult> ApplyAsync(LinkList list, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Which of some customers an account claims, by its own key or by a link; null while no account is known.</summary>
    Task<IReadOnlySet<CustomerKey>?> FindClaimedAsync(IReadOnlyCollection<CustomerKey> customers, CancellationToken cancellationToken);

    /// <summary>ERP customers that no account claims, in the order of their keys, as stored records.</summary>
    IAsyncEnumerable<byte[]> ReadUnclaimedAsync(CancellationToken cancellationToken);
}

/// <summary>What applying links came to.</summary>
/// <param name="Added">Links that count from now on.</param>
/// <param name="Removed">Links that do not count any more.</param>
public sealed record LinkResult(long Added, long Removed)
{
    /// <summary>Links whose account is not known: they do not count.</summary>
    public IReadOnlyList<AccountLink> UnknownAccounts { get; init; } = [];

    /// <summary>Links whose customer no ERP has delivered: they count as soon as one does.</summary>
    public IReadOnlyList<AccountLink> UnknownCustomers { get; init; } = [];

    /// <summary>Renumbered customers whose new key no ERP has delivered: their losses are not settled.</summary>
    public IReadOnlyList<CustomerChange> UnknownSuccessors { get; init; } = [];

    /// <summary>Customers that are said to be gone and that an ERP still delivers: they count on.</summary>
    public IReadOnlyList<CustomerChange> StillThere { get; init; } = [];

    /// <summary>Customers that are said to be renumbered or gone and that no account claims and no ERP ever lost: a typing mistake.</summary>
    public IReadOnlyList<CustomerChange> NeverKnown { get; init; } = [];

    /// <summary>Links whose customer another account claims too: its items count with both, as they do when two accounts name it.</summary>
    public IReadOnlyList<AccountLink> Shared { get; init; } = [];
}
