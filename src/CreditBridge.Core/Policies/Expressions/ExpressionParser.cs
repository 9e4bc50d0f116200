using CreditBridge.Core.Evaluation.Facts;
using CreditBridge.Core.Evaluation.Inputs;
using CreditBridge.Core.Policies.Parsing;

namespace CreditBridge.Core.Policies.Expressions;

/// <summary>
/// Reads formulas and conditions: inputs, numbers and "texts"; <c>+ - * /</c>; <c>&lt; &lt;= &gt; &gt;= = !=</c> and <c>in (…)</c>; <c>not and or</c>; parentheses;
/// <c>min max coalesce if known</c>. Typed: an amount is never compared with days. A plain number next to an amount is an amount in the policy's currency.
/// </summary>
internal sealed class ExpressionParser
{
    private const int DeepestNesting = 50;

    private static readonly string[] Functions = ["min", "max", "coalesce", "if", "known"];

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
    }

    /// <summary>Reads an expression.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="stage">The last step whose results it may use.</param>
    /// <param name="expected">What it has to give; null for anything.</param>
    /// <param name="scope">The inputs that it may use.</param>
    /// <exception cref="ExpressionException">It cannot be read.</exception>
    public static Expression Parse(string text, InputStage stage, ExpressionType? expected, InputScope scope)
    {
        var parser = new ExpressionParser(text, stage, scope);
        var term = parser.Or();
        if (parser.Current.Kind != TokenKind.End)
            throw new ExpressionException(parser.Current.Position, $"'{parser.Current.Text}' is not expected here");
        if (expected == ExpressionType.Amount)
            term = term.AsAmount();
        return term.Type == (expected ?? term.Type)
            ? new Expression(term.Type, term.Read, [.. parser._inputs.Distinct()], text)
            : throw new ExpressionException(0, $"{Describe(expected!.Value)} is needed here, and this gives {Describe(term.Type)}");
    }

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
            left = Term.Or(Condition(left, at), Condition(And(), at));
        _depth--;
        return left;
    }

    private Term And()
    {
        var left = Not();
        for (var at = Current; TakeWord("and"); at = Current)
            left = Term.And(Condition(left, at), Condition(Not(), at));
        return left;
    }

    private Term Not()
    {
        var negations = 0;
        var at = Current;
        while (TakeWord("not"))
            negations++;
        var term = Comparison();
        if (negations == 0)
            return term;
        term = Condition(term, at);
        return negations % 2 == 1 ? Term.Not(term) : term;
    }

    private Term Comparison()
    {
        var left = Sum();
        var at = Current;
        if (TakeWord("in"))
            return Term.IsOneOf(Text(left, at), Texts(), negated: false);
        if (at.Kind != TokenKind.Symbol || at.Text is not ("<" or "<=" or ">" or ">=" or "=" or "!="))
            return left;
        _next++;
        var right = Sum();
        if (left.Type == ExpressionType.Text && at.Text is "=" or "!=" && _tokens[_next - 1] is { Kind: TokenKind.Text } constant)
            return Term.IsOneOf(Text(left, at), [constant.Text], at.Text == "!=");
        (left, right) = SameNumericType(left, right, at, "compared");
        return Term.Compare(left, right, at.Text);
    }

    private List<string> Texts()
    {
        var texts = new List<string>();
        Require("(");
        do
        {
            if (Current.Kind != TokenKind.Text)
                throw new ExpressionException(Current.Position, "a text in quotes is expected here");
            texts.Add(_tokens[_next++].Text);
        }
        while (TakeSymbol(","));
        Require(")");
        return texts;
    }

    private Term Sum()
    {
        var left = Product();
        for (var at = Current; at.Kind == TokenKind.Symbol && at.Text is "+" or "-"; at = Current)
        {
            _next++;
            var (a, b) = SameNumericType(left, Product(), at, "added");
            left = at.Text == "+" ? Term.Arithmetic(a.Type, a, b, Bounded.Add) : Term.Arithmetic(a.Type, a, b, (x, y) => Bounded.Add(x, -y));
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
            Numeric(left, at);
            Numeric(right, at);
            var bothAmounts = left.Type == ExpressionType.Amount && right.Type == ExpressionType.Amount;
            if (at.Text == "*")
            {
                if (bothAmounts)
                    throw new ExpressionException(at.Position, "two amounts cannot be multiplied");
                var type = left.Type == ExpressionType.Amount ? left.Type : right.Type;
                left = Term.Arithmetic(type, left, right, Bounded.Multiply);
            }
            else
            {
                if (right.Type == ExpressionType.Amount && !bothAmounts)
                    throw new ExpressionException(at.Position, "a plain number cannot be divided by an amount");
                if (right.Literal == 0m)
                    throw new ExpressionException(at.Position, "this divides by zero");
                left = Term.Arithmetic(bothAmounts ? ExpressionType.Number : left.Type, left, right, Bounded.Divide);
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
        Numeric(term, at);
        return Term.Negate(term);
    }

    private Term Primary()
    {
        var at = Current;
        _next++;
        switch (at.Kind)
        {
            case TokenKind.Number:
                return Term.Constant(at.Number);
            case TokenKind.Text:
                return Term.Constant(at.Text);
            case TokenKind.Name when Current is { Kind: TokenKind.Symbol, Text: "(" }:
                return Call(at);
            case TokenKind.Name:
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

    private Term Input(Token at)
    {
        if (!_scope.TryGet(at.Text, out var input))
            throw new ExpressionException(at.Position, $"there is no input '{at.Text}'", Spelling.Nearest(at.Text, _scope.All.Select(i => i.Name).Concat(Functions)));
        if (input.Stage > _stage)
            throw new ExpressionException(at.Position, $"'{at.Text}' is a result of a later step and cannot be used here", input.Name == "limit_used_percent" ? "utilisation_percent" : null);
        _inputs.Add(input);
        return new Term(TypeOf(input), s => s.Read(input));
    }

    private Term Call(Token name)
    {
        if (!Functions.Contains(name.Text, StringComparer.Ordinal))
            throw new ExpressionException(name.Position, $"there is no function '{name.Text}'", Spelling.Nearest(name.Text, Functions));
        Require("(");
        var arguments = new List<Term>();
        do
            arguments.Add(Or());
        while (TakeSymbol(","));
        Require(")");
        switch (name.Text)
        {
            case "known" when arguments.Count == 1:
                return Term.Known(arguments[0]);
            case "if" when arguments.Count == 3:
                var branches = Alike(arguments[1..], name);
                return Term.If(Condition(arguments[0], name), branches[0], branches[1]);
            case "min" or "max" when arguments.Count >= 2:
                arguments.ForEach(a => Numeric(a, name));
                return Term.Extreme(Alike(arguments, name), name.Text == "min" ? Math.Min : Math.Max);
            case "coalesce" when arguments.Count >= 2:
                return Term.Coalesce(Alike(arguments, name));
            default:
                var wanted = name.Text switch { "known" => "one value", "if" => "a condition and two values", _ => "at least two values" };
                throw new ExpressionException(name.Position, $"'{name.Text}' takes {wanted}");
        }
    }

    // Literals next to amounts are amounts.
    private static List<Term> Alike(List<Term> terms, Token at)
    {
        if (terms.Exists(t => t.Type == ExpressionType.Amount))
            terms = terms.ConvertAll(t => t.AsAmount());
        if (terms.Exists(t => t.Type != terms[0].Type))
            throw new ExpressionException(at.Position, $"the values of '{at.Text}' are of different kinds: {string.Join(" and ", terms.Select(t => Describe(t.Type)).Distinct())}");
        return terms;
    }

    private static (Term Left, Term Right) SameNumericType(Term left, Term right, Token at, string verb)
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

    private static void Numeric(Term term, Token at)
    {
        if (term.Type is not (ExpressionType.Number or ExpressionType.Amount))
            throw new ExpressionException(at.Position, $"a number or amount is needed around '{at.Text}', and there is {Describe(term.Type)}");
    }

    private static Term Condition(Term term, Token at) => term.Type == ExpressionType.Condition
        ? term
        : throw new ExpressionException(at.Position, $"a condition is needed around '{at.Text}', and there is {Describe(term.Type)}");

    private static Term Text(Term term, Token at) => term.Type == ExpressionType.Text
        ? term
        : throw new ExpressionException(at.Position, $"a text is needed before '{at.Text}', and there is {Describe(term.Type)}");

    private static ExpressionType TypeOf(CreditInput input) => input.Unit switch
    {
        InputUnit.Amount => ExpressionType.Amount,
        InputUnit.Flag => ExpressionType.Condition,
        InputUnit.Text => ExpressionType.Text,
        _ => ExpressionType.Number,
    };

    private static string Describe(ExpressionType type) => type switch
    {
        ExpressionType.Amount => "an amount",
        ExpressionType.Condition => "a condition",
        ExpressionType.Text => "a text",
        _ => "a plain number",
    };
}
