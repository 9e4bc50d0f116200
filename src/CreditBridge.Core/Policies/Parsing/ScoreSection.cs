using CreditBridge.Core.Evaluation.Inputs;

namespace CreditBridge.Core.Policies.Parsing;

/// <summary>Reads the section "score".</summary>
internal static class ScoreSection
{
    /// <summary>The score policy and the scores that its factors can reach.</summary>
    public static (ScorePolicy Policy, (decimal Lowest, decimal Highest)? Reachable) Read(SectionReader? section)
    {
        if (section is null)
            return (new ScorePolicy { Lowest = 0m, Highest = 100m, Factors = [] }, null);
        var (lowest, highest) = Scale(section);
        var (decimals, halves) = Rounding(section.Section("rounding", "to how many decimals the score is rounded, and what becomes of a half"));
        var boundary = section.RequiredChoice<Boundary>("boundary", "which range a value exactly on a boundary belongs to: lower_inclusive (the one that begins there) or upper_inclusive (the one that ends there)");
        var combination = section.Choice<ScoreCombination>("combine") ?? ScoreCombination.WeightedAverage;
        var factors = new List<Factor>();
        if (section.Require("factors", "what the score is made of"))
        {
            foreach (var factor in section.Sections("factors"))
            {
                if (Factor(factor, combination, boundary, (lowest, highest)) is { } read)
                    factors.Add(read);
            }

            if (section.Find("factors") is PolicyList { Items.Count: 0 })
                section.Error("factors", "At least one factor is needed.");
        }

        CheckFactors(section, factors, combination);
        var reachable = Reachable(section, factors, combination, (lowest, highest));
        section.Close();
        return (new ScorePolicy { Lowest = lowest, Highest = highest, Decimals = decimals, Halves = halves, Combination = combination, Factors = factors }, reachable);
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

    private static Factor? Factor(SectionReader section, ScoreCombination combination, Boundary boundary, (decimal Lowest, decimal Highest) scale)
    {
        var problemsBefore = section.Problems.Count;
        var name = section.RequiredText("name", "the name of the factor, for people");
        var input = Input(section);
        var weight = 1m;
        if (combination == ScoreCombination.WeightedAverage)
            weight = section.RequiredNumber("weight", 0.0001m, 100m, "the factor's share of the score in percent");
        else if (section.Has("weight"))
            section.Error("weight", "Points are added up here, so there are no weights. Remove it, or choose 'combine: weighted_average'.");
        var missing = section.RequiredChoice<MissingPolicy>("missing", "what becomes of the factor when the input is missing: fail, zero, ignore or reallocate");
        if (missing == MissingPolicy.Reallocate && combination == ScoreCombination.SumOfPoints)
            section.Error("missing", "Points are added up here, so there is no weight to reallocate. Choose fail, zero or ignore.");
        if (missing == MissingPolicy.Zero && input is { IsNumeric: false })
            section.Error("missing", $"'{input.Name}' is not a number and cannot count as 0. Choose fail, ignore or reallocate.");
        var range = combination == ScoreCombination.WeightedAverage ? scale : (Lowest: -100_000m, Highest: 100_000m);
        var points = PointsReader.Read(section, input, section.Choice<Boundary>("boundary") ?? boundary, range);
        section.Close();
        return input is null || points is null || section.Problems.Count > problemsBefore ? null : new Factor(name, input, weight, missing, points);
    }

    private static CreditInput? Input(SectionReader section)
    {
        var name = section.RequiredText("input", "which input the factor rates");
        if (name.Length == 0)
            return null;
        if (!section.Inputs.TryGet(name, out var input))
        {
            section.Error("input", $"There is no input '{name}'.", Spelling.Nearest(name, section.Inputs.All.Select(i => i.Name)));
            return null;
        }

        if (input.Stage == InputStage.File)
            return input;
        section.Error("input", $"'{name}' is a result of a later step; a score cannot depend on it.", name == "limit_used_percent" ? "utilisation_percent" : null);
        return null;
    }

    private static void CheckFactors(SectionReader section, List<Factor> factors, ScoreCombination combination)
    {
        foreach (var twice in factors.GroupBy(f => f.Name).Where(g => g.Count() > 1))
            section.Error("factors", $"Two factors are called '{twice.Key}'; names have to differ.");
        if (combination != ScoreCombination.WeightedAverage || factors.Count == 0 || section.Find("factors") is not PolicyList list || factors.Count < list.Items.Count)
            return;
        var sum = factors.Sum(f => f.Weight);
        if (sum != 100m)
            section.Error("factors", $"The weights add up to {SectionReader.Plain(sum)}; they have to add up to 100. Change them, or choose 'combine: sum_of_points'.");
    }

    private static (decimal Lowest, decimal Highest)? Reachable(SectionReader section, List<Factor> factors, ScoreCombination combination, (decimal Lowest, decimal Highest) scale)
    {
        if (factors.Count == 0 || section.Problems.HasErrors)
            return null;
        if (combination == ScoreCombination.SumOfPoints)
        {
            // A factor that is ignored when missing adds nothing, which can be less or more than any of its points.
            var least = factors.Sum(f => f.Missing == MissingPolicy.Ignore ? Math.Min(0m, f.Points.Fewest) : f.Points.Fewest);
            var most = factors.Sum(f => f.Missing == MissingPolicy.Ignore ? Math.Max(0m, f.Points.Most) : f.Points.Most);
            if (least < scale.Lowest || most > scale.Highest)
                section.Error("factors", $"The points add up to between {SectionReader.Plain(least)} and {SectionReader.Plain(most)}, which is more than the scale from {SectionReader.Plain(scale.Lowest)} to {SectionReader.Plain(scale.Highest)} holds.");
            return (least, most);
        }

        var lowest = factors.Sum(f => f.Weight * f.Points.Fewest) / 100m;
        var highest = factors.Sum(f => f.Weight * f.Points.Most) / 100m;
        // Missing factors can pull the score to what single factors give.
        if (factors.Exists(f => f.Missing == MissingPolicy.Reallocate))
            (lowest, highest) = (Math.Min(lowest, factors.Min(f => f.Points.Fewest)), Math.Max(highest, factors.Max(f => f.Points.Most)));
        if (factors.Exists(f => f.Missing == MissingPolicy.Ignore))
            (lowest, highest) = (Math.Max(scale.Lowest, Math.Min(0m, lowest)), Math.Max(highest, Math.Min(0m, scale.Highest)));
        return (lowest, highest);
    }

    private enum Halves
    {
        Up = 0,
        ToEven,
    }
}
