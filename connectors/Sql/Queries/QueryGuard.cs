namespace CreditBridge.Connectors.Sql.Queries;

/// <summary>
/// Says what speaks against running a query: it must be one statement that reads. The database enforces the same with a read-only transaction; this finds it while the
/// mapping is written, and stands alone where a database has no such thing.
/// </summary>
internal static class QueryGuard
{
    private static readonly HashSet<string> Writing = new(StringComparer.OrdinalIgnoreCase) { "INSERT", "UPDATE", "DELETE", "MERGE", "REPLACE", "UPSERT", "TRUNCATE", "CALL", "EXEC", "EXECUTE" };
    private static readonly HashSet<string> Locking = new(StringComparer.OrdinalIgnoreCase) { "UPDATE", "SHARE", "NO", "KEY" };

    /// <summary>The first thing that is wrong; null when the query only reads, as far as its text can tell.</summary>
    /// <param name="tokens">The query; see <see cref="SqlTokens"/>.</param>
    public static SqlMistake? MistakeIn(IReadOnlyList<SqlToken> tokens)
    {
        if (tokens.Count == 0)
            return new SqlMistake(0, "The query is empty.", "Write a SELECT.");
        return Shape(tokens) ?? Beginning(tokens) ?? Inside(tokens) ?? SideEffects.In(tokens);
    }

    private static SqlMistake? Shape(IReadOnlyList<SqlToken> tokens)
    {
        var open = new Stack<int>();
        for (var i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].IsSign(';') && i < tokens.Count - 1)
                return new SqlMistake(tokens[i].Start, "There is more than one statement.", "One SELECT makes the rows; join or UNION what belongs together.");
            if (tokens[i].IsSign('('))
                open.Push(tokens[i].Start);
            else if (tokens[i].IsSign(')') && !open.TryPop(out _))
                return new SqlMistake(tokens[i].Start, "There is a ')' without a '('.", "Take it out.");
        }

        return open.TryPop(out var at) ? new SqlMistake(at, "This '(' is not closed.", "Close it with ')'.") : null;
    }

    private static SqlMistake? Beginning(IReadOnlyList<SqlToken> tokens)
    {
        var at = 0;
        while (at < tokens.Count && tokens[at].IsSign('('))
            at++;
        if (at < tokens.Count && tokens[at].Is("SELECT"))
            return null;
        if (at == 0 && tokens[0].Is("WITH"))
            return AfterWith(tokens);
        return new SqlMistake(tokens[Math.Min(at, tokens.Count - 1)].Start, "A query begins with SELECT or WITH.", "Connectors only read; write a SELECT that gives the rows.");
    }

    // WITH name [(columns)] AS [[NOT] MATERIALIZED] (query), … and then the statement itself.
    private static SqlMistake? AfterWith(IReadOnlyList<SqlToken> tokens)
    {
        var at = tokens.Count > 1 && tokens[1].Is("RECURSIVE") ? 2 : 1;
        while (true)
        {
            while (at < tokens.Count && !tokens[at].Is("AS"))
                at = tokens[at].IsSign('(') ? AfterBracket(tokens, at) : at + 1;
            while (at < tokens.Count && !tokens[at].IsSign('('))
                at++;
            if (at >= tokens.Count)
                return new SqlMistake(tokens[0].Start, "The WITH is not followed by a SELECT.", "Write WITH name AS (SELECT …) SELECT …");
            at = AfterBracket(tokens, at);
            if (at < tokens.Count && (tokens[at].Is("SEARCH") || tokens[at].Is("CYCLE")))
            {
                while (at < tokens.Count && !tokens[at].IsSign(',') && !tokens[at].Is("SELECT") && !tokens[at].IsOneOf(Writing))
                    at++;
            }

            if (at < tokens.Count && tokens[at].IsSign(','))
            {
                at++;
                continue;
            }

            while (at < tokens.Count && tokens[at].IsSign('('))
                at++;
            return at < tokens.Count && tokens[at].Is("SELECT") ? null
                : new SqlMistake(tokens[Math.Min(at, tokens.Count - 1)].Start, "The WITH is not followed by a SELECT.", "Connectors only read; write WITH name AS (SELECT …) SELECT …");
        }
    }

    private static int AfterBracket(IReadOnlyList<SqlToken> tokens, int at)
    {
        for (var depth = 0; at < tokens.Count; at++)
        {
            depth += tokens[at].IsSign('(') ? 1 : tokens[at].IsSign(')') ? -1 : 0;
            if (depth == 0)
                return at + 1;
        }

        return at;
    }

    private static SqlMistake? Inside(IReadOnlyList<SqlToken> tokens)
    {
        for (var i = 0; i + 1 < tokens.Count; i++)
        {
            var (token, next) = (tokens[i], tokens[i + 1]);
            if (token.Is("INTO") && !IsName(tokens, i))
                return new SqlMistake(token.Start, "SELECT … INTO writes.", "Take the INTO out; the connector takes the rows itself.");
            if (token.Is("FOR") && next.IsOneOf(Locking) && !IsName(tokens, i))
                return new SqlMistake(token.Start, "FOR UPDATE and its like lock rows of the other system.", "Take it out.");
            if (token.IsSign('(') && next.IsOneOf(Writing) && i + 2 < tokens.Count && tokens[i + 2] is { Kind: SqlTokenKind.Word or SqlTokenKind.Literal }
                && !tokens[i + 2].IsSign(')') && BeginsStatement(tokens, i))
                return new SqlMistake(next.Start, $"{next.Text.ToUpperInvariant()} writes.", "Connectors only read; write a SELECT.");
        }

        return null;
    }

    // A column may be called "into" only behind a dot or in quotation marks.
    private static bool IsName(IReadOnlyList<SqlToken> tokens, int at) => at > 0 && tokens[at - 1].IsSign('.');

    // A bracket that begins a query of its own stands behind AS, MATERIALIZED, FROM, IN, an operator or another bracket, not behind the name of a function.
    private static bool BeginsStatement(IReadOnlyList<SqlToken> tokens, int at) => at == 0 || tokens[at - 1] is not { Kind: SqlTokenKind.Word } before || Introducing.Contains(before.Text);

    private static readonly HashSet<string> Introducing = new(StringComparer.OrdinalIgnoreCase) { "AS", "MATERIALIZED", "FROM", "JOIN", "IN", "EXISTS", "ANY", "ALL", "SOME", "UNION", "EXCEPT", "INTERSECT", "SELECT", "WHERE", "AND", "OR", "NOT", "ON", "LATERAL", "ARRAY" };
}
