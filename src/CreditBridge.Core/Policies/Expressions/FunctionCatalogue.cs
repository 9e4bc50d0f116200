using CreditBridge.Core.Policies.Parsing;

namespace CreditBridge.Core.Policies.Expressions;

/// <summary>A function of the expression language.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Takes">What it takes, as messages and the reference say it: "one value".</param>
/// <param name="Meaning">What it gives.</param>
/// <param name="Fewest">The fewest arguments.</param>
/// <param name="Most">The most arguments.</param>
public sealed record ExpressionFunction(string Name, string Takes, string Meaning, int Fewest, int Most);

/// <summary>The functions that formulas and conditions may use.</summary>
public static class FunctionCatalogue
{
    private const int Many = 100;

    private static readonly string[] Words = ["and", "or", "not", "in", "yes", "no", "true", "false"];

    /// <summary>All functions.</summary>
    public static IReadOnlyList<ExpressionFunction> All { get; } =
    [
        new("if", "a condition and two values", "The first value when the condition holds, the second when it does not; missing when that cannot be told.", 3, 3),
        new("min", "at least two values", "The smallest; missing when one is missing.", 2, Many),
        new("max", "at least two values", "The largest; missing when one is missing.", 2, Many),
        new("coalesce", "at least two values", "The first that is not missing.", 2, Many),
        new("known", "one value", "Whether it is not missing.", 1, 1),
        new("abs", "one number or amount", "Without its sign.", 1, 1),
        new("round", "a number or amount and, if wanted, how many decimals (0 to 9)", "Rounded, halves away from zero.", 1, 2),
        new("floor", "one number or amount", "The next whole number below.", 1, 1),
        new("ceiling", "one number or amount", "The next whole number above.", 1, 1),
        new("clamp", "a value, the lowest and the highest it may be", "The value, or the bound that it lies beyond.", 3, 3),
        new("sqrt", "one plain number", "The square root; missing below zero.", 1, 1),
        new("ln", "one plain number", "The natural logarithm; missing for zero and below.", 1, 1),
        new("exp", "one plain number", "e to that power; missing when it is too large to hold.", 1, 1),
        new("power", "two plain numbers", "The first to the power of the second; missing when there is no such number.", 2, 2),
        new("money", "one plain number", "The number as an amount in the policy's currency.", 1, 1),
        new("number", "an amount, a condition or a text", "The amount as a plain number in the policy's currency; 1 for yes and 0 for no; the number that a text spells.", 1, 1),
    ];

    /// <summary>Names of the functions.</summary>
    internal static IEnumerable<string> Names => All.Select(f => f.Name);

    /// <summary>Whether the word belongs to the language, so that nothing can be called by it.</summary>
    internal static bool IsWord(string word) => Words.Contains(word, StringComparer.Ordinal);

    /// <summary>Applies a function to its arguments.</summary>
    /// <exception cref="ExpressionException">There is no such function, or it does not take these arguments.</exception>
    internal static Term Call(Token name, List<Term> arguments)
    {
        var function = All.FirstOrDefault(f => f.Name == name.Text)
            ?? throw new ExpressionException(name.Position, $"there is no function '{name.Text}'", Spelling.Nearest(name.Text, Names));
        if (arguments.Count < function.Fewest || arguments.Count > function.Most)
            throw new ExpressionException(name.Position, $"'{name.Text}' takes {function.Takes}");
        var first = arguments[0];
        switch (name.Text)
        {
            case "known":
                return new KnownTerm(first);
            case "if":
                var branches = TermTypes.Alike(arguments[1..], name);
                return new IfTerm(TermTypes.Condition(first, name), branches[0], branches[1]);
            case "coalesce":
                return new CoalesceTerm(TermTypes.Alike(arguments, name));
            case "money":
                if (first.Type == ExpressionType.Amount)
                    throw new ExpressionException(name.Position, "this is an amount already: leave 'money' out");
                TermTypes.Plain(first, name);
                return new PolicyAmountTerm(first);
            case "number":
                return new PlainNumberTerm(first);
        }

        arguments.ForEach(a => TermTypes.Numeric(a, name));
        switch (name.Text)
        {
            case "min" or "max":
                return new ExtremeTerm(TermTypes.Alike(arguments, name), name.Text == "min");
            case "clamp":
                var (value, lowest, highest) = TermTypes.Alike(arguments, name) is [var v, var l, var h] ? (v, l, h) : default;
                return new ExtremeTerm([new ExtremeTerm([value, lowest], smallest: false), highest], smallest: true);
            case "round":
                return new RoundingTerm(first, Rounding(arguments, name));
            case "abs":
                return new RoundingTerm(first, Math.Abs);
            case "floor":
                return new RoundingTerm(first, Math.Floor);
            case "ceiling":
                return new RoundingTerm(first, Math.Ceiling);
        }

        arguments.ForEach(a => TermTypes.Plain(a, name));
        return name.Text switch
        {
            "sqrt" => new RealTerm(first, null, (x, _) => Math.Sqrt(x)),
            "ln" => new RealTerm(first, null, (x, _) => Math.Log(x)),
            "exp" => new RealTerm(first, null, (x, _) => Math.Exp(x)),
            _ => new RealTerm(first, arguments[1], Math.Pow),
        };
    }

    private static Func<decimal, decimal> Rounding(List<Term> arguments, Token name)
    {
        if (arguments.Count == 1)
            return x => Math.Round(x, 0, MidpointRounding.AwayFromZero);
        if (arguments[1].Literal is not { } written || written is < 0m or > 9m || written != decimal.Truncate(written))
            throw new ExpressionException(name.Position, "'round' takes a written number of decimals from 0 to 9");
        var decimals = (int)written;
        return x => Math.Round(x, decimals, MidpointRounding.AwayFromZero);
    }
}
