using CreditBridge.Core.Evaluation;
using CreditBridge.Core.Evaluation.Inputs;
using CreditBridge.Core.Policies.Expressions;

namespace CreditBridge.Core.Policies.Tables;

/// <summary>What a table is looked up by: a value and the classes that it can fall into. Bounds of amounts are in the policy's currency.</summary>
/// <param name="Value">The value that is classified.</param>
/// <param name="Count">Number of classes.</param>
public abstract record Axis(Expression Value, int Count)
{
    /// <summary>The class, counted from 0, or -1 when the value is in none; null when the value is missing.</summary>
    internal int? Find(Situation situation)
    {
        var reading = Value.ReadAsPart(situation);
        if (reading.Number is { } amount && Value.Type == ExpressionType.Amount)
            reading = Reading.Of(situation.ToPolicy(amount));
        return reading.IsMissing ? null : Class(reading);
    }

    private protected abstract int Class(Reading reading);
}

/// <summary>A range of numbers; open where a bound is null.</summary>
/// <param name="From">Where it begins.</param>
/// <param name="To">Where it ends.</param>
public readonly record struct NumberRange(decimal? From, decimal? To);

/// <summary>Classes by ranges of numbers, ascending and without overlap.</summary>
/// <param name="Value">The value that is classified.</param>
/// <param name="Boundary">Which range a value on a boundary belongs to.</param>
/// <param name="Ranges">The ranges.</param>
public sealed record RangeAxis(Expression Value, Boundary Boundary, IReadOnlyList<NumberRange> Ranges) : Axis(Value, Ranges.Count)
{
    private protected override int Class(Reading reading)
    {
        if (reading.Number is not { } number)
            return -1;
        for (var i = 0; i < Ranges.Count; i++)
        {
            var (from, to) = Ranges[i];
            var isIn = Boundary == Boundary.LowerInclusive ? (from is null || number >= from) && (to is null || number < to) : (from is null || number > from) && (to is null || number <= to);
            if (isIn)
                return i;
        }

        return -1;
    }
}

/// <summary>Classes by lists of values.</summary>
/// <param name="Value">The value that is classified.</param>
/// <param name="Classes">Class of each value: a text in any letter case, "yes" or "no", or a number as it is written without trailing zeros.</param>
/// <param name="Count">Number of classes.</param>
public sealed record ValueAxis(Expression Value, IReadOnlyDictionary<string, int> Classes, int Count) : Axis(Value, Count)
{
    private protected override int Class(Reading reading) => Classes.GetValueOrDefault(reading.Number is { } number ? Parsing.SectionReader.Plain(number) : reading.ToString(), -1);
}
