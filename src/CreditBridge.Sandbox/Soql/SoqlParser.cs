namespace CreditBridge.Sandbox.Soql;

/// <summary>A recursive-descent parser: one method for each rule of the grammar.</summary>
internal sealed class SoqlParser
{
    private const int MaxLength = 100_000;

    private static readonly string[] Functions =
    [
        "COUNT", "COUNT_DISTINCT", "SUM", "AVG", "MIN", "MAX", "TOLABEL", "FORMAT", "CONVERTCURRENCY", "CONVERTTIMEZONE", "CALENDAR_YEAR", "CALENDAR_QUARTER",
        "CALENDAR_MONTH", "DAY_IN_MONTH", "DAY_IN_WEEK", "DAY_IN_YEAR", "DAY_ONLY", "FISCAL_YEAR", "FISCAL_QUARTER", "FISCAL_MONTH", "HOUR_IN_DAY",
        "WEEK_IN_MONTH", "WEEK_IN_YEAR",
    ];

    private static readonly string[] Reserved =
    [
        "AND", "ASC", "DESC", "EXCLUDES", "FIRST", "FROM", "GROUP", "HAVING", "IN", "INCLUDES", "LAST", "LIKE", "LIMIT", "NOT", "NULL", "NULLS", "OFFSET", "OR",
        "ORDER", "SELECT", "USING", "WHERE", "WITH", "FOR", "ALL", "UPDATE",
    ];

    private readonly string query;
    private readonly IReadOnlyList<Token> tokens;
    private int at;

    private SoqlParser(string query)
    {
        this.query = query;
        tokens = SoqlLexer.Read(query);
    }

    private Token Next => tokens[at];

    public static SoqlQuery Parse(string query)
    {
        if (query.Length > MaxLength) throw new SoqlException("QUERY_TOO_COMPLICATED", $"SOQL statements cannot be longer than {MaxLength} characters.");
        var parser = new SoqlParser(query);
        var parsed = parser.Query(child: false);
        if (parser.Next.Kind != TokenKind.End) throw parser.Unexpected();
        return parsed;
    }

    /// <summary>Parses what may stand behind WHERE.</summary>
    public static Condition ParseCondition(string text)
    {
        var parser = new SoqlParser(text);
        var parsed = parser.Conditions(having: false);
        if (parser.Next.Kind != TokenKind.End) throw parser.Unexpected();
        return parsed;
    }

    private SoqlQuery Query(bool child)
    {
        ExpectWord("SELECT");
        List<SelectItem> select = [SelectItem(child)];
        while (Take(",")) select.Add(SelectItem(child));
        ExpectWord("FROM");
        var spot = new Spot(Next.Position);
        var from = Name();
        TakeWord("AS");
        string? alias = null;
        if (Next.Kind == TokenKind.Word && !IsReserved(Next)) alias = Name();
        if (TakeWord("USING"))
        {
            ExpectWord("SCOPE");
            Name();
        }

        var where = TakeWord("WHERE") ? Conditions(having: false) : null;
        if (TakeWord("WITH")) Name();
        ValueList<FieldExpression> groupBy = [];
        Condition? having = null;
        if (TakeWord("GROUP"))
        {
            ExpectWord("BY");
            groupBy = [.. List(Expression)];
            if (TakeWord("HAVING")) having = Conditions(having: true);
        }

        ValueList<Ordering> orderBy = [];
        if (TakeWord("ORDER"))
        {
            ExpectWord("BY");
            orderBy = [.. List(Order)];
        }

        var limit = TakeWord("LIMIT") ? Whole() : (int?)null;
        var offset = TakeWord("OFFSET") ? Whole() : (int?)null;
        string? purpose = null;
        while (Next.IsWord("FOR"))
        {
            at++;
            purpose = Name().ToUpperInvariant();
        }

        var allRows = false;
        if (!child && TakeWord("ALL"))
        {
            ExpectWord("ROWS");
            allRows = true;
        }

        return new SoqlQuery([.. select], from)
        {
            FromSpot = spot, Alias = alias, Where = where, GroupBy = groupBy, Having = having, OrderBy = orderBy, Limit = limit, Offset = offset, AllRows = allRows,
            For = purpose,
        };
    }

    private SelectItem SelectItem(bool child)
    {
        if (Next.IsSymbol("("))
        {
            if (child) throw Unexpected();
            at++;
            var children = Query(child: true);
            Expect(")");
            return new SelectChildren(children);
        }

        if (Next.IsWord("FIELDS") && tokens[at + 1].IsSymbol("("))
        {
            at += 2;
            var which = Name().ToUpperInvariant();
            if (which is not ("ALL" or "STANDARD" or "CUSTOM")) throw Unexpected(at - 1);
            Expect(")");
            return new SelectAll(which);
        }

        var expression = Expression();
        string? alias = null;
        if (Next.Kind == TokenKind.Word && !IsReserved(Next)) alias = Name();
        return new SelectField(expression, alias);
    }

    private FieldExpression Expression()
    {
        var token = Next;
        var name = Name();
        if (!Next.IsSymbol("(")) return new FieldExpression(null, name) { Spot = new Spot(token.Position) };
        var function = name.ToUpperInvariant();
        if (!Functions.Contains(function)) throw Unexpected(at - 1);
        at++;
        if (Take(")"))
        {
            if (function != "COUNT") throw Unexpected(at - 1);
            return new FieldExpression(function, null) { Spot = new Spot(token.Position) };
        }

        string? inner = null;
        var path = Name();
        if (Next.IsSymbol("(") && Functions.Contains(path.ToUpperInvariant()))
        {
            at++;
            inner = path.ToUpperInvariant();
            path = Name();
            Expect(")");
        }

        Expect(")");
        return new FieldExpression(function, path) { Inner = inner, Spot = new Spot(token.Position) };
    }

    private Ordering Order()
    {
        var expression = Expression();
        var descending = TakeWord("DESC");
        if (!descending) TakeWord("ASC");
        bool? nullsFirst = null;
        if (TakeWord("NULLS"))
        {
            nullsFirst = TakeWord("FIRST");
            if (nullsFirst is false) ExpectWord("LAST");
        }

        return new Ordering(expression, descending, nullsFirst);
    }

    /// <summary>A chain of conditions with one operator. AND and OR do not mix without parentheses.</summary>
    private Condition Conditions(bool having)
    {
        var first = NotOrSimple(having);
        if (Next.IsWord("AND")) return new AndCondition([first, .. Chain("AND", having)]);
        if (Next.IsWord("OR")) return new OrCondition([first, .. Chain("OR", having)]);
        return first;
    }

    private List<Condition> Chain(string word, bool having)
    {
        List<Condition> parts = [];
        while (TakeWord(word)) parts.Add(NotOrSimple(having));
        if (Next.IsWord("AND") || Next.IsWord("OR")) throw Unexpected();
        return parts;
    }

    private Condition NotOrSimple(bool having)
    {
        if (TakeWord("NOT")) return new NotCondition(NotOrSimple(having));
        if (!Take("(")) return Simple();
        var inner = Conditions(having);
        Expect(")");
        return inner;
    }

    private Condition Simple()
    {
        var field = Expression();
        if (Next.Kind == TokenKind.Symbol && Next.Text is "=" or "!=" or "<" or "<=" or ">" or ">=")
        {
            var symbol = Next.Text;
            at++;
            return new Comparison(field, symbol, Value());
        }

        if (TakeWord("LIKE")) return new Comparison(field, "LIKE", Value());
        if (TakeWord("INCLUDES")) return new ListCondition(field, "INCLUDES", Values());
        if (TakeWord("EXCLUDES")) return new ListCondition(field, "EXCLUDES", Values());
        var negated = TakeWord("NOT");
        if (!TakeWord("IN")) throw Unexpected();
        if (!Next.IsSymbol("(") || !tokens[at + 1].IsWord("SELECT")) return new ListCondition(field, negated ? "NOT IN" : "IN", Values());
        at++;
        var subquery = Query(child: true);
        Expect(")");
        return new SemiJoin(field, negated, subquery);
    }

    private ValueList<Literal> Values()
    {
        Expect("(");
        ValueList<Literal> values = [.. List(Value)];
        Expect(")");
        return values;
    }

    private Literal Value()
    {
        var token = Next;
        var spot = new Spot(token.Position);
        at++;
        switch (token.Kind)
        {
            case TokenKind.String: return new Literal(LiteralKind.String, token.Text) { Spot = spot };
            case TokenKind.Number: return new Literal(LiteralKind.Number, token.Text) { Spot = spot };
            case TokenKind.Date: return new Literal(LiteralKind.Date, token.Text) { Spot = spot };
            case TokenKind.DateTime: return new Literal(LiteralKind.DateTime, token.Text) { Spot = spot };
            case TokenKind.Word when token.IsWord("null"): return new Literal(LiteralKind.Null, "null") { Spot = spot };
            case TokenKind.Word when token.IsWord("true") || token.IsWord("false"): return new Literal(LiteralKind.Boolean, token.Text.ToLowerInvariant()) { Spot = spot };
            case TokenKind.Word when DateRanges.Takes(token.Text) is { } takesNumber:
                if (!takesNumber) return new Literal(LiteralKind.DateRange, token.Text.ToUpperInvariant()) { Spot = spot };
                Expect(":");
                return new Literal(LiteralKind.DateRange, token.Text.ToUpperInvariant(), Whole()) { Spot = spot };
            case TokenKind.Word when token.Text.Length > 3 && token.Text[..3].All(char.IsAsciiLetter) && decimal.TryParse(token.Text[3..], out _):
                return new Literal(LiteralKind.Currency, token.Text.ToUpperInvariant()) { Spot = spot };
            default:
                throw Unexpected(at - 1);
        }
    }

    private List<T> List<T>(Func<T> item)
    {
        List<T> items = [item()];
        while (Take(",")) items.Add(item());
        return items;
    }

    private string Name()
    {
        if (Next.Kind != TokenKind.Word || IsReserved(Next) && !tokens[Math.Max(0, at - 1)].IsSymbol("(") && !tokens[Math.Max(0, at - 1)].IsWord("FOR")) throw Unexpected();
        if (Next.Text.EndsWith('.') || Next.Text.Contains("..", StringComparison.Ordinal)) throw Unexpected();
        return tokens[at++].Text;
    }

    private int Whole()
    {
        if (Next.Kind != TokenKind.Number || !int.TryParse(Next.Text, out var number) || number < 0) throw Unexpected();
        at++;
        return number;
    }

    private static bool IsReserved(Token token) => Reserved.Contains(token.Text, StringComparer.OrdinalIgnoreCase);

    private bool Take(string symbol)
    {
        if (!Next.IsSymbol(symbol)) return false;
        at++;
        return true;
    }

    private bool TakeWord(string word)
    {
        if (!Next.IsWord(word)) return false;
        at++;
        return true;
    }

    private void Expect(string symbol)
    {
        if (!Take(symbol)) throw Unexpected();
    }

    private void ExpectWord(string word)
    {
        if (!TakeWord(word)) throw Unexpected();
    }

    private SoqlException Unexpected() => Unexpected(at);

    private SoqlException Unexpected(int index) =>
        SoqlException.Malformed(query, tokens[index].Position, $"unexpected token: '{tokens[index].Shown}'");
}
