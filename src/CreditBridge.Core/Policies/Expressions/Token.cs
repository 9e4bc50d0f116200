using System.Globalization;

namespace CreditBridge.Core.Policies.Expressions;

internal enum TokenKind
{
    Number,
    Text,
    Name,
    Symbol,
    End,
}

/// <summary>A word of an expression and where it begins.</summary>
internal readonly record struct Token(TokenKind Kind, string Text, int Position, decimal Number = 0m)
{
    // What other languages write, and what it is called here.
    private static readonly (string Sign, string Meant)[] Foreign = [("&&", "and"), ("||", "or"), ("==", "="), ("<>", "!="), ("=>", ">="), ("=<", "<=")];

    private const string Symbols = "()+-*/,<>=";

    /// <summary>Splits an expression into words.</summary>
    /// <exception cref="ExpressionException">A character or number cannot be read.</exception>
    public static List<Token> Split(string text)
    {
        var tokens = new List<Token>();
        for (var i = 0; i < text.Length;)
        {
            var start = i;
            if (char.IsWhiteSpace(text[i]))
            {
                i++;
            }
            else if (char.IsAsciiDigit(text[i]))
            {
                while (i < text.Length && (char.IsAsciiDigit(text[i]) || text[i] is '.' or '_'))
                    i++;
                var digits = text[start..i].Replace("_", "", StringComparison.Ordinal);
                if (!decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
                    throw new ExpressionException(start, $"'{text[start..i]}' is not a number");
                tokens.Add(new Token(TokenKind.Number, text[start..i], start, number));
            }
            else if (char.IsAsciiLetter(text[i]))
            {
                while (i < text.Length && (char.IsAsciiLetterOrDigit(text[i]) || text[i] == '_'))
                    i++;
                tokens.Add(new Token(TokenKind.Name, text[start..i], start));
            }
            else if (text[i] is '"' or '\'')
            {
                var end = text.IndexOf(text[i], i + 1);
                if (end < 0)
                    throw new ExpressionException(start, "this text has no closing quote");
                tokens.Add(new Token(TokenKind.Text, text[(i + 1)..end], start));
                i = end + 1;
            }
            else if (Array.Find(Foreign, f => text.AsSpan(start).StartsWith(f.Sign)) is { Sign: { } sign, Meant: var meant })
            {
                throw new ExpressionException(start, $"'{sign}' has no meaning here", meant);
            }
            else if (i + 1 < text.Length && text[i..(i + 2)] is "<=" or ">=" or "!=")
            {
                i += 2;
                tokens.Add(new Token(TokenKind.Symbol, text[start..i], start));
            }
            else if (Symbols.Contains(text[i], StringComparison.Ordinal))
            {
                i++;
                tokens.Add(new Token(TokenKind.Symbol, text[start..i], start));
            }
            else
            {
                throw new ExpressionException(start, $"'{text[i]}' has no meaning here", text[i] == '!' ? "not" : null);
            }
        }

        tokens.Add(new Token(TokenKind.End, "", text.Length));
        return tokens;
    }
}

/// <summary>An expression cannot be read. Never leaves the parser, which turns it into a problem of the policy.</summary>
internal sealed class ExpressionException(int position, string message, string? suggestion = null) : Exception(message)
{
    /// <summary>Whether it only follows from another mistake, which is reported: an input is used whose definition is wrong.</summary>
    public bool IsConsequence { get; init; }

    /// <summary>Where in the expression, counted from 0.</summary>
    public int Position => position;

    /// <summary>What was probably meant.</summary>
    public string? Suggestion => suggestion;
}
