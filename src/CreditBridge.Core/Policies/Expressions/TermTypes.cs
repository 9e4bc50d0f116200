using CreditBridge.Core.Evaluation.Inputs;

namespace CreditBridge.Core.Policies.Expressions;

/// <summary>Which kinds of values go together in an expression.</summary>
internal static class TermTypes
{
    /// <summary>What an input of a unit is in expressions.</summary>
    public static ExpressionType Of(InputUnit unit) => unit switch
    {
        InputUnit.Amount => ExpressionType.Amount,
        InputUnit.Flag => ExpressionType.Condition,
        InputUnit.Text => ExpressionType.Text,
        _ => ExpressionType.Number,
    };

    /// <summary>Terms of one kind: written numbers next to amounts are amounts.</summary>
    public static Term[] Alike(List<Term> terms, Token at)
    {
        if (terms.Exists(t => t.Type == ExpressionType.Amount))
            terms = terms.ConvertAll(t => t.AsAmount());
        if (terms.Exists(t => t.Type != terms[0].Type))
            throw new ExpressionException(at.Position, $"the values of '{at.Text}' are of different kinds: {string.Join(" and ", terms.Select(t => Describe(t.Type)).Distinct())}");
        return [.. terms];
    }

    public static (Term Left, Term Right) SameNumericType(Term left, Term right, Token at, string verb)
    {
        Numeric(left, at);
        Numeric(right, at);
        if (left.Type == ExpressionType.Amount)
            right = right.AsAmount();
        if (right.Type == ExpressionType.Amount)
            left = left.AsAmount();
        return left.Type == right.Type
            ? (left, right)
            : throw new ExpressionException(at.Position, $"{Describe(left.Type)} and {Describe(right.Type)} cannot be {verb}");
    }

    public static void Numeric(Term term, Token at)
    {
        if (term.Type is not (ExpressionType.Number or ExpressionType.Amount))
            throw new ExpressionException(at.Position, $"a number or amount is needed around '{at.Text}', and there is {Describe(term.Type)}");
    }

    public static void Plain(Term term, Token at)
    {
        if (term.Type != ExpressionType.Number)
            throw new ExpressionException(at.Position, $"'{at.Text}' takes a plain number, and there is {Describe(term.Type)}{(term.Type == ExpressionType.Amount ? "; number(…) makes a plain number of it" : "")}");
    }

    public static Term Condition(Term term, Token at) => term.Type == ExpressionType.Condition
        ? term
        : throw new ExpressionException(at.Position, $"a condition is needed around '{at.Text}', and there is {Describe(term.Type)}");

    public static string Describe(ExpressionType type) => type switch
    {
        ExpressionType.Amount => "an amount",
        ExpressionType.Condition => "a condition",
        ExpressionType.Text => "a text",
        _ => "a plain number",
    };
}
