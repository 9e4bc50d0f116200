using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Decisions;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Reviews;

namespace CreditBridge.Core.Forecasting;

/// <summary>
/// What an account's newest decision says about deals that credit has not checked yet: would they ask for a person under the active policy? Rests on the decision's own results
/// (prequalification, hold, headroom) and on the policy's largest amount that passes by itself.
/// </summary>
internal sealed record AccountOutlook
{
    /// <summary>An account that nobody has decided about.</summary>
    public static AccountOutlook Unknown { get; } = new() { Expected = DealStatus.ReviewNeeded, Why = "no decision about the customer yet" };

    /// <summary>What a deal of any size would come to.</summary>
    public required DealStatus Expected { get; init; }

    /// <summary>Why, in a few words.</summary>
    public string Why { get; init; } = "";

    /// <summary>What is left of the limit; null when nothing limits it or it is not known.</summary>
    public Money? Headroom { get; init; }

    /// <summary>Day of the next periodic review; null for none.</summary>
    public DateOnly? NextReview { get; init; }

    /// <summary>What is owed now.</summary>
    public Money? Exposure { get; init; }

    /// <summary>The outlook of a decision.</summary>
    public static AccountOutlook Of(CreditDecision decision)
    {
        var (status, why) = decision switch
        {
            { OnHold: true } => (DealStatus.OnHold, "the customer is on hold"),
            { LimitIsUnknown: true } => (DealStatus.ReviewNeeded, "the customer's limit cannot be told"),
            { Prequalification.IsPrequalified: true } => (DealStatus.Prequalified, "the customer is prequalified"),
            _ => (DealStatus.ReviewNeeded, "the customer is not prequalified"),
        };
        return new AccountOutlook { Expected = status, Why = why, Headroom = decision.Headroom, NextReview = decision.NextReview, Exposure = decision.Exposure.Total };
    }

    /// <summary>What a deal would ask of credit.</summary>
    /// <param name="policy">The active policy.</param>
    /// <param name="amount">Its amount in the policy's currency; null when unknown.</param>
    /// <param name="headroom">The headroom in the policy's currency; null when nothing limits it or it is not known.</param>
    /// <returns>The chance that it needs a person, and why.</returns>
    public (double Probability, string Why) Judge(CreditPolicy policy, decimal? amount, decimal? headroom)
    {
        if (policy.Reviews.Causes.FirstOrDefault(c => c.Cause == ReviewCause.Deal) is not { } rule)
            return (0, "the policy makes no reviews of deals");
        var (status, why) = (Expected, Why);
        if (status == DealStatus.Prequalified)
        {
            (status, why) = (amount, headroom) switch
            {
                ({ } known, _) when known > policy.Proposals.ReviewAbove => (DealStatus.ReviewNeeded, "above the amount that passes by itself"),
                ({ } known, { } left) when known > left => (DealStatus.ReviewNeeded, "does not fit into the headroom"),
                (null, not null) => (DealStatus.Conditional, "prequalified, but without an amount"),
                _ => (status, why),
            };
            // Nobody knows how large it will be: even chances.
            if (amount is null && headroom is not null)
                return (rule.Statuses.Contains(DealStatus.ReviewNeeded) ? 0.5 : 0, why);
        }

        return (rule.Statuses.Contains(status) ? 1 : 0, why);
    }
}
