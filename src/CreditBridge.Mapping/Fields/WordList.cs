namespace CreditBridge.Mapping.Fields;

/// <summary>Texts that a mapping lists; upper and lower case count as the same.</summary>
public sealed class WordList
{
    private readonly string[] _words;

    /// <summary>A list.</summary>
    public WordList(IReadOnlyList<string> words) => _words = [.. words];

    /// <summary>No text.</summary>
    public static WordList None { get; } = new([]);

    /// <summary>How many there are.</summary>
    public int Count => _words.Length;

    /// <summary>Whether a text is listed.</summary>
    public bool Contains(ReadOnlySpan<char> text)
    {
        foreach (var word in _words)
        {
            if (text.Equals(word, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    /// <inheritdoc />
    public override string ToString() => string.Join(", ", _words);
}
