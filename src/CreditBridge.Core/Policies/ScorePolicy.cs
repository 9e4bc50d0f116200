using CreditBridge.Core.Evaluation;
using CreditBridge.Core.Evaluation.Inputs;
using CreditBridge.Core.Policies.Expressions;

namespace CreditBridge.Core.Policies;

/// <summary>How factors become a score.</summary>
public enum ScoreCombination
{
    /// <summary>Each factor's points count with its weight; weights add up to 100.</summary>
    WeightedAverage = 0,

    /// <summary>Points are added up; there are no weights.</summary>
    SumOfPoints,

    /// <summary>The worst factor is the score; there are no weights.</summary>
    WorstOf,
}

/// <summary>Which end of the scale is the good one.</summary>
public enum BetterScore
{
    /// <summary>The higher the score, the better the risk.</summary>
    Higher = 0,

    /// <summary>The score counts risk: the lower, the better.</summary>
    Lower,
}

/// <summary>Which range a value exactly on a boundary belongs to.</summary>
public enum Boundary
{
    /// <summary>To the range that begins there.</summary>
    LowerInclusive = 0,

    /// <summary>To the range that ends there.</summary>
    UpperInclusive,
}

/// <summary>What becomes of a factor whose input is missing.</summary>
public enum MissingPolicy
{
    /// <summary>No score can be given.</summary>
    Fail = 0,

    /// <summary>The input counts as 0 and gets the points of that value.</summary>
    Zero,

    /// <summary>The factor gives no points and keeps its weight: the score is lower.</summary>
    Ignore,

    /// <summary>The factor's weight is given to the other factors, in proportion to theirs.</summary>
    Reallocate,
}

/// <summary>How the score is made.</summary>
public sealed record ScorePolicy
{
    /// <summary>The lowest score there is.</summary>
    public required decimal Lowest { get; init; }

    /// <summary>The highest score there is.</summary>
    public required decimal Highest { get; init; }

    /// <summary>Decimals that the score is rounded to.</summary>
    public int Decimals { get; init; }

    /// <summary>What becomes of a half.</summary>
    public MidpointRounding Halves { get; init; } = MidpointRounding.AwayFromZero;

    /// <summary>How factors become a score.</summary>
    public ScoreCombination Combination { get; init; }

    /// <summary>Which end of the scale is the good one.</summary>
    public BetterScore Better { get; init; }

    /// <summary>The factors, in the order of the document; empty when the score is a formula.</summary>
    public required IReadOnlyList<Factor> Factors { get; init; }

    /// <summary>The formula that is the score; null when factors make it. When it gives nothing, there is no score.</summary>
    public Expression? Formula { get; init; }
}

/// <summary>One factor of the score.</summary>
/// <param name="Name">Name for people.</param>
/// <param name="Value">What it rates: an input or a formula.</param>
/// <param name="Weight">Its weight; 1 when factors have none.</param>
/// <param name="Missing">What becomes of it when the value is missing.</param>
/// <param name="Points">What the values are worth.</param>
public sealed record Factor(string Name, Expression Value, decimal Weight, MissingPolicy Missing, PointsTable Points)
{
    /// <summary>The input that it rates; null when it rates a formula.</summary>
    public CreditInput? Input { get; init; }

    /// <summary>Every input that it needs, those of a formula of points included.</summary>
    public IReadOnlyList<CreditInput> AllInputs { get; } = Points is FormulaPoints formula ? [.. Value.Inputs.Concat(formula.Formula.Inputs).Distinct()] : Value.Inputs;

    /// <summary>What to say about it.</summary>
    public ReasonWords Words { get; init; } = ReasonWords.None;
}

/// <summary>What the values of an input are worth.</summary>
public abstract record PointsTable
{
    /// <summary>The points of a value that is not missing; null when the table has none for it, which counts as missing.</summary>
    public abstract decimal? For(Reading reading);

    /// <summary>The points in a situation; null when there are none.</summary>
    internal virtual decimal? For(Reading reading, Situation situation) => For(reading);

    /// <summary>The fewest points that the table gives.</summary>
    public abstract decimal Fewest { get; }

    /// <summary>The most points that the table gives.</summary>
    public abstract decimal Most { get; }
}

/// <summary>Points by ranges that cover every value an input can have, without gap or overlap.</summary>
/// <param name="Boundary">Which range a value on a boundary belongs to.</param>
/// <param name="Bounds">Where one range ends and the next begins, ascending; one fewer than there are ranges.</param>
/// <param name="Points">Points of the ranges, ascending.</param>
public sealed record RangePoints(Boundary Boundary, IReadOnlyList<decimal> Bounds, IReadOnlyList<decimal> Points) : PointsTable
{
    /// <inheritdoc />
    public override decimal? For(Reading reading)
    {
        if (reading.Number is not { } value)
            return null;
        var range = 0;
        while (range < Bounds.Count && (Boundary == Boundary.LowerInclusive ? value >= Bounds[range] : value > Bounds[range]))
            range++;
        return Points[range];
    }

    /// <inheritdoc />
    public override decimal Fewest => Points.Min();

    /// <inheritdoc />
    public override decimal Most => Points.Max();
}

/// <summary>Points by a list of values: texts, or yes and no.</summary>
/// <param name="Values">Points of each value; letter case does not count.</param>
/// <param name="Otherwise">Points of any other value; null when every value there is stands in the list.</param>
public sealed record ListPoints(IReadOnlyDictionary<string, decimal> Values, decimal? Otherwise) : PointsTable
{
    /// <inheritdoc />
    public override decimal? For(Reading reading) => Values.TryGetValue(reading.ToString(), out var points) ? points : Otherwise;

    /// <inheritdoc />
    public override decimal Fewest => Math.Min(Values.Values.Min(), Otherwise ?? decimal.MaxValue);

    /// <inheritdoc />
    public override decimal Most => Math.Max(Values.Values.Max(), Otherwise ?? decimal.MinValue);
}

/// <summary>Points by a formula, cut to what is possible.</summary>
/// <param name="Formula">The formula.</param>
/// <param name="Lowest">The fewest points.</param>
/// <param name="Highest">The most points.</param>
public sealed record FormulaPoints(Expression Formula, decimal Lowest, decimal Highest) : PointsTable
{
    /// <inheritdoc />
    public override decimal? For(Reading reading) => null;

    internal override decimal? For(Reading reading, Situation situation) =>
        Formula.ReadAsPart(situation).Number is { } points ? Math.Clamp(points, Lowest, Highest) : null;

    /// <inheritdoc />
    public override decimal Fewest => Lowest;

    /// <inheritdoc />
    public override decimal Most => Highest;
}
