using CreditBridge.Core.Evaluation.Inputs;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Policies.Expressions;

namespace CreditBridge.Core.Evaluation.Counterfactuals;

/// <summary>The numbers at which a policy treats an input differently: bounds of ranges, and whatever it is compared with.</summary>
internal static class Thresholds
{
    /// <summary>The numbers that stand in the policy beside an input, in no particular order.</summary>
    public static HashSet<decimal> Of(CreditInput input, Situation situation)
    {
        var policy = situation.Policy;
        var numbers = new HashSet<decimal>();
        foreach (var factor in policy.Score.Factors)
        {
            if (input.Equals(factor.Input) && factor.Points is RangePoints ranges)
                numbers.UnionWith(ranges.Bounds);
        }

        foreach (var expression in Expressions(policy))
        {
            if (!expression.Inputs.Contains(input))
                continue;
            foreach (var token in Token.Split(expression.Text))
            {
                if (token.Kind != TokenKind.Number)
                    continue;
                numbers.Add(token.Number);
                // A written number is in the policy's currency where the input is an amount.
                if (input.Unit == InputUnit.Amount && situation.FromPolicy(token.Number) is { } converted)
                    numbers.Add(converted);
            }
        }

        return numbers;
    }

    private static IEnumerable<Expression> Expressions(CreditPolicy policy) =>
        policy.Hold.Rules.Select(r => r.When)
            .Concat(policy.Prequalification.Select(c => c.Require))
            .Concat(policy.Limit.Methods.OfType<FormulaLimit>().Select(m => m.Amount));
}
