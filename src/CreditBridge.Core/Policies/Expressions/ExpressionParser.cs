using CreditBridge.Core.Evaluation.Inputs;

namespace CreditBridge.Core.Policies.Expressions;

/// <summary>
/// Reads formulas and conditions: inputs, numbers, "texts", <c>yes</c> and <c>no</c>; <c>+ - * /</c>; <c>&lt; &lt;= &gt; &gt;= = !=</c>, <c>in (…)</c> and
/// <c>not in (…)</c>; <c>not and or</c>; parentheses; the functions of <see cref="FunctionCatalogue"/>. Typed: an amount is never compared with days. A plain number next to
/// an amount is an amount in the policy's currency.
/// </summary>
internal sealed class ExpressionParser
{
    private const int DeepestNesting = 50;
    private const int MostWords = 1000;

    private readonly List<Token> _tokens;
    private readonly List<CreditInput> _inputs = [];
    private readonly InputStage _stage;
    private readonly InputScope _scope;
    private int _next;
    private int _depth;

    private ExpressionParser(string text, InputStage stage, InputScope scope)
    {
        _tokens = Token.Split(text);
        _stage = stage;
        _scope = scope;
        if (_tokens.Count > MostWords)
            throw new ExpressionException(0, $"this has more than {MostWords} words; give its parts names of their own in 'inputs'");
    }

    /// <summary>Reads an expression.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="stage">The last step whose results it may use.</param>
    /// <param name="expected">What it has to give; null for anything.</param>
    /// <param name="scope">The inputs that it may use.</param>
    /// <param name="where">Whose it is and where it stands, for notes.</param>
    /// <exception cref="ExpressionException">It cannot be read.</exception>
    public static Expression Parse(string text, InputStage stage, ExpressionType? expected, InputScope scope, string where = "")
    {
        var parser = new ExpressionParser(text, stage, scope);
        var term = parser.Or();
        if (parser.Current.Kind != TokenKind.End)
            throw new ExpressionException(parser.Current.Position, $"'{parser.Current.Text}' is not expected here");
        if (expected == ExpressionType.Amount)
            term = term.AsAmount();
        return expected is null || term.Type == expected
            ? new Expression(term, [.. parser._inputs.Distinct()], text, where)
            : throw new ExpressionException(0, $"{TermTypes.Describe(expected.Value)} is needed here, and this gives {TermTypes.Describe(term.Type)}{Remedy(expected.Value, term.Type)}");
    }

    // Only what really helps: the existing message stays as it is everywhere else.
    private static string Remedy(ExpressionType expected, ExpressionType actual) => (expected, actual) switch
    {
        (ExpressionType.Amount, ExpressionType.Number) => "; money(…) makes an amount in the policy's currency of it",
        (ExpressionType.Number, ExpressionType.Amount or ExpressionType.Text or ExpressionType.Condition) => "; number(…) makes a plain number of it",
        _ => "",
    };

    private Token Current => _tokens[_next];

    private bool TakeSymbol(string symbol) => Take(Current.Kind == TokenKind.Symbol && Current.Text == symbol);

    private bool TakeWord(string word) => Take(Current.Kind == TokenKind.Name && Current.Text == word);

    private bool Take(bool matches)
    {
        if (matches)
            _next++;
        return matches;
    }

    private void Require(string symbol)
    {
        if (!TakeSymbol(symbol))
            throw new ExpressionException(Current.Position, $"'{symbol}' is expected" + (Current.Kind == TokenKind.End ? " at the end" : $" before '{Current.Text}'"));
    }

    private Term Or()
    {
        if (++_depth > DeepestNesting)
            throw new ExpressionException(Current.Position, "this is nested too deeply");
        var left = And();
        for (var at = Current; TakeWord("or"); at = Current)
            left = new OrTerm(TermTypes.Condition(left, at), TermTypes.Condition(And(), at));
        _depth--;
        return left;
    }

    private Term And()
    {
        var left = Not();
        for (var at = Current; TakeWord("and"); at = Current)
            left = new AndTerm(TermTypes.Condition(left, at), TermTypes.Condition(Not(), at));
        return left;
    }

    private Term Not()
    {
        var negations = 0;
        var at = Current;
        while (TakeWord("not"))
            negations++;
        var term = Compared();
        if (negations == 0)
            return term;
        term = TermTypes.Condition(term, at);
        return negations % 2 == 1 ? new NotTerm(term) : term;
    }

    private Term Compared()
    {
        var left = Sum();
        var at = Current;
        var negated = at is { Kind: TokenKind.Name, Text: "not" } && _tokens[_next + 1] is { Kind: TokenKind.Name, Text: "in" };
        if (negated)
            _next++;
        if (TakeWord("in"))
            return OneOf(left, at, negated);
        if (at.Kind != TokenKind.Symbol || ComparisonOf(at.Text) is not { } comparison)
            return left;
        _next++;
        var right = Sum();
        if (comparison is Comparison.Equal or Comparison.NotEqual && left.Type == right.Type && left.Type is ExpressionType.Text or ExpressionType.Condition)
            return new SameTerm(left, right, comparison == Comparison.NotEqual);
        (left, right) = TermTypes.SameNumericType(left, right, at, "compared");
        return new CompareTerm(left, comparison, right);
    }

    private static Comparison? ComparisonOf(string symbol) => symbol switch
    {
        "<" => Comparison.Less,
        "<=" => Comparison.LessOrEqual,
        ">" => Comparison.Greater,
        ">=" => Comparison.GreaterOrEqual,
        "=" => Comparison.Equal,
        "!=" => Comparison.NotEqual,
        _ => null,
    };

    private OneOfTerm OneOf(Term value, Token at, bool negated)
    {
        if (value.Type == ExpressionType.Condition)
            throw new ExpressionException(at.Position, $"a number, an amount or a text is needed before '{at.Text}', and there is a condition");
        var others = new List<Term>();
        Require("(");
        do
        {
            var where = Current;
            var other = Sum();
            if (value.Type == ExpressionType.Amount)
                other = other.AsAmount();
            if (other.Type != value.Type)
                throw new ExpressionException(where.Position, value.Type == ExpressionType.Text ? "a text in quotes is expected here" : $"{TermTypes.Describe(value.Type)} is expected here, and there is {TermTypes.Describe(other.Type)}");
            others.Add(other);
        }
        while (TakeSymbol(","));
        Require(")");
        return new OneOfTerm(value, [.. others], negated);
    }

    private Term Sum()
    {
        var left = Product();
        for (var at = Current; at.Kind == TokenKind.Symbol && at.Text is "+" or "-"; at = Current)
        {
            _next++;
            var (a, b) = TermTypes.SameNumericType(left, Product(), at, "added");
            left = ArithmeticTerm.Of(a.Type, at.Text == "+" ? Operation.Add : Operation.Subtract, a, b);
        }

        return left;
    }

    private Term Product()
    {
        var left = Sign();
        for (var at = Current; at.Kind == TokenKind.Symbol && at.Text is "*" or "/"; at = Current)
        {
            _next++;
            var right = Sign();
            TermTypes.Numeric(left, at);
            TermTypes.Numeric(right, at);
            var bothAmounts = left.Type == ExpressionType.Amount && right.Type == ExpressionType.Amount;
            if (at.Text == "*")
            {
                if (bothAmounts)
                    throw new ExpressionException(at.Position, "two amounts cannot be multiplied");
                left = ArithmeticTerm.Of(left.Type == ExpressionType.Amount ? left.Type : right.Type, Operation.Multiply, left, right);
            }
            else
            {
                if (right.Type == ExpressionType.Amount && !bothAmounts)
                    throw new ExpressionException(at.Position, "a plain number cannot be divided by an amount");
                if (right.Literal == 0m)
                    throw new ExpressionException(at.Position, "this divides by zero");
                left = ArithmeticTerm.Of(bothAmounts ? ExpressionType.Number : left.Type, Operation.Divide, left, right);
            }
        }

        return left;
    }

    private Term Sign()
    {
        var at = Current;
        var negative = false;
        while (TakeSymbol("-"))
            negative = !negative;
        var term = Primary();
        if (!negative)
            return term;
        TermTypes.Numeric(term, at);
        return ArithmeticTerm.Negative(term);
    }

    private Term Primary()
    {
        var at = Current;
        _next++;
        switch (at.Kind)
        {
            case TokenKind.Number:
                return ConstantTerm.Of(at.Number);
            case TokenKind.Text:
                return ConstantTerm.Of(at.Text);
            case TokenKind.Name when Current is { Kind: TokenKind.Symbol, Text: "(" } && !FunctionCatalogue.IsWord(at.Text):
                return Call(at);
            case TokenKind.Name when at.Text is "yes" or "true":
                return ConstantTerm.Of(true);
            case TokenKind.Name when at.Text is "no" or "false":
                return ConstantTerm.Of(false);
            case TokenKind.Name when !FunctionCatalogue.IsWord(at.Text):
                return Input(at);
            case TokenKind.Symbol when at.Text == "(":
                var inner = Or();
                Require(")");
                return inner;
            default:
                _next--;
                throw new ExpressionException(at.Position, at.Kind == TokenKind.End ? "something is missing at the end" : $"'{at.Text}' is not expected here");
        }
    }

    private InputTerm Input(Token at)
    {
        if (!_scope.TryGet(at.Text, out var input))
        {
            var (message, suggestion) = _scope.WhyUnknown(at.Text, FunctionCatalogue.Names);
            throw new ExpressionException(at.Position, char.ToLowerInvariant(message[0]) + message[1..].TrimEnd('.'), suggestion) { IsConsequence = _scope.IsBroken(at.Text) };
        }

        if (input.Stage > _stage)
            throw new ExpressionException(at.Position, $"'{at.Text}' is a result of a later step and cannot be used here", input.Name == "limit_used_percent" ? "utilisation_percent" : null);
        _inputs.Add(input);
        return new InputTerm(TermTypes.Of(input.Unit), input);
    }

    private Term Call(Token name)
    {
        Require("(");
        var arguments = new List<Term>();
        do
            arguments.Add(Or());
        while (TakeSymbol(","));
        Require(")");
        return FunctionCatalogue.Call(name, arguments);
    }
}
