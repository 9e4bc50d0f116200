using CreditBridge.Core.Evaluation.Inputs;
using CreditBridge.Core.Policies;
using CreditBridge.Core.Policies.Expressions;
using CreditBridge.Core.Policies.Tables;

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

        foreach (var table in policy.Inputs.Defined.Select(d => d.Definition).OfType<ListTable>())
        {
            if (table.Rows is RangeAxis axis && axis.Value.Inputs.Contains(input))
                numbers.UnionWith(axis.Ranges.SelectMany(r => new[] { r.From, r.To }).OfType<decimal>());
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

    private static IEnumerable<Expression> Expressions(CreditPolicy policy)
    {
        var conditions = policy.Hold.Rules.SelectMany(r => new[] { r.When, r.ReleaseWhen })
            .Concat(policy.Hold.Exclusions.Select(e => e.When))
            .Concat(policy.Vetoes.Select(v => v.When))
            .Concat(policy.Limit.Methods.Select(m => m.When))
            .Concat(policy.Prequalification.Select(c => c.Require));
        var formulas = policy.Limit.Methods.OfType<FormulaLimit>().Select(m => m.Amount)
            .Concat(policy.Inputs.Defined.Select(d => d.Definition).OfType<Expression>());
        return conditions.OfType<Expression>().Concat(formulas);
    }
}
