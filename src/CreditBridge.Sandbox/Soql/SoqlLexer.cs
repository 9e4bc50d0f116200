namespace CreditBridge.Sandbox.Soql;

/// <summary>Cuts a query into tokens.</summary>
internal static class SoqlLexer
{
    public static IReadOnlyList<Token> Read(string query)
    {
        List<Token> tokens = [];
        var at = 0;
        while (true)
        {
            while (at < query.Length && char.IsWhiteSpace(query[at])) at++;
            if (at == query.Length)
            {
                tokens.Add(new Token(TokenKind.End, "", at));
                return tokens;
            }

            var token = Next(query, at, out var end);
            tokens.Add(token);
            at = end;
        }
    }

    private static Token Next(string query, int start, out int end)
    {
        var first = query[start];
        if (first == '\'') return ReadString(query, start, out end);
        if (char.IsAsciiLetter(first) || first == '_')
        {
            end = start;
            while (end < query.Length && (char.IsAsciiLetterOrDigit(query[end]) || query[end] is '_' or '.')) end++;
            return new Token(TokenKind.Word, query[start..end], start);
        }

        if (char.IsAsciiDigit(first) || (first is '-' or '+' or '.' && start + 1 < query.Length && (char.IsAsciiDigit(query[start + 1]) || query[start + 1] == '.')))
            return ReadNumberOrDate(query, start, out end);
        var two = start + 1 < query.Length ? query.Substring(start, 2) : "";
        if (two is "!=" or "<=" or ">=" or "<>")
        {
            end = start + 2;
            return new Token(TokenKind.Symbol, two == "<>" ? "!=" : two, start);
        }

        if (first is '=' or '<' or '>' or '(' or ')' or ',' or ':')
        {
            end = start + 1;
            return new Token(TokenKind.Symbol, first.ToString(), start);
        }

        throw SoqlException.Malformed(query, start, $"line {1}:{start} no viable alternative at character '{first}'");
    }

    private static Token ReadString(string query, int start, out int end)
    {
        end = start + 1;
        while (end < query.Length && query[end] != '\'')
        {
            if (query[end] == '\\')
            {
                end++;
                if (end >= query.Length) break;
                if (!SoqlText.IsEscape(query[end])) throw SoqlException.Malformed(query, end - 1, $"Illegal string literal: invalid escape sequence '\\{query[end]}'");
            }

            end++;
        }

        if (end >= query.Length) throw SoqlException.Malformed(query, start, "line 1: mismatched character '<EOF>' expecting '''");
        end++;
        return new Token(TokenKind.String, query[(start + 1)..(end - 1)], start);
    }

    private static Token ReadNumberOrDate(string query, int start, out int end)
    {
        end = start + 1;
        while (end < query.Length && (char.IsAsciiLetterOrDigit(query[end]) || query[end] is '.' or ':' or '-' or '+') && !EndsNumber(query, start, end)) end++;
        var text = query[start..end];
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", out _)) return new Token(TokenKind.Date, text, start);
        if (Records.FieldValues.TryParseInstant(text, out _)) return new Token(TokenKind.DateTime, text, start);
        if (decimal.TryParse(text, System.Globalization.NumberStyles.Float, null, out _)) return new Token(TokenKind.Number, text, start);
        throw SoqlException.Malformed(query, start, $"unexpected token: '{text}'");
    }

    /// <summary>A sign ends a plain number, but belongs to a date, a time zone or an exponent.</summary>
    private static bool EndsNumber(string query, int start, int at) =>
        query[at] is '-' or '+' && at - start is not (4 or 7) && !query.AsSpan(start, at - start).Contains('T') && query[at - 1] is not ('e' or 'E');
}
