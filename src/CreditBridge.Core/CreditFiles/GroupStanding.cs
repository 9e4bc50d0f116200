using CreditBridge.Abstractions.Values;

namespace CreditBridge.Core.CreditFiles;

/// <summary>The group of an account: all accounts that have the same top account. What the others owe, before any policy says what of it counts.</summary>
/// <param name="Key">Key of the top account; in a circle of parents, the smallest key.</param>
/// <param name="Name">Name of the top account.</param>
/// <param name="Others">The other accounts of the group in order of their keys.</param>
public sealed record GroupStanding(string Key, string Name, IReadOnlyList<GroupMember> Others)
{
    /// <summary>Limits that ERPs hold for the customers of the top account, each with its meaning; empty when it has none. In order of customer keys.</summary>
    public IReadOnlyList<CreditLimit> TopLimits { get; init; } = [];

    /// <summary>Whether the account itself is the top of the group.</summary>
    public bool IsTop { get; init; }
}

/// <summary>What another account of the group owes.</summary>
/// <param name="AccountKey">The account.</param>
/// <param name="Name">Its name.</param>
/// <param name="Sums">What it owes, one entry per currency, in order of currency codes.</param>
public sealed record GroupMember(string AccountKey, string Name, IReadOnlyList<GroupSum> Sums)
{
    /// <summary>Limits that ERPs hold for its customers, each with its meaning, in order of customer keys.</summary>
    public IReadOnlyList<CreditLimit> Limits { get; init; } = [];

    /// <summary>Whether an ERP has one of its customers on hold; null when none keeps such a mark.</summary>
    public bool? OnHold { get; init; }

    /// <summary>Yes when records about its customers could not be read, so that what it owes is not known; null otherwise.</summary>
    public bool? IsUnreadable { get; init; }

    /// <summary>Yes when no ERP delivers a customer that it names, so that what it owes is not known; null otherwise.</summary>
    public bool? IsUndelivered { get; init; }

    /// <summary>Earliest due date of its undisputed open invoices; null when it has none.</summary>
    public DateOnly? OldestDueOn { get; init; }
}

/// <summary>Sums of one account in one currency, each in whole by its nature; the policy says what counts.</summary>
/// <param name="Receivables">Open invoices and debit notes that are not disputed.</param>
/// <param name="Disputed">Open invoices and debit notes that are.</param>
/// <param name="Credits">Credit notes and unapplied cash; zero or negative.</param>
/// <param name="Orders">Orders accepted and not delivered, without those paid in advance.</param>
/// <param name="Unbilled">Delivered and not invoiced, without what is paid in advance.</param>
public sealed record GroupSum(Money Receivables, Money Disputed, Money Credits, Money Orders, Money Unbilled);
