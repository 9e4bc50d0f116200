using CreditBridge.Core.Evaluation;
using CreditBridge.Core.Evaluation.Facts;
using CreditBridge.Core.Evaluation.Inputs;

namespace CreditBridge.Core.Policies.Expressions;

/// <summary>
/// A part of an expression: its type and how it is read. A number that was written down, alone or inside "if", "min", "max" or "coalesce", becomes an amount in the
/// policy's currency where an amount is needed.
/// </summary>
internal sealed record Term(ExpressionType Type, Func<Situation, Reading> Read)
{
    /// <summary>The number that was written down; null when this is none.</summary>
    public decimal? Literal { get; init; }

    /// <summary>Makes an amount of what consists of written numbers only; null when it does not.</summary>
    private Func<Term>? AmountForm { get; init; }

    public static Term Constant(decimal number)
    {
        var reading = Reading.Of(number);
        return new(ExpressionType.Number, _ => reading)
        {
            Literal = number,
            AmountForm = () => new(ExpressionType.Amount, s => Reading.Of(s.FromPolicy(number))),
        };
    }

    public static Term Constant(string text)
    {
        var reading = Reading.Of(text);
        return new(ExpressionType.Text, _ => reading);
    }

    /// <summary>The term as an amount where it can be one; otherwise the term.</summary>
    public Term AsAmount() => AmountForm?.Invoke() ?? this;

    /// <summary>Adds, subtracts, multiplies or divides; missing when a side is missing or there is no result.</summary>
    public static Term Arithmetic(ExpressionType type, Term left, Term right, Func<decimal, decimal, decimal?> operation)
    {
        if (left.Literal is { } a && right.Literal is { } b && operation(a, b) is { } folded)
            return Constant(folded);
        return new(type, s => left.Read(s).Number is { } x && right.Read(s).Number is { } y ? Reading.Of(operation(x, y)) : Reading.Missing);
    }

    /// <summary>The sign turned.</summary>
    public static Term Negate(Term term) => Arithmetic(term.Type, Constant(0m), term, (zero, x) => Bounded.Add(zero, -x));

    /// <summary>Compares numbers; missing when a side is missing.</summary>
    public static Term Compare(Term left, Term right, string symbol)
    {
        Func<decimal, decimal, bool> holds = symbol switch
        {
            "<" => (x, y) => x < y,
            "<=" => (x, y) => x <= y,
            ">" => (x, y) => x > y,
            ">=" => (x, y) => x >= y,
            "=" => (x, y) => x == y,
            _ => (x, y) => x != y,
        };
        return new(ExpressionType.Condition, s => left.Read(s).Number is { } x && right.Read(s).Number is { } y ? Reading.Of(holds(x, y)) : Reading.Missing);
    }

    /// <summary>Whether the left side is one of the texts; letter case does not count.</summary>
    public static Term IsOneOf(Term left, IReadOnlyList<string> texts, bool negated) =>
        new(ExpressionType.Condition, s => left.Read(s).Text is { } text ? Reading.Of(texts.Contains(text, StringComparer.OrdinalIgnoreCase) != negated) : Reading.Missing);

    public static Term Not(Term term) => new(ExpressionType.Condition, s => Reading.Of(!term.Read(s).Flag));

    /// <summary>No as soon as one side is no, yes when both are yes, otherwise missing.</summary>
    public static Term And(Term left, Term right) => new(ExpressionType.Condition, s => Reading.Of(left.Read(s).Flag & right.Read(s).Flag));

    /// <summary>Yes as soon as one side is yes, no when both are no, otherwise missing.</summary>
    public static Term Or(Term left, Term right) => new(ExpressionType.Condition, s => Reading.Of(left.Read(s).Flag | right.Read(s).Flag));

    public static Term If(Term condition, Term then, Term otherwise) =>
        new(then.Type, s => condition.Read(s).Flag is { } holds ? (holds ? then : otherwise).Read(s) : Reading.Missing)
        {
            AmountForm = FormOf([then, otherwise], terms => If(condition, terms[0], terms[1])),
        };

    public static Term Known(Term term) => new(ExpressionType.Condition, s => Reading.Of(!term.Read(s).IsMissing));

    /// <summary>The first of the terms that is not missing.</summary>
    public static Term Coalesce(IReadOnlyList<Term> terms) => new(terms[0].Type, s => terms.Select(t => t.Read(s)).FirstOrDefault(r => !r.IsMissing))
    {
        AmountForm = FormOf(terms, Coalesce),
    };

    /// <summary>The smallest or largest of the terms; missing when one is missing.</summary>
    public static Term Extreme(IReadOnlyList<Term> terms, Func<decimal, decimal, decimal> choose) => new(terms[0].Type, s =>
    {
        decimal? result = null;
        foreach (var term in terms)
        {
            if (term.Read(s).Number is not { } number)
                return Reading.Missing;
            result = result is { } r ? choose(r, number) : number;
        }

        return Reading.Of(result);
    })
    {
        AmountForm = FormOf(terms, amounts => Extreme(amounts, choose)),
    };

    private static Func<Term>? FormOf(IReadOnlyList<Term> terms, Func<IReadOnlyList<Term>, Term> compose) =>
        terms.All(t => t.AmountForm is not null) ? () => compose([.. terms.Select(t => t.AsAmount())]) : null;
}
