using CreditBridge.Core.Evaluation.Inputs;
using CreditBridge.Core.Policies.Expressions;

namespace CreditBridge.Core.Policies.Parsing;

/// <summary>Reads a factor of the score: what it rates, what that is worth, and what becomes of it when it is missing.</summary>
internal static class FactorReader
{
    private const decimal Furthest = 100_000m;

    public static Factor? Read(SectionReader section, ScorePolicy policy, Boundary boundary)
    {
        var problemsBefore = section.Problems.Count;
        var name = section.RequiredText("name", "the name of the factor, for people");
        var (value, input) = Value(section);
        var weight = 1m;
        if (policy.Combination == ScoreCombination.WeightedAverage)
            weight = section.RequiredNumber("weight", 0.0001m, 100m, "the factor's share of the score in percent");
        else if (section.Has("weight"))
            section.Error("weight", $"{How(policy.Combination)}, so there are no weights. Remove it, or choose 'combine: weighted_average'.");
        var missing = section.RequiredChoice<MissingPolicy>("missing", "what becomes of the factor when the input is missing: fail, zero, ignore or reallocate");
        if (missing == MissingPolicy.Reallocate && policy.Combination != ScoreCombination.WeightedAverage)
            section.Error("missing", $"{How(policy.Combination)}, so there is no weight to reallocate. Choose fail, zero or ignore.");
        if (missing == MissingPolicy.Zero && value is { Type: not (ExpressionType.Number or ExpressionType.Amount) })
            section.Error("missing", $"'{value.Text}' is not a number and cannot count as 0. Choose fail, ignore or reallocate.");
        var points = Points(section, value, input, section.Choice<Boundary>("boundary") ?? boundary, policy);
        value ??= (points as FormulaPoints)?.Formula;
        var words = ReasonReader.Read(section, InputStage.File);
        section.Close();
        return value is null || points is null || section.Problems.Count > problemsBefore ? null : new Factor(name, value, weight, missing, points) { Input = input, Words = words };
    }

    private static string How(ScoreCombination combination) => combination == ScoreCombination.WorstOf ? "The worst factor counts here" : "Points are added up here";

    // What is rated: an input, a formula, or nothing when 'points' is a formula and says it all.
    private static (Expression? Value, CreditInput? Input) Value(SectionReader section)
    {
        var input = section.Has("input");
        if (section.Has("formula"))
        {
            if (input)
                section.Error("formula", "A factor rates an input or a formula, not both. Remove one of them.");
            return (section.Expression("formula", InputStage.File, null), null);
        }

        if (!input && section.Has("points"))
            return default;
        var name = section.RequiredText("input", "which input the factor rates; or a 'formula'");
        if (name.Length == 0)
            return default;
        if (!section.Inputs.TryGet(name, out var found))
        {
            var (message, suggestion) = section.Inputs.WhyUnknown(name);
            if (!section.Inputs.IsBroken(name))
                section.Error("input", message, suggestion);
            return default;
        }

        if (found.Stage == InputStage.File)
            return (new Expression(new InputTerm(TermTypes.Of(found.Unit), found), [found], found.Name, section.Where("input")), found);
        section.Error("input", $"'{name}' is a result of a later step; a score cannot depend on it.", name == "limit_used_percent" ? "utilisation_percent" : null);
        return default;
    }

    private static PointsTable? Points(SectionReader section, Expression? value, CreditInput? input, Boundary boundary, ScorePolicy policy)
    {
        var weighs = policy.Combination != ScoreCombination.SumOfPoints;
        var scale = weighs ? (policy.Lowest, policy.Highest) : (Lowest: -Furthest, Highest: Furthest);
        if (!section.Has("points"))
            return PointsReader.Read(section, value, input, boundary, scale);
        foreach (var other in new[] { "ranges", "values", "otherwise" })
        {
            if (section.Has(other))
                section.Error(other, "The points are a formula here. Remove one of the two.");
        }

        var lowest = section.Number("fewest", scale.Lowest, scale.Highest) ?? policy.Lowest;
        var highest = section.Number("most", scale.Lowest, scale.Highest) ?? policy.Highest;
        if (lowest > highest)
            section.Error("most", "The most points have to be at or above the fewest.");
        return section.Expression("points", InputStage.File, ExpressionType.Number) is { } formula ? new FormulaPoints(formula, lowest, highest) : null;
    }
}
