using CreditBridge.Abstractions.Values;

namespace CreditBridge.Core.Decisions;

/// <summary>What the customer owes, by bucket; all in one currency. Null is what cannot be told, because an amount of it cannot be converted or no ERP delivers a customer of the account.</summary>
/// <param name="OpenReceivables">Open invoices and debit notes.</param>
/// <param name="PastDue">Of these, what is past its due date and not disputed.</param>
/// <param name="Disputed">Of these, what the customer disputes.</param>
/// <param name="Credits">Credit notes and unapplied cash, negative or zero.</param>
/// <param name="Total">What counts against the limit.</param>
public sealed record Exposure(Money? OpenReceivables, Money? PastDue, Money? Disputed, Money? Credits, Money? Total)
{
    /// <summary>All buckets that the policy knows, in its order; those that count add up to <see cref="Total"/>. Empty in decisions of versions without buckets.</summary>
    public IReadOnlyList<ExposureBucket> Buckets { get; init; } = [];
}

/// <summary>A bucket of the exposure. Buckets do not overlap; those that count add up to the total.</summary>
/// <param name="Name">Name in policies: "not_due", "past_due", "disputed", "credits", "open_orders", "unbilled", "pipeline", "secured".</param>
/// <param name="Amount">Its amount; what is in the customer's favour is negative. Null when an amount of it cannot be converted.</param>
/// <param name="Counts">Whether it counts against the limit or is only shown.</param>
/// <param name="Limit">Its own limit; null when it has none.</param>
public sealed record ExposureBucket(string Name, Money? Amount, bool Counts, Money? Limit);
