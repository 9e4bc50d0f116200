using CreditBridge.Core.Decisions;

namespace CreditBridge.Core.Evaluation.Rules;

/// <summary>Applies the hold rules. Every one that applies gives a reason; none hides another.</summary>
internal static class HoldRules
{
    public static IReadOnlyList<HoldReason> Apply(Situation situation)
    {
        var reasons = new List<HoldReason>();
        foreach (var rule in situation.Policy.Hold.Rules)
        {
            if (rule.When.Evaluate(situation).Flag == true)
                reasons.Add(new HoldReason(rule.Name, rule.Reason.Render(situation), rule.Release.Render(situation)));
        }

        return reasons;
    }
}
