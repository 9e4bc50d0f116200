using CreditBridge.Core.Evaluation;
using CreditBridge.Core.Evaluation.Facts;
using CreditBridge.Core.Evaluation.Inputs;

namespace CreditBridge.Core.Policies.Expressions;

/// <summary>What a calculation does with two numbers.</summary>
internal enum Operation
{
    Add,
    Subtract,
    Multiply,
    Divide,
}

/// <summary>Two numbers or amounts calculated together; missing when a side is missing or there is no result.</summary>
internal sealed class ArithmeticTerm : Term
{
    private readonly Operation _operation;
    private readonly Term _left;
    private readonly Term _right;

    private ArithmeticTerm(ExpressionType type, Operation operation, Term left, Term right)
        : base(type)
    {
        _operation = operation;
        _left = left;
        _right = right;
    }

    public static Term Of(ExpressionType type, Operation operation, Term left, Term right) =>
        left.Literal is { } a && right.Literal is { } b && Calculate(operation, a, b) is { } folded ? ConstantTerm.Of(folded) : new ArithmeticTerm(type, operation, left, right);

    /// <summary>The sign turned.</summary>
    public static Term Negative(Term term) =>
        term.Literal is { } number ? ConstantTerm.Of(-number) : new ArithmeticTerm(term.Type, Operation.Multiply, term, ConstantTerm.Of(-1m));

    public override Reading Read(Situation situation) => Reading.Of(Number(situation));

    public override decimal? Number(Situation situation)
    {
        // Both sides are read even where one is missing: the decision shows what the formula looked at.
        var (left, right) = (_left.Number(situation), _right.Number(situation));
        if (left is not { } a || right is not { } b)
            return null;
        if (_operation == Operation.Divide && b == 0m)
            situation.ZeroDivisions++;
        return Calculate(_operation, a, b);
    }

    public override Term? ToAmount()
    {
        if (Type == ExpressionType.Amount)
            return this;
        var left = _left.ToAmount();
        switch (_operation)
        {
            case Operation.Add or Operation.Subtract:
                return left is not null && _right.ToAmount() is { } right ? new ArithmeticTerm(ExpressionType.Amount, _operation, left, right) : null;
            case Operation.Multiply when left is null:
                return _right.ToAmount() is { } factor ? new ArithmeticTerm(ExpressionType.Amount, _operation, _left, factor) : null;
            default:
                return left is null ? null : new ArithmeticTerm(ExpressionType.Amount, _operation, left, _right);
        }
    }

    private static decimal? Calculate(Operation operation, decimal a, decimal b) => operation switch
    {
        Operation.Add => Bounded.Add(a, b),
        Operation.Subtract => Bounded.Add(a, -b),
        Operation.Multiply => Bounded.Multiply(a, b),
        _ => Bounded.Divide(a, b),
    };
}

/// <summary>The smallest or the largest of several; missing when one is missing.</summary>
internal sealed class ExtremeTerm(Term[] terms, bool smallest) : Term(terms[0].Type)
{
    public override Reading Read(Situation situation) => Reading.Of(Number(situation));

    public override decimal? Number(Situation situation)
    {
        decimal? result = null;
        foreach (var term in terms)
        {
            if (term.Number(situation) is not { } number)
                return null;
            result = result is not { } best || (smallest ? number < best : number > best) ? number : result;
        }

        return result;
    }

    public override Term? ToAmount() => ChoiceTerms.ToAmounts(terms, amounts => new ExtremeTerm(amounts, smallest));
}

/// <summary>A function of one number that keeps its kind: an amount stays an amount.</summary>
internal sealed class RoundingTerm(Term term, Func<decimal, decimal> function) : Term(term.Type)
{
    public override Reading Read(Situation situation) => Reading.Of(Number(situation));

    public override decimal? Number(Situation situation) => term.Number(situation) is { } number ? function(number) : null;

    public override Term? ToAmount() => term.ToAmount() is { } amount ? new RoundingTerm(amount, function) : null;
}

/// <summary>A function of plain numbers worked out in floating point, such as a logarithm. See <see cref="Approximate"/>.</summary>
internal sealed class RealTerm(Term first, Term? second, Func<double, double, double> function) : Term(ExpressionType.Number)
{
    public override Reading Read(Situation situation) => Reading.Of(Number(situation));

    public override decimal? Number(Situation situation)
    {
        if (first.Number(situation) is not { } a)
            return null;
        var b = 0m;
        if (second is not null)
        {
            if (second.Number(situation) is not { } number)
                return null;
            b = number;
        }

        return Approximate.ToDecimal(function((double)a, (double)b));
    }
}

/// <summary>An amount as a plain number of the policy's currency; yes as 1 and no as 0; a text as the number it spells.</summary>
internal sealed class PlainNumberTerm(Term term) : Term(ExpressionType.Number)
{
    public override Reading Read(Situation situation) => Reading.Of(Number(situation));

    public override decimal? Number(Situation situation) => term.Type switch
    {
        ExpressionType.Amount => term.Number(situation) is { } amount ? situation.ToPolicy(amount) : null,
        ExpressionType.Condition => term.Holds(situation) is { } holds ? holds ? 1m : 0m : null,
        ExpressionType.Text => term.Read(situation).Text is { } text && Parsing.SectionReader.TryNumber(text, out var number) ? number : null,
        _ => term.Number(situation),
    };
}
