using CreditBridge.Abstractions.Values;

namespace CreditBridge.Core.Decisions;

/// <summary>One reason for a hold.</summary>
/// <param name="Rule">Name of the rule in the policy.</param>
/// <param name="Reason">Why, in plain words for a sales rep.</param>
/// <param name="ReleasedWhen">What ends it, in plain words.</param>
public sealed record HoldReason(string Rule, string Reason, string ReleasedWhen)
{
    /// <summary>Day since when it is so; null in decisions of versions that did not note it.</summary>
    public DateOnly? Since { get; init; }

    /// <summary>Whether a person ordered it: no figure ever ends it, a person does.</summary>
    public bool IsManual { get; init; }

    /// <summary>Whether the rule no longer applies by itself and the hold lasts only until its release condition is met as well.</summary>
    public bool IsLingering { get; init; }

    /// <summary>Why, in plain words for the customer; null when the policy has none and <see cref="Reason"/> is not meant for customers.</summary>
    public string? ForCustomer { get; init; }
}

/// <summary>A hold that would be in force if a rule of the policy or an exception did not lift it.</summary>
/// <param name="Rule">Name of the hold rule.</param>
/// <param name="LiftedBy">Name of the exclusion or key of the exception.</param>
/// <param name="Why">Why, in one sentence for the credit team.</param>
public sealed record LiftedHold(string Rule, string LiftedBy, string Why)
{
    /// <summary>Day since when the rule applies; null in decisions of versions that did not note it.</summary>
    public DateOnly? Since { get; init; }
}

/// <summary>A hold that begins when its days of grace are over, unless what causes it ends before.</summary>
/// <param name="Rule">Name of the hold rule.</param>
/// <param name="Since">Day since when the rule applies.</param>
/// <param name="HoldsFrom">First day of the hold.</param>
/// <param name="Reason">Why, in plain words for a sales rep.</param>
public sealed record PendingHold(string Rule, DateOnly Since, DateOnly HoldsFrom, string Reason);

/// <summary>What becomes of an open order while the account is on hold.</summary>
/// <param name="Order">Order number.</param>
/// <param name="Amount">What is not invoiced yet.</param>
/// <param name="Stopped">Whether the hold stops it.</param>
/// <param name="Why">Why it is stopped or not, in plain words.</param>
public sealed record OrderCheck(string Order, Money Amount, bool Stopped, string Why);
