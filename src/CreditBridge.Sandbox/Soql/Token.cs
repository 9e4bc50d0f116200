namespace CreditBridge.Sandbox.Soql;

internal enum TokenKind
{
    Word,
    String,
    Number,
    Date,
    DateTime,
    Symbol,
    End,
}

/// <summary>One token. For a string, <see cref="Text"/> is what stands between the quotes, still escaped.</summary>
internal sealed record Token(TokenKind Kind, string Text, int Position)
{
    public bool IsWord(string word) => Kind == TokenKind.Word && Text.Equals(word, StringComparison.OrdinalIgnoreCase);

    public bool IsSymbol(string symbol) => Kind == TokenKind.Symbol && Text == symbol;

    public string Shown => Kind == TokenKind.End ? "<EOF>" : Text;
}
