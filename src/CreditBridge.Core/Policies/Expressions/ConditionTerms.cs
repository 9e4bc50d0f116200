using CreditBridge.Core.Evaluation;
using CreditBridge.Core.Evaluation.Inputs;

namespace CreditBridge.Core.Policies.Expressions;

/// <summary>A condition: yes, no, or missing.</summary>
internal abstract class ConditionTerm() : Term(ExpressionType.Condition)
{
    public abstract override bool? Holds(Situation situation);

    public sealed override Reading Read(Situation situation) => Reading.Of(Holds(situation));
}

/// <summary>How two numbers are compared.</summary>
internal enum Comparison
{
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Equal,
    NotEqual,
}

/// <summary>Compares two numbers or two amounts; missing when a side is missing.</summary>
internal sealed class CompareTerm(Term left, Comparison comparison, Term right) : ConditionTerm
{
    public override bool? Holds(Situation situation)
    {
        if (left.Number(situation) is not { } a || right.Number(situation) is not { } b)
            return null;
        return comparison switch
        {
            Comparison.Less => a < b,
            Comparison.LessOrEqual => a <= b,
            Comparison.Greater => a > b,
            Comparison.GreaterOrEqual => a >= b,
            Comparison.Equal => a == b,
            _ => a != b,
        };
    }
}

/// <summary>Whether two texts, or two conditions, are the same; letter case does not count. Missing when a side is missing.</summary>
internal sealed class SameTerm(Term left, Term right, bool negated) : ConditionTerm
{
    public override bool? Holds(Situation situation)
    {
        if (left.Type == ExpressionType.Condition)
            return left.Holds(situation) is { } a && right.Holds(situation) is { } b ? (a == b) != negated : null;
        return left.Read(situation).Text is { } text && right.Read(situation).Text is { } other ? string.Equals(text, other, StringComparison.OrdinalIgnoreCase) != negated : null;
    }
}

/// <summary>Whether the value is one of several numbers, amounts or texts; letter case does not count. Missing when the value is, or when one of the others is and none is equal.</summary>
internal sealed class OneOfTerm(Term value, Term[] others, bool negated) : ConditionTerm
{
    public override bool? Holds(Situation situation)
    {
        var reading = value.Read(situation);
        if (reading.IsMissing)
            return null;
        var anyMissing = false;
        foreach (var other in others)
        {
            var candidate = other.Read(situation);
            if (candidate.IsMissing)
                anyMissing = true;
            else if (reading.Text is { } text ? string.Equals(text, candidate.Text, StringComparison.OrdinalIgnoreCase) : reading.Number == candidate.Number)
                return !negated;
        }

        return anyMissing ? null : negated;
    }
}

/// <summary>Yes becomes no and the other way round.</summary>
internal sealed class NotTerm(Term term) : ConditionTerm
{
    public override bool? Holds(Situation situation) => !term.Holds(situation);
}

/// <summary>No as soon as one side is no, yes when both are yes, otherwise missing.</summary>
internal sealed class AndTerm(Term left, Term right) : ConditionTerm
{
    // Both sides are read even where one decides: the decision shows what the rule looked at.
    public override bool? Holds(Situation situation) => situation.LeavesOutUnknown ? FarAsKnown.Of(left, right, situation, (a, b) => a & b) : left.Holds(situation) & right.Holds(situation);
}

/// <summary>Two sides of a condition of which one that is unknown for want of an exchange rate is left out.</summary>
internal static class FarAsKnown
{
    public static bool? Of(Term left, Term right, Situation situation, Func<bool?, bool?, bool?> join)
    {
        var before = situation.UnknownReads;
        var first = left.Holds(situation);
        var firstIsUnknown = first is null && situation.UnknownReads > before;
        before = situation.UnknownReads;
        var second = right.Holds(situation);
        var secondIsUnknown = second is null && situation.UnknownReads > before;
        return firstIsUnknown ? second : secondIsUnknown ? first : join(first, second);
    }
}

/// <summary>Yes as soon as one side is yes, no when both are no, otherwise missing.</summary>
internal sealed class OrTerm(Term left, Term right) : ConditionTerm
{
    public override bool? Holds(Situation situation) => situation.LeavesOutUnknown ? FarAsKnown.Of(left, right, situation, (a, b) => a | b) : left.Holds(situation) | right.Holds(situation);
}

/// <summary>Whether the value is not missing; missing when it is there and cannot be converted.</summary>
internal sealed class KnownTerm(Term term) : ConditionTerm
{
    public override bool? Holds(Situation situation)
    {
        var before = situation.UnknownReads;
        return !term.Read(situation).IsMissing ? true : situation.UnknownReads > before ? null : false;
    }
}
