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
/// by zero; "and" and "or" are decided nevertheless where one side decides.
/// </summary>
public sealed class Expression
{
    private readonly Func<Situation, Reading> _read;

    internal Expression(ExpressionType type, Func<Situation, Reading> read, IReadOnlyList<CreditInput> inputs, string text)
    {
        Type = type;
        _read = read;
        Inputs = inputs;
        Text = text;
    }

    /// <summary>What it gives.</summary>
    public ExpressionType Type { get; }

    /// <summary>The inputs that occur in it.</summary>
    public IReadOnlyList<CreditInput> Inputs { get; }

    /// <summary>The text in the policy.</summary>
    public string Text { get; }

    /// <summary>The value; a missing reading when it cannot be told.</summary>
    public Reading Evaluate(Situation situation) => _read(situation);

    /// <inheritdoc />
    public override string ToString() => Text;
}
