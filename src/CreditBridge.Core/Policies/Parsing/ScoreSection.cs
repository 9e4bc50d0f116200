using CreditBridge.Core.Evaluation.Inputs;
using CreditBridge.Core.Policies.Expressions;

namespace CreditBridge.Core.Policies.Parsing;

/// <summary>Reads the section "score".</summary>
internal static class ScoreSection
{
    /// <summary>The score policy and the scores that its factors can reach; null when that cannot be told.</summary>
    public static (ScorePolicy Policy, (decimal Lowest, decimal Highest)? Reachable) Read(SectionReader? section)
    {
        if (section is null)
            return (new ScorePolicy { Lowest = 0m, Highest = 100m, Factors = [] }, null);
        var (lowest, highest) = Scale(section);
        var (decimals, halves) = Rounding(section.Section("rounding", null));
        var policy = new ScorePolicy
        {
            Lowest = lowest,
            Highest = highest,
            Decimals = decimals,
            Halves = halves,
            Better = section.Choice<BetterScore>("better") ?? BetterScore.Higher,
            Combination = section.Choice<ScoreCombination>("combine") ?? ScoreCombination.WeightedAverage,
            Factors = [],
        };
        if (section.Has("formula"))
        {
            _ = section.Choice<Boundary>("boundary");
            if (section.Has("factors"))
                section.Error("factors", "The score is a formula here, so there are no factors. Remove one of the two.");
            policy = policy with { Formula = section.Expression("formula", InputStage.File, ExpressionType.Number) };
            section.Close();
            return (policy, null);
        }

        var boundary = section.RequiredChoice<Boundary>("boundary", "which range a value exactly on a boundary belongs to: lower_inclusive (the one that begins there) or upper_inclusive (the one that ends there)");
        policy = policy with { Factors = Factors(section, policy, boundary) };
        var reachable = Reachable(section, policy);
        section.Close();
        return (policy, reachable);
    }

    private static (decimal Lowest, decimal Highest) Scale(SectionReader section)
    {
        if (section.Section("scale", null) is not { } scale)
            return (0m, 100m);
        var lowest = scale.RequiredNumber("lowest", -100_000m, 100_000m, "the lowest score there is");
        var highest = scale.RequiredNumber("highest", -100_000m, 100_000m, "the highest score there is");
        if (scale.Has("lowest") && scale.Has("highest") && lowest >= highest)
            scale.Error("highest", "The highest score has to be above the lowest.");
        scale.Close();
        return (lowest, highest);
    }

    private static (int Decimals, MidpointRounding Halves) Rounding(SectionReader? section)
    {
        if (section is null)
            return (0, MidpointRounding.AwayFromZero);
        var decimals = section.Integer("decimals", 0, 4, 0);
        var halves = section.RequiredChoice<Halves>("halves", "up (70.5 becomes 71) or to_even (70.5 becomes 70, 71.5 becomes 72)");
        section.Close();
        return (decimals, halves == Halves.ToEven ? MidpointRounding.ToEven : MidpointRounding.AwayFromZero);
    }

    private static List<Factor> Factors(SectionReader section, ScorePolicy policy, Boundary boundary)
    {
        var factors = new List<Factor>();
        if (!section.Require("factors", "what the score is made of; or a 'formula'"))
            return factors;
        var sections = section.Sections("factors");
        foreach (var factor in sections)
        {
            if (FactorReader.Read(factor, policy, boundary) is { } read)
                factors.Add(read);
        }

        if (section.Find("factors") is PolicyList { Items.Count: 0 })
            section.Error("factors", "At least one factor is needed.");
        foreach (var twice in factors.GroupBy(f => f.Name).Where(g => g.Count() > 1))
            section.Error("factors", $"Two factors are called '{twice.Key}'; names have to differ.");
        if (policy.Combination == ScoreCombination.WeightedAverage && factors.Count > 0 && factors.Count == sections.Count && factors.Sum(f => f.Weight) is var sum and not 100m)
            section.Error("factors", $"The weights add up to {SectionReader.Plain(sum)}; they have to add up to 100. Change them, or choose 'combine: sum_of_points'.");
        return factors;
    }

    private static (decimal Lowest, decimal Highest)? Reachable(SectionReader section, ScorePolicy policy)
    {
        var factors = policy.Factors;
        if (factors.Count == 0 || section.Problems.HasErrors)
            return null;
        var ignores = factors.Any(f => f.Missing == MissingPolicy.Ignore);
        switch (policy.Combination)
        {
            case ScoreCombination.SumOfPoints:
                // A factor that is ignored when missing adds nothing, which can be less or more than any of its points.
                var least = factors.Sum(f => f.Missing == MissingPolicy.Ignore ? Math.Min(0m, f.Points.Fewest) : f.Points.Fewest);
                var most = factors.Sum(f => f.Missing == MissingPolicy.Ignore ? Math.Max(0m, f.Points.Most) : f.Points.Most);
                // What a formula gives is cut to the scale, each by itself; only tables can be added up in advance.
                if (factors.Any(f => f.Points is FormulaPoints))
                    return null;
                if (least < policy.Lowest || most > policy.Highest)
                    section.Error("factors", $"The points add up to between {SectionReader.Plain(least)} and {SectionReader.Plain(most)}, which is more than the scale from {SectionReader.Plain(policy.Lowest)} to {SectionReader.Plain(policy.Highest)} holds.");
                return (least, most);
            case ScoreCombination.WorstOf:
                // Any factor can be the worst, and alone as well when the others are left out.
                return (factors.Min(f => f.Points.Fewest), factors.Max(f => f.Points.Most));
            default:
                var lowest = factors.Sum(f => f.Weight * f.Points.Fewest) / 100m;
                var highest = factors.Sum(f => f.Weight * f.Points.Most) / 100m;
                // Missing factors can pull the score to what single factors give.
                if (factors.Any(f => f.Missing == MissingPolicy.Reallocate))
                    (lowest, highest) = (Math.Min(lowest, factors.Min(f => f.Points.Fewest)), Math.Max(highest, factors.Max(f => f.Points.Most)));
                if (ignores)
                    (lowest, highest) = (Math.Max(policy.Lowest, Math.Min(0m, lowest)), Math.Max(highest, Math.Min(0m, policy.Highest)));
                return (lowest, highest);
        }
    }

    private enum Halves
    {
        Up = 0,
        ToEven,
    }
}
