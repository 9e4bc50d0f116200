using CreditBridge.Abstractions.Values;

namespace CreditBridge.Core.Bureaus;

/// <summary>Where an order stands. The numbers are stored: append, never renumber.</summary>
public enum OrderState
{
    /// <summary>Money is reserved; the order may have been sent. While nobody knows what became of it, it counts as paid and nothing is ordered again.</summary>
    UnderWay = 0,

    /// <summary>Answered with a report that is kept in the ledger until it is stored among the records.</summary>
    Answered = 1,

    /// <summary>A report with an opinion arrived.</summary>
    Report = 2,

    /// <summary>A report arrived, and it has no opinion.</summary>
    NoOpinion = 3,

    /// <summary>The bureau does not know the company.</summary>
    NotFound = 4,

    /// <summary>The bureau refused; nothing was charged.</summary>
    Failed = 5,

    /// <summary>A person has looked up what became of it; the company may be asked about again.</summary>
    Cleared = 6,

    /// <summary>A report was paid for and is not kept: it is about another company, or cannot be read. The bureau is not asked any more that day, lest one mistake in a mapping uses up the budget.</summary>
    NotKept = 7,
}

/// <summary>An order of a report, from the moment its money is reserved. It stays on record.</summary>
/// <param name="Key">Account, provider and day: ordering the same again on the same day is the same order.</param>
/// <param name="AccountKey">The account it is about.</param>
/// <param name="Connection">The connection that it was ordered over.</param>
/// <param name="Provider">The bureau.</param>
/// <param name="OrderedOn">Business date; its month is the month of the budget.</param>
/// <param name="OrderedAt">When the money was reserved.</param>
/// <param name="Cost">What it counts for in the budget: the price while it is under way, afterwards what was charged.</param>
public sealed record ReportOrder(string Key, string AccountKey, string Connection, string Provider, DateOnly OrderedOn, DateTimeOffset OrderedAt, Money Cost)
{
    /// <summary>Where it stands.</summary>
    public OrderState State { get; init; }

    /// <summary>Why it was ordered, in one sentence.</summary>
    public string Why { get; init; } = "";

    /// <summary>The decision that it was ordered for; null when there was none.</summary>
    public string? DecisionId { get; init; }

    /// <summary>What came of it, for people; null while nothing has.</summary>
    public string? Result { get; init; }

    /// <summary>When it was settled; null while it is under way.</summary>
    public DateTimeOffset? SettledAt { get; init; }

    /// <summary>The records of the report as JSON, while they are not stored yet; null otherwise.</summary>
    public byte[]? Answer { get; init; }

    /// <summary>Whether a report arrived, with an opinion or without.</summary>
    public bool HasReport => State is OrderState.Answered or OrderState.Report or OrderState.NoOpinion;

    /// <summary>The key of an order.</summary>
    public static string KeyOf(string accountKey, string provider, DateOnly on) => $"{accountKey}/{provider.ToLowerInvariant()}/{on:yyyy-MM-dd}";
}
