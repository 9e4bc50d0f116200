namespace CreditBridge.Core.Policies;

/// <summary>What counts as owed and as past due.</summary>
public sealed record ReceivablesPolicy
{
    /// <summary>Days after the due date during which an invoice does not count as past due; -1: it counts on the due date itself, as in some ledgers.</summary>
    public int PastDueAfterDays { get; init; }

    /// <summary>Open amounts up to this, in the policy's currency, never count as past due: bank charges and cents.</summary>
    public decimal IgnoreUpTo { get; init; }

    /// <summary>Whether a disputed invoice can be past due.</summary>
    public bool DisputedIsPastDue { get; init; }

    /// <summary>Whether disputed invoices count against the limit.</summary>
    public bool DisputedCounts { get; init; } = true;

    /// <summary>Whether credit notes and unapplied cash reduce the exposure.</summary>
    public bool CreditsReduceExposure { get; init; } = true;

    /// <summary>
    /// Whether credit notes and unapplied cash whose own due date has passed are set against past-due items, the oldest first: past due then agrees with ledgers that
    /// state it as a net figure. Never below zero.
    /// </summary>
    public bool CreditsReducePastDue { get; init; }
}

/// <summary>How payment behaviour is called improving or deteriorating.</summary>
/// <param name="Days">By how many days the recent average has to differ from the customer's own habit.</param>
public sealed record TrendPolicy(decimal Days);
