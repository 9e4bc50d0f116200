using CreditBridge.Core.Evaluation;
using CreditBridge.Core.Evaluation.Inputs;

namespace CreditBridge.Core.Policies.Expressions;

/// <summary>What an expression gives.</summary>
public enum ExpressionType
{
    /// <summary>A plain number: days, percent, a count.</summary>
    Number = 0,

    /// <summary>Money.</summary>
    Amount,

    /// <summary>Yes or no.</summary>
    Condition,

    /// <summary>Text.</summary>
    Text,
}

/// <summary>
/// A formula or condition over inputs, compiled. It gives a missing reading when an input that it needs is missing, and for what has no result, such as a division
/// by zero; "and" and "or" are decided nevertheless where one side decides. Why it gave nothing is noted on the decision.
/// </summary>
public sealed class Expression
{
    private readonly Term _term;

    internal Expression(Term term, IReadOnlyList<CreditInput> inputs, string text, string where = "")
    {
        _term = term;
        Inputs = inputs;
        Text = text;
        Where = where;
    }

    /// <summary>What it gives.</summary>
    public ExpressionType Type => _term.Type;

    /// <summary>The inputs that occur in it.</summary>
    public IReadOnlyList<CreditInput> Inputs { get; }

    /// <summary>The text in the policy.</summary>
    public string Text { get; }

    /// <summary>Whose it is and where it stands: "far over the limit (hold.rules[2].when)"; empty when nobody said.</summary>
    public string Where { get; }

    /// <summary>The number that it is; null when it is more than a written number.</summary>
    internal decimal? Literal => _term.Literal;

    /// <summary>The value; a missing reading when it cannot be told, and then a note why.</summary>
    public Reading Evaluate(Situation situation) => Read(situation, notesMissing: true);

    /// <summary>The value as part of an input that the policy defines: whoever needs that input notes what is missing. A division by zero is noted here, where it happens.</summary>
    internal Reading ReadAsPart(Situation situation) => Read(situation, notesMissing: false);

    private Reading Read(Situation situation, bool notesMissing)
    {
        var divisions = situation.ZeroDivisions;
        var reading = _term.Read(situation);
        var dividedByZero = situation.ZeroDivisions > divisions;
        situation.ZeroDivisions = divisions;
        if (reading.IsMissing && (notesMissing || dividedByZero))
            situation.Notes.NoResult(this, dividedByZero);
        return reading;
    }

    /// <inheritdoc />
    public override string ToString() => Text;
}
