using System.Buffers;

namespace CreditBridge.Connectors.Sql.Queries;

/// <summary>
/// Takes a query apart into tokens, in the way of all common databases at once. Where they differ (nested comments, a backslash before a quotation mark) the text is
/// refused: what one database takes for a comment or a text, another would run.
/// </summary>
internal sealed class SqlTokens
{
    private static readonly SearchValues<char> NoName = SearchValues.Create("'\"`;()");

    private readonly string _sql;
    private readonly List<SqlToken> _tokens = [];
    private int _at;

    private SqlTokens(string sql) => _sql = sql;

    /// <summary>The tokens; what is wrong when the text cannot be read without doubt, and where.</summary>
    public static (IReadOnlyList<SqlToken> Tokens, SqlMistake? Mistake) Read(string sql)
    {
        var reader = new SqlTokens(sql);
        while (reader._at < sql.Length)
        {
            if (reader.Next() is { } mistake)
                return (reader._tokens, mistake);
        }

        return (reader._tokens, null);
    }

    private char Peek(int ahead = 0) => _at + ahead < _sql.Length ? _sql[_at + ahead] : '\0';

    private SqlMistake? Next()
    {
        var c = Peek();
        if (char.IsWhiteSpace(c))
            _at++;
        else if (c == '-' && Peek(1) == '-')
            SkipLine();
        else if (c == '/' && Peek(1) == '*')
            return SkipBlock();
        else if (c == '\'')
            return Text(escapes: false, _at);
        else if (c is '"' or '`')
            return Quoted(c);
        else if (c == '[' && IsName(Peek(1)) && IsBracketedName())
            return Quoted(']');
        else if (c == '$' && DollarTag() is { } tag)
            return DollarText(tag);
        else if (c == '@' && Peek(1) == '@' && IsNameStart(Peek(2)))
            return new SqlMistake(_at, "Variables of the server (@@…) are not for queries here.", "Write the value itself, or compute it in a view.");
        else if (c == '@' && IsNameStart(Peek(1)))
            Add(SqlTokenKind.Parameter, 1 + NameLength(1));
        else if (c is 'u' or 'U' && Peek(1) == '&' && Peek(2) == '"')
            return new SqlMistake(_at, "A name in Unicode escapes (U&\"…\") does not show what it names.", "Write the name itself, in plain quotation marks.");
        else if (IsNameStart(c))
            return Word();
        else if (char.IsAsciiDigit(c))
            Add(SqlTokenKind.Literal, NumberLength());
        else
            Add(SqlTokenKind.Sign, 1);
        return null;
    }

    private void Add(SqlTokenKind kind, int length)
    {
        _tokens.Add(new SqlToken(kind, _at, _sql.Substring(_at, length)));
        _at += length;
    }

    private void SkipLine()
    {
        var end = _sql.AsSpan(_at).IndexOfAny('\n', '\r');
        _at = end < 0 ? _sql.Length : _at + end;
    }

    private SqlMistake? SkipBlock()
    {
        var start = _at;
        if (Peek(2) is '!' or '+')
            return new SqlMistake(start, "A comment that some databases run.", "Take it out.");
        var end = _sql.IndexOf("*/", _at + 2, StringComparison.Ordinal);
        if (end < 0)
            return new SqlMistake(start, "The comment does not end.", "Close it with */.");
        if (_sql.AsSpan(start + 2, end - start - 2).Contains("/*", StringComparison.Ordinal))
            return new SqlMistake(start, "A comment within a comment ends at different places in different databases.", "Take one of them out.");
        _at = end + 2;
        return null;
    }

    // With escapes (E'…' in PostgreSQL) a backslash takes the next sign with it. Without, one that stands before the quotation mark means different things.
    private SqlMistake? Text(bool escapes, int start)
    {
        for (_at++; _at < _sql.Length; _at++)
        {
            if (_sql[_at] == '\\' && escapes)
            {
                _at++;
            }
            else if (_sql[_at] == '\'')
            {
                if (_sql[_at - 1] == '\\' && !escapes)
                    return new SqlMistake(_at - 1, "A backslash before a quotation mark means different things in different databases.", "Write the text in another way, such as with chr(92).");
                if (Peek(1) == '\'')
                {
                    _at++;
                    continue;
                }

                _at++;
                _tokens.Add(new SqlToken(SqlTokenKind.Literal, start, _sql[start.._at]));
                return null;
            }
        }

        return new SqlMistake(start, "The text does not end.", "Close it with a quotation mark; one within the text is written twice.");
    }

    private SqlMistake? Quoted(char close)
    {
        var start = _at;
        for (_at++; _at < _sql.Length; _at++)
        {
            if (_sql[_at] != close)
                continue;
            if (Peek(1) == close)
            {
                _at++;
                continue;
            }

            _at++;
            _tokens.Add(new SqlToken(SqlTokenKind.Literal, start, _sql[start.._at]));
            return null;
        }

        return new SqlMistake(start, "The quoted name does not end.", $"Close it with {close}.");
    }

    // Of [x] only a name counts as quoted; what stands behind a name or a bracket is an index, whose content is read like anything else.
    private bool IsBracketedName()
    {
        if (_tokens.Count > 0 && _tokens[^1] is var last && (last.IsSign(')') || last.IsSign(']') || last.Is("ARRAY")
            || (last.Kind is SqlTokenKind.Word or SqlTokenKind.Literal && last.Start + last.Text.Length == _at)))
            return false;
        var end = _sql.IndexOf(']', _at);
        return end > 0 && !_sql.AsSpan(_at + 1, end - _at - 1).ContainsAny(NoName);
    }

    private string? DollarTag()
    {
        if (_at > 0 && IsName(_sql[_at - 1]))
            return null;
        var end = _at + 1;
        while (end < _sql.Length && IsName(_sql[end]))
            end++;
        return end < _sql.Length && _sql[end] == '$' && !char.IsAsciiDigit(Peek(1)) ? _sql[_at..(end + 1)] : null;
    }

    private SqlMistake? DollarText(string tag)
    {
        var end = _sql.IndexOf(tag, _at + tag.Length, StringComparison.Ordinal);
        if (end < 0)
            return new SqlMistake(_at, $"The text that begins with {tag} does not end.", $"Close it with {tag}.");
        Add(SqlTokenKind.Literal, end + tag.Length - _at);
        return null;
    }

    private SqlMistake? Word()
    {
        var start = _at;
        var length = NameLength(0);
        if (Peek(length) == '\'' && length <= 2)
        {
            _at += length;
            return Text(escapes: length == 1 && _sql[start] is 'e' or 'E', start);
        }

        Add(SqlTokenKind.Word, length);
        return null;
    }

    private int NameLength(int from)
    {
        var length = 0;
        while (IsName(Peek(from + length)))
            length++;
        return length;
    }

    private int NumberLength()
    {
        var length = 0;
        while (char.IsAsciiLetterOrDigit(Peek(length)) || Peek(length) is '.' or '_')
            length++;
        return length;
    }

    private static bool IsNameStart(char c) => char.IsLetter(c) || c == '_';

    private static bool IsName(char c) => char.IsLetterOrDigit(c) || c is '_' or '#';
}

/// <summary>What is wrong with a query.</summary>
/// <param name="At">Where, as a position in its text.</param>
/// <param name="Message">What.</param>
/// <param name="Suggestion">What to write instead.</param>
internal readonly record struct SqlMistake(int At, string Message, string Suggestion);
