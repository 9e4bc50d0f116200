namespace CreditBridge.Connectors.Sql.Queries;

/// <summary>What a token of a query is.</summary>
internal enum SqlTokenKind
{
    /// <summary>A keyword or a plain name.</summary>
    Word,

    /// <summary>A text, a quoted name or a number: nothing that could be a command.</summary>
    Literal,

    /// <summary>A parameter, <c>@name</c>.</summary>
    Parameter,

    /// <summary>A single sign.</summary>
    Sign,
}

/// <summary>A piece of a query; comments and blanks are none.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Where it begins in the query.</param>
/// <param name="Text">Its text.</param>
internal readonly record struct SqlToken(SqlTokenKind Kind, int Start, string Text)
{
    public bool Is(string word) => Kind == SqlTokenKind.Word && Text.Equals(word, StringComparison.OrdinalIgnoreCase);

    public bool IsSign(char sign) => Kind == SqlTokenKind.Sign && Text[0] == sign;

    public bool IsOneOf(IReadOnlySet<string> words) => Kind == SqlTokenKind.Word && words.Contains(Text);
}
