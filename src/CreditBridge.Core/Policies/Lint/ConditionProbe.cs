using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.CreditFiles;
using CreditBridge.Core.Evaluation;
using CreditBridge.Core.Evaluation.Facts;
using CreditBridge.Core.Evaluation.Inputs;
using CreditBridge.Core.Policies.Expressions;

namespace CreditBridge.Core.Policies.Lint;

/// <summary>What trying a condition has shown.</summary>
internal enum ConditionOutcome
{
    /// <summary>It can be true and false.</summary>
    Depends = 0,

    /// <summary>It was never true.</summary>
    NeverTrue,

    /// <summary>It was never anything but true.</summary>
    AlwaysTrue,
}

/// <summary>
/// Tries a condition with the values that matter: every number and text in it, a little more and less, the ends of what the inputs can be, yes and no, and unknown. For
/// comparisons with constants that is exact; for others it finds the obvious.
/// </summary>
internal static class ConditionProbe
{
    private const int MostTries = 4_000;

    private static readonly AsOf AnyDay = new(new DateTimeOffset(2026, 6, 30, 12, 0, 0, TimeSpan.Zero), new DateOnly(2026, 6, 30), "UTC");
    private static readonly CreditFile Nobody = new(AnyDay, new AccountRecord("probe", "Probe"));

    public static ConditionOutcome Try(Expression condition, CreditPolicy policy)
    {
        var facts = new FactSheet(Nobody, policy);
        var tokens = Token.Split(condition.Text);
        var numbers = tokens.Where(t => t.Kind == TokenKind.Number).Select(t => t.Number).ToList();
        var texts = tokens.Where(t => t.Kind == TokenKind.Text).Select(t => t.Text).ToList();
        var candidates = condition.Inputs.Select(i => Candidates(i, numbers, texts, policy)).ToList();
        var combinations = candidates.Aggregate(1d, (product, c) => product * c.Count);
        var (wasTrue, wasNotTrue) = (false, false);
        // More combinations than can be tried are sampled evenly, by a step that shares no factor with any count of candidates.
        var tries = (long)Math.Min(combinations, MostTries);
        for (long i = 0; i < tries && !(wasTrue && wasNotTrue); i++)
        {
            var number = combinations <= MostTries ? i : i * 7_368_787 % (long)Math.Min(combinations, long.MaxValue / 2d);
            var given = new Dictionary<CreditInput, Reading>(candidates.Count);
            for (var k = 0; k < candidates.Count; k++)
            {
                given[condition.Inputs[k]] = candidates[k][(int)(number % candidates[k].Count)];
                number /= candidates[k].Count;
            }

            if (condition.Evaluate(new Situation(facts, policy, given)).Flag == true)
                wasTrue = true;
            else
                wasNotTrue = true;
        }

        return wasTrue ? wasNotTrue ? ConditionOutcome.Depends : ConditionOutcome.AlwaysTrue : ConditionOutcome.NeverTrue;
    }

    private static List<Reading> Candidates(CreditInput input, List<decimal> numbers, List<string> texts, CreditPolicy policy)
    {
        Reading[] missing = input.MissingWhen == "never" ? [] : [Reading.Missing];
        if (input.Unit == InputUnit.Flag)
            return [Reading.Of(true), Reading.Of(false), .. missing];
        if (input.Unit == InputUnit.Text)
            return [.. (input.Name == "band" ? policy.Bands.Select(b => b.Name) : texts.Append("something else")).Distinct(StringComparer.OrdinalIgnoreCase).Select(Reading.Of), .. missing];
        var values = numbers.SelectMany(n => new[] { n, n + 1m, n - 1m, n + 0.01m, n - 0.01m, n * 1000m })
            .Concat([0m, 1m, 1_000_000_000m, -1_000_000_000m, input.Lowest ?? -100m, input.Highest ?? 100m])
            .Where(v => !(v < input.Lowest) && !(v > input.Highest));
        return [.. values.Distinct().Select(v => Reading.Of(v)), .. missing];
    }
}
