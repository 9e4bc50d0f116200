using System.Globalization;

namespace CreditBridge.Sandbox.Schema.Formulas;

/// <summary>Reads the formula language of fields and validation rules, as far as <see cref="FormulaFunctions"/> knows its functions.</summary>
internal sealed class FormulaParser
{
    // By precedence, the weakest first.
    private static readonly string[][] Operators = [["||"], ["&&"], ["=", "==", "<>", "!="], ["<=", ">=", "<", ">"], ["+", "-", "&"], ["*", "/"]];
    private static readonly string[] Symbols = ["||", "&&", "==", "<>", "!=", "<=", ">=", "=", "<", ">", "+", "-", "&", "*", "/", "!", "(", ")", ","];

    private readonly string text;
    private int at;

    private FormulaParser(string text) => this.text = text;

    /// <exception cref="FormulaException">The text is not a formula that the sandbox knows.</exception>
    public static FormulaNode Parse(string text)
    {
        var parser = new FormulaParser(text);
        var node = parser.Operation(0);
        return parser.Peek() is null ? node : throw parser.Unexpected();
    }

    private FormulaNode Operation(int level)
    {
        if (level == Operators.Length) return Operand();
        var left = Operation(level + 1);
        while (Peek() is { } symbol && Operators[level].Contains(symbol))
        {
            at += symbol.Length;
            left = new FormulaCall(symbol switch { "==" => "=", "!=" => "<>", _ => symbol }, [left, Operation(level + 1)]);
        }

        return left;
    }

    private FormulaNode Operand()
    {
        var symbol = Peek() ?? throw Unexpected();
        switch (symbol)
        {
            case "(":
                at++;
                var inner = Operation(0);
                Take(")");
                return inner;
            case "!" or "-":
                at++;
                return new FormulaCall(symbol == "!" ? "NOT" : "NEGATE", [Operand()]);
            case "\"" or "'":
                return new FormulaLiteral(Quoted(symbol[0]));
            case var digit when char.IsAsciiDigit(digit[0]):
                var number = Word(c => char.IsAsciiDigit(c) || c == '.');
                return new FormulaLiteral(decimal.Parse(number, CultureInfo.InvariantCulture));
            case var letter when char.IsAsciiLetter(letter[0]) || letter == "$":
                return Named(Word(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '$'));
            default:
                throw Unexpected();
        }
    }

    private FormulaNode Named(string name)
    {
        if (Peek() != "(")
        {
            return name.ToUpperInvariant() switch
            {
                "TRUE" => new FormulaLiteral(true),
                "FALSE" => new FormulaLiteral(false),
                "NULL" => new FormulaLiteral(null),
                _ => new FormulaField(name),
            };
        }

        var function = name.ToUpperInvariant();
        if (!FormulaFunctions.Names.Contains(function)) throw new FormulaException($"the sandbox does not know the function {function}");
        at++;
        List<FormulaNode> arguments = [];
        while (Peek() != ")")
        {
            if (arguments.Count > 0) Take(",");
            arguments.Add(Operation(0));
        }

        at++;
        return new FormulaCall(function, arguments);
    }

    /// <summary>The symbol that comes next, or the character that begins something else; null at the end.</summary>
    private string? Peek()
    {
        while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
        if (at == text.Length) return null;
        return Array.Find(Symbols, symbol => string.CompareOrdinal(text, at, symbol, 0, symbol.Length) == 0) ?? text[at].ToString();
    }

    private void Take(string symbol)
    {
        if (Peek() != symbol) throw Unexpected();
        at += symbol.Length;
    }

    private string Word(Func<char, bool> belongs)
    {
        var start = at;
        while (at < text.Length && belongs(text[at])) at++;
        return text[start..at];
    }

    private string Quoted(char quote)
    {
        var value = new System.Text.StringBuilder();
        for (at++; at < text.Length && text[at] != quote; at++)
        {
            if (text[at] == '\\' && at + 1 < text.Length) at++;
            value.Append(text[at]);
        }

        if (at == text.Length) throw new FormulaException("a text has no closing quote");
        at++;
        return value.ToString();
    }

    private FormulaException Unexpected() =>
        new(at >= text.Length ? "the formula ends too early" : $"unexpected '{text[at]}' at character {at + 1} of the formula");
}
