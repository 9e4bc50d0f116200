using CreditBridge.Core.Evaluation;
using CreditBridge.Core.Evaluation.Inputs;

namespace CreditBridge.Core.Policies.Expressions;

/// <summary>A part of an expression: what it gives and how it is read. Built once with the policy; reading allocates nothing.</summary>
internal abstract class Term(ExpressionType type)
{
    public ExpressionType Type { get; } = type;

    /// <summary>The number that was written down; null when this is none.</summary>
    public virtual decimal? Literal => null;

    /// <summary>The value; missing when it cannot be told.</summary>
    public abstract Reading Read(Situation situation);

    /// <summary>The value as a number or amount; null when it is missing or neither.</summary>
    public virtual decimal? Number(Situation situation) => Read(situation).Number;

    /// <summary>The value as yes or no; null when it is missing or neither.</summary>
    public virtual bool? Holds(Situation situation) => Read(situation).Flag;

    /// <summary>
    /// The term as an amount: itself when it is one; a written number, alone, as a factor or in a function, becomes an amount in the policy's currency. Null when it
    /// cannot be one.
    /// </summary>
    public virtual Term? ToAmount() => Type == ExpressionType.Amount ? this : null;

    /// <summary>The term as an amount where it can be one; otherwise the term.</summary>
    public Term AsAmount() => ToAmount() ?? this;
}

/// <summary>A number or text that was written down, or yes or no.</summary>
internal sealed class ConstantTerm(ExpressionType type, Reading reading) : Term(type)
{
    public override decimal? Literal => Type == ExpressionType.Number ? reading.Number : null;

    public static Term Of(decimal number) => new ConstantTerm(ExpressionType.Number, Reading.Of(number));

    public static Term Of(bool flag) => new ConstantTerm(ExpressionType.Condition, Reading.Of(flag));

    /// <summary>A text; an empty one is a text too, which no input ever equals.</summary>
    public static Term Of(string text) => new ConstantTerm(ExpressionType.Text, Reading.Of(text));

    public override Reading Read(Situation situation) => reading;

    public override Term? ToAmount() => Literal is { } number ? new PolicyAmountTerm(ConstantTerm.Of(number)) : base.ToAmount();
}

/// <summary>A number as an amount of the policy's currency, in the currency of the decision.</summary>
internal sealed class PolicyAmountTerm(Term number) : Term(ExpressionType.Amount)
{
    public override Reading Read(Situation situation) => Reading.Of(Number(situation));

    public override decimal? Number(Situation situation) => number.Number(situation) is { } plain ? situation.FromPolicy(plain) ?? situation.Unknown().Number : null;
}

/// <summary>The value of an input.</summary>
internal sealed class InputTerm(ExpressionType type, CreditInput input) : Term(type)
{
    public override Reading Read(Situation situation)
    {
        var reading = situation.Read(input);
        return reading.IsMissing && situation.MissingCountsAsZero && input.IsNumeric ? Reading.Of(0m) : reading;
    }
}
