using CreditBridge.Core.Policies;

namespace CreditBridge.Core.Reviews;

/// <summary>When the steps of the policy's escalation are taken for a review. Pure.</summary>
public static class EscalationPath
{
    /// <summary>The steps that the clock leads to, in the order of the policy, each with its moment; none while the clock stands still.</summary>
    /// <param name="review">The review.</param>
    /// <param name="rules">The policy's rules.</param>
    /// <param name="hours">Hours that are worked.</param>
    public static IReadOnlyList<(EscalationStep Step, DateTimeOffset At)> Of(CreditReview review, ReviewPolicy rules, BusinessHours hours)
    {
        var steps = new List<(EscalationStep, DateTimeOffset)>();
        foreach (var step in rules.Escalation)
        {
            if ((step.At == EscalationMoment.AtRisk ? review.AtRiskAt : review.DueAt) is { } begins)
                steps.Add((step, step.AfterMinutes == 0 ? begins : hours.Add(begins, step.AfterMinutes)));
        }

        return steps;
    }
}
